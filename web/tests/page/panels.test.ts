import { expect, test } from "vitest";
import { editor, example, forTests, problems, write } from "./browser.ts";

const site = forTests();

const chain = (count: number) =>
  `version: v1.1.0\nsteps:\n${Array.from({ length: count }, (_, at) => `  - id: s${at}\n    cmd: bash echo ${at}\n`).join("")}`;

test("the plan shows every step with its shape, and its lines when it is pointed at", async () => {
  const page = await site.open();
  await example(page, "Twenty steps, side by side");
  const steps = page.locator(".graph [data-step]");
  await expect.poll(() => steps.count()).toBe(20);
  const shapes = await steps.evaluateAll((all) =>
    all.map(
      (step) => `${step.getAttribute("class")?.split(" ")[1]} ${step.querySelector(".outline")?.getAttribute("d")}`,
    ),
  );
  // three kinds, each with an outline of its own
  expect(new Set(shapes).size).toBe(3);
  const step = page.locator("[data-step]").filter({ has: page.locator(".id", { hasText: "deploy" }) });
  await step.hover();
  await page.locator(".cm-line.spotlight", { hasText: "id: deploy" }).waitFor();
  await page.locator(".details", { hasText: "after push-cart, push-catalog" }).waitFor();
  await step.click();
  await page.locator(".cm-activeLine", { hasText: "id: deploy" }).waitFor();
});

test("steps that fail are marked", async () => {
  const page = await site.open();
  await example(page, "Common mistakes");
  const failing = page.locator(".graph .fails");
  await expect.poll(() => failing.count()).toBe(2);
  expect(await failing.first().locator("title").textContent()).toContain(
    "waits for `bulid`, which no earlier step is called",
  );
});

test("a plan of one step, of sixty, and of none", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  const steps = page.locator(".graph [data-step]");
  for (const count of [1, 60]) {
    await write(page, chain(count));
    await expect.poll(() => steps.count()).toBe(count);
  }
  await write(page, "version: v1.1.0\nsteps:\n");
  await page.locator(".panel", { hasText: "No step to see yet" }).waitFor();
});

test("the rendered text and its source are linked line by line", async () => {
  const page = await site.open();
  await example(page, "Templates and values");
  await page.getByRole("tab", { name: "Rendered" }).click();
  const rendered = page.locator(".rendered");
  await rendered
    .locator(".cm-line", { hasText: "contoso.azurecr.io/shop/web:1.4 npm" })
    .or(rendered.locator(".cm-line", { hasText: "contoso.azurecr.io/shop/web:cf10 npm test" }))
    .first()
    .waitFor();
  // from the source
  await editor(page).locator(".cm-line", { hasText: "npm test" }).click();
  await rendered.locator(".cm-line.spotlight", { hasText: "npm test" }).waitFor();
  // and back
  await rendered.locator(".cm-line", { hasText: "id: push" }).hover();
  await editor(page).locator(".cm-line.spotlight", { hasText: "id: push" }).waitFor();
  await rendered.locator(".cm-line", { hasText: "id: push" }).dblclick();
  await editor(page).locator(".cm-activeLine", { hasText: "id: push" }).waitFor();
});

test("the page of the rule under the cursor", async () => {
  const page = await site.open();
  await page.getByRole("tab", { name: "Rules" }).click();
  await page.locator(".panel", { hasText: "No problem under the cursor" }).waitFor();
  await page.locator(".cm-lintRange-error").first().click();
  await page.locator(".page-of-rule h2", { hasText: "uncovered-registry" }).waitFor();
  await page.locator(".prose", { hasText: "How to mend it" }).waitFor();
  await page.getByRole("button", { name: "all rules" }).click();
  await page.getByRole("button", { name: "when-unknown" }).click();
  await page.locator(".page-of-rule h2", { hasText: "when-unknown" }).waitFor();
});

test("registries lead to what needs them", async () => {
  const page = await site.open();
  await example(page, "Four registries and a Bicep file");
  await page.getByRole("tab", { name: "Registries" }).click();
  const covered = page.locator(".registry", { hasText: "platform.azurecr.io" });
  await covered.getByText("covered").waitFor();
  await expect.poll(() => page.locator(".registry.is-missing").count()).toBe(2);
  await covered.getByRole("button", { name: /main\.bicep/ }).click();
  await page.getByRole("tab", { name: /main\.bicep/, selected: true }).waitFor();
});

test("what is in a text is never markup", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  const evil = "<img src=x onerror=alert(1)>";
  await write(page, `version: v1.1.0\nsteps:\n  - id: "${evil}"\n    cmd: bash\n    when: ["${evil}"]\n`);
  await problems(page).filter({ hasText: "<img" }).first().waitFor();
  await page.locator(".cm-lintRange").first().hover();
  await page.locator(".cm-tooltip").first().waitFor();
  expect(await page.locator("img[src=x]").count()).toBe(0);
});

test("the page can reach nobody", async () => {
  const page = await site.open({ watched: false });
  const refused = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
    await fetch("https://example.com/").catch(() => {});
    const image = new Image();
    image.src = "https://example.com/x.png";
    await new Promise((resolve) => setTimeout(resolve, 100));
    return violations;
  });
  expect(refused.sort()).toEqual(["connect-src", "img-src"]);
});
