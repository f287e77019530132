import { expect, test } from "vitest";
import { latest } from "../../src/server/latest.ts";

test("asked often while it runs, it runs once more", async () => {
  let runs = 0;
  let finish = () => {};
  const ask = latest(async () => {
    runs += 1;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  ask();
  ask();
  ask();
  expect(runs).toBe(1);
  finish();
  await new Promise((resolve) => setTimeout(resolve));
  expect(runs).toBe(2);
  finish();
  await new Promise((resolve) => setTimeout(resolve));
  expect(runs).toBe(2);
  ask();
  expect(runs).toBe(3);
});
