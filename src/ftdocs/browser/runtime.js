// The page's side of Python: one worker per tab, held here, in module scope, so that it outlives instant navigation.
//
// It numbers requests, lets a newer one of the same channel replace one that still waits, and drops what a replaced
// worker says late. A failure is told once and forgotten: the next start or request begins from scratch.

import { patience, RuntimeFailure, Session } from "./session.js";

export { RuntimeFailure };

/**
 * @typedef {object} State
 * @property {"idle" | "loading" | "ready" | "failed"} status
 * @property {"download" | "start"} stage what is going on while loading
 * @property {number} loaded bytes, after decoding
 * @property {number} total bytes; 0 while nobody knows
 * @property {string} [reason] why it failed; runtime-messages.js has the words
 */

/**
 * @typedef {object} Reply to a request: either `superseded`, or `response`
 * @property {any} [response] what calculators/protocol.py answered
 * @property {Promise<import("./session.js").Drawn>} [picture] where a drawing was asked for and there is one
 * @property {true} [superseded] a newer request of the channel took its place, or it was cancelled
 */

/**
 * @typedef {object} Job
 * @property {number} id
 * @property {string} channel
 * @property {object} request
 * @property {boolean} draw
 * @property {(reply: Reply) => void} resolve
 * @property {(failure: RuntimeFailure) => void} reject
 */

/** Seconds for one answer. */
const ANSWER_PATIENCE = 10;
/** After these the files are fetched past the HTTP cache, which may hold what was wrong: the site's policy as well. */
const SUSPICIOUS = new Set(
  ["wrong-file", "damaged-file", "truncated", "missing-file", "no-wasm", "blocked-wasm", "blocked-file", "blocked-worker"],
);

/** @type {State} */
let state = { status: "idle", stage: "download", loaded: 0, total: 0 };
/** @type {Set<(state: State) => void>} */
const listeners = new Set();
/** The worker in use, if any. @type {Session | undefined} */
let session;
/** Whether the last start failed over a file. */
let suspicious = false;
/** The newest request of each channel that was not sent yet, the oldest first. @type {Map<string, Job>} */
const waiting = new Map();
/** The request the worker is at. @type {Job | undefined} */
let running;
/** Ends the deadline of `running`. */
let inTime = () => {};
let lastId = 0;

/**
 * Calls `listener` with the state, now and whenever it changes.
 * @param {(state: State) => void} listener
 * @returns {() => void} ends it
 */
export function subscribe(listener) {
  listeners.add(listener);
  listener(state);
  return () => void listeners.delete(listener);
}

/** Start the downloads: the reader may want Python soon. Shows nothing, and does nothing where data is to be saved. */
export function preload() {
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator);
  if (!connection?.saveData) session ??= open();
}

/**
 * Start Python, or wait for the start that is under way.
 * @returns {Promise<void>} resolved when it is ready, rejected with a RuntimeFailure
 */
export function start() {
  session ??= open();
  return session.start();
}

/**
 * Ask Python. Starts it if need be. Of several requests of one channel that wait, only the newest is sent.
 * @param {object} request
 * @param {{channel?: string, draw?: boolean}} [options] `draw`: the picture as well
 * @returns {Promise<Reply>} rejected with a RuntimeFailure
 */
export function ask(request, { channel = "", draw = false } = {}) {
  return new Promise((resolve, reject) => {
    withdraw(channel);
    waiting.set(channel, { id: ++lastId, channel, request, draw, resolve, reject });
    proceed();
  });
}

/** Forget the channel's requests, stopping Python if it is busy with one. @param {string} channel */
export function cancel(channel) {
  withdraw(channel);
  if (running?.channel !== channel) return;
  running.resolve({ superseded: true });
  replace();
}

/** @param {string} channel */
function withdraw(channel) {
  waiting.get(channel)?.resolve({ superseded: true });
  waiting.delete(channel);
}

/** Send the next request, if there is one and Python is free. A failed start rejects all that wait. */
function proceed() {
  const [job] = waiting.values();
  if (running || !job) return;
  if (!session?.isReady) {
    start().then(proceed, () => {});
    return;
  }
  waiting.delete(job.channel);
  running = job;
  session.send(job.id, job.request, job.draw);
  inTime = patience(ANSWER_PATIENCE, () => giveUp("too-slow")).stop;
}

/** @param {string} reason @param {string} [detail] */
function giveUp(reason, detail) {
  running?.reject(new RuntimeFailure(reason, detail));
  replace();
}

/** End the worker, and have a fresh one at hand. What waits goes to that. */
function replace() {
  inTime();
  running = undefined;
  session?.end();
  session = undefined;
  change({ status: "idle", reason: undefined });
  if (waiting.size) proceed();
  else preload();
}

/** @param {Partial<State>} news */
function change(news) {
  state = { ...state, ...news };
  for (const listener of [...listeners]) listener(state);
}

function open() {
  return new Session(
    {
      progress: (news) => change({ status: "loading", reason: undefined, ...news }),
      ready() {
        suspicious = false;
        change({ status: "ready" });
      },
      failed(failure, wanted) {
        session = undefined;
        suspicious = SUSPICIOUS.has(failure.reason);
        const jobs = [...waiting.values()];
        waiting.clear();
        // A preload that failed was nobody's wish: the start will tell.
        if (wanted) change({ status: "failed", reason: failure.reason });
        for (const job of jobs) job.reject(failure);
      },
      answered({ id, response, reason, detail }) {
        if (running?.id !== id) return;
        if (reason === "crashed") {
          giveUp(reason, detail);
          return;
        }
        const job = running;
        running = undefined;
        inTime();
        if (reason) job.reject(new RuntimeFailure(reason, detail));
        else if (job.draw && response.picture && session) job.resolve({ response, picture: session.drawing(id) });
        else job.resolve({ response });
        proceed();
      },
      crashed: (detail) => giveUp("crashed", detail),
    },
    suspicious,
  );
}
