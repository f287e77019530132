import { useId } from "preact/hooks";
import { type Context, readContext, writeContext } from "../project/context.ts";
import { CONFIGURATION } from "../project/names.ts";
import { editor, notice, project } from "../app.ts";
import { Icon } from "../widgets/Icon.tsx";

const NOTHING: Context = { registry: "", id: "", set: [] };

/** What is known of the run. These fields are `[context]` of `acrlint.toml`. */
export function ContextBar() {
  project.revision.value;
  const context = readContext(project.text(CONFIGURATION));
  const { registry, id, set } = context ?? NOTHING;
  const unreadable = context === undefined;
  return (
    <details class="context">
      <summary>
        <Icon name="sliders" />
        <span>Run context</span>
        <span class="known">{known(context)}</span>
      </summary>
      <div class="fields">
        <Field
          label="Registry"
          hint="the login server of the registry that runs the task"
          example="myregistry.azurecr.io"
          value={registry}
          disabled={unreadable}
          change={(registry) => write({ registry, id, set })}
        />
        <Field
          label="Run ID"
          hint="$ID in the task"
          example="cf10"
          value={id}
          disabled={unreadable}
          change={(id) => write({ registry, id, set })}
        />
        <fieldset disabled={unreadable}>
          <legend>Values (--set)</legend>
          {set.map(([name, value], at) => (
            <div class="value" key={name}>
              <code>{name}</code>
              <input
                aria-label={`Value of ${name}`}
                value={value}
                spellcheck={false}
                onChange={(event) => write({ registry, id, set: set.with(at, [name, event.currentTarget.value]) })}
              />
              <button
                type="button"
                class="plain"
                aria-label={`Remove ${name}`}
                onClick={() => write({ registry, id, set: set.toSpliced(at, 1) })}
              >
                <Icon name="close" />
              </button>
            </div>
          ))}
          <NewValue
            taken={set.map(([name]) => name)}
            add={(name, value) => write({ registry, id, set: [...set, [name, value]] })}
          />
        </fieldset>
        <p class="note">
          What is not given is unknown, and nothing is reported that depends on it. These fields stand in{" "}
          <button type="button" class="link" onClick={open}>
            {CONFIGURATION}
          </button>
          {unreadable && ", which is not TOML at the moment: mend it first"}.
        </p>
      </div>
    </details>
  );
}

function known(context: Context | undefined): string {
  if (!context) return "cannot be read";
  const values = context.set.map(([name, value]) => `${name}=${value}`);
  return (
    [context.registry, context.id && `ID ${context.id}`, ...values].filter(Boolean).join(" · ") || "nothing is known"
  );
}

interface FieldProps {
  label: string;
  hint: string;
  example: string;
  value: string;
  disabled: boolean;
  change(value: string): void;
}

function Field({ label, hint, example, value, disabled, change }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} title={hint}>
        {label}
      </label>
      <input
        id={id}
        value={value}
        placeholder={example}
        disabled={disabled}
        spellcheck={false}
        autocomplete="off"
        onChange={(event) => change(event.currentTarget.value.trim())}
      />
    </div>
  );
}

function NewValue({ taken, add }: { taken: string[]; add(name: string, value: string): void }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { name, value } = Object.fromEntries(new FormData(form)) as Record<string, string>;
    if (!name || taken.includes(name)) return;
    add(name, value ?? "");
    form.reset();
    form.querySelector("input")?.focus();
  };
  return (
    <form class="value" onSubmit={submit}>
      <input name="name" aria-label="Name of a new value" placeholder="name" spellcheck={false} autocomplete="off" />
      <input name="value" aria-label="The new value" placeholder="value" spellcheck={false} autocomplete="off" />
      <button type="submit">Add</button>
    </form>
  );
}

function write(context: Context): void {
  const written = writeContext(project.text(CONFIGURATION), context);
  if (written !== undefined) project.set(CONFIGURATION, written);
  else
    notice.value = {
      text: `[context] in ${CONFIGURATION} is written in a way that only you can change.`,
      action: { label: "Open it", run: open },
      isError: true,
    };
}

function open(): void {
  if (!project.has(CONFIGURATION)) project.set(CONFIGURATION, "");
  editor.goTo(CONFIGURATION, 0);
}
