// A click on a heading's mark: the address goes to the clipboard, and the menu offers other ways to write it.

import { headingText, openMenu } from "./copying.js";

/** @param {HTMLAnchorElement} mark */
export function copySection(mark) {
  const title = headingText(mark.closest("h1, h2, h3, h4, h5, h6"));
  openMenu(mark, { title, address: async () => mark.href }, { now: true });
}
