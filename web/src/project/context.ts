// What is known of a run stands in `[context]` of `acrlint.toml`, for the page as for everybody: the fields of the page
// are a view of that table.
import { parse, stringify } from "smol-toml";

export interface Context {
  /** The login server of the registry that runs the task. */
  registry: string;
  /** The id of the run. */
  id: string;
  /** Values for templates, as `--set` gives them. */
  set: [name: string, value: string][];
}

/** The context in a configuration; nothing where that is no TOML. */
export function readContext(toml: string): Context | undefined {
  try {
    const context = table(parse(toml).context);
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    const set = Object.entries(table(context.set)).map(([name, value]): [string, string] => [name, String(value)]);
    return { registry: text(context.registry), id: text(context.id), set };
  } catch {
    return undefined;
  }
}

/**
 * A configuration with another context, and the rest as it was. Nothing where the table is written in a way that
 * this does not understand: then its author has to change it.
 */
export function writeContext(toml: string, context: Context): string | undefined {
  const set = context.set.filter(([name]) => name !== "");
  const inline = set.map(([name, value]) => `${key(name)} = ${JSON.stringify(value)}`).join(", ");
  let lines = toml === "" ? [] : toml.replace(/\n$/, "").split("\n");
  lines = withKey(lines, "registry", context.registry && JSON.stringify(context.registry));
  lines = withKey(lines, "id", context.id && JSON.stringify(context.id));
  lines = withKey(lines, "set", inline && `{ ${inline} }`);
  const written = lines.length === 0 ? "" : `${lines.join("\n")}\n`;
  const read = readContext(written);
  const isRight = read && sameContext(read, { ...context, set }) && sameRest(toml, written);
  return isRight ? written : undefined;
}

export function sameContext(one: Context, other: Context): boolean {
  const sorted = (set: Context["set"]) => JSON.stringify([...set].sort());
  return one.registry === other.registry && one.id === other.id && sorted(one.set) === sorted(other.set);
}

/** The lines with one key of `[context]` set to a value, or without it. */
function withKey(lines: string[], name: string, value: string): string[] {
  const header = lines.findIndex((line) => /^\s*\[\s*context\s*\]/.test(line));
  if (header < 0) {
    if (!value) return lines;
    const gap = lines.length > 0 && lines.at(-1) !== "" ? [""] : [];
    return [...lines, ...gap, "[context]", `${name} = ${value}`];
  }
  const next = lines.findIndex((line, at) => at > header && /^\s*\[/.test(line));
  const end = next < 0 ? lines.length : next;
  const old = lines.findIndex((line, at) => at > header && at < end && new RegExp(`^\\s*${name}\\s*=`).test(line));
  if (old >= 0) return lines.toSpliced(old, 1, ...(value ? [`${name} = ${value}`] : []));
  if (!value) return lines;
  const last = lines.findLastIndex((line, at) => at >= header && at < end && line.trim() !== "");
  return lines.toSpliced(last + 1, 0, `${name} = ${value}`);
}

function sameRest(before: string, after: string): boolean {
  const rest = (toml: string) => {
    const { context, ...others } = parse(toml);
    const { registry: _r, id: _i, set: _s, ...kept } = table(context);
    return stringify({ others, kept });
  };
  return rest(before) === rest(after);
}

function table(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function key(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}
