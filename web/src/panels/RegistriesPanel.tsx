import { useSignal } from "@preact/signals";
import { Icon } from "../widgets/Icon.tsx";
import type { Identity, Registry } from "../server/protocol.ts";
import { useAnswer } from "./answer.ts";
import { PlaceLink } from "./places.tsx";

const COVERAGE: Record<string, { icon: "check" | "error" | "hint"; text: string }> = {
  covered: { icon: "check", text: "covered" },
  missing: { icon: "error", text: "no credential" },
  unknown: { icon: "hint", text: "not known" },
  anonymous: { icon: "check", text: "open to anybody" },
};

export function RegistriesPanel() {
  const identity = useSignal<Identity>("system");
  const state = useAnswer("acrlint/credentials", { identity: identity.value }).value;
  if (state === null) return <p class="note">…</p>;
  if ("fault" in state) return <p class="note">{state.fault}</p>;
  const { registries, script } = state.answer;
  const missing = registries.filter((registry) => registry.coverage === "missing").length;
  return (
    <>
      {registries.length === 0 && <p class="note">The task pulls nothing and pushes nothing, as far as can be seen.</p>}
      <ul class="registries">
        {registries.map((registry) => (
          <Host key={registry.host} registry={registry} />
        ))}
      </ul>
      {missing > 0 ? (
        <Script script={script} identity={identity.value} change={(chosen) => (identity.value = chosen)} />
      ) : (
        registries.length > 0 && (
          <p class="note">No gap to close: there is no registry that surely lacks a credential.</p>
        )
      )}
    </>
  );
}

function Host({ registry }: { registry: Registry }) {
  const coverage = COVERAGE[registry.coverage] ?? COVERAGE.unknown;
  const needs = [registry.pull && "pull", registry.push && "push"].filter(Boolean).join(" and ");
  const identity = registry.identity && `as ${registry.identity}`;
  return (
    <li class={`registry is-${registry.coverage}`}>
      <h3>{registry.host}</h3>
      <span class="coverage">
        {coverage && <Icon name={coverage.icon} />}
        {registry.home ? "home registry" : coverage?.text}
      </span>
      <dl>
        <dt>needed for</dt>
        <dd>
          {needs || "nothing"}
          {registry.because.map((place, at) => (
            <PlaceLink key={`${place.path}:${at}`} place={place} />
          ))}
        </dd>
        {(registry.by || identity) && (
          <>
            <dt>{registry.coverage === "covered" ? "by" : "because"}</dt>
            <dd>
              {[registry.by, identity].filter(Boolean).join(", ")}
              {registry.at && <PlaceLink place={registry.at} />}
            </dd>
          </>
        )}
      </dl>
    </li>
  );
}

interface ScriptProps {
  script: string;
  identity: Identity;
  change(identity: Identity): void;
}

function Script({ script, identity, change }: ScriptProps) {
  const said = useSignal("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(script);
      said.value = "Copied.";
    } catch {
      said.value = "The browser does not allow it: select the text.";
    }
    setTimeout(() => (said.value = ""), 4000);
  };
  const choice = (value: Identity, text: string) => (
    <label>
      <input type="radio" name="identity" checked={identity === value} onChange={() => change(value)} />
      {text}
    </label>
  );
  return (
    <section class="script" aria-label="Commands that close the gaps">
      <header>
        <h3>What closes the gaps</h3>
        <fieldset>
          <legend class="unseen">Identity</legend>
          {choice("system", "system-assigned")}
          {choice("user", "user-assigned")}
        </fieldset>
        <button type="button" onClick={() => void copy()}>
          <Icon name="copy" />
          Copy
        </button>
        <span role="status">{said.value}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached with the keyboard */}
      <pre tabIndex={0}>{script}</pre>
    </section>
  );
}
