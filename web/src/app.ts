// What the page consists of, put together once.
import { effect, signal } from "@preact/signals";
import { languageNamed } from "./editor/languages.ts";
import { applyEdits } from "./editor/edits.ts";
import { Editor } from "./editor/editor.ts";
import { Project } from "./project/project.ts";
import { fromFragment } from "./project/share.ts";
import { isSame, type Saved } from "./project/saved.ts";
import { keep, kept } from "./project/storage.ts";
import { examples } from "./project/examples.ts";
import { connect } from "./server/connection.ts";
import { createClient } from "./server/client.ts";
import { Findings } from "./server/findings.ts";
import { isTask } from "./project/names.ts";
import type { Fix } from "./server/protocol.ts";

export const PANELS = ["plan", "registries", "rendered", "rules"] as const;
export type PanelName = (typeof PANELS)[number];

/** A message above the page, with what can be done about it. */
export interface Notice {
  text: string;
  action?: { label: string; run(): void };
  isError?: boolean;
}

const first = examples[0]?.saved as Saved;

export const notice = signal<Notice | null>(null);
export const panel = signal<PanelName>("plan");
/** On a narrow screen: what is in front. */
export const side = signal<"code" | "panels">("code");
/** The rule whose page is open; null for the one under the cursor. */
export const chosenRule = signal<string | null>(null);
/** Which dialog is open. */
export const dialog = signal<"examples" | "new" | "rename" | "symbols" | "keys" | null>(null);
/** The task file that the panels are about. */
export const task = signal("");

export const project = new Project(kept(localStorage) ?? first);

let shown: Editor | undefined;
const client = createClient(project, show, languageNamed);
export const findings = new Findings(client);
export const editor = new Editor({
  project,
  client,
  findings,
  actions: {
    mend,
    showRule,
  },
});
shown = editor;
export { client };

function show(path: string) {
  project.active.value = path;
  side.value = "code";
  const { view } = shown as Editor;
  view.focus();
  return view;
}

/** Makes the edits of a fix, unless the text has changed since it was found. */
export function mend(path: string, fix: Fix): void {
  if (findings.isAbout(path, project.doc(path))) applyEdits(client, project, path, fix.edits);
}

export function showRule(rule: string): void {
  chosenRule.value = rule;
  showPanel("rules");
}

export function showPanel(name: PanelName): void {
  panel.value = name;
  side.value = "panels";
}

/** Takes another project in place of this one, which can be brought back. */
export function startFrom(saved: Saved): void {
  const before = project.saved();
  project.replace(saved);
  chosenRule.value = null;
  editor.view.focus();
  if (isSame(before, saved) || examples.some((example) => isSame(example.saved, before))) return;
  const bringBack = () => {
    project.replace(before);
    notice.value = null;
  };
  notice.value = {
    text: "The files that you had were put aside.",
    action: { label: "Bring them back", run: bringBack },
  };
}

async function openFragment(): Promise<void> {
  const opened = await fromFragment(location.hash);
  if (!opened) return;
  // a reload shows what was made of it, not what it was
  window.history.replaceState(null, "", location.pathname + location.search);
  if ("fault" in opened) notice.value = { text: `${opened.fault} Your own files are unchanged.`, isError: true };
  else startFrom(opened.saved);
}

/** Starts the server and everything that follows it. */
export function start(): void {
  client.connect(
    connect((reason) => {
      const action = { label: "Load the page again", run: () => location.reload() };
      notice.value = { text: `The server has stopped: ${reason}. Your files are kept.`, action, isError: true };
    }),
  );
  findings.refresh();
  void openFragment();
  window.addEventListener("hashchange", () => void openFragment());
  followTask();
  keepProject();
}

/** The file in front if it is a task, else the one that was, else any. */
function followTask(): void {
  effect(() => {
    const path = project.active.value;
    project.revision.value;
    const before = task.peek();
    if (isTask(path, project.text(path))) task.value = path;
    else if (!before || !isTask(before, project.text(before))) task.value = project.tasks()[0] ?? "";
  });
}

function keepProject(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let complained = false;
  const write = () => {
    clearTimeout(timer);
    if (keep(localStorage, project.saved()) || complained) return;
    complained = true;
    notice.value = { text: "The browser does not keep these files: they will be gone after a reload.", isError: true };
  };
  effect(() => {
    project.revision.value;
    project.active.value;
    clearTimeout(timer);
    timer = setTimeout(write, 250);
  });
  window.addEventListener("pagehide", write);
}
