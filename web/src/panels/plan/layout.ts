// Where the steps of a plan stand. Steps that wait for others stand below them; those that run side by side stand side
// by side.
import { Graph, layout } from "@dagrejs/dagre";
import type { Step } from "../../server/protocol.ts";
import { narrowFor, type Point, ROOMY, type Size } from "./geometry.ts";

/** As much of a step as its place depends on. */
export type Placeable = Pick<Step, "id" | "after">;

export interface PlacedStep {
  index: number;
  /** The middle of its shape. */
  x: number;
  y: number;
}

export interface Edge {
  from: number;
  to: number;
  points: Point[];
}

export interface Layout {
  width: number;
  height: number;
  /** The size of each step. */
  size: Size;
  steps: PlacedStep[];
  edges: Edge[];
}

const GAPS = { rankdir: "TB", nodesep: 16, ranksep: 34, marginx: 14, marginy: 14 } as const;

/** The widest drawing in which steps get all the room they can use. */
const WIDE = 640;

/** Lays steps out, in the units of the drawing. An id that two steps have leads to the first. */
export function place(steps: readonly Placeable[]): Layout {
  const roomy = placeIn(steps, ROOMY);
  return roomy.width <= WIDE ? roomy : placeIn(steps, narrowFor(steps.map((step) => step.id)));
}

function placeIn(steps: readonly Placeable[], size: Size): Layout {
  const graph = new Graph().setGraph({ ...GAPS }).setDefaultEdgeLabel(() => ({}));
  const indices = new Map<string, number>();
  steps.forEach((step, index) => {
    graph.setNode(String(index), { ...size });
    if (!indices.has(step.id)) indices.set(step.id, index);
  });
  for (const [from, to] of shortest(steps, indices)) graph.setEdge(String(from), String(to));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const points = steps.map((_, index) => graph.node(String(index)) as Point);
  const column = runsBackwards(points) ? (x: number) => width - x : (x: number) => x;
  const placed = points.map(({ x, y }, index) => ({ index, x: column(x), y }));
  const edges = graph.edges().map((edge): Edge => {
    const [from, to] = [Number(edge.v), Number(edge.w)];
    const [above, below] = [placed[from] as PlacedStep, placed[to] as PlacedStep];
    // between two rows an edge needs no other points than its ends
    const bends = (graph.edge(edge).points ?? []).slice(1, -1).map(({ x, y }: Point) => ({ x: column(x), y }));
    const start = { x: above.x, y: above.y + size.height / 2 };
    const end = { x: below.x, y: below.y - size.height / 2 };
    return { from, to, points: [start, ...(bends.length > 1 ? bends : []), end] };
  });
  return { width, height, size, steps: placed, edges };
}

/** Whether most steps of a row stand to the left of those that come before them in the file. */
function runsBackwards(points: readonly Point[]): boolean {
  let balance = 0;
  const last = new Map<number, number>();
  for (const { x, y } of points) {
    const before = last.get(y);
    if (before !== undefined) balance += Math.sign(x - before);
    last.set(y, x);
  }
  return balance < 0;
}

/** The edges without those that others imply: a picture says once that one step comes after another. */
function shortest(steps: readonly Placeable[], indices: Map<string, number>): [number, number][] {
  // what comes before a step, directly or not; steps only wait for earlier ones
  const before: Set<number>[] = [];
  return steps.flatMap((step, to): [number, number][] => {
    const known = step.after.map((id) => indices.get(id)).filter((from) => from !== undefined && from < to);
    const direct = [...new Set(known as number[])];
    const implied = new Set(direct.flatMap((from) => [...(before[from] ?? [])]));
    before.push(new Set([...direct, ...implied]));
    return direct.filter((from) => !implied.has(from)).map((from) => [from, to]);
  });
}
