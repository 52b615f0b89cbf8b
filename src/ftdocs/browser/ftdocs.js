// The one script every page loads. Calculators' own scripts are fetched where there is a calculator; Python waits for
// the reader.

const looking = new MutationObserver(look);

function look() {
  if (!document.querySelector("ft-calculator")) return;
  looking.disconnect();
  import("./calculator-element.js");
}

// Also for content that comes later: the theme swaps pages without loading them anew.
looking.observe(document.documentElement, { childList: true, subtree: true });
look();
