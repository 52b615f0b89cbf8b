// What scenarios have on every page: their words, which stand in a <template>, and their styles, loaded once.

import { fetched } from "../scripts.js";

const template = () => /** @type {HTMLTemplateElement | null} */ (document.getElementById("ft-scenario-parts"));

/** A copy of a named part of the template; undefined on a page without it. @param {string} name @returns {HTMLElement | undefined} */
export function part(name) {
  const found = template()?.content.querySelector(`[data-part="${name}"]`);
  return found ? /** @type {HTMLElement} */ (document.importNode(found, true)) : undefined;
}

/** The site's root. The scripts stand four folders below it. */
export const root = new URL("../../../../", import.meta.url);

/** Loads the styles of scenarios. */
export function dress() {
  const href = new URL("../scenario.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}

/** Asks Python. @param {object} request @param {string} [channel] @returns {Promise<any>} undefined where a newer one replaced it */
export async function ask(request, channel = "scenario") {
  const runtime = await fetched(import("../runtime.js"));
  const { response } = await runtime.ask(request, { channel });
  return response;
}
