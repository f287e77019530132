import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import { highlighting, languageFor } from "../editor/languages.ts";
import { spotlight, spotlights } from "../editor/spotlight.ts";
import { editor, project, side } from "../app.ts";
import type { Rendered } from "../server/protocol.ts";
import { useAnswer } from "./answer.ts";

export function RenderedPanel() {
  const state = useAnswer("acrlint/render", {}).value;
  if (state === null) return <p class="note">…</p>;
  if ("fault" in state) return <p class="note">{state.fault}</p>;
  const { answer, path } = state;
  if (answer.text === null)
    return <p class="note">The runner refuses the file before it decodes it: see the problems.</p>;
  return (
    <>
      <p class="note">
        What the runner decodes, after comments, aliases and templates. The numbers are the lines of {path}.
      </p>
      <Text path={path} rendered={answer} />
    </>
  );
}

function Text({ path, rendered }: { path: string; rendered: Rendered }) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const shown = useRef({ path, lines: rendered.lines });
  shown.current = { path, lines: rendered.lines };
  useEffect(() => {
    view.current = viewOf(() => shown.current);
    place.current?.append(view.current.dom);
    return () => view.current?.destroy();
  }, []);
  useEffect(() => {
    const now = view.current?.state.doc;
    const text = rendered.text ?? "";
    if (now && now.toString() !== text) view.current?.dispatch({ changes: { from: 0, to: now.length, insert: text } });
  }, [rendered]);
  const cursor = editor.cursor.value;
  useEffect(() => follow(view.current, shown.current, cursor), [cursor, rendered, path]);
  return <div class="rendered" ref={place} />;
}

type Shown = () => { path: string; lines: readonly number[] };

function viewOf(shown: Shown): EditorView {
  // the last line break has an empty line behind it, which comes from nowhere
  const source = (line: number) => (shown().lines[line - 1] ?? shown().lines.at(-1) ?? 0) + 1;
  const go = (view: EditorView) => {
    const line = view.state.doc.lineAt(view.state.selection.main.head).number;
    side.value = "code";
    editor.goTo(shown().path, { line: source(line), column: 1 });
    return true;
  };
  const point = (event: MouseEvent, view: EditorView) => {
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    const line = at === null ? null : source(view.state.doc.lineAt(at).number);
    editor.pointTo(shown().path, line === null ? null : { first: line, last: line });
  };
  return new EditorView({
    extensions: [
      EditorView.cspNonce.of("acrlint"),
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({
        "aria-label": "Rendered text; Enter goes to the line in the source",
        "aria-readonly": "true",
        tabindex: "0",
      }),
      lineNumbers({ formatNumber: (line) => (line <= shown().lines.length ? String(source(line)) : "") }),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      languageFor("rendered.yaml"),
      highlighting,
      spotlights,
      EditorView.lineWrapping,
      EditorView.domEventHandlers({
        mousemove: point,
        mouseleave: () => editor.pointTo(shown().path, null),
        dblclick: (_, view) => go(view),
        keydown: (event, view) => event.key === "Enter" && go(view),
      }),
    ],
  });
}

/** Highlights the lines that come from the line of the cursor. */
function follow(view: EditorView | null, { path, lines }: ReturnType<Shown>, cursor: number): void {
  if (!view) return;
  const doc = project.doc(path);
  const line = doc.lineAt(Math.min(cursor, doc.length)).number - 1;
  const first = project.active.value === path ? lines.indexOf(line) + 1 : 0;
  if (first === 0 || first > view.state.doc.lines) {
    view.dispatch({ effects: spotlight.of(null) });
    return;
  }
  const last = lines.lastIndexOf(line) + 1;
  const scroll = EditorView.scrollIntoView(view.state.doc.line(first).from, { y: "nearest", yMargin: 24 });
  view.dispatch({ effects: [spotlight.of({ first, last }), scroll] });
}
