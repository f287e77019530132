import { readSaved, type Saved } from "./saved.ts";

/** What a project is kept in: `localStorage`, or something like it. */
export type Store = Pick<Storage, "getItem" | "setItem">;

const KEY = "acrlint.project";

/** Keeps a project; false if the browser refuses, as it does when it is full or keeps nothing. */
export function keep(store: Store, saved: Saved): boolean {
  try {
    store.setItem(KEY, JSON.stringify(saved));
    return true;
  } catch {
    return false;
  }
}

export function kept(store: Store): Saved | undefined {
  try {
    return readSaved(JSON.parse(store.getItem(KEY) ?? "null"));
  } catch {
    return undefined;
  }
}
