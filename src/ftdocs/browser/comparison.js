// Two variants side by side: one is pinned, the form holds the other.

import { fillList } from "./fill.js";

export class Comparison {
  /** The pinned variant's fields. @type {Record<string, string> | undefined} */
  pinned;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.pinned = this.printed;
  }

  /** The variant that the page itself pins. @returns {Record<string, string> | undefined} */
  get printed() {
    const { pinned } = this.host.dataset;
    return pinned ? JSON.parse(pinned) : undefined;
  }

  /** @param {Record<string, string> | undefined} fields undefined ends the comparison */
  pin(fields) {
    this.pinned = fields;
    if (!fields) this.show(undefined);
  }

  /** @param {{caption: string, rows: {label: string, first: string, second: string, differs: boolean}[]} | undefined} compared */
  show(compared) {
    const section = /** @type {HTMLElement} */ (this.host.querySelector(".ft-compared"));
    section.hidden = !compared;
    if (!compared) return;
    const caption = section.querySelector("[data-caption]");
    if (caption) caption.textContent = compared.caption;
    const texts = compared.rows.map(({ label, first, second }) => ({ label, first, second }));
    fillList(section.querySelector("[data-list=compared]"), texts, (row, index) =>
      row.toggleAttribute("data-differs", compared.rows[index]?.differs),
    );
  }
}
