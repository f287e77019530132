import { expect, test } from "vitest";
import { readContext, writeContext } from "../../src/project/context.ts";

const full = { registry: "a.azurecr.io", id: "cf1", set: [["tag", 'v"1']] as [string, string][] };

test("a context is written into a configuration and read from it", () => {
  const written = writeContext("", full);
  expect(written).toBe('[context]\nregistry = "a.azurecr.io"\nid = "cf1"\nset = { tag = "v\\"1" }\n');
  expect(readContext(written ?? "")).toEqual(full);
});

test("the rest of a configuration stays as it was, with its comments", () => {
  const before =
    '# ours\nexclude = ["x"]\n\n[context] # known\nid = "old" # of last week\nos = "linux"\n\n[rules]\nno-ids = "hint"\n';
  const after = writeContext(before, { registry: "a.azurecr.io", id: "", set: [] });
  expect(after).toBe(
    '# ours\nexclude = ["x"]\n\n[context] # known\nos = "linux"\nregistry = "a.azurecr.io"\n\n[rules]\nno-ids = "hint"\n',
  );
});

test("the table comes behind what is there", () => {
  const task = '[[task]]\nfile = "a.yaml"\n';
  expect(writeContext(task, { registry: "", id: "cf1", set: [] })).toBe(`${task}\n[context]\nid = "cf1"\n`);
  expect(writeContext(task, { registry: "", id: "", set: [] })).toBe(task);
});

test("names of values are quoted where they have to be", () => {
  const written = writeContext("", { registry: "", id: "", set: [["a b", "1"]] });
  expect(written).toBe('[context]\nset = { "a b" = "1" }\n');
});

test("what is written in another way is left to its author", () => {
  for (const toml of [
    'context = { id = "a" }\n',
    'context.id = "a"\n',
    '[context.set]\ntag = "1"\n',
    'text = """\n[context]\n"""\n',
  ]) {
    expect(readContext(toml), toml).toBeDefined();
    expect(writeContext(toml, full), toml).toBeUndefined();
  }
  expect(readContext("[context")).toBeUndefined();
  expect(writeContext("[context", full)).toBeUndefined();
});
