import { useRef } from "preact/hooks";
import { PANELS, type PanelName, panel, task } from "../app.ts";
import { PlanPanel } from "./plan/PlanPanel.tsx";
import { RegistriesPanel } from "./RegistriesPanel.tsx";
import { RenderedPanel } from "./RenderedPanel.tsx";
import { RulesPanel } from "./RulesPanel.tsx";

const TITLES: Record<PanelName, string> = {
  plan: "Plan",
  registries: "Registries",
  rendered: "Rendered",
  rules: "Rules",
};
const CONTENTS = { plan: PlanPanel, registries: RegistriesPanel, rendered: RenderedPanel, rules: RulesPanel };

/** What a run will do, beside the editor. */
export function Panels() {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = PANELS.indexOf(panel.value);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    panel.value = PANELS[(at + step + PANELS.length) % PANELS.length] as PanelName;
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };
  const Content = CONTENTS[panel.value];
  return (
    <section class="panels" aria-label="What a run does">
      <div class="tabs" role="tablist" aria-label="What a run does" ref={list} onKeyDown={move}>
        {PANELS.map((name) => (
          <button
            type="button"
            key={name}
            id={`tab-${name}`}
            role="tab"
            aria-selected={panel.value === name}
            aria-controls="panel"
            tabIndex={panel.value === name ? 0 : -1}
            onClick={() => (panel.value = name)}
          >
            {TITLES[name]}
          </button>
        ))}
        {task.value && panel.value !== "rules" && <span class="subject">{task.value}</span>}
      </div>
      <div
        class={`panel panel-${panel.value}`}
        id="panel"
        role="tabpanel"
        aria-labelledby={`tab-${panel.value}`}
        tabIndex={-1}
      >
        <Content />
      </div>
    </section>
  );
}
