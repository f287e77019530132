import { toFragment } from "../project/share.ts";
import { dialog, notice, project } from "../app.ts";
import { Icon } from "../widgets/Icon.tsx";

export function Header() {
  return (
    <header class="top">
      <h1>
        <img src="./icon.svg" alt="" width="24" height="24" />
        acrlint
      </h1>
      <p class="claim">Checks Azure Container Registry tasks, right here: nothing leaves your browser.</p>
      <nav aria-label="Project">
        <button type="button" onClick={() => (dialog.value = "examples")}>
          <Icon name="book" />
          Examples
        </button>
        <button type="button" onClick={() => (dialog.value = "keys")} aria-label="Keyboard" title="Keyboard">
          <Icon name="keyboard" />
        </button>
        <button type="button" class="primary" onClick={() => void share()}>
          <Icon name="link" />
          Share
        </button>
      </nav>
    </header>
  );
}

/** Puts the project into the address, and the address into the clipboard. */
async function share(): Promise<void> {
  const fragment = await toFragment(project.saved());
  window.history.replaceState(null, "", fragment);
  const size = `${Math.ceil(location.href.length / 1000)} KB`;
  try {
    await navigator.clipboard.writeText(location.href);
    notice.value = { text: `The link is copied (${size}). It holds all files; no server ever sees them.` };
  } catch {
    notice.value = { text: `The link is in the address bar (${size}). It holds all files; no server ever sees them.` };
  }
}
