import { editor, project, side } from "../app.ts";
import type { Place } from "../server/protocol.ts";

/** Where the cursor goes, with the editor in front. */
export function goTo(place: Place): void {
  side.value = "code";
  editor.goTo(place.path, place.range?.start ?? 0);
}

/** Pointing at something highlights its lines. */
export function pointing(place: Place) {
  const { path, range } = place;
  const on = () => range && editor.pointTo(path, { first: range.start.line, last: range.end.line });
  const off = () => editor.pointTo(path, null);
  return { onMouseEnter: on, onMouseLeave: off, onFocus: on, onBlur: off };
}

/** `path:line`, which goes there. */
export function PlaceLink({ place }: { place: Place }) {
  const text = place.range ? `${place.path}:${place.range.start.line}` : place.path;
  // what stands in no file of the project cannot be gone to
  if (!project.has(place.path)) return <span class="place">{text}</span>;
  return (
    <button type="button" class="link place" onClick={() => goTo(place)} {...pointing(place)}>
      {text}
    </button>
  );
}
