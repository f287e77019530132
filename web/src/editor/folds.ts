import { codeFolding, foldGutter, foldService } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

const BLANK = /^\s*$/;
const indentOf = (line: string) => line.search(/\S/);

/** A line folds what is indented further below it. */
const byIndentation = foldService.of((state, from) => {
  const { doc } = state;
  const first = doc.lineAt(from);
  if (BLANK.test(first.text)) return null;
  const indent = indentOf(first.text);
  let last = first;
  for (let number = first.number + 1; number <= doc.lines; number++) {
    const line = doc.line(number);
    if (BLANK.test(line.text)) continue;
    if (indentOf(line.text) <= indent) break;
    last = line;
  }
  return last.number > first.number ? { from: first.to, to: last.to } : null;
});

export const folds: Extension = [byIndentation, codeFolding(), foldGutter()];
