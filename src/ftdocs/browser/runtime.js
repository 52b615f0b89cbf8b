// The page's side of Python: one worker per tab, held here, in module scope, so that it outlives instant navigation.
//
// It numbers requests, lets a newer one of the same channel replace one that still waits, and drops what a replaced
// worker says late. A failure is told once and forgotten: the next start or request begins from scratch.

import { patience, RuntimeFailure, Session } from "./session.js";

export { RuntimeFailure };

/**
 * @typedef {object} State
 * @property {"idle" | "asking" | "loading" | "ready" | "failed"} status "asking": the reader is to say whether it may load
 * @property {"download" | "start"} stage what is going on while loading
 * @property {number} loaded bytes, after decoding
 * @property {number} total bytes, after decoding; while asking those on the line. 0 while nobody knows
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
 * @property {boolean} [again] a worker was gone before it took it up
 * @property {(reply: Reply) => void} resolve
 * @property {(failure: RuntimeFailure) => void} reject
 */

/** Seconds in which a worker that has nothing to do takes a request up, if it lives. */
const BEGIN_PATIENCE = 3;
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
/** Whether the reader lets it load over a line on which that is dear. Holds for the tab. */
let allowed = false;
/** Waits for that. @type {Promise<void> | undefined} */
let asked;
let agree = () => {};
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

/** Start the downloads: the reader may want Python soon. Shows nothing, and does nothing where they are dear. */
export function preload() {
  if (allowed || !isDear()) session ??= open();
}

/**
 * Start Python, or wait for the start that is under way, or for the reader to allow it.
 * @returns {Promise<void>} resolved when it is ready, rejected with a RuntimeFailure
 */
export function start() {
  if (!session && !allowed && isDear()) return permission().then(start);
  session ??= open();
  return session.start();
}

/** The reader lets Python load, whatever the line. */
export function allow() {
  allowed = true;
  agree();
}

/** Whether the browser says that the reader saves data, or that the line is very slow. */
function isDear() {
  const { connection } = /** @type {{connection?: {saveData?: boolean, effectiveType?: string}}} */ (navigator);
  return Boolean(connection?.saveData) || /2g$/.test(connection?.effectiveType ?? "");
}

/** Ask, once. @returns {Promise<void>} resolved when the reader agrees */
function permission() {
  if (!asked) {
    asked = new Promise((resolve) => (agree = resolve));
    import("./weighing.js").then(({ weigh }) => weigh()).then(propose, () => propose(0));
  }
  return asked;
}

/** @param {number} [total] bytes on the line; 0 where they could not be told, undefined where all is here already */
function propose(total) {
  if (total === undefined) allow();
  else if (!session) change({ status: "asking", loaded: 0, total, reason: undefined });
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
  const isBusy = job.again || session.drawings.size > 0;
  inTime = patience(isBusy ? ANSWER_PATIENCE : BEGIN_PATIENCE, missed).stop;
}

/** The worker was killed while it had nothing to do: it tells nothing of that. Another one gets the request, once. */
function missed() {
  const job = running;
  if (!job || job.again) {
    giveUp("crashed", "not taken up");
    return;
  }
  job.again = true;
  if (waiting.has(job.channel)) job.resolve({ superseded: true });
  else waiting.set(job.channel, job);
  replace();
}

/** @param {string} reason @param {string} [detail] */
function giveUp(reason, detail) {
  const failure = new RuntimeFailure(reason, detail);
  const next = running && waiting.get(running.channel);
  // The same once more, as when an entry is finished, would end the same.
  if (running && next && JSON.stringify(next.request) === JSON.stringify(running.request)) {
    waiting.delete(next.channel);
    next.reject(failure);
  }
  running?.reject(failure);
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
      answered({ id, begun, response, reason, detail }) {
        if (running?.id !== id) return;
        if (begun) {
          inTime();
          inTime = patience(ANSWER_PATIENCE, () => giveUp("too-slow")).stop;
          return;
        }
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
