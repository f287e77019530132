import { type LSPClient, LSPPlugin, Workspace, type WorkspaceFile } from "@codemirror/lsp-client";
import { ChangeSet, type Text, type TransactionSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Project } from "../project/project.ts";
import { pathOf, uriOf } from "./protocol.ts";

/** What the workspace needs of the editor: to show a file. */
export type Show = (path: string) => EditorView;

class OpenFile implements WorkspaceFile {
  readonly uri: string;
  readonly path: string;
  doc: Text;
  languageId = "";
  version = 0;
  view: EditorView | null = null;

  constructor(path: string, doc: Text) {
    this.path = path;
    this.uri = uriOf(path);
    this.doc = doc;
  }

  getView(): EditorView | null {
    return this.view;
  }
}

/** The project as the server gets it: the file in front is open, the others are sent as files without an editor. */
export class ProjectWorkspace extends Workspace {
  files: OpenFile[];
  private readonly project: Project;
  private readonly show: Show;

  constructor(client: LSPClient, project: Project, show: Show) {
    super(client);
    this.project = project;
    this.show = show;
    this.files = project.paths.value.map((path) => new OpenFile(path, project.doc(path)));
    project.onChange((change) => {
      const file = this.getFile(uriOf(change.path));
      if (change.kind === "removed") {
        this.files = this.files.filter((other) => other !== file);
        this.send([], [uriOf(change.path)]);
      } else if (!file) {
        const added = new OpenFile(change.path, project.doc(change.path));
        this.files.push(added);
        this.send([added]);
      } else if (!file.view) {
        file.doc = project.doc(change.path);
        this.send([file]);
      }
    });
  }

  override getFile(uri: string): OpenFile | null {
    const path = pathOf(uri);
    return this.files.find((file) => file.path === path) ?? null;
  }

  override connected(): void {
    this.send(this.files);
    for (const file of this.files) if (file.view) this.client.didOpen(file);
  }

  syncFiles() {
    return this.files.flatMap((file) => {
      const plugin = file.view && LSPPlugin.get(file.view);
      if (!plugin || plugin.unsyncedChanges.empty) return [];
      const update = { file, prevDoc: file.doc, changes: plugin.unsyncedChanges };
      file.doc = plugin.view.state.doc;
      file.version += 1;
      plugin.clear();
      return [update];
    });
  }

  openFile(uri: string, languageId: string, view: EditorView): void {
    const file = this.getFile(uri);
    if (!file) return;
    Object.assign(file, { languageId, view, doc: view.state.doc, version: file.version + 1 });
    if (this.client.connected) this.client.didOpen(file);
  }

  closeFile(uri: string): void {
    const file = this.getFile(uri);
    if (file) {
      file.view = null;
      file.doc = this.project.doc(file.path);
      this.send([file]);
    }
    this.client.didClose(uri);
  }

  override updateFile(uri: string, update: TransactionSpec): void {
    const file = this.getFile(uri);
    if (!file) return;
    if (file.view) file.view.dispatch(update);
    else if (update.changes) {
      const changes = ChangeSet.of(update.changes, file.doc.length);
      this.project.set(file.path, changes.apply(file.doc));
    }
  }

  override displayFile(uri: string): Promise<EditorView | null> {
    const path = pathOf(uri);
    return Promise.resolve(this.project.has(path) ? this.show(path) : null);
  }

  private send(put: readonly OpenFile[], remove: readonly string[] = []): void {
    const files = put.map((file) => ({ uri: file.uri, text: file.doc.toString() }));
    this.client.notification("acrlint/files", { put: files, remove });
  }
}
