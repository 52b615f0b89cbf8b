// What a calculator says beside its result: errors, failures, shared numbers, old data, a copied link. The words are in the
// page already, or come from Python; only which of them show is decided here.

import { fillList } from "./fill.js";
import { showErrors } from "./form.js";

/** @param {Element} root @param {string} selector */
const part = (root, selector) => /** @type {HTMLElement} */ (root.querySelector(selector));

/**
 * @param {Element} root @param {HTMLFormElement} form
 * @param {{field: string, message: string}[]} errors
 * @param {boolean} [focus] whether the reader is taken to them
 */
export function sayErrors(root, form, errors, focus) {
  const summary = part(root, ".ft-errors");
  const said = JSON.stringify(errors);
  // The same message is not announced again.
  if (said !== (summary.dataset.said ?? "[]")) {
    showErrors(summary, form, errors, (messages, targets) =>
      fillList(root.querySelector("[data-list=errors]"), messages, (item, index) =>
        item.querySelector("a")?.setAttribute("href", `#${targets[index] ?? root.id}`),
      ),
    );
  }
  if (errors.length) summary.dataset.said = said;
  else delete summary.dataset.said;
  if (focus && errors.length) summary.focus();
}

/**
 * @param {Element} root @param {string} text why there is no Python; "" hides it
 * @param {string} [reason] the same as a code: after one, trying again is of no use
 */
export function sayFailure(root, text, reason = "") {
  const words = part(root, ".ft-failure p");
  if (words.textContent !== text) words.textContent = text;
  const isLasting = reason === "damaged-script";
  part(root, "[data-action=retry]").hidden = isLasting;
  part(root, "[data-action=reload]").hidden = !isLasting;
  part(root, ".ft-failure").hidden = !text;
}

/**
 * Says where numbers come from a shared link, and whether they were changed since.
 * @param {Element} root
 * @param {boolean} given whether they do
 * @param {string[]} notices
 * @param {boolean} changed
 */
export function sayShared(root, given, notices, changed) {
  const box = part(root, ".ft-shared");
  box.hidden = !given;
  box.toggleAttribute("data-changed", changed);
  fillList(root.querySelector("[data-list=notices]"), notices);
}

/** @param {HTMLElement} root @param {{draws: number, planned: number, said: string}} step how far the draws are */
export function sayRefining(root, { draws, planned, said }) {
  const bar = /** @type {HTMLProgressElement} */ (root.querySelector(".ft-refining progress"));
  bar.max = planned;
  bar.value = draws;
  part(root, "[data-refined]").textContent = said;
}

/** Says which data are old by now: the build printed from which day on. @param {Element} root @param {Date} now */
export function sayAge(root, now) {
  for (const said of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".ft-aged"))) {
    said.hidden = now < new Date(said.dataset.from ?? "");
  }
}

/** @param {Element} root @param {"done" | "manual" | "pinned" | ""} how "" hides it; "manual" shows the link to copy by hand */
export function sayCopied(root, how) {
  const said = part(root, ".ft-copied");
  said.textContent = how ? (said.dataset[how] ?? "") : "";
  said.hidden = !how;
  part(root, ".ft-manual-link").hidden = how !== "manual";
}
