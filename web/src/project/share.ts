// A project in the fragment of an address, which no browser sends to a server: `#v1=`, then the project's JSON, deflated,
// in base64url.
import { LIMITS, readSaved, type Saved } from "./saved.ts";

const PREFIX = "#v1=";
/** The longest fragment that is read, in characters. */
const LONGEST = 1_000_000;
/** The most bytes that a fragment may unfold to: a few for each code unit of a project, and some for its quotes. */
const MOST = 4 * LIMITS.text;

export type Opened = { saved: Saved } | { fault: string };

export async function toFragment(saved: Saved): Promise<string> {
  const json = new Blob([JSON.stringify(saved)]);
  const deflated = json.stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  return PREFIX + base64url(bytes);
}

/** The project in a fragment; nothing if the fragment has none. */
export async function fromFragment(fragment: string): Promise<Opened | undefined> {
  if (!fragment.startsWith(PREFIX)) return undefined;
  if (fragment.length > LONGEST) return { fault: "The link is too long to be one of ours." };
  try {
    const json = await inflated(bytesOf(fragment.slice(PREFIX.length)), MOST);
    const saved = readSaved(JSON.parse(json));
    return saved ? { saved } : { fault: "The link holds no project." };
  } catch {
    return { fault: "The link is damaged: perhaps it was cut off when it was copied." };
  }
}

/** Inflates, and gives up beyond a size: a small link can unfold to gigabytes. */
async function inflated(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError("too large");
    }
    text += decoder.decode(value, { stream: true });
  }
}

function base64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
}
