// For everybody: the keyboard alone, narrow screens, both themes, and what axe finds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { example, forTests, paste, problems, stored } from "./browser.ts";

const site = forTests();

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

async function violations(page: Page): Promise<string[]> {
  // what the tests bring is not bound by the page's policy
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  const bad = found.filter(({ impact }) => impact === "serious" || impact === "critical");
  return bad.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`));
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious, ${colorScheme}`, async () => {
    const page = await site.open({ colorScheme });
    await example(page, "Four registries and a Bicep file");
    for (const panel of ["Plan", "Registries", "Rendered", "Rules"]) {
      await page.getByRole("tab", { name: panel, exact: true }).click();
      await page.waitForTimeout(300);
      expect(await violations(page), panel).toEqual([]);
    }
    await page.locator(".problem .link", { hasText: "uncovered-registry" }).first().click();
    await page.locator(".page-of-rule").waitFor();
    await page.getByText("Run context").click();
    expect(await violations(page), "a rule, the context").toEqual([]);
    for (const dialog of ["Examples", "Keyboard", "New file"]) {
      await page.getByRole("button", { name: dialog }).click();
      await page.getByRole("dialog").waitFor();
      expect(await violations(page), dialog).toEqual([]);
      await page.keyboard.press("Escape");
    }
  });
}

test("the page follows the theme of the system", async () => {
  const page = await site.open({ colorScheme: "dark" });
  const brightness = () =>
    page.evaluate(() => {
      const [red = 0, green = 0, blue = 0] = (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(
        Number,
      );
      return (red + green + blue) / 3;
    });
  expect(await brightness()).toBeLessThan(60);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(brightness).toBeGreaterThan(200);
});

/** Presses Tab until what has the focus is called like this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      // behind the last control the focus leaves the page, and comes back to its beginning
      if (element === document.body) return "";
      return `${element?.getAttribute("aria-label") ?? ""} ${element?.textContent ?? ""}`.slice(0, 200);
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test("the keyboard alone is enough", async () => {
  const page = await site.open();
  // an example
  await tabTo(page, /Examples/);
  await page.keyboard.press("Enter");
  await tabTo(page, /An empty task/);
  await page.keyboard.press("Enter");
  // into the editor, write, complete
  await tabTo(page, /Text of acr-task\.yaml/);
  await page.keyboard.press("Control+End");
  await paste(page, "  - id: smoke\n    cmd: bash\n    timeouz: 5\n");
  await problems(page).filter({ hasText: "timeouz" }).waitFor();
  // explain what is there
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("Control+i");
  await page.locator(".cm-tooltip", { hasText: "cmd" }).waitFor();
  await page.keyboard.press("Escape");
  // Tab leaves the editor; a quick fix from the list
  await tabTo(page, /write timeout/);
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await stored(page)).files[0]?.[1]).toContain("    timeout: 5\n");
  // the panels, and the steps of the plan
  await tabTo(page, /^ ?Plan/);
  await tabTo(page, /build .*; at the start/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.locator(".details", { hasText: "smoke" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".cm-focused .cm-activeLine", { hasText: "id: smoke" }).waitFor();
  // other panels, other files
  await tabTo(page, /^ ?Plan/);
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Registries", selected: true }).waitFor();
  // more room for them
  const splitter = page.getByRole("separator");
  const before = Number(await splitter.getAttribute("aria-valuenow"));
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(async () => Number(await splitter.getAttribute("aria-valuenow"))).toBeLessThan(before);
  // and a link to show to somebody
  await tabTo(page, /Share/);
  await page.keyboard.press("Enter");
  await page.getByText("The link is copied").waitFor();
});

test("what has the focus can be seen", async () => {
  const page = await site.open();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element.classList.contains("cm-content")) return true;
      return getComputedStyle(element).outlineStyle !== "none";
    });
    expect(seen).toBe(true);
  }
});

test("a screen of 360 pixels is enough", async () => {
  const page = await site.open({ viewport: { width: 360, height: 740 }, hasTouch: true });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBe(0);
  await example(page, "Four registries and a Bicep file");
  await problems(page).first().waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  for (const panel of ["Plan", "Registries", "Rendered", "Rules"]) {
    await page.getByRole("tab", { name: panel, exact: true }).click();
    await page.waitForTimeout(200);
    expect(await overflow(), panel).toBe(0);
    expect(await violations(page), panel).toEqual([]);
  }
  // what is chosen in a picture brings the code to the front
  await page.getByRole("tab", { name: "Plan" }).click();
  await page.locator("[data-step]").first().click();
  await page.locator(".cm-activeLine", { hasText: "id: api" }).waitFor();
  for (const dialog of ["Examples", "New file"]) {
    await page.getByRole("button", { name: dialog }).click();
    await page.getByRole("dialog").waitFor();
    expect(await overflow(), dialog).toBe(0);
    await page.keyboard.press("Escape");
  }
});
