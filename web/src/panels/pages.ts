// The pages of the rules, in a part of the program that is only loaded when one is looked at.
const texts = import.meta.glob<string>("../../../docs/rules/*.md", { query: "?raw", import: "default", eager: true });

export interface RulePage {
  name: string;
  family: string;
  severity: string;
  summary: string;
  /** Markdown, without heading and summary. */
  text: string;
}

const HEAD = /^<!--.*-->\n# (?<name>\S+)\n\n(?<family>[^·]+) · (?<severity>\w+): (?<summary>.*)\n/;

export const pages: ReadonlyMap<string, RulePage> = new Map(
  Object.values(texts).flatMap((text): [string, RulePage][] => {
    const head = HEAD.exec(text);
    if (!head?.groups) return [];
    const { name = "", family = "", severity = "", summary = "" } = head.groups;
    return [[name, { name, family, severity, summary, text: text.slice(head[0].length) }]];
  }),
);
