// Python in a worker of its own. Loads Pyodide with the bundle, then answers one request after another.
//
// From the page:  {type: "start"}                            the downloads have begun by themselves: boot
//                 {id, request, draw}                        a request of calculators/protocol.py
// To the page:    {type: "progress", stage, loaded, total}   stage "download" (bytes after decoding), then "start"
//                 {type: "ready"} | {type: "failed", reason, detail}
//                 {id, begun}                                at once, so that a worker that is gone can be told
//                 {id, response} | {id, reason, detail}
//                 {id, pictures} | {id, pictureError}        afterwards, where `draw` was set
//
// A worker with the name "reload" goes past the HTTP cache, in which something was wrong. One with the name "kept" takes
// what that cache holds without another look: these very files were checked when they came, says checked.js.

import manifest from "./manifest.js";

/** @typedef {keyof typeof manifest.files} FileName */

const { files } = manifest;
const WASM = "pyodide.asm.wasm";
const ZIP = "python.zip";
/** @type {Record<string, number[]>} the bytes with which these files begin */
const MAGIC = { [WASM]: [0x00, 0x61, 0x73, 0x6d], [ZIP]: [0x50, 0x4b, 0x03, 0x04] };
const fetchNow = self.fetch.bind(self);
const cache = /** @type {RequestCache} */ (self.name === "reload" ? "reload" : "default");
const kept = self.name === "kept";
const base = new URL(manifest.pyodide, import.meta.url).href;

/** Why there is no Python, as a machine code; runtime-messages.js has the words. */
class Failure extends Error {
  /** @param {string} reason @param {string} detail */
  constructor(reason, detail) {
    super(detail);
    this.reason = reason;
  }
}

/** @param {FileName} name */
function address(name) {
  return new URL(files[name].url, import.meta.url).href;
}

/** The directive of the site's policy that was last violated here. @type {string | undefined} */
let violated;
addEventListener("securitypolicyviolation", (event) => {
  violated = /** @type {SecurityPolicyViolationEvent} */ (event).effectiveDirective;
});

// --- Downloads -----------------------------------------------------------------------------------------------------

const total = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
let loaded = 0;
let told = 0;
/** Whether Pyodide has begun to start, which it does before all has come. */
let booting = false;

/** @param {number} bytes more than before */
function count(bytes) {
  loaded += bytes;
  // A step of the bar that can be seen. More messages would only cost time.
  if (loaded - told >= total / 50 || loaded >= total) tell();
}

function tell() {
  told = loaded;
  postMessage({ type: "progress", stage: booting && loaded >= total ? "start" : "download", loaded, total });
}

/** The response for a file. Throws a Failure. @param {FileName} name @param {RequestInit} [options] */
async function request(name, options) {
  let response;
  try {
    response = await fetchNow(address(name), { cache, ...options });
  } catch (error) {
    await new Promise((resolve) => setTimeout(resolve)); // the violation is told a little later
    throw new Failure(violated?.startsWith("connect-src") ? "blocked-file" : "offline", `${name}: ${error}`);
  }
  if (!response.ok) throw new Failure(response.status < 500 ? "missing-file" : "offline", `${name}: ${response.status}`);
  const type = response.headers.get("content-type") ?? "";
  if (/^text\/html\b/i.test(type)) throw new Failure("wrong-file", `${name}: ${type}`);
  return response;
}

/** What the HTTP cache holds of a file that was checked before; undefined without it. @param {FileName} name */
async function keptResponse(name) {
  if (!kept) return undefined;
  const held = await fetchNow(address(name), { cache: "only-if-cached", mode: "same-origin" }).catch(() => undefined);
  return held?.ok ? held : undefined;
}

/**
 * Reads a response to its end. Throws a Failure where it is another file, part of the file, or the file with other
 * contents.
 * @param {FileName} name @param {Response} response @param {(bytes: number) => void} [heard]
 */
async function inspect(name, response, heard = () => {}) {
  const magic = MAGIC[name] ?? [];
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const copy = new Uint8Array(files[name].bytes);
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw new Failure("truncated", `${name}: ${error}`);
    });
    if (done) break;
    if (magic.some((byte, at) => at >= bytes && at < bytes + value.length && value[at - bytes] !== byte)) {
      throw new Failure("wrong-file", `${name}: other first bytes`);
    }
    if (bytes + value.length <= copy.length) copy.set(value, bytes);
    bytes += value.length;
    heard(value.length);
  }
  if (bytes !== copy.length) {
    throw new Failure(bytes < copy.length ? "truncated" : "wrong-file", `${name}: ${bytes} bytes`);
  }
  await checkContents(name, copy);
}

