import { faultOf, isTask } from "../project/names.ts";
import { LIMITS } from "../project/saved.ts";
import { notice, project } from "../app.ts";

/** The most bytes of one file. */
const LARGEST = 400_000;

interface Taken {
  path: string;
  file: File;
}

/** Adds what was dropped: files as they are called, folders with the files in them. */
export async function takeFiles(data: DataTransfer): Promise<void> {
  // the entries are gone once the event is over
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry != null);
  if (entries.length === 0) return addFiles([...data.files].map((file) => ({ path: file.name, file })));
  const taken: Taken[] = [];
  // of one folder, its files; of several things, the folders' names count
  for (const entry of entries) await collect(entry, entries.length > 1 ? entry.name : "", taken);
  return addFiles(taken);
}

export async function addFiles(taken: readonly Taken[]): Promise<void> {
  const refused: string[] = [];
  const added: string[] = [];
  for (const { path, file } of taken) {
    const text = file.size <= LARGEST ? await file.text() : "\0";
    const others = project.paths.value.filter((other) => other !== path);
    const isFull = !project.has(path) && others.length >= LIMITS.files;
    if (text.includes("\0") || faultOf(path, others) || isFull) {
      refused.push(path);
      continue;
    }
    project.set(path, text);
    added.push(path);
  }
  const front = added.find((path) => isTask(path, project.text(path))) ?? added[0];
  if (front) project.active.value = front;
  if (refused.length > 0) {
    const names = refused.slice(0, 3).join(", ") + (refused.length > 3 ? " and others" : "");
    notice.value = { text: `Not added, since they are too many, too large or no text: ${names}.`, isError: true };
  }
}

async function collect(entry: FileSystemEntry, path: string, taken: Taken[]): Promise<void> {
  if (taken.length >= LIMITS.files) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    taken.push({ path: path || entry.name, file });
  } else if (!entry.name.startsWith(".") && entry.name !== "node_modules") {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const one of some) await collect(one, path ? `${path}/${one.name}` : one.name, taken);
    }
  }
}
