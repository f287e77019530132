import { computed } from "@preact/signals";
import { offsetOf } from "../editor/edits.ts";
import { adviceOf, severityOf } from "../editor/underlines.ts";
import { chosenRule, editor, findings, mend, project, showPanel, showRule, side } from "../app.ts";
import { Icon } from "../widgets/Icon.tsx";
import { type Finding, fixesOf, isMirrored, pathOf } from "../server/protocol.ts";

interface Problem {
  path: string;
  diagnostic: Finding;
}

const RANK = { error: 0, warning: 1, info: 2, hint: 3 };
const ICONS = { error: "error", warning: "warning", info: "hint", hint: "hint" } as const;
const WORDS = { error: "error", warning: "warning", info: "hint", hint: "hint" };

/** All findings, those of the file in front first; each once, although several files may show it. */
const problems = computed<Problem[]>(() => {
  const { value: active } = project.active;
  const all = [...findings.byPath.value].flatMap(([path, found]) =>
    found.filter((diagnostic) => !isMirrored(diagnostic)).map((diagnostic) => ({ path, diagnostic })),
  );
  const order = ({ path, diagnostic }: Problem): [number, string, number, number] => [
    path === active ? 0 : 1,
    path,
    RANK[severityOf(diagnostic)],
    diagnostic.range.start.line,
  ];
  return all.sort((one, other) => {
    const [first, second] = [order(one), order(other)];
    return first[0] - second[0] || first[1].localeCompare(second[1]) || first[2] - second[2] || first[3] - second[3];
  });
});

export const counts = computed(() => {
  const count = { errors: 0, warnings: 0, hints: 0, all: problems.value.length };
  for (const { diagnostic } of problems.value) count[`${WORDS[severityOf(diagnostic)]}s` as "errors"] += 1;
  return count;
});

export function Problems() {
  return (
    <section class="problems" aria-label="Problems">
      <header>
        <h2>Problems</h2>
        <p role="status">{summary()}</p>
      </header>
      <ul>
        {problems.value.map((problem, at) => (
          <Row key={`${problem.path}:${problem.diagnostic.code}:${at}`} problem={problem} />
        ))}
      </ul>
    </section>
  );
}

function summary(): string {
  if (findings.round.value === 0) return "starting…";
  const { errors, warnings, hints } = counts.value;
  const part = (count: number, word: string) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`]);
  const parts = [...part(errors, "error"), ...part(warnings, "warning"), ...part(hints, "hint")];
  return parts.length === 0 ? "none" : parts.join(", ");
}

function Row({ problem: { path, diagnostic } }: { problem: Problem }) {
  const severity = severityOf(diagnostic);
  const rule = String(diagnostic.code ?? "");
  const { line, character } = diagnostic.range.start;
  // counted as the command line does, in code points
  const doc = project.doc(path);
  const column = [...doc.line(Math.min(line + 1, doc.lines)).text.slice(0, character)].length + 1;
  const elsewhere = (diagnostic.relatedInformation ?? []).filter(({ message }) => !/^(help|note): /.test(message));
  return (
    <li class={`problem is-${severity}`}>
      <span class="severity" title={WORDS[severity]}>
        <Icon name={ICONS[severity]} />
        <span class="unseen">{WORDS[severity]}:</span>
      </span>
      <div>
        <button type="button" class="message" onClick={() => go(path, diagnostic.range.start)}>
          {diagnostic.message}
        </button>
        <span class="where">
          {path}:{line + 1}:{column}
        </span>
        {adviceOf(diagnostic).map((advice) => (
          <p class="advice" key={advice}>
            {advice}
          </p>
        ))}
        <div class="mends">
          {fixesOf(diagnostic).map((fix) => (
            <button type="button" class="fix" key={fix.title} onClick={() => mend(path, fix)}>
              {fix.title.replaceAll("`", "")}
            </button>
          ))}
          {elsewhere.map(({ location, message }) => (
            <button
              type="button"
              class="link"
              key={message}
              title={message}
              onClick={() => go(pathOf(location.uri), location.range.start)}
            >
              {pathOf(location.uri)}:{location.range.start.line + 1}
            </button>
          ))}
          {rule === "uncovered-registry" && (
            <button type="button" class="link" onClick={() => showPanel("registries")}>
              commands that mend it
            </button>
          )}
          <button type="button" class="link" aria-pressed={chosenRule.value === rule} onClick={() => showRule(rule)}>
            {rule}
          </button>
        </div>
      </div>
    </li>
  );
}

function go(path: string, position: Finding["range"]["start"]): void {
  side.value = "code";
  editor.goTo(path, offsetOf(project.doc(path), position));
}
