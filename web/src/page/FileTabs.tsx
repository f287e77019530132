import { useRef } from "preact/hooks";
import { severityOf } from "../editor/underlines.ts";
import { dialog, findings, notice, project } from "../app.ts";
import { Icon } from "../widgets/Icon.tsx";

export function FileTabs() {
  const list = useRef<HTMLDivElement>(null);
  const { value: paths } = project.paths;
  const { value: active } = project.active;
  const move = (event: KeyboardEvent) => {
    const at = paths.indexOf(active);
    const to: Record<string, number> = {
      ArrowLeft: (at - 1 + paths.length) % paths.length,
      ArrowRight: (at + 1) % paths.length,
      Home: 0,
      End: paths.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) {
      project.active.value = paths[next] as string;
      // the tab in front is the one that can be focused
      requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
    } else if (event.key === "Delete") remove(active);
    else if (event.key === "F2") dialog.value = "rename";
    else return;
    event.preventDefault();
  };
  return (
    <div class="files">
      <div class="tabs" role="tablist" aria-label="Files" ref={list} onKeyDown={move}>
        {paths.map((path) => (
          <button
            type="button"
            key={path}
            role="tab"
            aria-selected={path === active}
            aria-controls="editor"
            tabIndex={path === active ? 0 : -1}
            onClick={() => (project.active.value = path)}
            onDblClick={() => (dialog.value = "rename")}
          >
            {path}
            <Count path={path} />
          </button>
        ))}
      </div>
      <div class="tools">
        <button type="button" aria-label="New file" title="New file" onClick={() => (dialog.value = "new")}>
          <Icon name="add" />
        </button>
        <button
          type="button"
          aria-label={`Rename ${active}`}
          title="Rename (F2 on the tab)"
          onClick={() => (dialog.value = "rename")}
        >
          <Icon name="pen" />
        </button>
        <button
          type="button"
          aria-label={`Delete ${active}`}
          title="Delete (Delete on the tab)"
          disabled={paths.length === 1}
          onClick={() => remove(active)}
        >
          <Icon name="trash" />
        </button>
      </div>
    </div>
  );
}

function Count({ path }: { path: string }) {
  const found = findings.byPath.value.get(path) ?? [];
  const errors = found.filter((one) => severityOf(one) === "error").length;
  const warnings = found.filter((one) => severityOf(one) === "warning").length;
  if (errors + warnings === 0) return null;
  return (
    <span class={errors ? "badge is-error" : "badge is-warning"}>
      {errors || warnings}
      <span class="unseen">{errors ? " errors" : " warnings"}</span>
    </span>
  );
}

function remove(path: string): void {
  if (project.paths.value.length === 1) return;
  const before = project.saved();
  project.remove(path);
  const bringBack = () => {
    const now = project.saved();
    const others = now.files.filter(([other]) => !before.files.some(([known]) => known === other));
    const current = new Map(now.files);
    const files = before.files.map(([known, text]): [string, string] => [known, current.get(known) ?? text]);
    project.replace({ files: [...files, ...others], active: path });
    notice.value = null;
  };
  notice.value = { text: `${path} is deleted.`, action: { label: "Bring it back", run: bringBack } };
}
