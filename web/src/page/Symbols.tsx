import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { DocumentSymbol, SymbolInformation } from "vscode-languageserver-protocol";
import { pathOf, uriOf } from "../server/protocol.ts";
import { client, editor, project } from "../app.ts";
import { close, Dialog } from "./Dialogs.tsx";

interface Place {
  name: string;
  detail: string;
  path: string;
  line: number;
  character: number;
}

/** Steps, aliases and stages by their names: those of this file, then those of the others. */
export function Symbols() {
  const id = useId();
  const all = useSignal<Place[]>([]);
  const query = useSignal("");
  const chosen = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void places().then((found) => (all.value = found));
  }, []);
  const words = query.value.toLowerCase().split(/\s+/);
  const shown = all.value.filter((place) => {
    const text = `${place.name} ${place.detail} ${place.path}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const go = (place: Place | undefined) => {
    if (!place) return;
    close();
    const offset = project.doc(place.path).line(place.line + 1).from + place.character;
    editor.goTo(place.path, offset);
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === "Enter") go(shown[chosen.value]);
    else if (event.key === "ArrowDown") chosen.value = Math.min(chosen.value + 1, shown.length - 1);
    else if (event.key === "ArrowUp") chosen.value = Math.max(chosen.value - 1, 0);
    else return;
    event.preventDefault();
    list.current?.children[chosen.value]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog title="Go to">
      <input
        class="query"
        autofocus
        role="combobox"
        aria-label="Name of a step, an alias or a stage"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown.length ? `${id}-${chosen.value}` : undefined}
        placeholder="step, alias, stage…"
        onInput={(event) => {
          query.value = event.currentTarget.value;
          chosen.value = 0;
        }}
        onKeyDown={move}
      />
      <div class="found-symbols" role="listbox" aria-label="Found" id={id} ref={list}>
        {shown.map((place, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={`${place.path}:${place.line}:${place.character}`}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen.value}
            onClick={() => go(place)}
          >
            <strong>{place.name}</strong> <span>{place.detail}</span>
            <small>
              {place.path}:{place.line + 1}
            </small>
          </div>
        ))}
      </div>
      {shown.length === 0 && <p class="note">Nothing is called like that.</p>}
    </Dialog>
  );
}

async function places(): Promise<Place[]> {
  client.sync();
  const here = project.active.value;
  const [own, others] = await Promise.all([
    client.request<object, DocumentSymbol[] | null>("textDocument/documentSymbol", {
      textDocument: { uri: uriOf(here) },
    }),
    client.request<object, SymbolInformation[] | null>("workspace/symbol", { query: "" }),
  ]);
  const elsewhere = (others ?? []).map(({ name, containerName, location }) => ({
    name,
    detail: containerName ?? "",
    path: pathOf(location.uri),
    ...location.range.start,
  }));
  return [...flat(own ?? [], here), ...elsewhere.filter((place) => place.path !== here)];
}

function flat(symbols: readonly DocumentSymbol[], path: string): Place[] {
  return symbols.flatMap((symbol) => [
    { name: symbol.name, detail: symbol.detail ?? "", path, ...symbol.selectionRange.start },
    ...flat(symbol.children ?? [], path),
  ]);
}
