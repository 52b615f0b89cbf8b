// A calculator's two ways into a scenario: begin one with its numbers, or attach its result to a gate or to the costs.

import { read } from "../form.js";
import { ScenarioFields, keepIn } from "./fields.js";
import { dress, part, root } from "./page.js";
import * as store from "./store.js";

/** @typedef {import("../calculator-element.js").CalculatorElement} Host */

/** The result that the open menu is about. @type {Host | undefined} */
let about;

/** Shows the buttons that fit: one begins a scenario, the other adds to it. @param {Host} host */
export function offer(host) {
  const has = store.current() !== "";
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll("[data-action=keep]"))) button.hidden = has;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll("[data-action=attach]"))) button.hidden = !has;
}

/** The form takes what the scenario gives. @param {Host} host */
export function join(host) {
  if (!store.current()) return;
  host.scenario ??= new ScenarioFields(host);
  offer(host);
}

/** Begin a scenario with what the reader has typed into this form. @param {Host} host */
export async function begin(host) {
  const pressed = document.activeElement?.matches("[data-action=keep]");
  store.create({});
  const typed = Object.fromEntries(
    Object.entries(read(host.form)).filter(([name]) => host.form.querySelector(`.ft-field[data-edited] [name="${name}"]`)),
  );
  await keepIn(host.calculator, typed);
  // It also has the page's calculators join.
  await import("./bar.js");
  join(host);
  // The button that was pressed is gone: what can be done next stands in its place.
  if (pressed) /** @type {HTMLElement | null} */ (host.querySelector("[data-action=attach]"))?.focus();
}

/** The menu of places to attach a result to. @param {Host} host @param {HTMLElement} at */
export async function openMenu(host, at) {
  dress();
  about = host;
  let menu = document.getElementById("ft-attach");
  if (!menu) {
    menu = part("attach") ?? null;
    if (!menu) return;
    menu.id = "ft-attach";
    document.body.append(menu);
    menu.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("[data-to]");
      if (button) attach(button.getAttribute("data-to") ?? "");
    });
  }
  const link = /** @type {HTMLAnchorElement} */ (menu.querySelector("a"));
  link.href = new URL(link.dataset.href ?? "", root).href;
  say(menu, "");
  /** @type {HTMLInputElement} */ (menu.querySelector("input")).value = "";
  menu.showPopover();
  const { left, bottom, top } = at.getBoundingClientRect();
  const below = bottom + 8 + menu.offsetHeight <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${below ? bottom + 8 : Math.max(8, top - menu.offsetHeight - 8)}px`;
  /** @type {HTMLElement} */ (menu.querySelector("input")).focus();
}

/** @param {string} to a gate's id, or `costs` */
async function attach(to) {
  const menu = /** @type {HTMLElement} */ (document.getElementById("ft-attach"));
  const address = await about?.address();
  if (!about || address === undefined) {
    say(menu, "failed");
    return;
  }
  const note = /** @type {HTMLInputElement} */ (menu.querySelector("input"));
  if (to === "costs") {
    store.edit({ [`costs.${about.calculator}`]: "true" });
  } else {
    const piece = JSON.stringify({ gate: to, link: address.slice(address.indexOf("#") + 1), note: note.value });
    const place = `evidence.${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
    // The same thing twice is one piece of evidence.
    if (!Object.values(store.texts()).includes(piece)) store.edit({ [place]: piece });
  }
  say(menu, "done");
}

/** @param {HTMLElement} menu @param {string} what */
function say(menu, what) {
  const place = /** @type {HTMLElement} */ (menu.querySelector("[role=status]"));
  place.textContent = what ? (place.dataset[what] ?? "") : "";
}
