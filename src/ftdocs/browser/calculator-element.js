// <ft-calculator>: turns the printed form into a live one. It reads texts from the form, asks Python, and places the answer.

import { copy } from "./clipboard.js";
import { fillAnswer, fillPicture } from "./fill.js";
import { isUntouched, markEdited, read, write } from "./form.js";
import { forget, recall, remember, show, shownOn, slot } from "./memory.js";
import { sayCopied, sayErrors, sayFailure, sayProgress, sayShared } from "./notices.js";
import { explain } from "./runtime-messages.js";

/** Milliseconds without a key press after which an entry counts as finished and may be found wrong. */
const SETTLED = 1500;
/** Milliseconds on a control after which the downloads begin. */
const LINGERING = 150;
/** Milliseconds after which waiting for an answer is worth showing. */
const NOTICEABLE = 150;

export class CalculatorElement extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  /** Counts requests, so that late answers can be told. */
  turn = 0;
  /** Whether the reader has asked for Python. */
  wanted = false;
  /** The fragment that restores what is shown. */
  link = "";
  /** The page it stands on: the address changes before the content does. */
  path = "";
  /** The part from `?` on of the link whose numbers are shown; "" for the reader's own. */
  shownLink = "";
  /** The form's texts that the result belongs to. */
  placed = "";
  /** Whether a request is under way. */
  awaiting = false;
  /** Names of fields edited while a link is being read. @type {Set<string>} */
  touched = new Set();
  /** Ends the subscription to the runtime. @type {(() => void) | undefined} */
  unsubscribe;

  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.path = location.pathname;
    this.turn = 0;
    this.link = this.dataset.link ?? "";
    this.wanted = false;
    this.touched.clear();
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.form.addEventListener("pointerover", (event) => this.linger(event), { signal });
    this.form.addEventListener("pointerout", () => clearTimeout(this.lingering), { signal });
    this.form.addEventListener("focusin", () => this.wake(), { signal, once: true });
    this.form.addEventListener("input", (event) => this.edited(event), { signal });
    this.form.addEventListener("change", () => this.compute({ settled: true }), { signal });
    this.form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        this.compute({ settled: true, focus: true });
      },
      { signal },
    );
    this.addEventListener("click", (event) => this.act(event), { signal });
    for (const name of ["hashchange", "popstate"]) {
      window.addEventListener(name, () => this.arrive(), { signal });
    }
    // What stands in the form now may have been typed before this script came, or restored by the browser.
    const early = isUntouched(this.form) ? "" : "typed";
    this.placed = early || this.formText;
    this.shownLink = "";
    this.arrive(shownOn(this.path, this.id));
    if (early && !this.shownLink && this.turn === 0) this.compute({ settled: true });
  }

  disconnectedCallback() {
    this.turn += 1;
    clearTimeout(this.unfinished);
    clearTimeout(this.lingering);
    this.leaving?.abort();
    this.unsubscribe?.();
    this.unsubscribe = undefined;
  }

  get calculator() {
    return this.getAttribute("name") ?? "";
  }

  /** Where what is shown is kept; see memory.js. */
  get slot() {
    return slot(this.path, this.id, this.shownLink);
  }

  get formText() {
    return JSON.stringify(read(this.form));
  }

  /** What the address bar says to this element: a link's part from `?` on, "" for its own id, undefined for others. */
  get addressed() {
    const [id, ...rest] = location.hash.slice(1).split("?");
    if (id !== this.id) return undefined;
    return rest.length ? `?${rest.join("?")}` : "";
  }

  /**
   * The reader came to this address, or the content was mounted anew: show what belongs here. A jump to another section
   * changes nothing.
   * @param {string} [before] the link that was shown when the content was last mounted
   */
  arrive(before) {
    const link = this.addressed ?? before;
    if (link === undefined || this.path !== location.pathname) return;
    const moved = link !== this.shownLink;
    if (moved) this.abandon();
    this.shownLink = link;
    show(this.path, this.id, link);
    const saved = recall(this.slot);
    if (saved) {
      write(this.form, saved.fields);
      this.showShared();
      this.compute({ settled: true });
    } else if (link) {
      this.open();
    } else if (moved) {
      this.restart();
    }
    if (this.addressed && moved) {
      // The browser does not scroll to an id with a query behind it; earlier than this, the theme scrolls back.
      requestAnimationFrame(() => requestAnimationFrame(() => this.scrollIntoView()));
    }
  }

  /** What is under way no longer matters. */
  abandon() {
    this.turn += 1;
    this.awaiting = false;
    clearTimeout(this.unfinished);
    this.touched.clear();
    this.toggleAttribute("data-pending", false);
  }

  /** Compute what the link holds. */
  async open() {
    this.toggleAttribute("data-pending", true);
    const reply = await this.request({ do: "open", fragment: this.calculator + this.shownLink });
    if (!reply) return;
    // What the reader has typed while the link was being read is newer than the link.
    const typed = Object.entries(read(this.form)).filter(([name]) => this.touched.has(name));
    write(this.form, reply.fields);
    const given = read(this.form);
    write(this.form, Object.fromEntries(typed));
    remember(this.slot, { fields: read(this.form), given, notices: reply.notices });
    this.place(reply, { settled: true });
    if (this.touched.size) this.compute({ settled: true });
    this.touched.clear();
  }

  /** A pointer that rests on a control will soon be used on it; one that scrolls past will not. @param {Event} event */
  linger(event) {
    if (!(event.target instanceof Element && event.target.closest("label, input, select, textarea, button"))) return;
    clearTimeout(this.lingering);
    this.lingering = setTimeout(() => this.runtime().then(({ preload }) => preload(), () => {}), LINGERING);
  }

  /** The page's side of Python, fetched when it is first wanted. */
  async runtime() {
    const runtime = await import("./runtime.js").catch(() => Promise.reject({ reason: navigator.onLine ? "missing-file" : "offline" }));
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
    if (this.hasAttribute("data-pending") && event.target instanceof Element) {
      this.touched.add(event.target.getAttribute("name") ?? "");
      return;
    }
    // Screen readers wait for the result of the last key press.
    this.querySelector("[data-output=sentence]")?.setAttribute("aria-busy", "true");
    this.compute({});
    clearTimeout(this.unfinished);
    this.unfinished = setTimeout(() => this.compute({ settled: true }), SETTLED);
  }

  /**
   * Answer what stands in the form. Errors show only where the entry is `settled`; `focus` moves to them.
   * @param {{settled?: boolean, focus?: boolean}} manner
   */
  async compute(manner) {
    if (manner.settled) clearTimeout(this.unfinished);
    // The form does not show the link's numbers yet; they come first, if need be by trying again.
    if (this.hasAttribute("data-pending")) {
      if (this.dataset.state === "error") this.open();
      return undefined;
    }
    const fields = read(this.form);
    remember(this.slot, { ...recall(this.slot), fields });
    const reply = await this.request({ do: "answer", fields });
    if (reply) this.place(reply, manner);
    return reply;
  }

  /**
   * Ask Python. Resolves to undefined where the answer no longer matters or none could be had.
   * @param {object} request
   * @returns {Promise<any>}
   */
  async request(request) {
    this.wanted = true;
    const turn = ++this.turn;
    this.awaiting = true;
    const waiting = setTimeout(() => {
      if (this.dataset.state === "ready") this.setState("computing");
      this.markStale();
    }, NOTICEABLE);
    try {
      const { ask } = await this.runtime();
      // An older request must not overtake a newer one while the script was on its way.
      if (turn !== this.turn) return undefined;
      const { response, picture, superseded } = await ask(
        { ...request, calculator: this.calculator },
        { channel: this.slot, draw: true },
      );
      if (superseded || turn !== this.turn) return undefined;
      picture?.then(
        (svg) => turn === this.turn && fillPicture(this, svg),
        () => turn === this.turn && this.toggleAttribute("data-undrawn", true),
      );
      return response;
    } catch (failure) {
      if (turn === this.turn) this.fail(failure);
      return undefined;
    } finally {
      clearTimeout(waiting);
      if (turn === this.turn) this.awaiting = false;
    }
  }

  /**
   * Show a reply: the answer, or what is wrong with the input.
   * @param {any} reply
   * @param {{settled?: boolean, focus?: boolean}} manner
   */
  place(reply, manner) {
    sayFailure(this, "");
    markEdited(this.form);
    this.toggleAttribute("data-pending", false);
    this.toggleAttribute("data-stale", !reply.ok);
    this.showShared();
    sayCopied(this, "");
    if (manner.settled) this.querySelector("[data-output=sentence]")?.removeAttribute("aria-busy");
    if (reply.ok) {
      this.link = reply.link;
      this.placed = this.formText;
      sayErrors(this, this.form, []);
      this.toggleAttribute("data-undrawn", false);
      fillAnswer(this, reply);
      this.setState("ready");
    } else if (manner.settled) {
      sayErrors(this, this.form, reply.errors, manner.focus);
      this.setState("error");
    }
  }

  /** Marks a result that is not for the numbers in the form. */
  markStale() {
    if (this.placed !== this.formText) this.toggleAttribute("data-stale", true);
  }

  /** Says where numbers come from a shared link. */
  showShared() {
    const { given, notices = [] } = recall(this.slot) ?? {};
    sayShared(this, this.shownLink ? given : undefined, notices, given !== undefined && JSON.stringify(given) !== this.formText);
  }

  /** @param {{status: string, stage?: string, loaded?: number, total?: number}} runtime */
  showRuntime(runtime) {
    if (!this.wanted) return;
    if (runtime.status === "loading") {
      this.setState("loading");
      sayProgress(this, runtime);
    } else if (runtime.status === "ready" && this.dataset.state === "loading") {
      this.setState(this.awaiting ? "computing" : "ready");
    } else if (runtime.status === "failed" && this.dataset.state === "loading") {
      this.fail(runtime);
    }
  }

  /** @param {any} failure a runtime failure with its reason */
  fail(failure) {
    this.setState("error");
    delete this.dataset.stage;
    this.markStale();
    sayFailure(this, explain(failure.reason));
  }

  /** @param {"static" | "loading" | "ready" | "computing" | "error"} state */
  setState(state) {
    if (this.dataset.state !== state) this.dataset.state = state;
  }

  /** @param {Event} event */
  act(event) {
    const action = event.target instanceof Element && event.target.closest("[data-action]");
    const summaryLink = event.target instanceof Element && event.target.closest(".ft-errors a");
    if (summaryLink instanceof HTMLAnchorElement) {
      event.preventDefault();
      document.getElementById(summaryLink.hash.slice(1))?.focus();
    }
    if (!action) return;
    const does = { copy: () => this.copyLink(), reset: () => this.reset(), own: () => this.leave(), retry: () => this.retry() };
    does[/** @type {keyof typeof does} */ (action.getAttribute("data-action"))]?.();
  }

  async copyLink() {
    const field = /** @type {HTMLInputElement} */ (this.querySelector(".ft-manual-link"));
    let address = location.href;
    // A link that is still being read is itself what leads to these numbers.
    if (!this.hasAttribute("data-pending")) {
      if (this.awaiting || this.placed !== this.formText) {
        const reply = await this.compute({ settled: true, focus: true });
        if (!reply?.ok) return;
      }
      const home = new URL(this.dataset.home ?? "", location.href);
      address = `${home.origin}${home.pathname}#${this.link}`;
    }
    const copied = await copy(address, field);
    sayCopied(this, copied ? "done" : "manual");
  }

  /** From a shared link back to the reader's own numbers. */
  leave() {
    forget(this.slot);
    if (this.addressed) history.replaceState(history.state, "", `#${this.id}`);
    this.abandon();
    this.shownLink = "";
    show(this.path, this.id, "");
    const own = recall(this.slot);
    this.restart();
    if (!own) return;
    write(this.form, own.fields);
    this.compute({ settled: true });
  }

  /** Back to the numbers that were given: the link's, or else the page's. */
  reset() {
    const { given, notices } = recall(this.slot) ?? {};
    this.abandon();
    forget(this.slot);
    this.restart();
    if (!this.shownLink) return;
    if (!given) {
      this.open();
      return;
    }
    remember(this.slot, { fields: given, given, notices });
    write(this.form, given);
    this.compute({ settled: true });
  }

  /** The page's starting values. Asks Python only if something other than the printed result is shown. */
  restart() {
    this.form.reset();
    markEdited(this.form);
    sayErrors(this, this.form, []);
    this.showShared();
    sayFailure(this, "");
    sayCopied(this, "");
    this.toggleAttribute("data-stale", false);
    if (this.placed === this.formText) {
      this.setState(this.dataset.state === "ready" || this.dataset.state === "computing" ? "ready" : "static");
      return;
    }
    this.request({ do: "answer", fields: read(this.form) }).then((reply) => reply && this.place(reply, { settled: true }));
  }

  retry() {
    sayFailure(this, "");
    if (this.shownLink && !recall(this.slot)) this.open();
    else this.compute({ settled: true });
  }
}
