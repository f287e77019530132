import {
  HighlightStyle,
  type Language,
  LanguageSupport,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
} from "@codemirror/language";
import { json } from "@codemirror/legacy-modes/mode/javascript";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { powerShell } from "@codemirror/legacy-modes/mode/powershell";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { yaml } from "@codemirror/legacy-modes/mode/yaml";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { type LanguageId, languageOf } from "../project/names.ts";
import { declarations } from "./declarations.ts";

const stream = (parser: StreamParser<unknown>) => new LanguageSupport(StreamLanguage.define(parser));

// line by line: a grammar of all of YAML reads on to the end of the file with every key, and knows no templates
const LANGUAGES: Partial<Record<LanguageId, LanguageSupport>> = {
  // it calls keys atoms
  yaml: stream({ ...yaml, tokenTable: { atom: tags.propertyName } }),
  dockerfile: stream(dockerFile),
  toml: stream(toml),
  json: stream(json),
  shellscript: stream(shell),
  powershell: stream(powerShell),
  bicep: stream(declarations),
  terraform: stream(declarations),
};

export function languageFor(path: string): Extension {
  return LANGUAGES[languageOf(path)] ?? [];
}

/** The language of a fenced block in what the server explains. */
export function languageNamed(name: string): Language | null {
  const ids: Record<string, LanguageId> = {
    yml: "yaml",
    sh: "shellscript",
    bash: "shellscript",
    tf: "terraform",
    hcl: "terraform",
  };
  return LANGUAGES[ids[name] ?? (name as LanguageId)]?.language ?? null;
}

// the colours are the page's variables, so that light and dark need no other style
const style = HighlightStyle.define([
  { tag: [tags.comment, tags.meta], color: "var(--syntax-comment)" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword], color: "var(--syntax-keyword)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: "var(--syntax-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--syntax-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--syntax-number)" },
  { tag: [tags.variableName, tags.labelName], color: "var(--syntax-variable)" },
  { tag: [tags.typeName, tags.className, tags.heading], color: "var(--syntax-key)", fontWeight: "600" },
  {
    tag: [tags.separator, tags.punctuation, tags.operator, tags.brace, tags.squareBracket],
    color: "var(--syntax-mark)",
  },
]);

export const highlighting: Extension = syntaxHighlighting(style);
