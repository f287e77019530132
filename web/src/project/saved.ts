import { faultOf } from "./names.ts";

/** A project as plain data: what is stored, shared, and started from. */
export interface Saved {
  /** Paths and texts, in the order of the tabs. */
  files: [path: string, text: string][];
  /** The file in front. */
  active: string;
}

/** The most that a project holds, in UTF-16 code units and files. */
export const LIMITS = { text: 1_000_000, files: 100 };

/** What a stored or shared text says, if it is a project: it may come from anybody. */
export function readSaved(value: unknown): Saved | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { files, active } = value as Record<string, unknown>;
  if (!Array.isArray(files) || files.length === 0 || files.length > LIMITS.files) return undefined;
  const read: Saved["files"] = [];
  let size = 0;
  for (const file of files) {
    if (!Array.isArray(file)) return undefined;
    const [path, text] = file as unknown[];
    if (typeof path !== "string" || typeof text !== "string") return undefined;
    size += text.length;
    if (
      size > LIMITS.text ||
      faultOf(
        path,
        read.map(([taken]) => taken),
      )
    )
      return undefined;
    read.push([path, text.replace(/\r\n?/g, "\n")]);
  }
  const paths = read.map(([path]) => path);
  const first = paths[0] as string;
  return { files: read, active: typeof active === "string" && paths.includes(active) ? active : first };
}

export function isSame(one: Saved, other: Saved): boolean {
  return JSON.stringify(one.files) === JSON.stringify(other.files);
}
