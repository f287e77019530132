// Chromium with the page, watched: what it complains of and whom it asks.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { serve } from "./serve.ts";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

interface Site {
  url: string;
  /**
   * A page in a context of its own, once it has its first findings. What it complains of is part of the test, unless it
   * is not `watched`; it never gets the files that `without` names, and is then not waited for.
   */
  open(options?: BrowserContextOptions & { at?: string; watched?: boolean; without?: RegExp }): Promise<Page>;
  /** Closes the pages of a test. */
  closePages(): Promise<void>;
  /** Fails if a page complained, or asked anybody else than its own host. */
  expectQuiet(): void;
  close(): Promise<void>;
}

/** The page for the tests of a file. After them all, none of its pages has complained or asked another host. */
export function forTests(): Pick<Site, "url" | "open"> {
  let site: Site;
  beforeAll(async () => {
    site = await start();
  });
  afterEach(() => site.closePages());
  afterAll(async () => {
    site.expectQuiet();
    await site.close();
  });
  return {
    get url() {
      return site.url;
    },
    open: (options) => site.open(options),
  };
}

async function start(): Promise<Site> {
  const { url, close } = await serve();
  const browser: Browser = await chromium.launch({ executablePath: program("chromium"), args: FLAGS });
  const complaints: string[] = [];
  const requests: string[] = [];
  const open: Site["open"] = async ({ at = url, watched = true, without, ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...options });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    if (watched) context.on("request", (request) => requests.push(request.url()));
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => {
      if (watched && (message.type() === "error" || message.type() === "warning")) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error.stack)));
    if (without) await context.route(without, (route) => route.abort());
    await page.goto(at);
    if (!without) await ready(page);
    return page;
  };
  const expectQuiet = () => {
    expect(complaints).toEqual([]);
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter((request) => !request.startsWith(url))).toEqual([]);
  };
  return {
    url,
    open,
    closePages: async () => {
      for (const context of browser.contexts()) await context.close();
    },
    expectQuiet,
    close: async () => {
      await browser.close();
      close();
    },
  };
}

/** Waits for the first findings. */
export async function ready(page: Page): Promise<void> {
  await page.locator(".problems header p", { hasText: /none|error|warning|hint/ }).waitFor();
}

/** Puts the cursor into the editor and a text in place of what is there. */
export async function write(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press("Control+A");
  await paste(page, text);
}

export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("Control+V");
}

export function editor(page: Page) {
  return page.locator(".editor .cm-content");
}

export function problems(page: Page) {
  return page.locator(".problems li");
}

/** Opens an example by its name. */
export async function example(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Examples" }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
}

/** The text of the file in front, as a link to it would have it. */
export async function stored(page: Page): Promise<{ files: [string, string][]; active: string }> {
  // what was written is kept a moment later
  await page.waitForTimeout(400);
  return JSON.parse((await page.evaluate(() => localStorage.getItem("acrlint.project"))) ?? "null");
}

/** A program in PATH. */
function program(name: string): string {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // the next one
    }
  }
  throw new Error(`the tests of the page need ${name}`);
}
