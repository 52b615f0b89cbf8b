// What an element says until Python answers: how far that is, to the eye at once and in words after a second. Screen
// readers hear the words alone, and each of them once: no percentage. The words are in the page already.

import { allow } from "./runtime.js";

/** Milliseconds of a start after which it is worth a word: most are over by then. */
const WORTH_A_WORD = 1000;

/** @typedef {import("./runtime.js").State} State */

export class Starting {
  /** The words to be said. */
  words = "";
  /** Whether anything was said of this start. */
  saying = false;
  /** Until then. @type {ReturnType<typeof setTimeout> | undefined} */
  waiting;

  /** @param {HTMLElement} root the element, with what parts.html.jinja prints for a start in it */
  constructor(root) {
    this.root = root;
    this.place = /** @type {HTMLElement} */ (root.querySelector(".ft-stage"));
    this.percent = /** @type {HTMLElement} */ (root.querySelector("[data-percent]"));
    this.bar = /** @type {HTMLProgressElement} */ (root.querySelector(".ft-loading progress"));
    root.querySelector("[data-action=allow]")?.addEventListener("click", () => {
      allow();
      // The button is gone by now, and the focus must not be lost with it.
      this.place.focus();
    });
  }

  /** @param {State} state */
  show({ status, stage, loaded, total }) {
    const { root, place } = this;
    const under = status === "asking" || status === "loading";
    if (under) root.dataset.starting = status;
    else delete root.dataset.starting;
    if (status === "loading") {
      if (total) {
        this.bar.max = total;
        this.bar.value = loaded;
        this.percent.textContent = stage === "download" ? `${Math.floor((100 * loaded) / total)}%` : "";
      }
      this.say(place.dataset[stage] ?? "");
    } else if (status === "asking") {
      const size = (place.dataset.size ?? "").replace("{}", (total / 1e6).toFixed(1));
      this.say(`${place.dataset.asking} ${total ? size : ""}`.trim());
    } else {
      this.end(status === "ready" ? place.dataset.ready : "");
    }
  }

  /** @param {string} words */
  say(words) {
    if (words === this.words) return;
    this.words = words;
    if (this.saying) this.place.textContent = words;
    else {
      this.waiting ??= setTimeout(() => {
        this.saying = true;
        this.place.textContent = this.words;
      }, WORTH_A_WORD);
    }
  }

  /** The start is over, or nobody waits for it any more. @param {string} [words] the last ones, where others came before */
  end(words = "") {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    if (this.saying) this.place.textContent = words;
    this.saying = false;
    this.words = "";
  }
}
