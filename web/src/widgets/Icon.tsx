// Drawn for the page; each on a grid of 16.
const PATHS = {
  add: "M8 3v10M3 8h10",
  book: "M3 3.5h4a1.5 1.5 0 0 1 1 .5 1.5 1.5 0 0 1 1-.5h4v9H9.5a1.5 1.5 0 0 0-1.5 1 1.5 1.5 0 0 0-1.5-1H3zM8 4v9.5",
  check: "m3 8.5 3.5 3.5L13 4.5",
  close: "m4 4 8 8M12 4l-8 8",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  error: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M8 4.5v4.2M8 11v.6",
  hint: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M8 7.3v4.2M8 4.4V5",
  keyboard: "M1.5 4h13v8h-13zM4 6.5h.4M7 6.5h.4M10 6.5h.4M12.3 6.5h.2M5 9.5h6",
  link: "M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5 7.500 13A3 3 0 0 1 3 8.500L4.500 7",
  pen: "m3 13 .6-2.800 7-7 2.200 2.200-7 7zM9.200 4.600l2.200 2.200",
  sliders: "M2 4.500h6M11.500 4.500H14M2 11.500h2.500M8 11.500h6M9.700 2.800v3.400M6.200 9.800v3.400",
  trash: "M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.6 9h5.800l.6-9M7 7v4M9 7v4",
  warning: "M8 2 14.500 13.500h-13zM8 6.500v3.300M8 11.500v.4",
};

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
