import type { StreamParser } from "@codemirror/language";

interface State {
  inComment: boolean;
}

const KEYWORDS =
  /^(param|var|resource|module|output|existing|targetScope|for|in|if|using|import|variable|locals|data|provider|terraform|true|false|null)\b/;

/** Bicep and Terraform, as far as colours go. */
export const declarations: StreamParser<State> = {
  name: "declarations",
  startState: () => ({ inComment: false }),
  token(stream, state) {
    if (state.inComment) {
      state.inComment = !stream.match(/^.*?\*\//);
      if (state.inComment) stream.skipToEnd();
      return "comment";
    }
    if (stream.eatSpace()) return null;
    if (stream.match("//") || stream.match("#")) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match("/*")) {
      state.inComment = true;
      return "comment";
    }
    if (stream.match(/^'(\\.|[^'\\])*'?/) || stream.match(/^"(\\.|[^"\\])*"?/)) return "string";
    if (stream.match(/^\d+(\.\d+)?/)) return "number";
    if (stream.match(KEYWORDS)) return "keyword";
    if (stream.match(/^[\w-]+(?=\s*[:=](?!=))/)) return "propertyName";
    if (stream.match(/^[\w-]+/)) return "variableName";
    stream.next();
    return "punctuation";
  },
};
