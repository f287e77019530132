import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Plan, Step } from "../../server/protocol.ts";
import { goTo, pointing } from "../places.tsx";
import type { Fault } from "./faults.ts";
import { pathOf, type Size } from "./geometry.ts";
import type { Layout } from "./layout.ts";
import { head, Outline, shortCommand, shortImage } from "./shapes.tsx";

interface GraphProps {
  plan: Plan;
  layout: Layout;
  faults: Fault[][];
  /** The step that is pointed at or has the focus. */
  current: Signal<number | null>;
  zoom: number;
}

/** The widest that a drawing is stretched to, and the least that it is shrunk to, against its own size. */
const SCALE = { most: 1, least: 0.62 };

export function Graph({ plan, layout, faults, current, zoom }: GraphProps) {
  const svg = useRef<SVGSVGElement>(null);
  const { width, height, size } = layout;
  const near = neighbours(layout, current.value);
  const move = (event: KeyboardEvent) => {
    const at = current.value ?? 0;
    const to = event.key === "Home" ? 0 : event.key === "End" ? plan.steps.length - 1 : nearest(layout, at, event.key);
    if (to === undefined) return;
    event.preventDefault();
    svg.current?.querySelector<SVGGElement>(`[data-step="${to}"]`)?.focus();
  };
  return (
    <div class="graph">
      <svg
        ref={svg}
        viewBox={`0 0 ${width} ${height}`}
        style={{
          width: `${zoom * 100}%`,
          maxWidth: `${width * SCALE.most * zoom}px`,
          minWidth: `${width * SCALE.least * zoom}px`,
        }}
        role="group"
        aria-label={`Plan of ${plan.path}: ${plan.steps.length} steps`}
        onKeyDown={move}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M0 .5 7.500 4 0 7.500z" />
          </marker>
        </defs>
        {layout.edges.map(({ from, to, points }) => (
          <path
            key={`${from}-${to}`}
            class={near.has(from) && near.has(to) ? "edge is-near" : "edge"}
            d={pathOf(points)}
            marker-end="url(#arrow)"
          />
        ))}
        {layout.steps.map(({ index, x, y }) => {
          const step = plan.steps[index] as Step;
          return (
            <g
              key={index}
              data-step={index}
              class={classOf(step, faults[index] ?? [], near.size === 0 || near.has(index))}
              transform={`translate(${x - size.width / 2} ${y - size.height / 2})`}
              role="button"
              tabIndex={index === (current.value ?? 0) ? 0 : -1}
              onClick={() => goTo(step.at)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                goTo(step.at);
              }}
              {...marking(step, index, current)}
            >
              <title>{labelOf(step, faults[index] ?? [])}</title>
              <Node step={step} faults={faults[index] ?? []} size={size} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function Node({ step, faults, size }: { step: Step; faults: Fault[]; size: Size }) {
  const left = step.kind === "cmd" ? 22 : 13;
  // letters of the two lines, as wide as they are in the system's fonts
  const room = size.width - left - (step.kind === "build" ? 8 : 18);
  const letters = { id: room / 7, what: (room - 36) / 6.1 };
  const worst = faults.find(({ severity }) => severity === "error") ?? faults[0];
  const image = step.tags[0] ?? step.pushes[0]?.image;
  return (
    <>
      <Outline kind={step.kind} size={size} />
      <text class="id" x={left} y="21">
        {head(step.id, Math.floor(letters.id))}
      </text>
      <text class="what" x={left} y="38">
        <tspan class="kind">{step.kind ?? "?"}</tspan>
        <tspan dx="6">
          {head(image ? shortImage(image) : shortCommand(step.command ?? ""), Math.floor(letters.what))}
        </tspan>
      </text>
      {worst && (
        <g class={`mark is-${worst.severity}`} transform={`translate(${size.width - 14} 2)`}>
          <circle r="9" />
          <text y="4">!</text>
        </g>
      )}
    </>
  );
}

function classOf(step: Step, faults: Fault[], isNear: boolean): string {
  const parts = ["step", `is-${step.kind ?? "none"}`];
  if (faults.some(({ severity }) => severity === "error")) parts.push("fails");
  if (step.conditional) parts.push("is-sometimes");
  if (!isNear) parts.push("is-far");
  return parts.join(" ");
}

function labelOf(step: Step, faults: Fault[]): string {
  const after = step.after.length > 0 ? `after ${step.after.join(", ")}` : "at the start";
  const images = [...step.tags, ...(step.tags.length > 0 ? [] : step.pushes.map(({ image }) => image))];
  const parts = [
    `${step.kind ?? "step"} ${step.id}`,
    after,
    ...images,
    ...faults.map(({ severity, message }) => `${severity}: ${message}`),
  ];
  return parts.join("; ");
}

/** Pointing at a step or reaching it with the keyboard makes it the current one, and highlights its lines. */
function marking(step: Step, index: number, current: Signal<number | null>) {
  const { onMouseEnter, onMouseLeave, onFocus, onBlur } = pointing(step.at);
  const both = (mark: number | null, rest: () => void) => () => {
    current.value = mark;
    rest();
  };
  return {
    onMouseEnter: both(index, onMouseEnter),
    onMouseLeave: both(null, onMouseLeave),
    onFocus: both(index, onFocus),
    onBlur: both(null, onBlur),
  };
}

/** A step with those right before and after it; none for no step. */
function neighbours(layout: Layout, current: number | null): Set<number> {
  if (current === null) return new Set();
  const edges = layout.edges.filter(({ from, to }) => from === current || to === current);
  return new Set([current, ...edges.flatMap(({ from, to }) => [from, to])]);
}

const DIRECTIONS: Record<string, { x: number; y: number }> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** The step that is nearest in the direction of an arrow key. */
function nearest(layout: Layout, at: number, key: string): number | undefined {
  const direction = DIRECTIONS[key];
  const here = layout.steps[at];
  if (!direction || !here) return undefined;
  let best: { index: number; cost: number } | undefined;
  for (const { index, x, y } of layout.steps) {
    const along = (x - here.x) * direction.x + (y - here.y) * direction.y;
    const aside = Math.abs((x - here.x) * direction.y) + Math.abs((y - here.y) * direction.x);
    // what is in the same row or column comes before what is only nearer
    const cost = along + 2 * aside;
    if (along > 1 && (!best || cost < best.cost)) best = { index, cost };
  }
  return best?.index;
}
