import { LSPPlugin } from "@codemirror/lsp-client";
import type { Extension } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import type { DocumentLink } from "vscode-languageserver-protocol";
import type { Findings } from "../server/findings.ts";
import { asked } from "./asked.ts";

/** Links to files and pages; Ctrl or ⌘ and a click follows them. F12 does it from the keyboard. */
export function documentLinks(findings: Findings): Extension {
  const links = asked<DocumentLink[]>(
    findings,
    "textDocument/documentLink",
    () => ({}),
    (found, places) =>
      found.flatMap((link) => {
        const range = places.range(link.range);
        if (!range || !link.target) return [];
        const title = `${link.tooltip ?? link.target} (Ctrl or ⌘ and click)`;
        const mark = Decoration.mark({ class: "link", attributes: { "data-target": link.target, title } });
        return [mark.range(range.from, range.to)];
      }),
  );
  return [links, EditorView.domEventHandlers({ mousedown: follow })];
}

function follow(event: MouseEvent, view: EditorView): boolean {
  const link = (event.target as Element).closest<HTMLElement>("[data-target]");
  const target = link?.dataset.target;
  if (!target || !(event.ctrlKey || event.metaKey)) return false;
  event.preventDefault();
  if (/^https?:/.test(target)) window.open(target, "_blank", "noopener,noreferrer");
  else void LSPPlugin.get(view)?.client.workspace.displayFile(target);
  return true;
}
