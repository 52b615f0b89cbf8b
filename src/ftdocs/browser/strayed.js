// A link with inputs for a calculator that is not on this page: says so, and where to find it. The words are in the page.

import homes from "./homes.js";

/** The longest name worth repeating. */
const LONGEST = 60;

function sayStrayed() {
  document.querySelector(".ft-strayed")?.remove();
  const [id = "", ...inputs] = location.hash.slice(1).split("?");
  const there = document.getElementById(id);
  if (!inputs.length || there?.localName === "ft-calculator" || isMoved(id)) return;
  // With a query behind it the browser does not find the section.
  there?.scrollIntoView();
  const home = Object.hasOwn(homes.pages, id) ? homes.pages[id] : undefined;
  const template = document.getElementById(home === undefined ? "ft-strayed-unknown" : "ft-strayed-home");
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
