import { useEffect, useRef } from "preact/hooks";
import { Panels } from "../panels/Panels.tsx";
import { counts, Problems } from "../panels/Problems.tsx";
import { dialog, editor, side } from "../app.ts";
import { ContextBar } from "./ContextBar.tsx";
import { Dialogs } from "./Dialogs.tsx";
import { DropZone } from "./DropZone.tsx";
import { FileTabs } from "./FileTabs.tsx";
import { Header } from "./Header.tsx";
import { NoticeBar } from "./NoticeBar.tsx";
import { share, Splitter } from "./Splitter.tsx";

export function Page() {
  useEffect(() => {
    window.addEventListener("keydown", goToSymbol);
    return () => window.removeEventListener("keydown", goToSymbol);
  }, []);
  return (
    <DropZone>
      <Header />
      <NoticeBar />
      <SideSwitch />
      <main
        class="work"
        data-side={side.value}
        style={{ "--code": `${share.value}fr`, "--panels": `${100 - share.value}fr` }}
      >
        <section class="code" aria-label="Files and problems">
          <FileTabs />
          <ContextBar />
          <CodeArea />
          <Problems />
        </section>
        <Splitter />
        <Panels />
      </main>
      <Dialogs />
    </DropZone>
  );
}

/** Wherever the focus is. */
function goToSymbol(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== "o") return;
  event.preventDefault();
  dialog.value = "symbols";
}

function CodeArea() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.append(editor.view.dom);
  }, []);
  return <div class="editor" id="editor" role="tabpanel" aria-label="Editor" ref={place} />;
}

/** Only there on narrow screens. */
function SideSwitch() {
  const { all } = counts.value;
  return (
    <div class="sides" role="group" aria-label="What is shown">
      <button type="button" aria-pressed={side.value === "code"} onClick={() => (side.value = "code")}>
        Code{all > 0 && <span class="badge">{all}</span>}
      </button>
      <button type="button" aria-pressed={side.value === "panels"} onClick={() => (side.value = "panels")}>
        Run
      </button>
      <button type="button" onClick={() => (dialog.value = "symbols")}>
        Go to…
      </button>
    </div>
  );
}
