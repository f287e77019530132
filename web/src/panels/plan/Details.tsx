import type { Image, Plan, Step } from "../../server/protocol.ts";
import { PlaceLink } from "../places.tsx";
import type { Fault } from "./faults.ts";

/** What the step that is pointed at does; without one, what the task does as a whole. */
export function Details({ plan, step, faults }: { plan: Plan; step: Step | undefined; faults: Fault[] }) {
  return <div class="details">{step ? <OfStep step={step} faults={faults} /> : <OfPlan plan={plan} />}</div>;
}

function OfStep({ step, faults }: { step: Step; faults: Fault[] }) {
  const timeout = step.timeout === null ? "" : `, up to ${minutes(step.timeout)}`;
  const after = step.after.length > 0 ? `after ${step.after.join(", ")}` : "at the start";
  const pushed = step.tags.length > 0 ? step.tags : step.pushes.map(({ image }) => image);
  return (
    <>
      <h3>
        {step.id} <span>{step.kind}</span>
      </h3>
      <p>
        {after}
        {timeout}
        {step.conditional && ", only if a condition holds"}
      </p>
      <ul>
        {pushed.map((image) => (
          <li key={image}>→ {image}</li>
        ))}
        {step.pulls.map((image, at) => (
          <Pull key={`${image.image}:${at}`} image={image} />
        ))}
        {faults.map(({ severity, message }) => (
          <li key={message} class={`is-${severity}`}>
            {message}
          </li>
        ))}
      </ul>
    </>
  );
}

function Pull({ image }: { image: Image }) {
  return (
    <li>
      ← {image.image} <PlaceLink place={image.because} />
    </li>
  );
}

function OfPlan({ plan }: { plan: Plan }) {
  const kinds = (["build", "push", "cmd"] as const).flatMap((kind) => {
    const count = plan.steps.filter((step) => step.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const missing = plan.registries.filter(({ coverage }) => coverage === "missing").map(({ host }) => host);
  return (
    <>
      <h3>{plan.path}</h3>
      <p>
        {plan.steps.length} {plan.steps.length === 1 ? "step" : "steps"}: {kinds.join(", ")}. It runs in{" "}
        {plan.registry ?? "a registry that is not known"}.
      </p>
      {missing.length > 0 && <p class="is-error">No credential for {missing.join(", ")}.</p>}
    </>
  );
}

function minutes(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const whole = Math.round((seconds / 60) * 10) / 10;
  return whole < 60 ? `${whole} min` : `${Math.round((whole / 60) * 10) / 10} h`;
}
