import { expect, test } from "vitest";
import { faultOf, isTask, languageOf } from "../../src/project/names.ts";

test("languages by names", () => {
  const languages = {
    "ci/acr-task.yaml": "yaml",
    Dockerfile: "dockerfile",
    "web.Dockerfile": "dockerfile",
    "Dockerfile-app": "dockerfile",
    "main.bicep": "bicep",
    "main.tf": "terraform",
    "setup.ps1": "powershell",
    README: "plaintext",
  };
  for (const [path, language] of Object.entries(languages)) expect(languageOf(path), path).toBe(language);
});

test("what is a task", () => {
  expect(isTask("a.yaml", "version: v1.1.0\nsteps:\n")).toBe(true);
  expect(isTask("a.yml", "- build: -t a .\n")).toBe(true);
  expect(isTask("values.yaml", "tag: v1\n")).toBe(false);
  expect(isTask("a.toml", "steps:\n")).toBe(false);
});

test("names that a file cannot have", () => {
  for (const path of [
    "",
    "/a",
    "a/",
    "a//b",
    "../a",
    "a/./b",
    "a\\b",
    "a\nb",
    "x".repeat(300),
    "taken",
    "taken/inside",
    "folder",
  ]) {
    expect(faultOf(path, ["taken", "folder/file"]), path).toBeDefined();
  }
  for (const path of ["a", "a b.yaml", "folder/other", "größe/x"])
    expect(faultOf(path, ["taken", "folder/file"]), path).toBeUndefined();
});
