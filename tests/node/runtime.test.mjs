// The page's side of the runtime with a worker that does what the test says, and a clock that the test turns.
// Run by test_runtime.py, or by hand: node --test tests/node/

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const RUNTIME = new URL("../../src/ftdocs/browser/runtime.js", import.meta.url);
const ANSWER = { do: "answer" };

/** @type {FakeWorker[]} */
let workers = [];
/** @type {Error | undefined} */
let refusal;

class FakeWorker extends EventTarget {
  /** @param {URL} url @param {WorkerOptions} options */
  constructor(url, options) {
    super();
    if (refusal) throw refusal;
    assert.match(url.href, /\/worker\.mjs$/);
    this.options = options;
    /** @type {any[]} */
    this.heard = [];
    this.terminated = false;
    workers.push(this);
  }

  /** @param {any} message */
  postMessage(message) {
    this.heard.push(message);
  }

  terminate() {
    this.terminated = true;
  }

  /** Say something to the page. @param {any} data */
  async say(data) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
    await settle();
  }

  get requests() {
    return this.heard.filter((message) => message.request);
  }

  /** Take the last request up. */
  async begin() {
    await this.say({ id: this.requests.at(-1).id, begun: true });
  }

  /** Answer the last request. @param {any} [response] */
  async answer(response = { ok: true }) {
    await this.say({ id: this.requests.at(-1).id, response });
  }
}

/** Let everything happen that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** @param {number} seconds */
async function pass(seconds) {
  mock.timers.tick(seconds * 1000);
  await settle();
}

/** @type {typeof import("../../src/ftdocs/browser/runtime.js")} */
let runtime;
/** @type {import("../../src/ftdocs/browser/runtime.js").State[]} */
let states;
let count = 0;

beforeEach(async () => {
  workers = [];
  refusal = undefined;
  Object.assign(globalThis, { Worker: FakeWorker });
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  mock.timers.reset();
  mock.timers.enable({ apis: ["setInterval"] });
  runtime = await import(`${RUNTIME.href}?${(count += 1)}`); // a fresh page
  states = [];
  runtime.subscribe((state) => states.push(state));
});

async function ready() {
  const started = runtime.start();
  await workers[workers.length - 1].say({ type: "ready" });
  await started;
  return workers[workers.length - 1];
}

/** @param {Promise<any>} promise @returns {Promise<any>} what it comes to, or the reason why it fails */
const outcome = (promise) => promise.catch((failure) => failure.reason ?? failure);

/** @param {Promise<any>} promise */
const isPending = (promise) => Promise.race([promise.then(() => false), settle().then(() => true)]);

test("while one is being answered, only the newest of each channel waits", async () => {
  const worker = await ready();
  const first = runtime.ask({ n: 1 }, { channel: "a" });
  const [second, third] = [2, 3].map((n) => runtime.ask({ n }, { channel: "a" }));
  const other = runtime.ask({ n: 4 }, { channel: "b" });
  assert.deepEqual(await second, { superseded: true });
  assert.deepEqual(worker.requests.map(({ request }) => request.n), [1]);
  for (const promise of [first, third, other]) {
    await worker.answer({ ok: true });
    assert.deepEqual(await promise, { response: { ok: true } });
  }
  assert.deepEqual(worker.requests.map(({ request }) => request.n), [1, 3, 4]);
  assert.equal(new Set(worker.requests.map(({ id }) => id)).size, 3);
});

test("what was asked before the start is answered after it", async () => {
  const asked = runtime.ask(ANSWER);
  assert.deepEqual(workers[0].heard, [{ type: "start" }]);
  await workers[0].say({ type: "progress", stage: "download", loaded: 5, total: 10 });
  assert.deepEqual(states.at(-1), { status: "loading", stage: "download", loaded: 5, total: 10, reason: undefined });
  await workers[0].say({ type: "ready" });
  assert.equal(states.at(-1)?.status, "ready");
  await workers[0].answer();
  assert.deepEqual(await asked, { response: { ok: true } });
});

test("an answer that takes too long ends the worker, and its late words are not heard", async () => {
  const worker = await ready();
  const asked = runtime.ask(ANSWER, { channel: "slow" });
  const other = runtime.ask(ANSWER, { channel: "other" });
  const failure = outcome(asked);
  await pass(2);
  await worker.begin();
  await pass(9);
  assert.equal(worker.terminated, false);
  await pass(1);
  assert.equal(await failure, "too-slow");
  assert.equal(worker.terminated, true);
  await worker.answer({ ok: "late" });
  assert.equal(await isPending(other), true);
  const fresh = workers[1];
  await fresh.say({ type: "ready" });
  await fresh.answer();
  assert.deepEqual(await other, { response: { ok: true } });
});

test("what took too long is not asked once more, only something else is", async () => {
  const worker = await ready();
  const both = [1, 1].map((n) => outcome(runtime.ask({ n }, { channel: "a" })));
  const other = runtime.ask({ n: 1 }, { channel: "b" });
  await worker.begin();
  await pass(10);
  assert.deepEqual(await Promise.all(both), ["too-slow", "too-slow"]);
  await workers[1].say({ type: "ready" });
  await workers[1].answer();
  assert.deepEqual(await other, { response: { ok: true } });
  assert.equal(workers[1].requests.length, 1);
});

