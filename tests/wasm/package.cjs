// Whether the package works where people install it:
// `node package.cjs <folder of the package> <folder of tsc and vite> <webpack's program>`.
// It is packed, installed in an empty project, run in Node both ways, bundled in both ways and type-checked.
"use strict";
const assert = require("node:assert");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const [own, tools, webpack] = process.argv.slice(2).map((one) => path.resolve(one));
const project = fs.mkdtempSync(path.join(os.tmpdir(), "acrlint-"));

/** What a program prints, which has to end well. */
function run(program, args, cwd = project) {
  const ran = spawnSync(program, args, { cwd, encoding: "utf8" });
  assert.strictEqual(ran.status, 0, `${program} ${args.join(" ")}\n${ran.error ?? ""}${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

function write(name, text) {
  fs.writeFileSync(path.join(project, name), text);
}

const TASK = JSON.stringify({ "acr-task.yaml": "version: v1.1.0\nsteps:\n  - cmd: bash\n    when: [build]\n" });
/** Says the rule of the only error, and what the server answers to `initialize`. */
const USE = `
const [finding] = check(${TASK}).files[0].diagnostics;
new Server((message) => console.log(finding.rule, JSON.parse(message).result.serverInfo.name))
  .receive(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } }));
`;

try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", project], own));
  const inside = packed.files.map((file) => file.path);
  for (const file of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "web/acrlint_bg.wasm"]) {
    assert.ok(inside.includes(file), `${file} is not in the package`);
  }
  write("package.json", JSON.stringify({ name: "project", private: true, type: "module" }));
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", packed.filename]);

  write("esm.mjs", `import { check, Server } from "acrlint-wasm";${USE}`);
  write("cjs.cjs", `const { check, Server } = require("acrlint-wasm");${USE}`);
  for (const script of ["esm.mjs", "cjs.cjs"]) {
    assert.strictEqual(run("node", [script]), "when-unknown acrlint\n", script);
  }

  write("index.html", `<script type="module" src="page.js"></script>`);
  write("page.js", `import init, { check, Server } from "acrlint-wasm/web";\nawait init();${USE}`);
  run(path.join(tools, "vite"), ["build", "--target", "esnext"]);
  const assets = fs.readdirSync(path.join(project, "dist/assets"));
  const module = assets.find((name) => name.endsWith(".wasm"));
  assert.ok(module, `no module in ${assets}`);
  assert.deepStrictEqual(
    fs.readFileSync(path.join(project, "dist/assets", module)),
    fs.readFileSync(path.join(own, "web/acrlint_bg.wasm")),
  );

  // what imports the module itself, as bundlers do, which is run here in Node
  write("webpack.cjs", `
require(${JSON.stringify(path.join(webpack, "../../webpack"))})({
  context: __dirname, mode: "production", entry: "./esm.mjs", target: "node", performance: false,
  experiments: { asyncWebAssembly: true },
  resolve: { conditionNames: ["default"] },
  output: { filename: "bundled.cjs" },
}, (error, made) => {
  if (error || made.hasErrors()) throw error ?? new Error(made.toString());
});
`);
  run("node", ["webpack.cjs"]);
  assert.strictEqual(run("node", ["dist/bundled.cjs"]), "when-unknown acrlint\n");

  write("good.ts", `
import { check, type CheckResult } from "acrlint-wasm";
import init, { plan, Server } from "acrlint-wasm/web";
const result: CheckResult = check({ a: "" }, { context: { runnerDefaults: true } });
export const help: string | null | undefined = result.files[0]?.diagnostics[0]?.help;
export const hosts: string[] = plan({ a: "" }, "a").registries.map((it) => it.host);
await init();
new Server((message: string) => message.length).receive("{}");
`);
  write("bad.ts", `import { check } from "acrlint-wasm";\ncheck({ a: 1 });\n`);
  const options = ["--strict", "--noEmit", "--target", "esnext", "--module", "esnext", "--moduleResolution", "bundler"];
  run(path.join(tools, "tsc"), [...options, "good.ts"]);
  const bad = spawnSync(path.join(tools, "tsc"), [...options, "bad.ts"], { cwd: project, encoding: "utf8" });
  assert.match(bad.stdout, /bad\.ts\(2,\d+\): error TS2322/);
  console.log(`${packed.filename} works in Node, with Vite, webpack and TypeScript`);
} finally {
  fs.rmSync(project, { recursive: true });
}
