// Where the steps of a plan stand. Steps that wait for others stand below them; those that run side by side stand side
// by side.
import { Graph, layout } from "@dagrejs/dagre";
import type { Step } from "../../server/protocol.ts";
import { NODE, type Point } from "./geometry.ts";

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
  steps: PlacedStep[];
  edges: Edge[];
}

/** Lays steps out, in the units of the drawing. An id that two steps have leads to the first. */
export function place(steps: readonly Pick<Step, "id" | "after">[]): Layout {
  const graph = new Graph()
    .setGraph({ rankdir: "TB", nodesep: 18, ranksep: 34, marginx: 14, marginy: 14 })
    .setDefaultEdgeLabel(() => ({}));
  const indices = new Map<string, number>();
  steps.forEach((step, index) => {
    graph.setNode(String(index), { ...NODE });
    if (!indices.has(step.id)) indices.set(step.id, index);
  });
  for (const [from, to] of shortest(steps, indices)) graph.setEdge(String(from), String(to));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    steps: steps.map((_, index) => {
      const { x = 0, y = 0 } = graph.node(String(index));
      return { index, x, y };
    }),
    edges: graph
      .edges()
      .map((edge) => ({ from: Number(edge.v), to: Number(edge.w), points: graph.edge(edge).points ?? [] })),
  };
}

/** The edges without those that others imply: a picture says once that one step comes after another. */
function shortest(steps: readonly Pick<Step, "id" | "after">[], indices: Map<string, number>): [number, number][] {
  // what comes before a step, directly or not; steps only wait for earlier ones
  const before: Set<number>[] = [];
  return steps.flatMap((step, to): [number, number][] => {
    const direct = [...new Set(step.after.map((id) => indices.get(id)))].filter(
      (from) => from !== undefined && from < to,
    ) as number[];
    const implied = new Set(direct.flatMap((from) => [...(before[from] ?? [])]));
    before.push(new Set([...direct, ...implied]));
    return direct.filter((from) => !implied.has(from)).map((from) => [from, to]);
  });
}
