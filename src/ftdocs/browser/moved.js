// Sends readers on from an address whose page or section has moved. Where to stands in the page, as `ft-moved`: by the
// id that the address names, and by "" for any other. Query and fragment go along, a calculator's inputs among them.

import { decoded } from "./decoding.js";

export function sendOn() {
  const moves = JSON.parse(document.getElementById("ft-moved")?.textContent || "{}");
  const [name, ...inputs] = location.hash.slice(1).split("?");
  const id = decoded(name);
  if (document.getElementById(id)) return;
  const target = [id, ""].find((each) => Object.hasOwn(moves, each));
  if (target === undefined) return;
  const url = new URL(moves[target], location.href);
  url.search = location.search;
  if (!url.hash) url.hash = location.hash;
  else if (inputs.length) url.hash += `?${inputs.join("?")}`;
  location.replace(url);
}

addEventListener("hashchange", sendOn);
sendOn();
