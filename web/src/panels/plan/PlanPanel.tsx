import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { findings } from "../../app.ts";
import type { Plan } from "../../server/protocol.ts";
import { useAnswer } from "../answer.ts";
import { Details } from "./Details.tsx";
import { faultsOf } from "./faults.ts";
import { Graph } from "./Graph.tsx";
import { Legend } from "./shapes.tsx";

type Place = typeof import("./layout.ts").place;

export function PlanPanel() {
  const state = useAnswer("acrlint/plan", {}).value;
  const place = useSignal<Place | null>(null);
  useEffect(() => {
    // the layout is only loaded with the first picture
    void import("./layout.ts").then((loaded) => (place.value = loaded.place));
  }, []);
  if (state === null || !place.value) return <p class="note">…</p>;
  if ("fault" in state) return <p class="note">{state.fault}</p>;
  if (state.answer.steps.length === 0) return <p class="note">No step to see yet. A task has them under `steps:`.</p>;
  return <Picture plan={state.answer} path={state.path} place={place.value} />;
}

function Picture({ plan, path, place }: { plan: Plan; path: string; place: Place }) {
  // laying out takes longer than everything else, and typing rarely changes which step waits for which
  const shape = JSON.stringify(plan.steps.map(({ id, after }) => [id, after]));
  const layout = useMemo(() => place(plan.steps), [shape, place]);
  findings.round.value;
  const faults = faultsOf(plan, findings.byPath.peek().get(path) ?? []);
  const current = useSignal<number | null>(null);
  const zoom = useSignal(1);
  const change = (factor: number) => (zoom.value = Math.min(2, Math.max(0.5, zoom.value * factor)));
  const shown = current.value === null ? undefined : plan.steps[current.value];
  return (
    <>
      <div class="picture-tools">
        <Legend />
        <div role="group" aria-label="Size of the picture">
          <button type="button" aria-label="Smaller" onClick={() => change(1 / 1.25)}>
            −
          </button>
          <button type="button" title="As wide as the panel" onClick={() => (zoom.value = 1)}>
            fit
          </button>
          <button type="button" aria-label="Larger" onClick={() => change(1.25)}>
            +
          </button>
        </div>
      </div>
      <Graph plan={plan} layout={layout} faults={faults} current={current} zoom={zoom.value} />
      <Details plan={plan} step={shown} faults={(current.value !== null && faults[current.value]) || []} />
    </>
  );
}
