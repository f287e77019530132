import type { Extension } from "@codemirror/state";
import { Decoration, WidgetType } from "@codemirror/view";
import type { InlayHint } from "vscode-languageserver-protocol";
import type { Findings } from "../server/findings.ts";
import { asked, shownOf } from "./asked.ts";

class HintWidget extends WidgetType {
  private readonly label: string;
  private readonly title: string;

  constructor(label: string, title: string) {
    super();
    this.label = label;
    this.title = title;
  }

  override eq(other: HintWidget): boolean {
    return other.label === this.label && other.title === this.title;
  }

  override toDOM(): HTMLElement {
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = this.label;
    hint.title = this.title;
    return hint;
  }
}

/** Inlay hints: what a step has although nobody wrote it. */
export function inlayHints(findings: Findings): Extension {
  return asked<InlayHint[]>(findings, "textDocument/inlayHint", shownOf, (hints, places) =>
    hints.map((hint) => {
      const label = typeof hint.label === "string" ? hint.label : hint.label.map((part) => part.value).join("");
      const tooltip = typeof hint.tooltip === "string" ? hint.tooltip : (hint.tooltip?.value ?? "");
      // a title shows Markdown as it is
      const widget = new HintWidget(label, tooltip.replaceAll("`", ""));
      return Decoration.widget({ widget, side: 1 }).range(places.at(hint.position));
    }),
  );
}
