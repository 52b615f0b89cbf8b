// How much would come over the line if Python were loaded now. Fetches no file, but asks the host for their sizes.

import { wasChecked } from "./checked.js";
import manifest from "./manifest.js";

/** @type {Record<string, string>} how packed copies of a file are called, by their encoding */
const COPIES = { br: ".br", gzip: ".gz" };
/** Whether this browser has had all of it once, and may hold it still. */
const had = wasChecked(new URL("./worker.mjs", import.meta.url));

/** @returns {Promise<number | undefined>} bytes, as this host packs them; undefined where the browser holds all of it */
export async function weigh() {
  const sizes = await Promise.all(Object.values(manifest.files).map(onTheLine));
  return sizes.reduce((sum, size) => sum + size, 0) || undefined;
}

/** @param {import("./manifest.js").FileEntry} file @returns {Promise<number>} bytes; 0 where the browser holds it */
async function onTheLine({ url, bytes }) {
  const address = new URL(url, import.meta.url).href;
  if (had && (await heading(address, { cache: "only-if-cached", mode: "same-origin" }))) return 0;
  const said = await heading(address);
  const packed = COPIES[said?.get("content-encoding") ?? ""];
  // Caddy tells no length of what it sends packed, but that of the packed copy. Where nothing is said, at most so many.
  return length(said) || (packed && length(await heading(address + packed))) || bytes;
}

/** @param {string} address @param {RequestInit} [options] @returns {Promise<Headers | undefined>} of the file, if it is there */
async function heading(address, options) {
  const answer = await fetch(address, { ...options, method: "HEAD" }).catch(() => undefined);
  return answer?.ok ? answer.headers : undefined;
}

/** @param {Headers | undefined} said */
const length = (said) => Number(said?.get("content-length"));
