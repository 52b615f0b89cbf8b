// The menu in which a link, or a calculator's result, is copied. Its words are in the page.

import { formats } from "./citing.js";
import { copy } from "./clipboard.js";

/**
 * @typedef {object} Source what is copied
 * @property {string} title
 * @property {() => Promise<string | undefined>} address undefined where there is none to give
 * @property {(numbers: boolean) => Promise<string | undefined>} [block] the result as a block, of a calculator
 */

/** What the open menu copies. @type {Source | undefined} */
let source;

/**
 * Opens the menu at an element.
 * @param {HTMLElement} at
 * @param {Source} from
 * @param {{now?: boolean}} [manner] `now`: the address is copied at once
 */
export function openMenu(at, from, { now = false } = {}) {
  const menu = document.getElementById("ft-copying");
  if (!menu) return;
  source = from;
  part(menu, "[data-copying=title]").textContent = `“${from.title}”`;
  for (const button of menu.querySelectorAll("[data-result]")) /** @type {HTMLElement} */ (button).hidden = !from.block;
  say(menu, "");
  part(menu, ".ft-copying-text").hidden = true;
  if (!menu.dataset.live) {
    menu.dataset.live = "true";
    menu.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("[data-copy]");
      if (button) copyAs(menu, button.getAttribute("data-copy") ?? "");
    });
  }
  menu.showPopover();
  putBeside(menu, at);
  /** @type {HTMLElement} */ (menu.querySelector("[data-copy]")).focus();
  if (now) copyAs(menu, "address");
}

/** Counts copies, so that a slow one says nothing after a later one. */
let turn = 0;

/** @param {HTMLElement} menu @param {string} format */
async function copyAs(menu, format) {
  if (!source) return;
  const mine = ++turn;
  // What was said of the copy before is over, and the next is said anew.
  say(menu, "");
  const made = await written(source, format);
  if (mine !== turn) return;
  const field = /** @type {HTMLTextAreaElement} */ (part(menu, ".ft-copying-text"));
  field.hidden = true;
  if (!made) {
    say(menu, "failed");
    return;
  }
  const copied = await copy(made.text, field, made.html);
  if (mine === turn) say(menu, copied ? (format === "address" ? "address" : "done") : "manual");
}

/** @param {Source} from @param {string} format @returns {Promise<{text: string, html?: string} | undefined>} */
async function written(from, format) {
  if (format === "block" || format === "question") {
    const text = await from.block?.(format === "block");
    return text === undefined ? undefined : { text };
  }
  const address = await from.address();
  if (address === undefined) return undefined;
  const { site = "", version = "" } = /** @type {HTMLElement} */ (document.getElementById("ft-copying")).dataset;
  return formats[format]?.({ title: from.title, page: pageTitle(), site, version, address });
}

/** @param {HTMLElement} menu @param {string} what */
function say(menu, what) {
  const place = part(menu, ".ft-copying-said");
  place.textContent = what ? (place.dataset[what] ?? "") : "";
}

/** Below the element, and within the window. @param {HTMLElement} menu @param {HTMLElement} at */
function putBeside(menu, at) {
  const { left, bottom, top } = at.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = bottom + 8 + height <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${below ? bottom + 8 : Math.max(8, top - height - 8)}px`;
}

/** The page's heading. */
function pageTitle() {
  return headingText(document.querySelector("article h1, h1"));
}

/** A heading's words, without the mark that links to it. @param {Element | null} heading */
export function headingText(heading) {
  const copied = /** @type {Element | undefined} */ (heading?.cloneNode(true));
  for (const mark of copied?.querySelectorAll(".headerlink") ?? []) mark.remove();
  return (copied?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** @param {Element} root @param {string} selector */
function part(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}