/**
 * Throws a Failure where the contents are not those that were built.
 * @param {FileName} name @param {Uint8Array<ArrayBuffer>} [copy] what came; without it, what the browser holds
 */
async function checkContents(name, copy) {
  const { integrity } = files[name];
  // Missing on hosts without https.
  if (copy && self.crypto.subtle) {
    const checksum = new Uint8Array(await crypto.subtle.digest("SHA-256", copy));
    if (integrity === `sha256-${btoa(String.fromCharCode(...checksum))}`) return;
  } else {
    // The browser compares, and tells a difference like any other failure.
    const held = await fetchNow(address(name), { cache: "force-cache", integrity }).catch(() => undefined);
    if (held?.ok) return;
    await request(name, { cache: "force-cache" });
  }
  throw new Failure("damaged-file", `${name}: other contents`);
}

/**
 * Fetches a file for Pyodide, counting a copy of it. What is used is the browser's own response, not one made anew:
 * only for those does Chromium keep the compiled code, with which a later visit starts in half the time.
 * @param {typeof WASM | typeof ZIP} name
 * @returns {{response: Promise<Response>, arrived: Promise<void>}}
 */
function download(name) {
  const pair = keptResponse(name).then(async (held) => {
    if (held) return { use: held };
    const use = await request(name);
    return { use, copy: use.clone() };
  });
  const arrived = pair.then(({ copy }) => (copy ? inspect(name, copy, count) : count(files[name].bytes)));
  const response = pair.then(({ use }) => {
    const type = use.headers.get("content-type") ?? "";
    if (name !== WASM || /^application\/wasm\b/i.test(type)) return use;
    // Compiling while it arrives insists on the type, which some hosts get wrong.
    return new Response(use.body, { headers: { "content-type": "application/wasm" } });
  });
  return { response, arrived };
}

/** Loads one of Pyodide's own scripts. Throws a Failure. @param {"pyodide.mjs" | "pyodide.asm.js"} name */
async function script(name) {
  try {
    if (cache === "reload") await request(name);
    const held = keptResponse(name);
    const module = await import(address(name));
    count(files[name].bytes);
    // Which code an import gets, nobody can see: it is held against what the cache has, while the other files arrive.
    const checked = held.then((response) => (response ? response.body?.cancel() : checkContents(name)));
    checked.catch(() => {});
    return { module, checked };
  } catch (error) {
    if (error instanceof Failure) throw error;
    await verify(name);
    throw new Failure(violated ? "blocked-file" : "wrong-file", `${name}: ${error}`);
  }
}

/** Throws a Failure if a file is not the one that was built. @param {FileName} name */
async function verify(name) {
  await inspect(name, await request(name, { cache: "force-cache" }));
}

/** Throws a Failure where WebAssembly is missing or forbidden: Pyodide would wait for ever. */
async function checkWebAssembly() {
  if (typeof WebAssembly !== "object" || !WebAssembly.instantiateStreaming) throw new Failure("no-wasm", "missing");
  // The empty module. There is nothing in it that could be wrong.
  await WebAssembly.compile(new Uint8Array([...MAGIC[WASM], 1, 0, 0, 0])).catch((error) => {
    throw new Failure("blocked-wasm", String(error));
  });
}

/** Everything that can be had before the reader really wants Python. */
async function prepare() {
  await checkWebAssembly();
  const wasm = download(WASM);
  const zip = download(ZIP);
  const scripts = Promise.all([script("pyodide.mjs"), script("pyodide.asm.js")]);
  const checked = scripts.then((both) => Promise.all([wasm.arrived, zip.arrived, ...both.map(({ checked }) => checked)]));
  return { wasm, zip, scripts, checked };
}

const prepared = prepare();
prepared.catch(fail);
prepared
  .then(({ wasm, zip, checked }) => Promise.all([wasm.response, wasm.arrived, zip.response, zip.arrived, checked]))
  .catch(fail);

// --- Start ---------------------------------------------------------------------------------------------------------

