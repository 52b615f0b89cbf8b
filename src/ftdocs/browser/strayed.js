// A link to a section that is not on this page, or with inputs for a calculator that is not: says so, and where to find the
// calculator. The words are in the page.

import { decoded } from "./decoding.js";
import homes from "./homes.js";

/** The longest name worth repeating. */
const LONGEST = 60;

function sayStrayed() {
  document.querySelector(".ft-strayed")?.remove();
  const [id = "", ...inputs] = location.hash.slice(1).split("?");
  const there = document.getElementById(decoded(id));
  if (!id || (there && !inputs.length) || there?.localName === "ft-calculator" || isMoved(id)) return;
  // With a query behind it the browser does not find the section.
  there?.scrollIntoView();
  const home = Object.hasOwn(homes.pages, id) ? homes.pages[id] : undefined;
  const about = !inputs.length ? "section" : home === undefined ? "unknown" : "home";
  const template = document.getElementById(`ft-strayed-${about}`);
  const article = document.querySelector("article.md-content__inner");
  if (!(template instanceof HTMLTemplateElement) || !article) return;
  const said = /** @type {Element} */ (
    /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild
  );
  const name = said.querySelector("[data-strayed=name]");
  if (name) name.textContent = id.slice(0, LONGEST);
  const root = new URL(homes.root, import.meta.url).href;
  said.querySelector("a")?.setAttribute("href", root + (home === undefined ? homes.all : home + location.hash));
  article.prepend(said);
  if (!there) said.scrollIntoView({ block: "center" });
}

/** Whether the page sends on whoever asks for this; see moved.js. @param {string} id */
function isMoved(id) {
  const moves = JSON.parse(document.getElementById("ft-moved")?.textContent || "{}");
  return Object.hasOwn(moves, id);
}

addEventListener("hashchange", sayStrayed);
sayStrayed();
// The theme may mount the content anew after that, without what was put into it.
/** @type {Window & { document$?: { subscribe(then: () => void): void } }} */ (window).document$?.subscribe(sayStrayed);
