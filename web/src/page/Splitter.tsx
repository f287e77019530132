import { signal } from "@preact/signals";

/** How much of the width the code has, in per cent. */
export const share = signal(54);

const LIMITS = { least: 25, most: 75 };

/** Between code and panels: dragged, or moved with the arrow keys. */
export function Splitter() {
  const set = (percent: number) => {
    share.value = Math.round(Math.min(LIMITS.most, Math.max(LIMITS.least, percent)));
  };
  const drag = (event: PointerEvent) => {
    if (event.currentTarget instanceof Element && event.currentTarget.hasPointerCapture(event.pointerId))
      set((event.clientX / window.innerWidth) * 100);
  };
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: share.value - 4,
      ArrowRight: share.value + 4,
      Home: 0,
      End: 100,
    };
    const percent = steps[event.key];
    if (percent === undefined) return;
    event.preventDefault();
    set(percent);
  };
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the code"
      aria-valuenow={share.value}
      aria-valuemin={LIMITS.least}
      aria-valuemax={LIMITS.most}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={move}
    />
  );
}