/** Python's `respond`, from the start on. @type {((text: string) => string) | undefined} */
let respond;
let failed = false;

/** @param {any} error */
function fail(error) {
  if (failed) return;
  failed = true;
  postMessage({ type: "failed", reason: error.reason ?? "crashed", detail: String(error.message ?? error) });
}

async function start() {
  const { wasm, zip, scripts, checked } = await prepared;
  const [{ module }] = await scripts;
  const given = new Map([
    [address(WASM), wasm.response],
    // Only when it is known to be whole, else never: Pyodide would go on with half of it.
    [address(ZIP), zip.arrived.then(() => zip.response).catch(() => new Promise(() => {}))],
  ]);
  self.fetch = (input, options) => given.get(String(input)) ?? fetchNow(input, options);
  const uncompiled = new Promise((_, reject) => watchCompilation(reject));
  const python = await Promise.race([uncompiled, module.loadPyodide(settings())]);
  self.fetch = fetchNow;
  const protocol = python.pyimport("calculators.protocol");
  if (manifest.profile) protocol.use_profile(JSON.stringify(manifest.profile));
  await checked;
  respond = protocol.respond;
  postMessage({ type: "ready" });
  // The bundle starts without collecting garbage; see bundle/standins/sitecustomize.py.
  python.pyimport("gc").enable();
}

function settings() {
  return {
    indexURL: base,
    stdLibURL: address(ZIP),
    // Nothing is ever loaded as a package; without these two Pyodide would name a foreign host and fetch a list.
    packageBaseUrl: base,
    lockFileContents: manifest.lock,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
    stdout: () => {},
    stderr: () => {},
    fsInit: async () => {
      booting = true;
      tell();
    },
  };
}

/** Pyodide only prints a warning where compiling fails, and then waits for ever. @param {(error: any) => void} heard */
function watchCompilation(heard) {
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (source, imports) => {
    WebAssembly.instantiateStreaming = instantiate;
    return instantiate(source, imports).catch((error) => {
      heard(error);
      return new Promise(() => {});
    });
  };
}

/** What was behind an error at the start that does not say so itself. @param {any} error */
async function cause(error) {
  if (error instanceof Failure) return error;
  try {
    for (const name of /** @type {FileName[]} */ (Object.keys(files))) await verify(name);
  } catch (found) {
    return found;
  }
  // The file is right, so the browser is too old for it.
  const old = error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError;
  return new Failure(old ? "no-wasm" : "crashed", String(error));
}

// --- Answers -------------------------------------------------------------------------------------------------------

/** @type {Promise<ReturnType<typeof import("./pictures.mjs").createPictures>> | undefined} */
let drawing;

/** @param {{id: number, request: {calculator: string}, draw?: boolean}} message */
function answer({ id, request, draw }) {
  postMessage({ id, begun: true });
  let response;
  try {
    response = JSON.parse(/** @type {(text: string) => string} */ (respond)(JSON.stringify(request)));
  } catch (error) {
    // An error in Python leaves Python working; anything else, or no memory left, does not.
    const { name, type, message } = /** @type {any} */ (error);
    const survives = error instanceof SyntaxError || (name === "PythonError" && type !== "MemoryError");
    postMessage({ id, reason: survives ? "calculator-error" : "crashed", detail: String(message) });
    return;
  }
  postMessage({ id, response });
  if (draw && response.picture) drawPictures(id, request.calculator, response);
}

/** @typedef {{data: Record<string, object[]>, text: string}} Picture */

/**
 * Draws after the numbers are out; the first time this loads what it takes.
 * @param {number} id @param {string} calculator
 * @param {{picture: Picture, spread?: {tornado?: Picture} | null}} response
 */
async function drawPictures(id, calculator, { picture, spread }) {
  try {
    drawing ??= import("./pictures.mjs").then(({ createPictures }) => createPictures());
    const draw = await drawing;
    const bars = spread?.tornado;
    const [own, tornado] = await Promise.all([
      draw(calculator, picture.data, picture.text),
      bars ? draw("tornado", bars.data, bars.text) : undefined,
    ]);
    postMessage({ id, pictures: { own, tornado } });
  } catch (error) {
    drawing = undefined;
    postMessage({ id, pictureError: String(error) });
  }
}

addEventListener("message", ({ data }) => {
  if (data.type === "start") start().catch((error) => cause(error).then(fail));
  else answer(data);
});
