/** The size of the shape of a step, in the units of the drawing. */
export const NODE = { width: 176, height: 50 };

export interface Point {
  x: number;
  y: number;
}

/** An edge as a path of SVG, bent gently where it changes its column. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  let last = first;
  for (const point of rest) {
    const middle = (last.y + point.y) / 2;
    path += `C${last.x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
    last = point;
  }
  return path;
}
