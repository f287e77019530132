import { expect, test } from "vitest";
import { type Layout, place } from "../../src/panels/plan/layout.ts";

const step = (id: string, ...after: string[]) => ({ id, after });

function overlaps({ steps, size }: Layout): [number, number][] {
  return steps.flatMap((one) =>
    steps
      .filter(
        (other) =>
          one.index < other.index && Math.abs(one.x - other.x) < size.width && Math.abs(one.y - other.y) < size.height,
      )
      .map((other): [number, number] => [one.index, other.index]),
  );
}

test("a step stands below those that it waits for", () => {
  const steps = [step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c")];
  const layout = place(steps);
  const y = (index: number) => layout.steps[index]?.y ?? 0;
  expect(y(1)).toBeGreaterThan(y(0));
  expect(y(1)).toBe(y(2));
  expect(y(3)).toBeGreaterThan(y(2));
  expect(layout.edges).toHaveLength(4);
});

test("an edge that others imply is not drawn", () => {
  const layout = place([step("a"), step("b", "a"), step("c", "a", "b"), step("d", "a", "c")]);
  expect(layout.edges.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

test("ids that nothing has, that come later, or that two steps have are no trouble", () => {
  const layout = place([step("a", "a", "z", "b"), step("b", "a"), step("b", "b"), step("c", "b")]);
  expect(layout.steps).toHaveLength(4);
  expect(layout.edges.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
    [1, 3],
  ]);
});

test("from one step to sixty, nothing overlaps and everything is inside", () => {
  for (const count of [1, 2, 20, 60]) {
    for (const width of [1, 4, 12]) {
      const steps = Array.from({ length: count }, (_, at) =>
        step(`s${at}`, ...(at >= width ? [`s${at - width}`, `s${at - (at % width) - 1}`] : [])),
      );
      const layout = place(steps);
      expect(overlaps(layout)).toEqual([]);
      for (const { x, y } of layout.steps) {
        expect(x - layout.size.width / 2).toBeGreaterThanOrEqual(0);
        expect(x + layout.size.width / 2).toBeLessThanOrEqual(layout.width);
        expect(y + layout.size.height / 2).toBeLessThanOrEqual(layout.height);
      }
    }
  }
});

test("steps side by side stand in the order of the file", () => {
  const names = ["a", "b", "c", "d", "e"];
  const layout = place([step("base"), ...names.map((name) => step(name, "base")), step("end", ...names)]);
  const columns = layout.steps.slice(1, 6).map(({ x }) => x);
  expect(columns).toEqual(columns.toSorted((one, other) => one - other));
});

test("where many stand side by side, each is only as wide as the longest id needs, within limits", () => {
  const row = (count: number, name: string) =>
    place(Array.from({ length: count }, (_, at) => step(`${name}${at}`))).size.width;
  expect(row(8, "a")).toBeLessThan(row(8, "a-longer-name"));
  expect(row(8, "a")).toBeLessThan(row(2, "a"));
  expect(row(8, "x".repeat(200))).toBeLessThan(200);
});