test("a worker that does not take a request up is gone: another one answers", async () => {
  const worker = await ready();
  const asked = runtime.ask({ n: 1 });
  await pass(2);
  assert.equal(worker.terminated, false);
  await pass(1);
  assert.equal(worker.terminated, true);
  const fresh = workers[1];
  await fresh.say({ type: "ready" });
  await fresh.begin();
  await fresh.answer();
  assert.deepEqual(await asked, { response: { ok: true } });
  assert.deepEqual(fresh.requests.map(({ request }) => request.n), [1]);
});

test("a request that two workers did not take up fails", async () => {
  await ready();
  const asked = outcome(runtime.ask(ANSWER));
  await pass(3);
  await workers[1].say({ type: "ready" });
  await pass(3);
  assert.equal(await asked, "crashed");
});

test("of two requests that a worker did not take up the newer one is asked again", async () => {
  await ready();
  const older = runtime.ask({ n: 1 });
  const newer = runtime.ask({ n: 2 });
  await pass(3);
  assert.deepEqual(await older, { superseded: true });
  await workers[1].say({ type: "ready" });
  await workers[1].answer();
  assert.deepEqual(await newer, { response: { ok: true } });
});

test("a start is given up only when nothing more is heard of it", async () => {
  const started = outcome(runtime.start());
  await pass(19);
  await workers[0].say({ type: "progress", stage: "start", loaded: 1, total: 1 });
  await pass(19);
  assert.equal(states.at(-1)?.status, "loading");
  await pass(1);
  assert.equal(states.at(-1)?.status, "failed");
  assert.equal(await started, "timeout");
});

test("a failed start is told to all who wait, and forgotten", async () => {
  const one = outcome(runtime.ask(ANSWER, { channel: "a" }));
  const two = outcome(runtime.ask(ANSWER, { channel: "b" }));
  await workers[0].say({ type: "failed", reason: "wrong-file", detail: "python.zip" });
  assert.deepEqual([await one, await two], ["wrong-file", "wrong-file"]);
  assert.equal(workers[0].terminated, true);
  assert.equal(states.at(-1)?.reason, "wrong-file");
  const again = runtime.ask(ANSWER);
  await settle(); // its own files are fetched first
  assert.equal(workers[1].options.name, "reload", "it goes past the cache");
  assert.deepEqual([states.at(-1)?.status, states.at(-1)?.reason], ["loading", undefined]);
  await workers[1].say({ type: "ready" });
  await workers[1].answer();
  assert.deepEqual(await again, { response: { ok: true } });
});

test("a preload shows nothing, and one that fails is not told", async () => {
  runtime.preload();
  runtime.preload();
  assert.equal(workers.length, 1);
  await workers[0].say({ type: "progress", stage: "download", loaded: 5, total: 10 });
  await workers[0].say({ type: "failed", reason: "offline" });
  assert.deepEqual(states.map(({ status }) => status), ["idle"]);
  runtime.start();
  assert.equal(workers.length, 2);
});

test("a start after a preload begins where that is", async () => {
  runtime.preload();
  await workers[0].say({ type: "progress", stage: "download", loaded: 5, total: 10 });
  runtime.start();
  assert.equal(workers.length, 1);
  assert.deepEqual(states.map(({ status, loaded }) => [status, loaded]), [["idle", 0], ["loading", 5]]);
});

/** @param {{saveData?: boolean, effectiveType?: string}} connection what the browser says of its line */
const onALine = (connection) =>
  Object.defineProperty(globalThis, "navigator", { value: { connection }, configurable: true });

for (const dear of [{ saveData: true }, { effectiveType: "2g" }, { effectiveType: "slow-2g" }]) {
  test(`a reader on a line with ${JSON.stringify(dear)} is asked first, and once`, async () => {
    onALine(dear);
    runtime.preload();
    const first = runtime.ask({ n: 1 }, { channel: "a" });
    const second = runtime.ask({ n: 2 }, { channel: "a" });
    const other = runtime.ask({ n: 3 }, { channel: "b" });
    while (states.at(-1)?.status !== "asking") await settle(); // sizes are looked up first
    assert.equal(workers.length, 0);
    assert.deepEqual(await first, { superseded: true });
    runtime.allow();
    await settle();
    assert.equal(workers.length, 1);
    await workers[0].say({ type: "ready" });
    await workers[0].answer();
    await workers[0].answer();
    assert.deepEqual(await Promise.all([second, other]), [{ response: { ok: true } }, { response: { ok: true } }]);
    assert.deepEqual(workers[0].requests.map(({ request }) => request.n), [2, 3]);
    assert.equal(states.filter(({ status }) => status === "asking").length, 1);
  });
}

test("a line that is good enough is not asked about", () => {
  onALine({ saveData: false, effectiveType: "3g" });
  runtime.preload();
  assert.equal(workers.length, 1);
});

