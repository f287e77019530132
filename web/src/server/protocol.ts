// What acrlint adds to the protocol (docs/editors/protocol.md), and the parts of LSP that the client has no types for.
import type { Credentials, Plan } from "acrlint-wasm";
import type { Diagnostic, TextEdit } from "vscode-languageserver-protocol";

export type { Credentials, Image, Place, Plan, Range, Registry, Step } from "acrlint-wasm";

export type Identity = "system" | "user";

export interface Rendered {
  /** Nothing where the runner refuses the file before it decodes it. */
  text: string | null;
  /** For each line of the text the line of the file that it comes from, from 0. */
  lines: number[];
}

/** A mend of a finding, as `data.fixes` of its diagnostic carries it. */
export interface Fix {
  title: string;
  safe: boolean;
  edits: TextEdit[];
}

/** The requests by their methods. */
export interface Answers {
  "acrlint/plan": { params: { format?: "json" }; answer: Plan };
  "acrlint/credentials": { params: { identity?: Identity }; answer: Credentials };
  "acrlint/render": { params: Record<string, never>; answer: Rendered };
}

/** A finding as the server gives it: its message is plain text. */
export type Finding = Omit<Diagnostic, "message"> & { message: string };

export function fixesOf(diagnostic: Finding): Fix[] {
  const data = diagnostic.data as { fixes?: Fix[] } | undefined;
  return data?.fixes ?? [];
}

/** Whether a diagnostic only shows, in another file, what a finding of a task file is about. */
export function isMirrored(diagnostic: Finding): boolean {
  const data = diagnostic.data as { task?: string } | undefined;
  return data?.task !== undefined;
}

const ROOT = "file:///project";
export const rootUri = ROOT;

export function uriOf(path: string): string {
  return `${ROOT}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

export function pathOf(uri: string): string {
  const path = uri.startsWith(`${ROOT}/`) ? uri.slice(ROOT.length + 1) : uri;
  return path.split("/").map(decodeURIComponent).join("/");
}
