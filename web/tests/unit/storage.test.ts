import { expect, test } from "vitest";
import { keep, kept, type Store } from "../../src/project/storage.ts";

function memory(): Store {
  const items = new Map<string, string>();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

test("a project is kept", () => {
  const store = memory();
  expect(kept(store)).toBeUndefined();
  expect(keep(store, { files: [["a.yaml", "x"]], active: "a.yaml" })).toBe(true);
  expect(kept(store)).toEqual({ files: [["a.yaml", "x"]], active: "a.yaml" });
});

test("what somebody else wrote there is no project", () => {
  for (const text of ["", "{", "[]", '{"files":[["a"]]}', '{"files":"a"}']) {
    expect(kept({ getItem: () => text, setItem: () => {} })).toBeUndefined();
  }
});

test("a browser that keeps nothing is no failure", () => {
  const refuses = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  expect(keep({ getItem: refuses, setItem: refuses }, { files: [["a", ""]], active: "a" })).toBe(false);
  expect(kept({ getItem: refuses, setItem: refuses })).toBeUndefined();
});
