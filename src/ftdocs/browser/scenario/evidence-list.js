// The evidence in the scenario's form: a link to each piece, its note to edit, and a way to take it off.

import { fillList } from "../fill.js";
import { ask } from "./page.js";
import * as store from "./store.js";

/** @typedef {{place: string, said: string, gate: string, link: string, note: string}} Piece */

export class EvidenceList {
  /** What is shown. @type {Piece[]} */
  pieces = [];

  /** @param {HTMLElement} host @param {AbortSignal} signal */
  constructor(host, signal) {
    this.list = /** @type {HTMLElement} */ (host.querySelector("[data-list=evidence]"));
    this.none = /** @type {HTMLElement} */ (host.querySelector("[data-no-evidence]"));
    this.list.addEventListener("click", ({ target }) => target instanceof Element && this.remove(target.closest("button")), { signal });
    this.list.addEventListener("change", ({ target }) => this.note(/** @type {HTMLInputElement} */ (target)), { signal });
  }

  /** A note that is being typed stays, and so does the focus. @param {Piece[]} pieces @param {Record<string, string>} homes each calculator's page */
  show(pieces, homes) {
    if (JSON.stringify(pieces) === JSON.stringify(this.pieces)) return;
    const focused = this.list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : undefined;
    const at = focused ? [...this.list.querySelectorAll("li")].findIndex((item) => item.contains(focused)) : 0;
    this.pieces = pieces;
    this.none.hidden = pieces.length > 0;
    fillList(this.list, /** @type {any[]} */ (pieces), (item, index) => this.finish(item, /** @type {Piece} */ (pieces[index]), homes));
    if (focused) this.refocus(focused, at);
  }

  /** @param {Element} item @param {Piece} piece @param {Record<string, string>} homes */
  finish(item, { place, link, note }, homes) {
    for (const each of /** @type {NodeListOf<HTMLElement>} */ (item.querySelectorAll("a, button, input"))) each.dataset.place = place;
    item.querySelector("a")?.setAttribute("href", `${homes[link.split("?")[0] ?? ""]}#${link}`);
    const input = item.querySelector("input");
    if (input) input.value = note;
  }

  /** Whoever uses the keyboard goes on where they were, or at the piece that took its place. @param {HTMLElement} focused @param {number} at */
  refocus(focused, at) {
    const same = this.list.querySelector(`${focused.tagName}[data-place="${focused.dataset.place}"]`);
    const items = [...this.list.querySelectorAll("li")];
    const next = same ?? items[Math.min(at, items.length - 1)]?.querySelector("button") ?? this.list.closest("details")?.querySelector("summary");
    if (same instanceof HTMLInputElement && focused instanceof HTMLInputElement) {
      same.value = focused.value;
      same.setSelectionRange(focused.selectionStart, focused.selectionEnd);
    }
    if (next instanceof HTMLElement) next.focus();
  }

  /** @param {Element | null} button */
  remove(button) {
    const place = button?.getAttribute("data-place");
    if (place) store.edit({ [place]: null });
  }

  /** @param {HTMLInputElement} input */
  async note(input) {
    const { place = "" } = input.dataset;
    const piece = this.pieces.find((each) => each.place === place);
    if (!piece) return;
    const id = store.current();
    const text = JSON.stringify({ gate: piece.gate, link: piece.link, note: input.value });
    const reply = await ask({ do: "scenario-check", place, text }, `scenario ${place}`).catch(() => undefined);
    if (reply?.ok) store.edit(reply.texts, id);
  }
}
