// The one script every page loads. What calculators and copying take is fetched where it is wanted; Python waits for the
// reader.

const looking = new MutationObserver(look);

function look() {
  if (!document.querySelector("ft-calculator")) return;
  looking.disconnect();
  import("./calculator-element.js");
}

// Also for content that comes later: the theme swaps pages without loading them anew.
looking.observe(document.documentElement, { childList: true, subtree: true });
look();

// On a page from which a section has moved.
if (document.getElementById("ft-moved")) import("./moved.js");

if (location.hash.includes("?")) import("./strayed.js");

document.addEventListener("click", (event) => {
  const mark = event.target instanceof Element && event.target.closest("a.headerlink");
  if (!(mark instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  import("./sections.js").then(({ copySection }) => copySection(mark));
});
