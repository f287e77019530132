import { computed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { offsetOf } from "../editor/edits.ts";
import { chosenRule, editor, findings, project } from "../app.ts";
import { htmlOf } from "../widgets/markdown.ts";
import type { RulePage } from "./pages.ts";

/** The rule of the finding under the cursor, or on its line. */
const ruleHere = computed<string | null>(() => {
  const path = project.active.value;
  const at = editor.cursor.value;
  const doc = project.doc(path);
  const line = doc.lineAt(Math.min(at, doc.length));
  const here = (findings.byPath.value.get(path) ?? []).map(({ range, code }) => ({
    from: offsetOf(doc, range.start),
    to: offsetOf(doc, range.end),
    rule: String(code ?? ""),
  }));
  const under = here
    .filter(({ from, to }) => from <= at && at <= to)
    .sort((one, other) => one.to - one.from - (other.to - other.from));
  const beside = here.filter(({ from, to }) => from <= line.to && to >= line.from);
  return (under[0] ?? beside[0])?.rule ?? null;
});

export function RulesPanel() {
  const pages = useSignal<ReadonlyMap<string, RulePage> | null>(null);
  useEffect(() => {
    void import("./pages.ts").then((loaded) => (pages.value = loaded.pages));
  }, []);
  if (!pages.value) return <p class="note">…</p>;
  const rule = chosenRule.value ?? ruleHere.value;
  const page = rule === null ? undefined : pages.value.get(rule);
  return page ? <Page page={page} /> : <Index pages={pages.value} />;
}

function Page({ page }: { page: RulePage }) {
  const isChosen = chosenRule.value !== null;
  return (
    <article class="page-of-rule">
      <nav aria-label="Rules">
        <button type="button" class="link" onClick={() => (chosenRule.value = "")}>
          all rules
        </button>
        {isChosen && (
          <button type="button" class="link" onClick={() => (chosenRule.value = null)}>
            follow the cursor
          </button>
        )}
      </nav>
      <h2>
        {page.name} <span class={`badge is-${page.severity}`}>{page.severity}</span>
      </h2>
      <p class="summary">{page.summary}</p>
      {/* sanitized by htmlOf */}
      <div class="prose" dangerouslySetInnerHTML={{ __html: htmlOf(page.text) }} />
    </article>
  );
}

function Index({ pages }: { pages: ReadonlyMap<string, RulePage> }) {
  const families = Map.groupBy(pages.values(), (page) => page.family);
  return (
    <div class="index-of-rules">
      <p class="note">
        {chosenRule.value === null ? "No problem under the cursor. " : ""}
        What acrlint looks for:
        {chosenRule.value !== null && (
          <button type="button" class="link" onClick={() => (chosenRule.value = null)}>
            follow the cursor
          </button>
        )}
      </p>
      {[...families].map(([family, rules]) => (
        <section key={family}>
          <h2>{family}</h2>
          <ul>
            {rules.map((rule) => (
              <li key={rule.name}>
                <button type="button" class="link" onClick={() => (chosenRule.value = rule.name)}>
                  {rule.name}
                </button>{" "}
                {rule.summary}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
