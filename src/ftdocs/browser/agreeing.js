// Whether what Python answers to the page's own numbers is what the build printed. It is the same code in both, so a
// difference means that page and calculator are of different releases, or that one of them was changed.

import { fillList } from "./fill.js";
import { isUntouched } from "./form.js";

/** How far floats may be apart, of the larger one or of 1. */
const TOLERANCE = 1e-9;

/** @typedef {{name: string, label: string, shown: string, value: string | null}} Printed one output; the sentence has no value */

export class Agreeing {
  /** What the build printed, as long as it is not yet compared. @type {Printed[] | undefined} */
  printed;

  /** @param {HTMLElement} root @param {HTMLFormElement} form */
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.done = false;
  }

  /**
   * To be called before an answer is filled in. Only the answer to an untouched form can be compared.
   * @param {any} answer @param {boolean} complete whether it rests on all draws
   */
  check(answer, complete) {
    if (this.done) return;
    this.printed ??= [...this.root.querySelectorAll("[data-output]")].map((place) => ({
      name: place.getAttribute("data-output") ?? "",
      label: place.closest("dl > div, tr")?.querySelector("dt, th")?.textContent ?? "",
      shown: place.textContent ?? "",
      value: place.getAttribute("data-value"),
    }));
    if (!complete || !isUntouched(this.form)) return;
    this.done = true;
    const found = this.printed.flatMap((each) => difference(each, answer));
    if (!found.length) return;
    const said = /** @type {HTMLElement} */ (this.root.querySelector(".ft-differs"));
    fillList(
      said.querySelector("[data-list]"),
      found.map((each) => ({ ...each, label: each.label || (said.dataset.sentence ?? "") })),
    );
    said.hidden = false;
  }
}

/** @param {Printed} printed @param {any} answer @returns {{label: string, printed: string, live: string}[]} one or none */
function difference({ name, label, shown, value }, { sentence, shown: texts, outputs }) {
  if (value === null) return shown === sentence ? [] : [{ label, printed: shown, live: sentence }];
  const output = outputs[name];
  if (typeof output === "string" ? value === output : isClose(parsed(value), output)) return [];
  const text = texts[name] ?? "";
  // Too small a difference to be seen is told to the last digit.
  return text === shown
    ? [{ label, printed: value, live: JSON.stringify(output) }]
    : [{ label, printed: shown, live: text }];
}

/** @param {string} json */
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** @param {any} one @param {any} other @returns {boolean} */
function isClose(one, other) {
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one), Math.abs(other));
  }
  if (!one || !other || typeof one !== "object" || typeof other !== "object") return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => isClose(one[name], other[name]));
}
