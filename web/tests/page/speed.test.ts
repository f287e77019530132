// Sizes and times; what is measured is printed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { example, problems, type Site, start, write } from "./browser.ts";
import { NativeServer } from "./native.ts";
import { dist } from "./serve.ts";

let site: Site;
beforeAll(async () => {
  site = await start();
});
afterAll(async () => {
  site.expectQuiet();
  await site.close();
});

const ROUNDS = 40;

const median = (times: number[]) =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;

test("the page has at most 300 KB after gzip, beside the module", () => {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  let size = 0;
  for (const file of files) {
    const packed = gzipSync(readFileSync(join(file.parentPath, file.name)), { level: 9 }).length;
    console.log(`${file.name.padEnd(32)} ${String(packed).padStart(8)} bytes after gzip`);
    if (!file.name.endsWith(".wasm")) size += packed;
  }
  console.log(`the page beside the module        ${String(size).padStart(7)} bytes after gzip`);
  expect(size).toBeGreaterThan(50_000);
  expect(size).toBeLessThanOrEqual(300_000);
});

test("the first findings come in less than 1.5 s", async () => {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    // each in a context of its own: nothing is in a cache
    const page = await site.open();
    // from the navigation, by the page's own clock, to the moment that the first underline stands there
    times.push(await page.evaluate(() => performance.getEntriesByName("first findings")[0]?.startTime ?? Number.NaN));
    await page.locator(".cm-lintRange-error").first().waitFor();
    await page.context().close();
  }
  console.log(`from navigation to the first findings: ${times.map((time) => `${time.toFixed(0)} ms`).join(", ")}`);
  expect(median(times)).toBeLessThan(1500);
});

/** Thirty builds and their pushes, one after the other. */
const steps = Array.from({ length: 30 }, (_, at) => {
  const wait = at === 0 ? "" : `    when: [push-${at - 1}]\n`;
  const image = `$Registry/team/service-${at}:$ID`;
  const build = `  - id: build-${at}\n    build: -t ${image} -f Dockerfile --build-arg PART=${at} .\n${wait}`;
  return `${build}  - id: push-${at}\n    push: ["${image}"]\n    when: [build-${at}]\n    timeout: 600\n`;
}).join("");
const TASK = `version: v1.1.0\nsteps:\n${steps}`;
const DOCKERFILE = "FROM mcr.microsoft.com/azurelinux/base/core:3.0\nARG PART\n";
/** Where a letter makes the last key unknown, and another change known again. */
const KEY = TASK.lastIndexOf("timeout") + "timeout".length;

/** From a change to the findings, in the page: typed into the editor, to the changed list of problems. */
async function inPage(): Promise<number> {
  const page = await site.open();
  await example(page, "An empty task");
  await page.getByRole("tab", { name: "Dockerfile" }).click();
  await write(page, DOCKERFILE);
  await page.getByRole("tab", { name: "acr-task.yaml" }).click();
  await write(page, TASK);
  await expect.poll(() => page.locator("[data-step]").count()).toBe(60);
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowUp");
  for (let at = KEY; TASK[at] !== "\n"; at++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  for (let at = KEY; TASK[at] !== "\n"; at++) await page.keyboard.press("ArrowLeft");
  const times = await page.evaluate(async (rounds) => {
    const list = document.querySelector(".problems ul") as Element;
    const changed = () =>
      new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(list, { childList: true, subtree: true, characterData: true });
      });
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      // the browser's own way to type, as a key would
      const done = changed();
      const before = performance.now();
      document.execCommand(round % 2 === 0 ? "insertText" : "delete", false, "z");
      await done;
      times.push(performance.now() - before);
      // the rest of the page has its turn, as between the keys of a person
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return times;
  }, ROUNDS);
  await problems(page).first().waitFor({ state: "detached" });
  await page.context().close();
  return median(times);
}

/** The same at the native server: from the change to its answer. */
async function native(program: string): Promise<number> {
  const server = new NativeServer(program);
  const uri = "file:///project/acr-task.yaml";
  const root = { rootUri: "file:///project" };
  await server.request("initialize", { processId: null, ...root, capabilities: { textDocument: { diagnostic: {} } } });
  server.notify("initialized", {});
  server.notify("acrlint/files", { put: [{ uri: "file:///project/Dockerfile", text: DOCKERFILE }] });
  server.notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 0, text: TASK } });
  const line = TASK.slice(0, KEY).split("\n").length - 1;
  const character = KEY - TASK.lastIndexOf("\n", KEY) - 1;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const typed = round % 2 === 0;
    const end = { line, character: typed ? character : character + 1 };
    const change = { range: { start: { line, character }, end }, text: typed ? "z" : "" };
    const before = performance.now();
    server.notify("textDocument/didChange", { textDocument: { uri, version: round + 1 }, contentChanges: [change] });
    const { items } = await server.request<{ items: { items: object[] }[] }>("workspace/diagnostic", {
      previousResultIds: [],
    });
    times.push(performance.now() - before);
    expect(items.flatMap((item) => item.items).length).toBe(typed ? 1 : 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  server.stop();
  return median(times);
}

test("a change has its findings in the page within 5 times what the native server takes", async ({ skip }) => {
  const program = process.env.ACRLINT_NATIVE;
  if (!program) {
    console.log("skipped: ACRLINT_NATIVE names no native server to compare with");
    return skip();
  }
  const [page, server] = [await inPage(), await native(program)];
  console.log(
    `from a change to its findings, 60 steps, median of ${ROUNDS}: page ${page.toFixed(1)} ms, native server ${server.toFixed(1)} ms, ratio ${(page / server).toFixed(1)}`,
  );
  expect(page / server).toBeLessThan(5);
}, 60_000);
