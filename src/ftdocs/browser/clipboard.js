// Copying a text, on https and on plain-http hosts, where the clipboard API is missing.

/**
 * Copies `text`. Resolves to whether it worked; if not, the caller shows the text for copying by hand.
 * @param {string} text
 * @param {HTMLInputElement} field a field to select from where the clipboard API is missing
 */
export async function copy(text, field) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Permission was denied; the older way below may still do.
    }
  }
  const focused = document.activeElement;
  field.hidden = false;
  field.value = text;
  field.select();
  const copied = document.execCommand("copy");
  if (copied) {
    field.hidden = true;
    if (focused instanceof HTMLElement) focused.focus();
  }
  return copied;
}
