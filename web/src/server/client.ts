import { LSPClient, type LSPClientConfig } from "@codemirror/lsp-client";
import type { Project } from "../project/project.ts";
import { sanitized } from "../widgets/markdown.ts";
import { type Answers, rootUri, uriOf } from "./protocol.ts";
import { ProjectWorkspace, type Show } from "./workspace.ts";

/** What the editor's extensions can do beyond what the client says by itself. */
const capabilities = {
  textDocument: {
    synchronization: {},
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } },
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
    documentLink: { tooltipSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    inlayHint: {},
    publishDiagnostics: { relatedInformation: true },
    rename: { prepareSupport: true },
    semanticTokens: { requests: { range: true }, tokenTypes: [], tokenModifiers: [], formats: ["relative"] },
  },
};

export function createClient(
  project: Project,
  show: Show,
  highlightLanguage: NonNullable<LSPClientConfig["highlightLanguage"]>,
): LSPClient {
  return new LSPClient({
    rootUri,
    // the first answer waits for the module, on any line
    timeout: 120_000,
    workspace: (client) => new ProjectWorkspace(client, project, show),
    sanitizeHTML: sanitized,
    highlightLanguage,
    extensions: [{ clientCapabilities: capabilities }],
  });
}

/** Asks one of acrlint's own requests about a file. */
export function ask<M extends keyof Answers>(
  client: LSPClient,
  method: M,
  path: string,
  params: Answers[M]["params"],
): Promise<Answers[M]["answer"]> {
  client.sync();
  return client.request(method, { textDocument: { uri: uriOf(path) }, ...params });
}
