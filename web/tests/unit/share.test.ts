import { expect, test } from "vitest";
import { readSaved, type Saved } from "../../src/project/saved.ts";
import { fromFragment, toFragment } from "../../src/project/share.ts";

const project: Saved = {
  files: [
    ["ci/acr-task.yaml", "steps:\n  - cmd: größe 😀\n"],
    ["Dockerfile", ""],
  ],
  active: "Dockerfile",
};

async function fragmentOf(text: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const deflated = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `#v1=${Buffer.from(await new Response(deflated).arrayBuffer()).toString("base64url")}`;
}

test("a project survives its link", async () => {
  const fragment = await toFragment(project);
  expect(fragment).toMatch(/^#v1=[\w-]+$/);
  expect(await fromFragment(fragment)).toEqual({ saved: project });
});

test("a large project has a link that is much smaller", async () => {
  const text = "  - build: -t $Registry/app:$ID -f Dockerfile .\n".repeat(2000);
  const fragment = await toFragment({ files: [["acr-task.yaml", text]], active: "acr-task.yaml" });
  expect(fragment.length).toBeLessThan(text.length / 50);
});

test("a fragment of something else is none of ours", async () => {
  for (const fragment of ["", "#", "#top", "#v2=abc"]) expect(await fromFragment(fragment)).toBeUndefined();
});

test("a link that was cut off, or is no project, says so", async () => {
  const whole = await toFragment(project);
  const hostile = [
    "#v1=",
    "#v1=%%%",
    whole.slice(0, -8),
    await fragmentOf("not JSON"),
    await fragmentOf("null"),
    await fragmentOf('{"files":[]}'),
    await fragmentOf('{"files":[["../x",""]]}'),
    await fragmentOf('{"files":[["a",1]]}'),
    await fragmentOf('{"files":[["a",""],["a",""]]}'),
    await fragmentOf('{"files":{"length":1e9}}'),
    await fragmentOf(new Uint8Array([0xff, 0xfe, 0x80])),
    `#v1=${"A".repeat(2_000_000)}`,
  ];
  for (const fragment of hostile) {
    const opened = await fromFragment(fragment);
    expect(opened, fragment.slice(0, 40)).toHaveProperty("fault");
  }
});

test("a small link cannot unfold to gigabytes", async () => {
  const bomb = await fragmentOf(new Uint8Array(40_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  expect(await fromFragment(bomb)).toHaveProperty("fault");
});

test("what is read has line feeds only, and a file in front that is there", () => {
  const saved = readSaved({ files: [["a", "1\r\n2\r3"]], active: "b" });
  expect(saved).toEqual({ files: [["a", "1\n2\n3"]], active: "a" });
});
