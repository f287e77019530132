import { LSPPlugin } from "@codemirror/lsp-client";
import { type Command, type EditorView, showDialog } from "@codemirror/view";
import type { Range, WorkspaceEdit } from "vscode-languageserver-protocol";
import type { Project } from "../project/project.ts";
import { pathOf } from "../server/protocol.ts";
import { applyEdits, changesOf } from "./edits.ts";

/** Renames what the cursor is in, everywhere. The client's own command takes a name with a hyphen for two words. */
export function renameHere(project: Project): Command {
  return (view) => {
    const plugin = LSPPlugin.get(view);
    if (!plugin) return false;
    void rename(view, plugin, project).catch((error: unknown) => plugin.reportError("It cannot be renamed", error));
    return true;
  };
}

async function rename(view: EditorView, plugin: LSPPlugin, project: Project): Promise<void> {
  const { client, uri } = plugin;
  client.sync();
  const here = { textDocument: { uri }, position: plugin.toPosition(view.state.selection.main.head) };
  const found = await client.request<object, Range | { range: Range; placeholder: string } | null>(
    "textDocument/prepareRename",
    here,
  );
  if (!found) throw new Error("there is no name here");
  const range = "range" in found ? found.range : found;
  const name = view.state.sliceDoc(plugin.fromPosition(range.start), plugin.fromPosition(range.end));
  const { close, result } = showDialog(view, {
    label: "New name",
    input: { name: "name", value: name },
    focus: true,
    submitLabel: "Rename",
    class: "rename",
  });
  const form = await result;
  view.dispatch({ effects: close });
  view.focus();
  const newName = (form?.elements.namedItem("name") as HTMLInputElement | null)?.value;
  if (!newName || newName === name) return;
  client.sync();
  const edit = await client.request<object, WorkspaceEdit | null>("textDocument/rename", { ...here, newName });
  for (const [uri, edits] of edit ? changesOf(edit) : []) applyEdits(client, project, pathOf(uri), edits);
}
