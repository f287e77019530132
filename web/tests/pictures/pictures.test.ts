// Draws the pictures of the README from the built page: `npm run pictures`.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { example, forTests } from "../page/browser.ts";

const FOLDER = fileURLToPath(new URL("../../../docs/images", import.meta.url));

const site = forTests();

async function draw(page: Page, name: string): Promise<void> {
  // no test of the page waits for a font or a fade; a picture does
  await page.waitForTimeout(800);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 88 });
  const picture = Buffer.from(data, "base64");
  expect(picture.length).toBeLessThan(200_000);
  writeFileSync(`${FOLDER}/${name}.webp`, picture);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the walkthrough and a plan, ${colorScheme}`, async () => {
    const page = await site.open({ colorScheme, viewport: { width: 1280, height: 780 }, deviceScaleFactor: 1.5 });
    await page.getByRole("tab", { name: "Registries" }).click();
    await page.locator(".script").waitFor();
    await draw(page, `playground-${colorScheme}`);
    await page.getByRole("tab", { name: "Plan" }).click();
    await example(page, "Twenty steps, side by side");
    // the picture gets more room than the code
    const splitter = page.getByRole("separator");
    for (let presses = 0; presses < 4; presses++) await splitter.press("ArrowLeft");
    await splitter.blur();
    await page
      .locator("[data-step]")
      .filter({ has: page.locator(".id", { hasText: "push-orders" }) })
      .hover();
    await draw(page, `plan-${colorScheme}`);
  });
}
