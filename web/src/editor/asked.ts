import { LSPPlugin, type WorkspaceMapping } from "@codemirror/lsp-client";
import { type Extension, RangeSet } from "@codemirror/state";
import { type Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { effect } from "@preact/signals";
import type { Position, Range } from "vscode-languageserver-protocol";
import type { Findings } from "../server/findings.ts";
import { latest } from "../server/latest.ts";

/** From positions in an answer to those in the text of now. */
export interface Places {
  at(position: Position): number;
  /** Nothing for a range that is empty, or became so. */
  range(range: Range): { from: number; to: number } | undefined;
}

/** Decorations that the server is asked for, anew with every round of findings and for every other part of the text. */
export function asked<T>(
  findings: Findings,
  method: string,
  paramsFor: (view: EditorView) => object,
  decorate: (answer: T, places: Places, plugin: LSPPlugin) => ReturnType<Decoration["range"]>[],
): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet = RangeSet.empty;
      private readonly askAgain: () => void;
      private readonly stop: () => void;
      private isGone = false;

      constructor(view: EditorView) {
        const ask = latest(() => this.ask(view));
        this.askAgain = ask;
        this.stop = effect(() => {
          if (findings.round.value > 0) ask();
        });
      }

      update(update: ViewUpdate) {
        if (update.docChanged) this.decorations = this.decorations.map(update.changes);
        else if (update.viewportChanged) this.askAgain();
      }

      destroy() {
        this.isGone = true;
        this.stop();
      }

      private async ask(view: EditorView): Promise<void> {
        // the plugin of the client may only come after this one
        await Promise.resolve();
        const plugin = this.isGone ? null : LSPPlugin.get(view);
        if (!plugin) return;
        const { client, uri } = plugin;
        client.sync();
        await client.withMapping(async (mapping) => {
          const params = { textDocument: { uri }, ...paramsFor(view) };
          const answer = await client.request<object, T | null>(method, params).catch(() => null);
          if (this.isGone) return;
          const made = answer ? decorate(answer, placesOf(mapping, uri), plugin) : [];
          this.decorations = RangeSet.of(made, true);
          view.dispatch({});
        });
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

export function placesOf(mapping: WorkspaceMapping, uri: string): Places {
  return {
    at: (position) => mapping.mapPosition(uri, position),
    range: (range) => {
      const from = mapping.mapPosition(uri, range.start, 1);
      const to = mapping.mapPosition(uri, range.end, -1);
      return from < to ? { from, to } : undefined;
    },
  };
}

/** The part of the text that is on the screen, and some around it: a long file has much more. */
export function shownOf(view: EditorView): { range: Range } {
  const { doc } = view.state;
  const { from, to } = view.viewport;
  const first = doc.lineAt(from).number - 1;
  return { range: { start: { line: first, character: 0 }, end: { line: doc.lineAt(to).number, character: 0 } } };
}
