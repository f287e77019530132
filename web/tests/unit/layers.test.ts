import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SOURCES = fileURLToPath(new URL("../../src", import.meta.url));
/** From the top; each knows itself and those behind it (ARCHITECTURE.md). */
const LAYERS = ["main.tsx", "page", "panels", "app.ts", "editor", "server", "project", "widgets"];

test("imports point downwards", () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(SOURCES, file), "utf8");
    for (const [, path = ""] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
      const target = relative(SOURCES, join(SOURCES, dirname(file), path));
      if (target.startsWith("..")) continue;
      seen += 1;
      const [from, to] = [file, target].map((one) => LAYERS.indexOf(one.split("/")[0] ?? ""));
      if (from === undefined || to === undefined || from < 0 || to < from) wrong.push(`${file} -> ${target}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(50);
});