test("once it was allowed, later workers are not asked about", async () => {
  onALine({ saveData: true });
  const asked = outcome(runtime.ask(ANSWER));
  runtime.allow();
  await settle();
  await workers[0].say({ type: "failed", reason: "offline" });
  assert.equal(await asked, "offline");
  runtime.ask(ANSWER);
  assert.equal(workers.length, 2);
});

test("an error in a calculator leaves the worker, a crash replaces it", async () => {
  const worker = await ready();
  const first = outcome(runtime.ask(ANSWER));
  await worker.say({ id: worker.requests[0].id, reason: "calculator-error", detail: "KeyError" });
  assert.equal(await first, "calculator-error");
  assert.equal(worker.terminated, false);
  const second = outcome(runtime.ask(ANSWER));
  await worker.say({ id: worker.requests[1].id, reason: "crashed", detail: "out of bounds" });
  assert.equal(await second, "crashed");
  assert.equal(worker.terminated, true);
});

test("cancelling stops what is running and what waits, and nothing of other channels", async () => {
  const worker = await ready();
  const running = runtime.ask(ANSWER, { channel: "a" });
  const waiting = runtime.ask(ANSWER, { channel: "b" });
  const kept = runtime.ask(ANSWER, { channel: "c" });
  runtime.cancel("b");
  assert.deepEqual(await waiting, { superseded: true });
  assert.equal(worker.terminated, false);
  runtime.cancel("a");
  assert.deepEqual(await running, { superseded: true });
  assert.equal(worker.terminated, true);
  await workers[1].say({ type: "ready" });
  await workers[1].answer();
  assert.deepEqual(await kept, { response: { ok: true } });
});

test("a picture follows its answer, or a reason why it does not", async () => {
  const worker = await ready();
  const response = { ok: true, picture: { data: {} } };
  const replies = [];
  for (let n = 0; n < 3; n += 1) {
    const asked = runtime.ask(ANSWER, { draw: true });
    await worker.answer(response);
    replies.push(await asked);
  }
  const [good, bad, lost] = replies;
  await worker.say({ id: worker.requests[0].id, pictures: { own: "<svg/>" } });
  await worker.say({ id: worker.requests[1].id, pictureError: "no rows" });
  assert.deepEqual(await good.picture, { own: "<svg/>" });
  assert.equal(await outcome(/** @type {any} */ (bad.picture)), "calculator-error");
  assert.equal(await isPending(/** @type {any} */ (lost.picture)), true);
  const undrawn = runtime.ask(ANSWER);
  await worker.answer(response);
  assert.equal((await undrawn).picture, undefined);
});

test("a worker that may not be created is a reason like any other", async () => {
  refusal = new Error("SecurityError");
  assert.equal(await outcome(runtime.ask(ANSWER)), "blocked-worker");
  assert.equal(states.at(-1)?.status, "failed");
});

/** What the host says of a script. */
const replies = {
  "missing-file": () => new Response("gone", { status: 404 }),
  "wrong-file": () => new Response("<html>", { headers: { "content-type": "text/html" } }),
  offline: () => Promise.reject(new TypeError("Failed to fetch")),
};
for (const [reason, reply] of Object.entries(replies)) {
  test(`a worker that cannot be loaded: ${reason}`, async () => {
    mock.method(globalThis, "fetch", async () => reply());
    const asked = outcome(runtime.ask(ANSWER));
    workers[0].dispatchEvent(new Event("error"));
    assert.equal(await asked, reason);
  });
}

test("a worker that cannot be loaded though its files are good is created once more", async () => {
  const script = () => new Response("", { headers: { "content-type": "text/javascript" } });
  mock.method(globalThis, "fetch", async () => script());
  const asked = outcome(runtime.ask(ANSWER));
  workers[0].dispatchEvent(new Event("error"));
  await settle();
  assert.deepEqual(workers[1].heard, [{ type: "start" }]);
  workers[1].dispatchEvent(new Event("error"));
  assert.equal(await asked, "blocked-worker");
});

test("files that were checked once are not checked again, until a start fails", async () => {
  /** @type {Record<string, string>} */
  const stored = {};
  Object.assign(globalThis, {
    localStorage: {
      getItem: (/** @type {string} */ key) => stored[key] ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => void (stored[key] = value),
      removeItem: (/** @type {string} */ key) => void delete stored[key],
    },
  });
  try {
    const names = () => workers.map(({ options }) => options.name);
    await ready();
    const crash = outcome(runtime.ask(ANSWER));
    await workers[0].say({ id: workers[0].requests[0].id, reason: "crashed", detail: "out of bounds" });
    assert.equal(await crash, "crashed");
    assert.deepEqual(names(), ["python", "kept"]);
    runtime.start().catch(() => {});
    await workers[1].say({ type: "failed", reason: "crashed", detail: "" });
    runtime.start().catch(() => {});
    assert.deepEqual(names(), ["python", "kept", "python"]);
  } finally {
    Reflect.deleteProperty(globalThis, "localStorage");
  }
});
