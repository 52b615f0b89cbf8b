// What the reader typed, kept while the tab lives: in module scope, because the page's content is mounted anew on instant
// navigation and on the first same-page anchor click. Nothing is stored beyond the tab, and nothing is sent.

/**
 * @typedef {object} Typed
 * @property {Record<string, string>} fields what stands in the form
 * @property {{fields: Record<string, string>, pinned?: Record<string, string>}} [given] what the link gave
 * @property {Record<string, string>} [pinned] the variant it is compared with
 * @property {string[]} [notices] what was to be said about the link
 */

/** @type {Map<string, Typed>} */
const typed = new Map();

/**
 * Where an element's values are kept: its page and id, and the shared link it shows, if any, so that opening a link never
 * overwrites the reader's own values.
 * @param {string} path @param {string} id
 * @param {string} link its part from `?` on, or ""
 */
export function slot(path, id, link) {
  return `${path}#${id}${link}`;
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

/** The link that each element shows, by its page and id. @type {Map<string, string>} */
const shown = new Map();

/** @param {string} path @param {string} id @param {string} link its part from `?` on; "" for the reader's own numbers */
export function show(path, id, link) {
  shown.set(slot(path, id, ""), link);
}

/** @param {string} path @param {string} id */
export function shownOn(path, id) {
  return shown.get(slot(path, id, "")) ?? "";
}
