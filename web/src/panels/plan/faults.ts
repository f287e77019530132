import { severityOf } from "../../editor/underlines.ts";
import type { Finding, Plan } from "../../server/protocol.ts";

export interface Fault {
  severity: "error" | "warning";
  message: string;
}

/** For each step why it fails or may not do what it says. */
export function faultsOf(plan: Plan, found: readonly Finding[]): Fault[][] {
  return plan.steps.map((step) => {
    const { range } = step.at;
    const inside = found.filter(
      ({ range: { start, end } }) => range && start.line + 1 <= range.end.line && end.line + 1 >= range.start.line,
    );
    const faults = inside.flatMap((diagnostic): Fault[] => {
      const severity = severityOf(diagnostic);
      return severity === "error" || severity === "warning" ? [{ severity, message: diagnostic.message }] : [];
    });
    const scanned = step.scan?.accepts === false && !faults.some(({ severity }) => severity === "error");
    if (scanned) faults.push({ severity: "error", message: `refused by the runner's scan: ${step.scan?.error ?? ""}` });
    return faults;
  });
}
