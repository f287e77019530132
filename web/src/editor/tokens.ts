import { Decoration } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import type { SemanticTokens } from "vscode-languageserver-protocol";
import type { Findings } from "../server/findings.ts";
import { asked, shownOf } from "./asked.ts";

/** Semantic tokens: colours for what stands inside strings, which only the server understands. */
export function semanticTokens(findings: Findings): Extension {
  return asked<SemanticTokens>(
    findings,
    "textDocument/semanticTokens/range",
    shownOf,
    ({ data }, places, { client }) => {
      const kinds = client.serverCapabilities?.semanticTokensProvider?.legend.tokenTypes ?? [];
      const made = [];
      let line = 0;
      let character = 0;
      // each token is five numbers, its place counted from the one before it
      for (let at = 0; at + 4 < data.length; at += 5) {
        const [lines = 0, columns = 0, length = 0, kind = 0] = data.slice(at, at + 4);
        character = lines === 0 ? character + columns : columns;
        line += lines;
        const range = places.range({ start: { line, character }, end: { line, character: character + length } });
        if (range) made.push(Decoration.mark({ class: `token token-${kinds[kind]}` }).range(range.from, range.to));
      }
      return made;
    },
  );
}
