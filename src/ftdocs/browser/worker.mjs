// Python in a worker of its own. Loads Pyodide with the bundle, then answers one request after another.
//
// From the page:  {type: "start"}                     boot; the downloads have begun by themselves
//                 {id, request, draw}                 a request of calculators/protocol.py
// To the page:    {type: "progress", stage, loaded, total}   stage "download" (bytes after decoding) or "start"
//                 {type: "ready"} | {type: "failed", reason, detail}
//                 {id, response} | {id, reason, detail, fatal}
//                 {id, picture} | {id, pictureError}  afterwards, if it was asked to draw
//
// A worker that is named "reload" goes past the HTTP cache: something in there was wrong.

import manifest from "./manifest.js";

const { files } = manifest;
/** @param {keyof typeof files} name */
const address = (name) => new URL(files[name].url, import.meta.url).href;
const cache = /** @type {RequestCache} */ (self.name === "reload" ? "reload" : "default");
const WASM = "pyodide.asm.wasm";
const ZIP = "python.zip";
const MAGIC = { [WASM]: [0x00, 0x61, 0x73, 0x6d], [ZIP]: [0x50, 0x4b, 0x03, 0x04] };

/** Why there is no Python here, as a machine code. */
class Failure extends Error {
  /** @param {string} reason @param {string} [detail] */
  constructor(reason, detail = "") {
    super(`${reason} ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}

/** The policy's directive that was violated, if any. @type {string | undefined} */
let violated;
self.addEventListener("securitypolicyviolation", (event) => (violated = event.effectiveDirective));

// --- Downloads -------------------------------------------------------------------------------------------------

const total = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
let loaded = 0;
let told = -Infinity;

/** @param {number} bytes more than before */
function count(bytes) {
  loaded += bytes;
  // A step of the bar that can be seen; messages in between would only cost time.
  if (loaded - told < total / 100 && loaded < total) return;
  told = loaded;
  postMessage({ type: "progress", stage: "download", loaded, total });
}

/**
 * Fetches a file and checks on the way that it is what it should be. The response is the browser's own, not one built
 * anew, because Chromium keeps compiled code for those only: the next visit starts in half the time.
 * @param {typeof WASM | typeof ZIP} name
 * @returns {{response: Promise<Response>, whole: Promise<void>}} to use, and the moment when all of it has arrived
 */
function download(name) {
  const fetched = fetchFile(name, name === ZIP ? { integrity: files[name].integrity } : {});
  const response = fetched.then((whole) => {
    const copy = whole.clone();
    const type = whole.headers.get("content-type") ?? "";
    // Streaming compilation insists on the type, which some hosts get wrong.
    const right = name !== WASM || type.startsWith("application/wasm");
    return {
      copy,
      use: right ? whole : new Response(whole.body, { headers: { "content-type": "application/wasm" } }),
    };
  });
  const whole = response.then(({ copy }) => inspect(name, /** @type {ReadableStream<Uint8Array>} */ (copy.body)));
  return { response: response.then(({ use }) => use), whole };
}

/** @param {keyof typeof files} name @param {RequestInit} [options] */
async function fetchFile(name, options) {
  let response;
  try {
    response = await fetch(address(name), { cache, ...options });
  } catch (error) {
    if (violated === "connect-src") throw new Failure("blocked-file", name);
    throw new Failure(navigator.onLine && options?.integrity ? await whyNot(name) : "offline", `${name}: ${error}`);
  }
  if (response.status >= 500) throw new Failure("offline", `${name}: ${response.status}`);
  if (!response.ok) throw new Failure("missing-file", `${name}: ${response.status}`);
  return response;
}

/** What is wrong with a file that fetch() did not accept. @param {keyof typeof files} name */
async function whyNot(name) {
  try {
    await inspect(name, (await fetchFile(name, {})).body);
  } catch (error) {
    return error instanceof Failure ? error.reason : "offline";
  }
  return "wrong-file";
}

/**
 * Reads a body to its end, counting, and throws a Failure if it is another file or a part of one.
 * @param {keyof typeof files} name @param {ReadableStream<Uint8Array> | null} body
 */
async function inspect(name, body) {
  const magic = /** @type {Record<string, number[]>} */ (MAGIC)[name] ?? [];
  let bytes = 0;
  try {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (magic.some((byte, i) => i >= bytes && i - bytes < value.length && value[i - bytes] !== byte)) {
        throw new Failure("wrong-file", name);
      }
      bytes += value.length;
      count(value.length);
    }
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("truncated", `${name}: ${error}`);
  }
  if (bytes < files[name].bytes) throw new Failure("truncated", `${name}: ${bytes} bytes`);
  if (bytes > files[name].bytes) throw new Failure("wrong-file", `${name}: ${bytes} bytes`);
}
