import DOMPurify from "dompurify";
import { Marked } from "marked";

const marked = new Marked({ gfm: true });

/** HTML without anything that runs, loads or looks like the page's own controls. */
export function sanitized(html: string): string {
  const options = {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["style", "form", "input", "button", "img"],
    FORBID_ATTR: ["style", "id"],
  };
  return DOMPurify.sanitize(html, options);
}

export function htmlOf(markdown: string): string {
  return sanitized(marked.parse(markdown, { async: false }));
}

// a link leaves the page where it is
DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});
