// How much would come over the line if Python were loaded now. Fetches no file, but asks the host for their sizes.

import manifest from "./manifest.js";

/** @type {Record<string, string>} how packed copies of a file are called, by their encoding */
const COPIES = { br: ".br", gzip: ".gz" };

/** @returns {Promise<number | undefined>} bytes, as this host packs them; undefined where the browser holds all of it */
export async function weigh() {
  const watch = new PerformanceObserver(() => {});
  watch.observe({ type: "resource" });
  const files = await Promise.all(Object.values(manifest.files).map(sized));
  const entries = /** @type {PerformanceResourceTiming[]} */ (watch.takeRecords());
  watch.disconnect();
  // Nothing came over the line, not even a header: the browser answered by itself.
  const held = new Set(entries.filter(({ transferSize }) => transferSize === 0).map(({ name }) => name));
  return files.filter(({ name }) => !held.has(name)).reduce((sum, { size }) => sum + size, 0) || undefined;
}

/** @param {import("./manifest.js").FileEntry} file */
async function sized({ url, bytes }) {
  const name = new URL(url, import.meta.url).href;
  const { length, packed } = await heading(name);
  // Caddy tells no length of what it sends packed, but that of the packed copy.
  const size = length || (packed && (await heading(name + packed)).length);
  // Where nothing is said, at most so many.
  return { name, size: size || bytes };
}

/** @param {string} address */
async function heading(address) {
  const answer = await fetch(address, { method: "HEAD" }).catch(() => undefined);
  await answer?.text();
  const said = answer?.ok ? answer.headers : new Headers();
  return { length: Number(said.get("content-length")), packed: COPIES[said.get("content-encoding") ?? ""] };
}
