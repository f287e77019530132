import { expect, test } from "vitest";
import { editor, example, forTests, paste, problems, ready, stored, write } from "./browser.ts";

const site = forTests();

const TASK =
  "version: v1.1.0\nsteps:\n  - id: build\n    build: -t $Registry/web:$ID -f Dockerfile .\n    timeouz: 600\n";

test("a mistake is underlined and listed, and its fix mends it", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  await write(page, TASK.slice(0, TASK.indexOf("timeouz")));
  await page.keyboard.type("timeouz: 600", { delay: 20 });
  const underlined = page.locator(".cm-lintRange-warning", { hasText: "timeouz" });
  await underlined.waitFor();
  const listed = problems(page).filter({ hasText: "has the key `timeouz`" });
  await listed.getByRole("button", { name: "write timeout" }).click();
  await underlined.waitFor({ state: "detached" });
  await listed.waitFor({ state: "detached" });
  expect((await stored(page)).files[0]?.[1]).toMatch(/ {4}timeout: 600$/);
});

test("a fix can be chosen from the menu at the cursor, and all of them at once", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  await write(page, `${TASK}    privileged: yes\n`);
  await page.locator(".cm-lintRange", { hasText: "yes" }).click();
  await page.keyboard.press("Control+.");
  await page.getByRole("menuitem", { name: "make every safe fix" }).click();
  await expect.poll(async () => (await stored(page)).files[0]?.[1]).toContain("privileged: true");
});

test("a key is completed", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  await write(page, "version: v1.1.0\nsteps:\n  - id: a\n    cmd: bash\n    ");
  await page.keyboard.type("tim");
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "timeout" }).waitFor();
  // the editor takes no key for a choice that comes before anybody can have seen the list
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  expect(await editor(page).textContent()).toContain("timeout:");
});

test("hovering explains", async () => {
  const page = await site.open();
  await page.locator(".token", { hasText: "$Registry" }).first().hover();
  await page.locator(".cm-tooltip", { hasText: "login server" }).waitFor();
});

test("a definition is followed to the Dockerfile", async () => {
  const page = await site.open();
  await page.locator(".link[data-target]", { hasText: "Dockerfile-app" }).click();
  await page.keyboard.press("F12");
  await page.getByRole("tab", { name: /Dockerfile-app/, selected: true }).waitFor();
  await page.getByRole("tab", { name: /helloworldtask/ }).click();
  await page.locator(".link[data-target]", { hasText: "Dockerfile-app" }).click({ modifiers: ["Control"] });
  await page.getByRole("tab", { name: /Dockerfile-app/, selected: true }).waitFor();
});

test("a name is changed everywhere, and a step is found by its name", async () => {
  const page = await site.open();
  await example(page, "Four registries and a Bicep file");
  await page.keyboard.press("Control+Shift+O");
  await page.getByRole("combobox").fill("scan");
  await page.keyboard.press("Enter");
  await page.keyboard.press("F2");
  await page.locator(".cm-dialog input").fill("scan-api");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await stored(page)).files[0]?.[1]).toContain("when: [scan-api, web]");
});

test("a credential in the facts covers its registry", async () => {
  const page = await site.open();
  await page.getByRole("tab", { name: "Registries" }).click();
  const registry = page.locator(".registry", { hasText: "mybaseregistry.azurecr.io" });
  await registry.getByText("no credential").waitFor();
  await page.getByRole("tab", { name: "acrlint.toml" }).click();
  await editor(page).click();
  await page.keyboard.press("Control+End");
  await paste(
    page,
    '\n[[task]]\nfile = "helloworldtask.yaml"\nregistry = "myregistry.azurecr.io"\nidentity = "[system]"\ncredentials = { "mybaseregistry.azurecr.io" = "[system]" }\n',
  );
  await registry.getByText("covered").waitFor();
  await page.locator(".problems header", { hasText: "none" }).waitFor();
});

