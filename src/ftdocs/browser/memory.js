// What the reader typed, kept while the tab lives: in module scope, because the page's content is mounted anew on instant
// navigation and on the first same-page anchor click. Nothing is stored beyond the tab, and nothing is sent.

/** @typedef {{fields: Record<string, string>, notices?: string[]}} Typed */

/** @type {Map<string, Typed>} */
const typed = new Map();

/**
 * Where an element's values are kept: its page and id, and the shared link it shows, if any, so that opening a link never
 * overwrites the reader's own values.
 * @param {string} id
 * @param {string} query the link's part from `?` on, or ""
 */
export function slot(id, query) {
  return `${location.pathname}#${id}${query}`;
}

/** @param {string} key */
export function recall(key) {
  return typed.get(key);
}

/** @param {string} key @param {Typed} value */
export function remember(key, value) {
  typed.set(key, value);
}

/** @param {string} key */
export function forget(key) {
  typed.delete(key);
}
