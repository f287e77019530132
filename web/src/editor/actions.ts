import { LSPPlugin } from "@codemirror/lsp-client";
import type { Command, EditorView } from "@codemirror/view";
import type { CodeAction } from "vscode-languageserver-protocol";
import { openMenu } from "../widgets/menu.ts";
import type { Project } from "../project/project.ts";
import { pathOf } from "../server/protocol.ts";
import { applyEdits, changesOf } from "./edits.ts";

/** What can be done about the text at the cursor, as a menu. */
export function codeActions(project: Project): Command {
  return (view) => {
    const plugin = LSPPlugin.get(view);
    if (!plugin) return false;
    void offer(view, plugin, project);
    return true;
  };
}

async function offer(view: EditorView, plugin: LSPPlugin, project: Project): Promise<void> {
  const { client, uri } = plugin;
  const { from, to } = view.state.selection.main;
  const range = { start: plugin.toPosition(from), end: plugin.toPosition(to) };
  client.sync();
  const params = { textDocument: { uri }, range, context: { diagnostics: [] } };
  const actions = await client
    .request<object, CodeAction[] | null>("textDocument/codeAction", params)
    .catch(() => null);
  const at = view.coordsAtPos(from) ?? view.dom.getBoundingClientRect();
  openMenu({
    label: "What can be done here",
    at: { x: at.left, y: at.bottom },
    items: (actions ?? []).map((action) => ({
      label: action.title,
      run: () => void make(plugin, project, action),
    })),
    empty: "Nothing to do here.",
    closed: () => view.focus(),
  });
}

async function make({ client }: LSPPlugin, project: Project, action: CodeAction): Promise<void> {
  // some edits are only computed for an action that was chosen
  const whole = action.edit ? action : await client.request<CodeAction, CodeAction>("codeAction/resolve", action);
  for (const [uri, edits] of whole.edit ? changesOf(whole.edit) : []) applyEdits(client, project, pathOf(uri), edits);
}
