import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

/** Lines that a panel points to, from 1; null for none. */
export const spotlight = StateEffect.define<{ first: number; last: number } | null>();

const line = Decoration.line({ class: "spotlight" });

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    let shown = lines.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(spotlight)) continue;
      const doc = transaction.state.doc;
      const marks = [];
      if (effect.value) {
        const last = Math.min(effect.value.last, doc.lines);
        for (let at = effect.value.first; at <= last; at++) marks.push(line.range(doc.line(at).from));
      }
      shown = Decoration.set(marks);
    }
    return shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Highlights the lines of what is pointed at beside the editor. */
export const spotlights: Extension = field;
