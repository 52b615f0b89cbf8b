// <ft-calculator>: turns the printed form into a live one. It reads texts from the form, asks Python, and places the answer.

import { Acting } from "./acting.js";
import { Asking } from "./asking.js";
import { Comparison } from "./comparison.js";
import { fillAnswer } from "./fill.js";
import { Flipping } from "./flipping.js";
import { Following } from "./following.js";
import { markEdited, meet, printed, read, write } from "./form.js";
import { recall, remember } from "./memory.js";
import { sayAge, sayCopied, sayErrors, sayFailure, sayRefining } from "./notices.js";
import { explain } from "./runtime-messages.js";
import { fetched } from "./scripts.js";
import { Undoing } from "./undoing.js";

/** Milliseconds without a key press after which an entry may be found wrong. */
const SETTLED = 1500;
/** Milliseconds on a control after which the downloads begin. */
const LINGERING = 150;

export class CalculatorElement extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  /** @type {import("./agreeing.js").Agreeing | undefined} */
  agreeing;
  /** @type {import("./starting.js").Starting | undefined} */
  starting;
  /** @type {Asking} */
  asking;
  /** @type {Following} */
  following;
  /** @type {Comparison} */
  comparison;
  /** @type {Undoing} */
  undoing;
  /** @type {Flipping} */
  flipping;
  /** Whether the reader has asked for Python. */
  wanted = false;
  /** The fragment that restores what is shown. */
  link = "";
  /** The form's texts that the result belongs to. */
  placed = "";
  /** What the scenario in use gives the form, if there is one. @type {import("./scenario/fields.js").ScenarioFields | undefined} */
  scenario;
  /** Ends the subscription to the runtime. @type {(() => void) | undefined} */
  unsubscribe;

  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.asking = new Asking(this);
    this.following = new Following(this);
    this.comparison = new Comparison(this);
    this.undoing = new Undoing(this.following.path, this.id, () => read(this.form));
    this.flipping = new Flipping(this);
    this.link = this.dataset.link ?? "";
    this.wanted = false;
    this.listen();
    sayAge(this, new Date());
    // It may have been typed before this script came, or restored by the browser.
    this.placed = JSON.stringify(printed(this.form));
    const early = this.placed !== this.formText;
    this.following.arrive(this.following.before);
    this.offerUndo();
    if (early && !this.following.link && this.asking.turn === 0) this.compute({ settled: true });
    this.dispatchEvent(new Event("ft-connected", { bubbles: true }));
  }

  listen() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.form.addEventListener("pointerover", (event) => this.linger(event), { signal });
    this.form.addEventListener("pointerout", () => clearTimeout(this.lingering), { signal });
    this.form.addEventListener("focusin", () => this.wake(), { signal, once: true });
    this.form.addEventListener("focusin", meet, { signal });
    this.form.addEventListener("input", (event) => this.edited(event), { signal });
    this.form.addEventListener("keydown", (event) => this.step(event), { signal });
    this.form.addEventListener("change", () => this.compute({ settled: true }), { signal });
    this.form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        this.compute({ settled: true, focus: true });
      },
      { signal },
    );
    const acting = new Acting(this);
    this.addEventListener("click", (event) => acting.act(event), { signal });
    for (const name of ["hashchange", "popstate"]) {
      window.addEventListener(name, () => this.following.arrive(), { signal });
    }
  }

  disconnectedCallback() {
    this.asking.abandon();
    clearTimeout(this.unfinished);
    clearTimeout(this.lingering);
    this.leaving?.abort();
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    this.scenario = undefined;
  }

  get calculator() {
    return this.getAttribute("name") ?? "";
  }

  /** Where what is shown is kept; see memory.js. */
  get slot() {
    return this.following.slot;
  }

  get formText() {
    return JSON.stringify(read(this.form));
  }

  // Python

  /** A pointer that rests on a control will soon be used on it; one that scrolls past will not. @param {Event} event */
  linger(event) {
    if (!(event.target instanceof Element && event.target.closest("label, input, select, textarea, button"))) return;
    clearTimeout(this.lingering);
    this.lingering = setTimeout(() => this.runtime().then(({ preload }) => preload(), () => {}), LINGERING);
  }

  /** The page's side of Python, fetched when it is first wanted. */
  async runtime() {
    const scripts = Promise.all([import("./runtime.js"), import("./agreeing.js"), import("./starting.js")]);
    const [runtime, { Agreeing }, { Starting }] = await fetched(scripts);
    this.agreeing ??= new Agreeing(this, this.form);
    this.starting ??= new Starting(this);
    if (this.isConnected) this.unsubscribe ??= runtime.subscribe((state) => this.showRuntime(state));
    return runtime;
  }

  /** Start Python: the reader means to use this calculator. */
  wake() {
    this.wanted = true;
    this.runtime().then(
      ({ start }) => start().catch(() => {}), // told through the subscription
      (failure) => this.fail(failure),
    );
  }

  /** @param {Event} event */
  edited(event) {
    if (this.following.pending && event.target instanceof Element) {
      this.following.touched.add(event.target.getAttribute("name") ?? "");
      return;
    }
    // Screen readers wait for the result of the last key press.
    this.querySelector("[data-output=sentence]")?.setAttribute("aria-busy", "true");
    this.compute({});
    clearTimeout(this.unfinished);
    this.unfinished = setTimeout(() => this.compute({ settled: true }), SETTLED);
  }

  /** Arrow keys change a number by a step. Elsewhere they keep their meaning. @param {KeyboardEvent} event */
  step(event) {
    const { key, target } = event;
    if (!/^Arrow(Up|Down)$/.test(key) || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (!(target instanceof HTMLInputElement) || !/^(numeric|decimal)$/.test(target.inputMode) || target.list) return;
    event.preventDefault();
    import("./stepping.js").then(({ step }) => step(this, target, (key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1)), () => {});
  }

  /**
   * Answer what stands in the form. Errors show only where the entry is `settled`; `focus` moves to them.
   * @param {{settled?: boolean, focus?: boolean}} manner
   */
  async compute(manner) {
    if (manner.settled) clearTimeout(this.unfinished);
    // The form does not show the link's numbers yet; they come first, if need be by trying again.
    if (this.following.pending) {
      if (this.dataset.state === "error") this.following.open();
      return undefined;
    }
    if (manner.settled) this.undoing.note();
    this.offerUndo();
    const fields = read(this.form);
    const { pinned } = this.comparison;
    remember(this.slot, { ...recall(this.slot), fields, pinned });
    const reply = await this.request({ do: "answer", fields, pinned });
    if (reply) this.place(reply, manner, fields);
    return reply;
  }

  /** Ask Python; see asking.js. @param {object} request @returns {Promise<any>} */
  request(request) {
    this.wanted = true;
    this.toggleAttribute("data-refining", false);
    return this.asking.ask(request);
  }

  // What is shown

  /**
   * Show a reply: the answer, or what is wrong with the input.
   * @param {any} reply
   * @param {{settled?: boolean, focus?: boolean}} manner
   * @param {Record<string, string>} [fields] what it answers
   */
  place(reply, manner, fields = read(this.form)) {
    const refining = reply.ok && reply.spread && reply.spread.draws < reply.spread.planned;
    sayFailure(this, "");
    markEdited(this.form);
    this.toggleAttribute("data-pending", false);
    if (reply.ok) this.placed = JSON.stringify(fields);
    this.toggleAttribute("data-stale", !reply.ok || this.placed !== this.formText);
    this.following.tell();
    sayCopied(this, "");
    if (manner.settled && !refining) this.querySelector("[data-output=sentence]")?.removeAttribute("aria-busy");
    if (reply.ok) {
      this.link = reply.link;
      sayErrors(this, this.form, []);
      this.toggleAttribute("data-undrawn", false);
      if (this.placed === this.formText) this.agreeing?.check(reply, !refining);
      fillAnswer(this, reply);
      this.comparison.show(reply.compared);
      this.toggleAttribute("data-refining", refining);
      this.setState(refining ? "computing" : "ready");
      if (refining) this.refine(reply.spread, manner, fields);
      else if (manner.settled) {
        this.flipping.update();
        this.dispatchEvent(new Event("ft-settled"));
      }
    } else if (manner.settled) {
      sayErrors(this, this.form, reply.errors, manner.focus);
      this.setState("error");
    }
  }

  /**
   * The answer shown rests on the first draws: take the others.
   * @param {{draws: number, planned: number, said: string}} spread @param {{settled?: boolean}} manner
   * @param {Record<string, string>} fields
   */
  async refine(spread, manner, fields) {
    sayRefining(this, spread);
    const request = { do: "refine", fields, pinned: this.comparison.pinned };
    const reply = await this.asking.refine(request, (step) => sayRefining(this, step));
    if (reply) this.place(reply, manner, fields);
  }

  /** An answer is taking its time. */
  late() {
    if (this.dataset.state === "ready") this.setState("computing");
    this.markStale();
  }

  /** Marks a result that is not for the numbers in the form. */
  markStale() {
    if (this.placed !== this.formText) this.toggleAttribute("data-stale", true);
  }

  /** Puts texts into the form that nobody just typed: the result is marked at once. @param {Record<string, string>} fields */
  put(fields) {
    write(this.form, fields);
    this.markStale();
  }

  offerUndo() {
    const button = this.querySelector("[data-action=undo]");
    if (button instanceof HTMLElement) button.hidden = this.undoing.steps.length === 0;
  }

  /** @param {import("./runtime.js").State} runtime */
  showRuntime(runtime) {
    if (!this.wanted) return;
    this.starting?.show(runtime);
    if (runtime.status === "loading") {
      this.setState("loading");
    } else if (runtime.status === "ready" && this.dataset.state === "loading") {
      this.setState(this.asking.awaiting ? "computing" : "ready");
    } else if (runtime.status === "failed" && this.dataset.state === "loading") {
      this.fail(runtime);
    }
  }

  /** @param {any} failure a runtime failure with its reason */
  fail(failure) {
    this.setState("error");
    this.toggleAttribute("data-refining", false);
    this.markStale();
    sayFailure(this, explain(failure.reason), failure.reason);
  }

  /** @param {"static" | "loading" | "ready" | "computing" | "error"} state */
  setState(state) {
    if (this.dataset.state !== state) this.dataset.state = state;
  }

  /** The page's address that leads to calculators' links. */
  get homeAddress() {
    const home = new URL(this.dataset.home ?? "", location.href);
    return `${home.origin}${home.pathname}`;
  }

  /** The address that restores what the form holds; undefined where that has no result. */
  async address() {
    // A link that is still being read is itself what leads to these numbers.
    if (this.following.pending) return location.href;
    if (this.asking.awaiting || this.placed !== this.formText) {
      const reply = await this.compute({ settled: true, focus: true });
      if (!reply?.ok) return undefined;
    }
    return `${this.homeAddress}#${this.link}`;
  }

  /** The page's starting values. Asks Python only if something other than the printed result is shown. */
  restart() {
    this.form.reset();
    const wasPrinted = JSON.stringify(this.comparison.pinned) === JSON.stringify(this.comparison.printed);
    this.comparison.pin(this.comparison.printed);
    markEdited(this.form);
    sayErrors(this, this.form, []);
    this.following.tell();
    sayFailure(this, "");
    sayCopied(this, "");
    this.toggleAttribute("data-stale", this.placed !== this.formText);
    this.toggleAttribute("data-refining", false);
    if (this.placed === this.formText && wasPrinted) {
      this.setState(this.dataset.state === "ready" || this.dataset.state === "computing" ? "ready" : "static");
      return;
    }
    const fields = read(this.form);
    const request = { do: "answer", fields, pinned: this.comparison.pinned };
    this.request(request).then((reply) => reply && this.place(reply, { settled: true }, fields));
  }
}

if (!customElements.get("ft-calculator")) customElements.define("ft-calculator", CalculatorElement);
