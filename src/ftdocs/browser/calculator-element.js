// <ft-calculator>: turns the printed form into a live one. It reads texts from the form, asks Python, and places the answer.

import { copy } from "./clipboard.js";
import { fillAnswer, fillList, fillPicture } from "./fill.js";
import { isUntouched, markEdited, read, showErrors, write } from "./form.js";
import { forget, recall, remember, slot } from "./memory.js";
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
  /** Where what is shown is kept; see memory.js. */
  shownSlot = "";
  /** Names of fields edited while a link is being read. @type {Set<string>} */
  touched = new Set();
  /** Ends the subscription to the runtime. @type {(() => void) | undefined} */
  unsubscribe;

  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
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
    this.shownSlot = slot(this.id, "");
    this.arrive();
    // Typed before this script came, or restored by the browser.
    if (!this.query && this.turn === 0 && !isUntouched(this.form)) this.compute({ settled: true });
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

  /** The link in the address bar, if it is for this element: its part from `?` on. */
  get query() {
    const [id, ...rest] = location.hash.slice(1).split("?");
    return id === this.id && rest.length ? `?${rest.join("?")}` : "";
  }

  /** The reader came to this address: show what belongs to it. */
  arrive() {
    const key = slot(this.id, this.query);
    const saved = recall(key);
    if (key === this.shownSlot && !saved && !this.query) return;
    const moved = key !== this.shownSlot;
    this.shownSlot = key;
    if (saved) {
      write(this.form, saved.fields);
      this.showShared(saved.notices);
      this.compute({ settled: true });
    } else if (this.query) {
      this.open();
    } else if (moved) {
      this.reset();
    }
    if (this.query && moved) {
      // The browser does not scroll to an id with a query behind it; earlier than this, the theme scrolls back.
      requestAnimationFrame(() => requestAnimationFrame(() => this.scrollIntoView()));
    }
  }

  /** Compute what the link in the address bar holds. */
  async open() {
    this.toggleAttribute("data-pending", true);
    const key = this.shownSlot;
    const reply = await this.request({ do: "open", fragment: this.calculator + this.query });
    if (!reply) return;
    // What the reader has typed while the link was being read is newer than the link.
    const kept = Object.entries(reply.fields).filter(([name]) => !this.touched.has(name));
    write(this.form, Object.fromEntries(kept));
    remember(key, { fields: read(this.form), notices: reply.notices });
    this.showShared(reply.notices);
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
    const runtime = await import("./runtime.js").catch(() => Promise.reject({ reason: "missing-file" }));
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
    remember(this.shownSlot, { ...recall(this.shownSlot), fields });
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
    const waiting = setTimeout(() => this.dataset.state === "ready" && this.setState("computing"), NOTICEABLE);
    try {
      const { ask } = await this.runtime();
      // An older request must not overtake a newer one while the script was on its way.
      if (turn !== this.turn) return undefined;
      const { response, picture, superseded } = await ask(
        { ...request, calculator: this.calculator },
        { channel: this.shownSlot, draw: true },
      );
      if (superseded || turn !== this.turn) return undefined;
      picture?.then((svg) => turn === this.turn && svg && fillPicture(this, svg)).catch(() => {});
      return response;
    } catch (failure) {
      if (turn === this.turn) this.fail(failure);
      return undefined;
    } finally {
      clearTimeout(waiting);
    }
  }

  /**
   * Show a reply: the answer, or what is wrong with the input.
   * @param {any} reply
   * @param {{settled?: boolean, focus?: boolean}} manner
   */
  place(reply, manner) {
    this.showFailure("");
    markEdited(this.form);
    this.toggleAttribute("data-pending", false);
    this.toggleAttribute("data-stale", !reply.ok);
    if (reply.ok) {
      this.link = reply.link;
      this.explainErrors([]);
      fillAnswer(this, reply);
      this.setState("ready");
    } else if (manner.settled) {
      this.explainErrors(reply.errors, manner.focus);
      this.setState("error");
    }
  }

  /**
   * @param {{field: string, message: string}[]} errors
   * @param {boolean} [focus]
   */
  explainErrors(errors, focus) {
    const summary = /** @type {HTMLElement} */ (this.querySelector(".ft-errors"));
    showErrors(summary, this.form, errors, (messages, targets) =>
      fillList(this.querySelector("[data-list=errors]"), messages, (item, index) =>
        item.querySelector("a")?.setAttribute("href", `#${targets[index] ?? this.id}`),
      ),
    );
    if (focus && errors.length) summary.focus();
  }

  /** Says that numbers come from a shared link; undefined hides it.
   * @param {string[] | undefined} notices */
  showShared(notices) {
    const box = /** @type {HTMLElement} */ (this.querySelector(".ft-shared"));
    box.hidden = notices === undefined || !this.query;
    fillList(this.querySelector("[data-list=notices]"), notices ?? []);
  }

  /** @param {{status: string, stage?: string, loaded?: number, total?: number}} runtime */
  showRuntime(runtime) {
    if (!this.wanted) return;
    if (runtime.status === "loading") {
      this.setState("loading");
      const bar = /** @type {HTMLProgressElement} */ (this.querySelector(".ft-progress"));
      const { loaded = 0, total = 0 } = runtime;
      if (total) {
        bar.max = total;
        bar.value = loaded;
      }
      this.dataset.stage = runtime.stage ?? "download";
      const place = this.querySelector("[data-percent]");
      if (place && total) place.textContent = `${Math.floor((100 * loaded) / total)}%`;
    } else if (runtime.status === "ready" && this.dataset.state === "loading") {
      this.setState("ready");
    } else if (runtime.status === "failed" && this.dataset.state === "loading") {
      this.fail(runtime);
    }
  }

  /** @param {any} failure a runtime failure with its reason */
  fail(failure) {
    this.setState("error");
    this.showFailure(explain(failure.reason));
  }

  /** @param {string} text why there is no Python; "" hides it */
  showFailure(text) {
    const box = /** @type {HTMLElement} */ (this.querySelector(".ft-failure"));
    const words = /** @type {HTMLElement} */ (box.querySelector("p"));
    if (words.textContent !== text) words.textContent = text;
    box.hidden = !text;
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
    const does = { copy: () => this.copyLink(), reset: () => this.leave(true), own: () => this.leave(false), retry: () => this.retry() };
    does[/** @type {keyof typeof does} */ (action.getAttribute("data-action"))]?.();
  }

  async copyLink() {
    const shown = this.dataset.state === "ready" && !this.hasAttribute("data-stale");
    if (!shown && (this.query || !isUntouched(this.form))) {
      const reply = await this.compute({ settled: true, focus: true });
      if (!reply?.ok) return;
    }
    const address = new URL(this.dataset.home ?? "", location.href);
    const field = /** @type {HTMLInputElement} */ (this.querySelector(".ft-manual-link"));
    const copied = await copy(`${address.origin}${address.pathname}#${this.link}`, field);
    const said = /** @type {HTMLElement} */ (this.querySelector(".ft-copied"));
    said.textContent = (copied ? said.dataset.done : said.dataset.manual) ?? "";
    said.hidden = false;
    if (copied) setTimeout(() => (said.hidden = true), 4000);
  }

  /** Back to the page's numbers (`afresh`), or to the reader's own.
   * @param {boolean} afresh */
  leave(afresh) {
    if (this.query) history.replaceState(history.state, "", `#${this.id}`);
    if (afresh) forget(slot(this.id, ""));
    this.shownSlot = slot(this.id, "");
    const own = recall(this.shownSlot);
    this.reset();
    if (own) {
      write(this.form, own.fields);
      this.compute({ settled: true });
    }
  }

  /** The page's starting values. Asks Python only if something other than the printed result is shown. */
  reset() {
    this.form.reset();
    markEdited(this.form);
    this.explainErrors([]);
    this.showShared(undefined);
    this.showFailure("");
    this.toggleAttribute("data-stale", false);
    this.toggleAttribute("data-pending", false);
    this.touched.clear();
    if (this.dataset.state === "static") return;
    this.request({ do: "answer", fields: read(this.form) }).then((reply) => reply && this.place(reply, { settled: true }));
  }

  retry() {
    this.showFailure("");
    if (this.query && !recall(this.shownSlot)) this.open();
    else this.compute({ settled: true });
  }
}
