// Copying a text, on https and on plain-http hosts, where the clipboard API is missing.

/**
 * Copies `text`. Resolves to whether it worked; if not, `field` shows the text, selected, for copying by hand.
 * @param {string} text
 * @param {HTMLInputElement | HTMLTextAreaElement} field to select from
 * @param {string} [html] the same for programs that take more than plain text
 */
export async function copy(text, field, html) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      if (html && "ClipboardItem" in window && "write" in navigator.clipboard) {
        const item = { "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) };
        await navigator.clipboard.write([new ClipboardItem(item)]);
      } else {
        await navigator.clipboard.writeText(text);
      }
      return true;
    } catch {
      // Permission was denied; the older way below may still do.
    }
  }
  const focused = document.activeElement;
  field.hidden = false;
  field.value = text;
  field.select();
  const copied = copyTheOldWay(text, html);
  if (copied) {
    field.hidden = true;
    if (focused instanceof HTMLElement) focused.focus();
  }
  return copied;
}

/** @param {string} text @param {string} [html] */
function copyTheOldWay(text, html) {
  /** @param {ClipboardEvent} event */
  const fill = (event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    if (html) event.clipboardData?.setData("text/html", html);
  };
  document.addEventListener("copy", fill, { once: true });
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return copied;
}
