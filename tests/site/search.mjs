// Material's own search worker on a built site, under Node. Reads {site, queries} and prints what it finds for each query:
// pages, the best first, as lists of sections, the best first.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const { site, queries } = JSON.parse(readFileSync(0, "utf8"));
const folder = join(site, "assets/javascripts/workers");
const script = readdirSync(folder).find((name) => /^search\..*\.js$/.test(name)) ?? "";

/** The worker's ear. @type {any} */
let hear;
/** Ours. @type {any} */
let heard;
Object.assign(globalThis, {
  self: globalThis,
  addEventListener: (/** @type {string} */ _, /** @type {any} */ listener) => (hear = listener),
  postMessage: (/** @type {any} */ message) => heard(message),
});
runInThisContext(readFileSync(join(folder, script), "utf8"));

/**
 * One message to the worker, and its answer. The types are Material's: 0 sets up, 2 asks.
 * @param {number} type @param {any} data @returns {Promise<any>}
 */
const ask = (type, data) =>
  new Promise((resolve) => {
    heard = resolve;
    hear({ data: { type, data } });
  });

const { config, docs } = JSON.parse(readFileSync(join(site, "search/search_index.json"), "utf8"));
await ask(0, { config, docs, options: { suggest: true } });
const found = [];
for (const query of queries) found.push((await ask(2, query)).data.items);
console.log(JSON.stringify(found));
