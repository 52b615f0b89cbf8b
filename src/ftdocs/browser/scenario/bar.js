// What every page does where a scenario is kept: the state of the five gates in a small bar of the page's furniture, and
// the scenario's numbers in the forms of its calculators.

import { join } from "./attach.js";
import { dress, part, root } from "./page.js";
import * as store from "./store.js";

function show() {
  const before = document.getElementById("ft-gates");
  const id = store.current();
  const bar = id ? part("bar") : undefined;
  if (!bar) {
    before?.remove();
    return;
  }
  dress();
  bar.id = "ft-gates";
  const name = store.texts(id).name;
  const title = bar.querySelector("[data-name]");
  if (title && name) title.textContent = name;
  const said = store.gates();
  for (const gate of said?.gates ?? []) {
    const link = [...bar.querySelectorAll("[data-gate]")].find((each) => each.getAttribute("data-gate") === gate.id);
    if (!link) continue;
    link.setAttribute("data-status", gate.status);
    const status = link.querySelector("[data-status-word]");
    if (status) status.textContent = gate.status;
    if (gate.id === said.next) link.setAttribute("aria-current", "step");
  }
  for (const link of bar.querySelectorAll("a")) link.href = new URL(link.dataset.href ?? "", root).href;
  /** @type {HTMLElement} */ (bar.querySelector("[data-unkept]")).hidden = store.isKept();
  if (before) {
    if (before.outerHTML !== bar.outerHTML) before.replaceWith(bar);
  } else document.querySelector(".md-main")?.before(bar);
}

store.subscribe(show);
show();
document.addEventListener("ft-connected", ({ target }) => join(/** @type {import("../calculator-element.js").CalculatorElement} */ (target)));
for (const each of document.querySelectorAll("ft-calculator")) {
  const host = /** @type {import("../calculator-element.js").CalculatorElement} */ (each);
  // Those that are not live yet will say so.
  if (host.leaving) join(host);
}
// The theme swaps pages without loading them anew; what leads away from the new page has other addresses.
new MutationObserver(show).observe(document.body, { childList: true });
