import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import {
  findReferencesKeymap,
  hoverTooltips,
  jumpToDefinition,
  jumpToDefinitionKeymap,
  type LSPClient,
  serverCompletion,
} from "@codemirror/lsp-client";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, type Text } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { signal } from "@preact/signals";
import { languageOf } from "../project/names.ts";
import type { Project } from "../project/project.ts";
import type { Findings } from "../server/findings.ts";
import { uriOf } from "../server/protocol.ts";
import { codeActions } from "./actions.ts";
import { offsetAt } from "./edits.ts";
import { explanations } from "./explain.ts";
import { folds } from "./folds.ts";
import { inlayHints } from "./hints.ts";
import { highlighting, languageFor } from "./languages.ts";
import { documentLinks } from "./links.ts";
import { renameHere } from "./rename.ts";
import { spotlight, spotlights } from "./spotlight.ts";
import { semanticTokens } from "./tokens.ts";
import { type FindingActions, underline } from "./underlines.ts";

/** Of the page's content security policy: the editor's style sheets carry it. */
const NONCE = "acrlint";

/** A place as acrlint's JSON has it: from 1, columns in code points. */
export interface Target {
  line: number;
  column: number;
}

interface Parts {
  project: Project;
  client: LSPClient;
  findings: Findings;
  actions: FindingActions;
}

/** One view; each file has a state of its own, with its history and selection. */
export class Editor {
  readonly view: EditorView;
  /** The offset of the cursor in the file in front. */
  readonly cursor = signal(0);
  private readonly parts: Parts;
  private readonly states = new Map<string, EditorState>();
  private path = "";

  constructor(parts: Parts) {
    this.parts = parts;
    this.view = new EditorView({ extensions: EditorView.cspNonce.of(NONCE) });
    const { project, findings } = parts;
    this.open(project.active.value);
    project.onChange((change) => {
      if (change.kind === "removed") this.states.delete(change.path);
      else if (change.kind === "edited" && change.author === "page") this.take(change.path);
      findings.refresh();
    });
    project.active.subscribe((path) => this.open(path));
    findings.onAnswer((mapping) => {
      if (!findings.knows(this.path)) return;
      const found = findings.byPath.value.get(this.path) ?? [];
      underline(this.view, this.path, found, mapping, parts.actions);
    });
  }

  /** Shows a place of a file, and puts the cursor there. */
  goTo(path: string, target: Target | number, focus = true): void {
    if (!this.parts.project.has(path)) return;
    this.parts.project.active.value = path;
    const { doc } = this.view.state;
    const anchor = typeof target === "number" ? Math.min(target, doc.length) : offsetAt(doc, target);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    if (focus) this.view.focus();
  }

  /** Highlights lines of a file while something beside it points there. */
  pointTo(path: string, lines: { first: number; last: number } | null): void {
    if (lines && path !== this.path) return;
    const { doc } = this.view.state;
    const first = lines && doc.line(Math.min(lines.first, doc.lines)).from;
    const scroll = first === null ? [] : [EditorView.scrollIntoView(first, { y: "nearest", yMargin: 40 })];
    this.view.dispatch({ effects: [spotlight.of(lines), ...scroll] });
  }

  private open(path: string): void {
    if (path === this.path) return;
    const { client, findings, project } = this.parts;
    client.sync();
    if (project.has(this.path)) this.states.set(this.path, this.view.state);
    this.path = path;
    const doc = project.doc(path);
    const state = withDoc(this.states.get(path), doc) ?? EditorState.create({ doc, extensions: this.extensions(path) });
    this.view.setState(state);
    this.cursor.value = state.selection.main.head;
    findings.refresh();
  }

  /** Takes over a text that something else than the editor has changed. */
  private take(path: string): void {
    const doc = this.parts.project.doc(path);
    if (path !== this.path || doc.eq(this.view.state.doc)) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: doc } });
  }

  private extensions(path: string): Extension {
    const { project, client, findings } = this.parts;
    const told = EditorView.updateListener.of((update) => {
      if (update.docChanged) project.set(path, update.state.doc, "editor");
      if (update.selectionSet || update.docChanged) this.cursor.value = update.state.selection.main.head;
    });
    const own = keymap.of([
      { key: "Mod-.", run: codeActions(project), preventDefault: true },
      { key: "Alt-Enter", run: codeActions(project), preventDefault: true },
      { key: "F2", run: renameHere(project), preventDefault: true },
      { key: "Mod-F12", run: jumpToDefinition, preventDefault: true },
    ]);
    return [
      EditorView.cspNonce.of(NONCE),
      told,
      own,
      basics,
      languageFor(path),
      EditorView.contentAttributes.of({ "aria-label": `Text of ${path}`, tabindex: "0" }),
      client.plugin(uriOf(path), languageOf(path)),
      semanticTokens(findings),
      inlayHints(findings),
      documentLinks(findings),
      explanations,
      spotlights,
    ];
  }
}

/** A state with what became of its text while another file was in front; that can be undone, too. */
function withDoc(state: EditorState | undefined, doc: Text): EditorState | undefined {
  if (!state || state.doc.eq(doc)) return state;
  return state.update({ changes: { from: 0, to: state.doc.length, insert: doc } }).state;
}

const basics: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  lintGutter(),
  folds,
  highlightSpecialChars(),
  history(),
  drawSelection(),
  rectangularSelection(),
  EditorState.allowMultipleSelections.of(true),
  EditorState.tabSize.of(2),
  indentUnit.of("  "),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  highlighting,
  EditorView.lineWrapping,
  serverCompletion(),
  hoverTooltips({ hoverTime: 200 }),
  // Tab leaves the editor, as it leaves every other control
  keymap.of([
    ...closeBracketsKeymap,
    ...jumpToDefinitionKeymap,
    ...findReferencesKeymap,
    ...lintKeymap,
    ...completionKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...defaultKeymap,
  ]),
];
