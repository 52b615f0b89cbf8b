// The one script every page loads: it fetches the others where they are wanted.

function look() {
  const found = document.querySelector("ft-calculator:not(:defined), ft-record:not(:defined)");
  if (found) import(found.matches("ft-record") ? "./scenario/record-element.js" : "./calculator-element.js");
}

// Also for pages that the theme swaps in.
new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
look();

// A section has moved.
if (document.getElementById("ft-moved")) import("./moved.js");

// An address that names no place on this page, or holds inputs.
function stray() {
  const id = location.hash.slice(1);
  if (id && !document.getElementById(id)) import("./strayed.js");
}
addEventListener("hashchange", stray);
stray();

try {
  if (localStorage["ftdocs:current"]) import("./scenario/bar.js");
} catch {} // forbidden

document.addEventListener("click", (event) => {
  const mark = event.target instanceof Element && event.target.closest("a.headerlink");
  if (!(mark instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  import("./sections.js").then(({ copySection }) => copySection(mark));
});
