import { notice } from "../app.ts";
import { Icon } from "../widgets/Icon.tsx";

/** What happened, said aloud and shown until it is put away. */
export function NoticeBar() {
  const said = notice.value;
  return (
    <div class="notices" role="status">
      {said && (
        <div class={said.isError ? "notice is-error" : "notice"}>
          <span>{said.text}</span>
          {said.action && (
            <button type="button" onClick={said.action.run}>
              {said.action.label}
            </button>
          )}
          <button type="button" class="plain" aria-label="Put this message away" onClick={() => (notice.value = null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
