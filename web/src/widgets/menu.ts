export interface MenuItem {
  label: string;
  run(): void;
}

interface MenuOptions {
  label: string;
  /** In the window. */
  at: { x: number; y: number };
  items: readonly MenuItem[];
  /** What is said when there is nothing to choose. */
  empty: string;
  closed(): void;
}

/** A menu at a place of the window, as the pattern of WAI-ARIA has it. */
export function openMenu({ label, at, items, empty, closed }: MenuOptions): void {
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.role = "menu";
  menu.ariaLabel = label;
  menu.tabIndex = -1;
  let isOpen = true;
  const close = () => {
    // taking it away takes the focus from it, which closes it
    if (!isOpen) return;
    isOpen = false;
    menu.remove();
    closed();
  };
  const buttons = items.map((item) => {
    const button = menu.appendChild(document.createElement("button"));
    button.type = "button";
    button.role = "menuitem";
    button.textContent = item.label;
    button.onclick = () => {
      close();
      item.run();
    };
    return button;
  });
  if (buttons.length === 0) {
    const note = menu.appendChild(document.createElement("button"));
    note.type = "button";
    note.role = "menuitem";
    note.ariaDisabled = "true";
    note.textContent = empty;
    buttons.push(note);
  }
  menu.onkeydown = (event) => {
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Record<string, number> = {
      ArrowDown: (now + 1) % buttons.length,
      ArrowUp: (now - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) buttons[next]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget as Node | null)) close();
  });
  document.body.append(menu);
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.x, window.innerWidth - box.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(at.y + 4, window.innerHeight - box.height - 8))}px`;
  buttons[0]?.focus();
}
