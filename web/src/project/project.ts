import { Text } from "@codemirror/state";
import { signal } from "@preact/signals";
import { isTask } from "./names.ts";
import type { Saved } from "./saved.ts";

/** Who changed a text: the editor, which shows it already, or something else. */
export type Author = "editor" | "page";

export type Change = { kind: "added" | "removed"; path: string } | { kind: "edited"; path: string; author: Author };

/** The files that are being worked on. There is always one, and one is in front. */
export class Project {
  readonly paths = signal<readonly string[]>([]);
  readonly active = signal("");
  /** Counts changes of texts. */
  readonly revision = signal(0);
  private texts = new Map<string, Text>();
  private listeners = new Set<(change: Change) => void>();

  constructor(saved: Saved) {
    this.replace(saved);
  }

  /** Calls `listener` after each change of a file. */
  onChange(listener: (change: Change) => void): void {
    this.listeners.add(listener);
  }

  has(path: string): boolean {
    return this.texts.has(path);
  }

  doc(path: string): Text {
    return this.texts.get(path) ?? Text.empty;
  }

  text(path: string): string {
    return this.doc(path).toString();
  }

  set(path: string, doc: Text | string, author: Author = "page"): void {
    const isNew = !this.texts.has(path);
    this.texts.set(path, typeof doc === "string" ? Text.of(doc.split(/\r\n?|\n/)) : doc);
    if (isNew) this.paths.value = [...this.paths.value, path];
    this.tell(isNew ? { kind: "added", path } : { kind: "edited", path, author });
  }

  remove(path: string): void {
    const at = this.paths.value.indexOf(path);
    if (at < 0 || this.paths.value.length === 1) return;
    const rest = this.paths.value.filter((other) => other !== path);
    if (this.active.value === path) this.active.value = rest[Math.min(at, rest.length - 1)] as string;
    this.paths.value = rest;
    this.texts.delete(path);
    this.tell({ kind: "removed", path });
  }

  rename(from: string, to: string): void {
    const doc = this.doc(from);
    const order = this.paths.value.map((path) => (path === from ? to : path));
    const front = this.active.value === from ? to : this.active.value;
    this.set(to, doc);
    this.active.value = front;
    this.remove(from);
    this.paths.value = order;
  }

  /** Takes other files in place of these. */
  replace(saved: Saved): void {
    const before = this.paths.value;
    const after = new Map(saved.files.map(([path, text]) => [path, Text.of(text.split("\n"))]));
    this.texts = after;
    this.paths.value = [...after.keys()];
    for (const path of after.keys())
      this.tell(before.includes(path) ? { kind: "edited", path, author: "page" } : { kind: "added", path });
    // the file in front is only left once the one that takes its place is known
    this.active.value = saved.active;
    for (const path of before) if (!after.has(path)) this.tell({ kind: "removed", path });
  }

  saved(): Saved {
    return { files: this.paths.value.map((path) => [path, this.text(path)]), active: this.active.value };
  }

  tasks(): string[] {
    return this.paths.value.filter((path) => isTask(path, this.text(path)));
  }

  private tell(change: Change): void {
    this.revision.value += 1;
    for (const listener of this.listeners) listener(change);
  }
}
