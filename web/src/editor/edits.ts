import type { LSPClient } from "@codemirror/lsp-client";
import type { Text } from "@codemirror/state";
import type { Position, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import type { Project } from "../project/project.ts";
import { uriOf } from "../server/protocol.ts";

/** The offset of a position of the protocol, kept inside the text. */
export function offsetOf(doc: Text, position: Position): number {
  if (position.line >= doc.lines) return doc.length;
  const line = doc.line(position.line + 1);
  return Math.min(line.from + position.character, line.to);
}

/** The offset of a position of acrlint's JSON: lines and columns from 1, columns in code points. */
export function offsetAt(doc: Text, position: { line: number; column: number }): number {
  if (position.line > doc.lines) return doc.length;
  const line = doc.line(position.line);
  const before = [...line.text].slice(0, position.column - 1).join("");
  return line.from + before.length;
}

/** Makes edits that were computed for the text that the server has. */
export function applyEdits(client: LSPClient, project: Project, path: string, edits: readonly TextEdit[]): void {
  const doc = project.doc(path);
  const changes = edits.map((edit) => ({
    from: offsetOf(doc, edit.range.start),
    to: offsetOf(doc, edit.range.end),
    insert: edit.newText,
  }));
  client.workspace.updateFile(uriOf(path), { changes, userEvent: "input.fix" });
}

export function changesOf(edit: WorkspaceEdit): [uri: string, edits: TextEdit[]][] {
  if (edit.changes) return Object.entries(edit.changes);
  const documents = (edit.documentChanges ?? []).filter((change) => "edits" in change);
  return documents.map(({ textDocument, edits }) => [
    textDocument.uri,
    edits.filter((one): one is TextEdit => "newText" in one),
  ]);
}
