import type { WorkspaceMapping } from "@codemirror/lsp-client";
import { type Diagnostic as Underline, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { type Finding, type Fix, fixesOf, uriOf } from "../server/protocol.ts";

export interface FindingActions {
  mend(path: string, fix: Fix): void;
  showRule(rule: string): void;
}

const SEVERITIES = ["error", "error", "warning", "info", "hint"] as const;

export function severityOf(diagnostic: Finding): "error" | "warning" | "info" | "hint" {
  return SEVERITIES[diagnostic.severity ?? 1] ?? "error";
}

/** The finding's advice, which the protocol carries as related places of its own. */
export function adviceOf(diagnostic: Finding): string[] {
  const own = (diagnostic.relatedInformation ?? []).map((related) => related.message);
  return own.filter((message) => /^(help|note): /.test(message));
}

/** Underlines the findings of the file in front. */
export function underline(
  view: EditorView,
  path: string,
  found: readonly Finding[],
  mapping: WorkspaceMapping,
  actions: FindingActions,
): void {
  const uri = uriOf(path);
  const underlines = found.map((diagnostic): Underline => {
    const unnecessary = diagnostic.tags?.includes(1) ? "unnecessary" : "";
    return {
      from: mapping.mapPosition(uri, diagnostic.range.start, 1),
      to: Math.max(
        mapping.mapPosition(uri, diagnostic.range.start, 1),
        mapping.mapPosition(uri, diagnostic.range.end, -1),
      ),
      severity: severityOf(diagnostic),
      source: String(diagnostic.code ?? ""),
      message: diagnostic.message,
      markClass: unnecessary,
      renderMessage: () => messageOf(diagnostic, actions),
      actions: fixesOf(diagnostic).map((fix) => ({
        name: fix.title.replaceAll("`", ""),
        apply: () => actions.mend(path, fix),
      })),
    };
  });
  view.dispatch(setDiagnostics(view.state, underlines));
}

function messageOf(diagnostic: Finding, actions: FindingActions): HTMLElement {
  const element = document.createElement("div");
  element.className = "found";
  const heading = element.appendChild(document.createElement("div"));
  heading.textContent = diagnostic.message;
  for (const advice of adviceOf(diagnostic)) {
    const line = element.appendChild(document.createElement("div"));
    line.className = "advice";
    line.textContent = advice;
  }
  const rule = String(diagnostic.code ?? "");
  const link = element.appendChild(document.createElement("button"));
  link.type = "button";
  link.className = "rule";
  link.textContent = rule;
  link.title = "What this rule finds, and how to mend it";
  link.onclick = () => actions.showRule(rule);
  return element;
}
