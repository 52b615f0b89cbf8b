// One worker, from its beginning to its end. After its end it says nothing more.

import { noteChecked, wasChecked } from "./checked.js";

const WORKER = new URL("./worker.mjs", import.meta.url);
/** What a worker loads before its first word. */
const OWN = [WORKER, new URL("./manifest.js", import.meta.url)];
/** Seconds without any sign of progress, after which a start has failed. */
const START_PATIENCE = 20;

/** Why Python gave no answer: a code in `reason`; runtime-messages.js has the words. */
export class RuntimeFailure extends Error {
  /** @param {string} reason @param {string} [detail] */
  constructor(reason, detail) {
    super(detail ? `${reason}: ${detail}` : reason);
    this.name = "RuntimeFailure";
    this.reason = reason;
  }
}

/** @typedef {{own: string, tornado?: string}} Drawn the calculator's own picture, and that of ranges, as SVG */

/**
 * @typedef {object} Hooks what a session tells
 * @property {(news: {stage: "download" | "start", loaded: number, total: number}) => void} progress of the start
 * @property {() => void} ready
 * @property {(failure: RuntimeFailure, wanted: boolean) => void} failed the start came to nothing; `wanted` by a reader?
 * @property {(answer: {id: number, begun?: true, response?: any, reason?: string, detail?: string}) => void} answered
 * @property {(detail: string) => void} crashed later on
 */

export class Session {
  /** Creates the worker, which begins its downloads. @param {Hooks} hooks @param {boolean} reload past the cache */
  constructor(hooks, reload) {
    this.hooks = hooks;
    this.isReady = false;
    this.isWanted = false;
    this.isHeard = false;
    this.ended = false;
    this.progress = { stage: /** @type {"download" | "start"} */ ("download"), loaded: 0, total: 0 };
    /** @type {Map<number, {resolve: (drawn: Drawn) => void, reject: (failure: RuntimeFailure) => void}>} */
    this.drawings = new Map();
    this.deadline = { renew() {}, stop() {} };
    this.resolve = () => {};
    /** @type {(failure: RuntimeFailure) => void} */
    this.reject = () => {};
    /** @type {Promise<void>} */
    this.ready = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.ready.catch(() => {}); // the hook tells it too: nobody has to wait for the promise
    const name = reload ? "reload" : wasChecked(WORKER) ? "kept" : "python";
    this.options = /** @type {WorkerOptions} */ ({ type: "module", name });
    this.attempts = 0;
    if (reload) Promise.allSettled(OWN.map(fetchAnew)).then(() => this.ended || this.create());
    else this.create();
  }

  create() {
    this.attempts += 1;
    try {
      this.worker = new Worker(WORKER, this.options);
    } catch (error) {
      queueMicrotask(() => this.fail("blocked-worker", String(error)));
      return;
    }
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.break(event.message);
    });
    if (this.isWanted) this.worker.postMessage({ type: "start" });
  }

  /** Boot, once. @returns {Promise<void>} resolved when Python is ready, rejected with a RuntimeFailure */
  start() {
    if (!this.isWanted) {
      this.isWanted = true;
      this.worker?.postMessage({ type: "start" });
      this.deadline = patience(START_PATIENCE, () => this.fail("timeout"));
      this.hooks.progress(this.progress);
    }
    return this.ready;
  }

  /** @param {number} id @param {object} request @param {boolean} draw */
  send(id, request, draw) {
    this.worker?.postMessage({ id, request, draw });
  }

  /** The pictures that follow the answer `id`. @param {number} id @returns {Promise<Drawn>} */
  drawing(id) {
    const drawn = new Promise((resolve, reject) => this.drawings.set(id, { resolve, reject }));
    drawn.catch(() => {}); // for callers who do without
    return drawn;
  }

  end() {
    this.ended = true;
    this.deadline.stop();
    this.worker?.terminate();
    for (const { reject } of this.drawings.values()) reject(new RuntimeFailure("crashed"));
    this.drawings.clear();
  }

  /** @param {any} message of worker.mjs */
  hear(message) {
    if (this.ended) return;
    this.isHeard = true;
    this.deadline.renew();
    if (message.type === "progress") {
      const { stage, loaded, total } = message;
      this.progress = { stage, loaded, total };
      if (this.isWanted) this.hooks.progress(this.progress);
    } else if (message.type === "ready") {
      this.deadline.stop();
      this.isReady = true;
      noteChecked(WORKER, true);
      this.hooks.ready();
      this.resolve();
    } else if (message.type === "failed") {
      this.fail(message.reason, message.detail);
    } else if ("pictures" in message || "pictureError" in message) {
      const waiter = this.drawings.get(message.id);
      this.drawings.delete(message.id);
      if ("pictures" in message) waiter?.resolve(message.pictures);
      else waiter?.reject(new RuntimeFailure("calculator-error", message.pictureError));
    } else {
      this.hooks.answered(message);
    }
  }

  /** An error that the worker did not catch. @param {string} detail */
  async break(detail) {
    if (this.ended) return;
    if (this.isReady) {
      this.hooks.crashed(detail);
      return;
    }
    // Before its first word it could not even be loaded.
    const found = this.isHeard ? "crashed" : await whatIsWrong();
    if (found || this.attempts > 1) {
      // Of a worker that was refused nothing is told; an error is told of one that holds something else.
      this.fail(found ?? (detail ? "damaged-file" : "blocked-worker"), detail);
    } else if (!this.ended) {
      // The files are good, at least now that they were fetched past the cache.
      this.create();
    }
  }

  /** The start failed. @param {string} reason @param {string} [detail] */
  fail(reason, detail) {
    if (this.ended) return;
    const failure = new RuntimeFailure(reason, detail);
    noteChecked(WORKER, false);
    this.end();
    this.hooks.failed(failure, this.isWanted);
    this.reject(failure);
  }
}

/** Past the cache, which holds the right file and policy for the next attempt then. @param {URL} url */
const fetchAnew = (url) => fetch(url, { cache: "reload" });

/** @returns {Promise<string | undefined>} what is wrong with the files of a worker that did not load */
async function whatIsWrong() {
  for (const url of OWN) {
    const response = await fetchAnew(url).catch(() => undefined);
    if (!response) return "offline";
    if (!response.ok) return response.status < 500 ? "missing-file" : "offline";
    if (!/javascript/i.test(response.headers.get("content-type") ?? "")) return "wrong-file";
    if ((await response.text().catch(() => undefined)) === undefined) return "truncated";
  }
  return (await isDamaged()) ? "damaged-file" : undefined;
}

/** Whether those files, which have just come whole, are not as they were built. */
async function isDamaged() {
  try {
    const { default: manifest } = await import("./manifest.js");
    // The browser compares, and tells a difference like any other failure.
    return !(await fetch(WORKER, { cache: "force-cache", integrity: manifest.worker }).catch(() => undefined));
  } catch (error) {
    return error instanceof SyntaxError;
  }
}

/**
 * Calls `lost` after so many seconds, unless renewed or stopped. It counts its own seconds: those that a computer
 * sleeps through are not the worker's fault.
 * @param {number} seconds @param {() => void} lost
 */
export function patience(seconds, lost) {
  let left = seconds;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    lost();
  }, 1000);
  return { renew: () => void (left = seconds), stop: () => clearInterval(timer) };
}
