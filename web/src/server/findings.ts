import type { LSPClient, WorkspaceMapping } from "@codemirror/lsp-client";
import type { Text } from "@codemirror/state";
import { signal } from "@preact/signals";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { latest } from "./latest.ts";
import { type Finding, pathOf } from "./protocol.ts";

export type FoundByPath = ReadonlyMap<string, readonly Finding[]>;

/** The findings in all files. They are asked for (pulled) after each change: one question brings those of every file. */
export class Findings {
  readonly byPath = signal<FoundByPath>(new Map());
  /** Counts answers: whatever else depends on the server's state can be asked for when it changes. */
  readonly round = signal(0);
  private readonly client: LSPClient;
  private readonly names = new Map<string, string>();
  /** The texts that the findings are about. */
  private texts: ReadonlyMap<string, Text> = new Map();
  private readonly listeners = new Set<(mapping: WorkspaceMapping) => void>();

  constructor(client: LSPClient) {
    this.client = client;
  }

  /** Calls `listener` after each answer, with the way from the positions in it to those in the text of now. */
  onAnswer(listener: (mapping: WorkspaceMapping) => void): void {
    this.listeners.add(listener);
  }

  readonly refresh = latest(async () => {
    if (!this.client.connected) return;
    this.client.sync();
    const previousResultIds = [...this.names].map(([uri, value]) => ({ uri, value }));
    try {
      await this.client.withMapping(async (mapping) => {
        const texts = new Map(this.client.workspace.files.map((file) => [pathOf(file.uri), file.doc]));
        this.take(await this.client.request("workspace/diagnostic", { previousResultIds }));
        this.texts = texts;
        for (const listener of this.listeners) listener(mapping);
      });
      if (this.round.value === 0) performance.mark("first findings");
      // whoever shows findings is done before the rest begins
      setTimeout(() => {
        this.round.value += 1;
      });
    } catch (error) {
      console.warn("no findings:", error);
    }
  });

  /** Whether there are findings, if only none, of a file: one that was opened meanwhile has them with the next answer. */
  knows(path: string): boolean {
    return this.texts.has(path);
  }

  /** Whether the findings of a file, and so their fixes, are about this text. */
  isAbout(path: string, text: Text): boolean {
    return this.texts.get(path)?.eq(text) ?? false;
  }

  private take(report: WorkspaceDiagnosticReport): void {
    const before = this.byPath.value;
    const found = new Map<string, readonly Finding[]>();
    this.names.clear();
    for (const item of report.items) {
      const path = pathOf(item.uri);
      if (item.resultId !== undefined) this.names.set(item.uri, item.resultId);
      found.set(path, item.kind === "full" ? (item.items as Finding[]) : (before.get(path) ?? []));
    }
    this.byPath.value = found;
  }
}
