import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { faultOf } from "../project/names.ts";
import { editor, project } from "../app.ts";
import { close, Dialog } from "./Dialogs.tsx";
import { addFiles } from "./files.ts";

const USUAL = [
  "acr-task.yaml",
  "Dockerfile",
  "values.yaml",
  "acrlint.toml",
  "main.bicep",
  "main.tf",
  "azuredeploy.json",
  "setup.sh",
  "task.json",
];

export function NewFile() {
  const create = (path: string) => {
    project.set(path, "");
    editor.goTo(path, 0);
  };
  const open = (files: FileList | null) => {
    void addFiles([...(files ?? [])].map((file) => ({ path: file.name, file })));
    close();
  };
  return (
    <Dialog title="New file">
      <NameForm start="" verb="Create" done={create} suggestions={USUAL} />
      <p class="note">
        A task file, a Dockerfile, values, or what says what the task has: Bicep, ARM, Terraform, a script, saved output
        of <code>az acr task show</code>, <code>acrlint.toml</code>.
      </p>
      <label class="pick">
        Or open files from this computer:
        <input type="file" multiple onChange={(event) => open(event.currentTarget.files)} />
      </label>
    </Dialog>
  );
}

export function Rename() {
  const from = project.active.value;
  return (
    <Dialog title={`Rename ${from}`}>
      <NameForm start={from} verb="Rename" done={(to) => project.rename(from, to)} suggestions={[]} />
    </Dialog>
  );
}

interface NameFormProps {
  start: string;
  verb: string;
  suggestions: readonly string[];
  done(path: string): void;
}

function NameForm({ start, verb, suggestions, done }: NameFormProps) {
  const id = useId();
  const fault = useSignal("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const path = String(new FormData(event.currentTarget as HTMLFormElement).get("path")).trim();
    const others = project.paths.value.filter((other) => other !== start);
    fault.value = faultOf(path, others) ?? "";
    if (fault.value) return;
    close();
    if (path !== start) done(path);
  };
  return (
    <form class="name" onSubmit={submit}>
      <label for={id}>Name, with folders if it has any</label>
      <div>
        <input
          id={id}
          name="path"
          list={`${id}-usual`}
          defaultValue={start}
          autofocus
          spellcheck={false}
          autocomplete="off"
          aria-invalid={fault.value !== ""}
          aria-describedby={`${id}-fault`}
        />
        <datalist id={`${id}-usual`}>
          {suggestions
            .filter((path) => !project.has(path))
            .map((path) => (
              <option key={path} value={path} />
            ))}
        </datalist>
        <button type="submit" class="primary">
          {verb}
        </button>
      </div>
      <p class="fault" id={`${id}-fault`} role="alert">
        {fault}
      </p>
    </form>
  );
}
