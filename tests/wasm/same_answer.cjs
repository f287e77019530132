// Whether the WebAssembly package finds in each project of a corpus what the binary finds:
// `node same_answer.cjs <folder of the package> <binary> <folder of the corpus>`.
"use strict";
const assert = require("node:assert");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const [own, binary, corpus] = process.argv.slice(2).map((one) => path.resolve(one));
const { check } = require(own);

/** The files below a folder, by their paths from there. Those that are no UTF-8 are none that a client could send. */
function read(folder) {
  const files = {};
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const bytes = entry.isFile() ? fs.readFileSync(file) : null;
    if (bytes?.equals(Buffer.from(bytes.toString("utf8")))) {
      files[path.relative(folder, file).replaceAll(path.sep, "/")] = bytes.toString("utf8");
    }
  }
  return files;
}

/** What the binary finds in a copy of a project, which its folder `.git` makes the root of one. */
function expected(files, context) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "acrlint-"));
  try {
    fs.mkdirSync(path.join(folder, ".git"));
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const ran = spawnSync(binary, ["check", "--format", "json", ...context], { cwd: folder });
    assert.ok(ran.status <= 1, ran.stderr.toString());
    return JSON.parse(ran.stdout);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

let [projects, tasks, findings] = [0, 0, 0];
for (const entry of fs.readdirSync(corpus, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue;
  const files = read(path.join(corpus, entry.name));
  assert.deepStrictEqual(check(files), expected(files, []), entry.name);
  const known = { registry: "home.azurecr.io", runnerDefaults: true };
  const answer = check(files, { context: known });
  const same = expected(files, ["--registry", known.registry, "--runner-defaults"]);
  assert.deepStrictEqual(answer, same, entry.name);
  projects += 1;
  tasks += answer.files.length;
  findings += answer.files.reduce((sum, file) => sum + file.diagnostics.length, 0);
}
assert.ok(tasks > 0 && findings > 0, "a corpus with task files and findings");
console.log(`${tasks} task files of ${projects} projects agree, with ${findings} findings`);
