export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The widths that a step can have, its height, and how wide a letter of its id and the rest around that are. */
const NODE = { least: 132, most: 184, height: 50, letter: 7.4, rest: 44 };

/** The size of the shape of a step where there is room, in the units of the drawing. */
export const ROOMY: Size = { width: NODE.most, height: NODE.height };

/** The least size that a plan's steps can have: as wide as the longest id, within limits. */
export function narrowFor(ids: readonly string[]): Size {
  const longest = Math.max(0, ...ids.map((id) => [...id].length));
  const width = Math.round(longest * NODE.letter + NODE.rest);
  return { width: Math.min(NODE.most, Math.max(NODE.least, width)), height: NODE.height };
}

/** An edge as a path of SVG: it leaves downwards and arrives downwards. */
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
