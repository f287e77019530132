/** The language of a file as LSP and the editor name it. */
export type LanguageId =
  | "yaml"
  | "dockerfile"
  | "toml"
  | "json"
  | "shellscript"
  | "powershell"
  | "bicep"
  | "terraform"
  | "plaintext";

const BY_ENDING: Record<string, LanguageId> = {
  yaml: "yaml",
  yml: "yaml",
  toml: "toml",
  json: "json",
  sh: "shellscript",
  bash: "shellscript",
  ps1: "powershell",
  bicep: "bicep",
  tf: "terraform",
  tfvars: "terraform",
};

export function languageOf(path: string): LanguageId {
  const name = baseName(path);
  if (/dockerfile/i.test(name)) return "dockerfile";
  return BY_ENDING[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? "plaintext";
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a file is a task file, as far as its name and a glance at it say. */
export function isTask(path: string, text: string): boolean {
  return languageOf(path) === "yaml" && /^(steps\s*:|\s*-\s*(build|push|cmd)\s*:)/m.test(text);
}

export const CONFIGURATION = "acrlint.toml";

/** What is wrong with a path as the path of a new file; nothing if it will do. */
export function faultOf(path: string, taken: readonly string[]): string | undefined {
  if (path === "") return "A file needs a name.";
  if (path.length > 200) return "The name is too long.";
  if (/[\\\p{Cc}]/u.test(path)) return "A name has no backslash and no control character; folders are parted by “/”.";
  if (path.split("/").some((part) => part === "" || part === "." || part === ".."))
    return "Each part of the path needs a name, and none is “.” or “..”.";
  if (taken.includes(path)) return `There is a file “${path}” already.`;
  // a file cannot be a folder as well
  const clash = taken.find((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`));
  return clash && `“${clash}” is in the way: a file is no folder.`;
}