test("the script is copied, for either identity", async () => {
  const page = await site.open();
  await page.getByRole("tab", { name: "Registries" }).click();
  const copied = async () => {
    await page.getByRole("button", { name: "Copy" }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const system = await copied();
  expect(system).toContain("az acr task credential add");
  expect(system).toContain("[system]");
  await page.getByLabel("user-assigned").check();
  await expect.poll(copied).toContain("az identity");
});

test("the fields of the run context are those of acrlint.toml", async () => {
  const page = await site.open();
  await page.getByText("Run context").click();
  await page.getByLabel("Registry", { exact: true }).fill("myregistry.azurecr.io");
  await page.getByLabel("Run ID").fill("cf10");
  await page.getByLabel("Name of a new value").fill("tag");
  await page.getByLabel("The new value").fill("v1");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Value of tag").waitFor();
  await page.getByRole("tab", { name: "Rendered" }).click();
  await page.locator(".rendered", { hasText: "myregistry.azurecr.io/hello-world:cf10" }).waitFor();
  const saved = await stored(page);
  const toml = saved.files.find(([path]) => path === "acrlint.toml")?.[1];
  expect(toml).toContain('[context]\nregistry = "myregistry.azurecr.io"\nid = "cf10"\nset = { tag = "v1" }\n');
});

test("a link holds the project, and opens it elsewhere", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  await write(page, `${TASK}# größe 😀\n`);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByText("The link is copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link.startsWith(`${site.url}#v1=`)).toBe(true);
  const other = await site.open({ at: link });
  await other.locator(".cm-line", { hasText: "# größe 😀" }).waitFor();
  await problems(other).filter({ hasText: "has the key `timeouz`" }).waitFor();
  expect(new URL(other.url()).hash).toBe("");
});

test("a link that is damaged loses nothing", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  await write(page, "steps:\n  - cmd: mine\n");
  const before = await stored(page);
  for (const hash of ["#v1=AAAA", "#v1=%00", `#v1=${"x".repeat(4000)}`]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, hash);
    await page.locator(".notice.is-error").waitFor();
    await page.getByRole("button", { name: "Put this message away" }).click();
  }
  expect(await stored(page)).toEqual(before);
});

test("a link puts other files aside, and brings them back", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  await write(page, "steps:\n  - cmd: mine\n");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByText("The link is copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await write(page, "steps:\n  - cmd: later\n");
  await page.evaluate((hash) => {
    location.hash = "";
    location.hash = hash;
  }, new URL(link).hash);
  await page.locator(".cm-line", { hasText: "mine" }).waitFor();
  await page.getByRole("button", { name: "Bring them back" }).click();
  await page.locator(".cm-line", { hasText: "later" }).waitFor();
});

test("a reload changes nothing", async () => {
  const page = await site.open();
  await example(page, "Templates and values");
  await page.getByRole("tab", { name: "Dockerfile" }).click();
  await write(page, "FROM mcr.microsoft.com/mine\n");
  const before = await stored(page);
  await page.reload();
  await ready(page);
  await page.getByRole("tab", { name: "Dockerfile", selected: true }).waitFor();
  await page.locator(".cm-line", { hasText: "mcr.microsoft.com/mine" }).waitFor();
  expect(await stored(page)).toEqual(before);
});

test("a server that cannot start says so, and the files are kept", async () => {
  const page = await site.open({ watched: false, without: /\.wasm$/ });
  await page.locator(".notice.is-error", { hasText: "The server has stopped" }).waitFor();
  await page.locator(".cm-line", { hasText: "version: v1.1.0" }).waitFor();
  await page.context().unrouteAll();
  await page.getByRole("button", { name: "Load the page again" }).click();
  await problems(page).first().waitFor();
});

test("files are added, renamed, deleted, brought back and dropped in", async () => {
  const page = await site.open();
  await example(page, "An empty task");
  await page.getByRole("button", { name: "New file" }).click();
  await page.getByLabel("Name, with folders").fill("acr-task.yaml");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByText("There is a file “acr-task.yaml” already.").waitFor();
  await page.getByLabel("Name, with folders").fill("ci/other.yaml");
  await page.keyboard.press("Enter");
  await paste(page, "steps:\n  - cmd: bash\n    when: [nobody]\n");
  await problems(page).filter({ hasText: "nobody" }).waitFor();
  await page.getByRole("button", { name: "Rename ci/other.yaml" }).click();
  await page.getByLabel("Name, with folders").fill("other.yaml");
  await page.keyboard.press("Enter");
  await problems(page).filter({ hasText: "ci/other.yaml:3" }).waitFor({ state: "detached" });
  await problems(page).filter({ hasText: "other.yaml:3" }).waitFor();
  await page.getByRole("tab", { name: "other.yaml" }).focus();
  await page.keyboard.press("Delete");
  await problems(page).filter({ hasText: "nobody" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Bring it back" }).click();
  await problems(page).filter({ hasText: "nobody" }).waitFor();
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["steps:\n  - push: x\n"], "dropped.yaml"));
    data.items.add(new File([new Uint8Array([0, 1, 2])], "image.png"));
    return data;
  });
  await page.dispatchEvent(".page", "drop", { dataTransfer: dropped });
  await problems(page).filter({ hasText: "dropped.yaml" }).first().waitFor();
  await page.getByText("Not added").waitFor();
  expect((await stored(page)).files.map(([path]) => path)).toEqual([
    "acr-task.yaml",
    "Dockerfile",
    "other.yaml",
    "dropped.yaml",
  ]);
});
