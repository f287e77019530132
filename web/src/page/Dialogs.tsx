import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { examples } from "../project/examples.ts";
import { dialog, startFrom } from "../app.ts";
import { Icon } from "../widgets/Icon.tsx";
import { NewFile, Rename } from "./NameDialogs.tsx";
import { Symbols } from "./Symbols.tsx";

export function Dialogs() {
  switch (dialog.value) {
    case "examples":
      return <Examples />;
    case "new":
      return <NewFile />;
    case "rename":
      return <Rename />;
    case "symbols":
      return <Symbols />;
    case "keys":
      return <Keys />;
    default:
      return null;
  }
}

export function close(): void {
  // at once, since nothing else can have the focus while it is open
  document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
  dialog.value = null;
}

/** A dialog of the browser's own kind: it keeps the focus, and Escape closes it. */
export function Dialog({ title, children }: { title: string; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it, as Escape does by itself
    <dialog
      ref={element}
      aria-label={title}
      onClose={() => (dialog.value = null)}
      onClick={(event) => event.target === event.currentTarget && element.current?.close()}
    >
      <div class="dialog">
        <header>
          <h2>{title}</h2>
          <button type="button" class="plain" aria-label="Close" onClick={() => element.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

function Examples() {
  return (
    <Dialog title="Start from an example">
      <ul class="examples">
        {examples.map((example) => (
          <li key={example.name}>
            <button
              type="button"
              onClick={() => {
                close();
                startFrom(example.saved);
              }}
            >
              <strong>{example.name}</strong>
              <span>{example.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

const KEYS: [keys: string, what: string][] = [
  ["Ctrl+Space", "complete what is being written"],
  ["Ctrl+.", "quick fixes and rewrites for this place"],
  ["Ctrl+I", "explain this place, as hovering does"],
  ["F12", "go to the definition: a step, an alias, a Dockerfile, a stage"],
  ["Shift+F12", "find what refers to it"],
  ["F2", "rename it everywhere; on a tab, rename the file"],
  ["F8", "next problem; Ctrl+Shift+M lists them"],
  ["Ctrl+Shift+O", "go to a step, an alias, a stage by its name"],
  ["Ctrl+click", "follow a link to a file"],
  ["Tab", "leave the editor; Ctrl+] and Ctrl+[ change the indentation"],
  ["Arrow keys", "move between tabs, and between the steps of the plan"],
];

function Keys() {
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <Dialog title="Keyboard">
      <table class="keys">
        <tbody>
          {KEYS.map(([keys, what]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{isMac && keys !== "Ctrl+Space" ? keys.replace("Ctrl", "⌘") : keys}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
