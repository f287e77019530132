/** All files of a project: their texts by their paths from its root, with `/` between folders. What is not here is not there. */
export type Files = Record<string, string>;

/** What is known of the run. What is not given is unknown, and nothing is reported that depends on it. */
export interface Context {
  /** The login server of the registry that runs the task (`.Run.Registry`). */
  registry?: string;
  id?: string;
  commit?: string;
  branch?: string;
  repository?: string;
  gitTag?: string;
  triggeredBy?: string;
  taskName?: string;
  sharedVolume?: string;
  /** When the run begins, such as 2026-01-02T03:04:05Z. */
  date?: string;
  os?: "linux" | "windows";
  arch?: string;
  osVersion?: string;
  /** Values for templates. */
  set?: Record<string, string>;
  /** The path of a file of values for templates. */
  values?: string;
  /** Take what is not given as empty, as the runner does (os linux, arch amd64). */
  runnerDefaults?: boolean;
}

export interface CheckOptions {
  /** The files to check; without them those that look like task files. */
  files?: string[];
  context?: Context;
}

/** Lines and columns count from 1, columns in code points; the offset counts bytes of UTF-8 from 0. */
export interface Position {
  line: number;
  column: number;
  offset: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Edit {
  range: Range;
  text: string;
}

export interface Fix {
  title: string;
  applicability: "safe" | "unsafe";
  edits: Edit[];
}

export interface Finding {
  rule: string;
  severity: "error" | "warning" | "hint";
  message: string;
  help: string | null;
  notes: string[];
  url: string;
  range: Range;
  related: { path: string; range: Range; message: string }[];
  fixes: Fix[];
}

export interface CheckResult {
  version: 1;
  files: {
    path: string;
    /** What the runner would say: null where that depends on something unknown. */
    runner: { accepts: boolean | null; error: string | null };
    diagnostics: Finding[];
  }[];
  summary: { files: number; errors: number; warnings: number; hints: number };
}

export interface Place {
  path: string;
  range: Range | null;
}

export interface Image {
  image: string;
  registry: string | null;
  certain: boolean;
  because: Place;
}

export interface Step {
  id: string;
  kind: "build" | "push" | "cmd" | null;
  /** The command of a cmd step. */
  command: string | null;
  /** Where the step stands in the task file. */
  at: Place;
  after: string[];
  /** In seconds. */
  timeout: number | null;
  tags: string[];
  dockerfile: string | null;
  scan: { accepts: boolean | null; error: string | null; runtime: string; buildtime: string[] } | null;
  pulls: Image[];
  pushes: Image[];
  conditional: boolean;
}

export interface Registry {
  host: string;
  home: boolean;
  pull: boolean;
  push: boolean;
  coverage: string;
  by: string | null;
  at: Place | null;
  identity: string | null;
  because: Place[];
}

export interface Plan {
  version: 1;
  path: string;
  registry: string | null;
  task: string;
  steps: Step[];
  registries: Registry[];
  /** The `az` commands that close the gaps. */
  commands: string[];
}

export type Credentials = Omit<Plan, "steps"> & {
  /** A script of `az` commands that close the gaps, with identity and role. */
  script: string;
};

/** The findings, as `acrlint check --format json` prints them. */
export function check(files: Files, options?: CheckOptions): CheckResult;

/** What a run does, as `acrlint plan --format json` prints it. */
export function plan(files: Files, path: string): Plan;

/** Which registries a run needs and what covers them; `identity` says who logs in, in the script. */
export function credentials(files: Files, path: string, identity?: "system" | "user"): Credentials;

/** The text that the runner would decode; nothing where it refuses the file before that. */
export function render(files: Files, path: string): string | undefined;

/** The language server. It sees the files that the client has open or sends by `acrlint/files`. */
export class Server {
  /** `send` gets each message of the server, one JSON text. */
  constructor(send: (message: string) => void);
  /** Takes a message of the client, one JSON text. */
  receive(message: string): void;
  free(): void;
}
