import type { Step } from "../../server/protocol.ts";
import type { Size } from "./geometry.ts";

/** A kind of step by its outline: a build is a box, a push an arrow, a command a pill, what is none of them a rhomb. */
const outlines = ({ width: w, height: h }: Size) => ({
  build: `M4 0H${w - 4}a4 4 0 0 1 4 4V${h - 4}a4 4 0 0 1-4 4H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z`,
  push: `M4 0H${w - h * 0.36}L${w} ${h / 2}L${w - h * 0.36} ${h}H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z`,
  cmd: `M${h / 2} 0H${w - h / 2}a${h / 2} ${h / 2} 0 0 1 0 ${h}H${h / 2}a${h / 2} ${h / 2} 0 0 1 0-${h}z`,
  none: `M14 0H${w - 14}L${w} ${h / 2}L${w - 14} ${h}H14L0 ${h / 2}z`,
});

export function Outline({ kind, size }: { kind: Step["kind"]; size: Size }) {
  return <path class="outline" d={outlines(size)[kind ?? "none"]} />;
}

/** The shapes with their names. */
export function Legend() {
  const kinds = ["build", "push", "cmd"] as const;
  return (
    <ul class="legend" aria-label="Shapes">
      {kinds.map((kind) => (
        <li key={kind} class={`step is-${kind}`}>
          <svg viewBox="-1 -1 32 16" width="32" height="16" aria-hidden="true">
            <Outline kind={kind} size={{ width: 30, height: 14 }} />
          </svg>
          {kind}
        </li>
      ))}
      <li>
        <span class="mark is-error" aria-hidden="true">
          !
        </span>
        fails
      </li>
      <li>
        <span class="sometimes" aria-hidden="true" />
        only if a condition holds
      </li>
    </ul>
  );
}

/** What an image is called without the registry and the folders before its name. */
export function shortImage(image: string): string {
  return image.slice(image.lastIndexOf("/") + 1);
}

/** A command with only the name of its image. */
export function shortCommand(command: string): string {
  const [image = "", ...rest] = command.split(" ");
  return [shortImage(image).replace(/[:@].*/, ""), ...rest].join(" ");
}

/** The beginning of a text that fits into so many letters. */
export function head(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
