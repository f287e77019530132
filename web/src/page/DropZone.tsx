import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { takeFiles } from "./files.ts";

/** Takes files and folders that are dropped anywhere on the page. */
export function DropZone({ children }: { children: ComponentChildren }) {
  const over = useSignal(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for who drags; the dialog for new files does the same
    <div
      class={over.value ? "page is-over" : "page"}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={(event) => {
        if (!event.relatedTarget) over.value = false;
      }}
      onDrop={(event) => {
        if (!hasFiles(event) || !event.dataTransfer) return;
        event.preventDefault();
        over.value = false;
        void takeFiles(event.dataTransfer);
      }}
    >
      {children}
    </div>
  );
}
