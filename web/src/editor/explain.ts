import { LSPPlugin } from "@codemirror/lsp-client";
import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { type Command, EditorView, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { Hover, MarkupContent } from "vscode-languageserver-protocol";

const show = StateEffect.define<Tooltip | null>();

const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

/** What hovering shows, at the cursor: for those who have no mouse. */
const explain: Command = (view) => {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return false;
  const pos = view.state.selection.main.head;
  plugin.client.sync();
  const params = { textDocument: { uri: plugin.uri }, position: plugin.toPosition(pos) };
  void plugin.client.request<object, Hover | null>("textDocument/hover", params).then((hover) => {
    if (hover) view.dispatch({ effects: show.of(tooltip(plugin, pos, hover.contents as MarkupContent)) });
    else view.dispatch({ effects: [show.of(null), EditorView.announce.of("Nothing to say about this place.")] });
  });
  return true;
};

function tooltip(plugin: LSPPlugin, pos: number, contents: MarkupContent): Tooltip {
  return {
    pos,
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "cm-lsp-hover-tooltip cm-lsp-documentation";
      dom.role = "status";
      dom.innerHTML = plugin.docToHTML(contents);
      return { dom };
    },
  };
}

const close: Command = (view) => {
  if (!view.state.field(shown)) return false;
  view.dispatch({ effects: show.of(null) });
  return true;
};

export const explanations: Extension = [
  shown,
  // before the editor's own keys
  Prec.high(
    keymap.of([
      { key: "Mod-i", run: explain, preventDefault: true },
      { key: "Escape", run: close },
    ]),
  ),
];
