// <ft-calculator>: turns the printed form into a live one. It reads texts from the form, asks Python, and places the answer.

import { copy } from "./clipboard.js";
import { fillAnswer, fillList, fillPicture } from "./fill.js";
import { forget, recall, remember, slot } from "./memory.js";
import { ask, preload, start, subscribe } from "./runtime.js";
import { explain } from "./runtime-messages.js";

/** Milliseconds without a key press after which an entry counts as finished and may be found wrong. */
const SETTLED = 1500;
/** Milliseconds after which waiting for an answer is worth showing. */
const NOTICEABLE = 150;

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

export class CalculatorElement extends HTMLElement {
  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.link = this.dataset.link ?? "";
    this.turn = 0;
    this.wanted = false;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.form.addEventListener("pointerover", () => preload(), { signal, once: true });
    this.form.addEventListener("focusin", () => this.wake(), { signal, once: true });
    this.form.addEventListener("input", () => this.edited(), { signal });
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
    this.unsubscribe = subscribe((runtime) => this.showRuntime(runtime));
    this.shownSlot = slot(this.id, "");
    this.arrive();
  }

  disconnectedCallback() {
    this.turn += 1;
    clearTimeout(this.unfinished);
    this.leaving?.abort();
    this.unsubscribe?.();
  }

  get calculator() {
    return this.getAttribute("name") ?? "";
  }

  /** @returns {Control[]} */
  get controls() {
    return /** @type {Control[]} */ ([...this.form.elements].filter((e) => e.hasAttribute("name")));
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
      this.write(saved.fields);
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
    this.write(reply.fields);
    remember(key, { fields: this.read(), notices: reply.notices });
    this.showShared(reply.notices);
    this.place(reply, { settled: true });
  }

  /** The texts of all controls, by field name. */
  read() {
    /** @type {Record<string, string>} */
    const fields = {};
    for (const control of this.controls) {
      fields[control.name] =
        control instanceof HTMLInputElement && control.type === "checkbox" ? String(control.checked) : control.value;
    }
    return fields;
  }

  /** @param {Record<string, string>} fields */
  write(fields) {
    for (const control of this.controls) {
      const text = fields[control.name];
      if (text === undefined) continue;
      if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = text === "true";
      else control.value = text;
      // A part of the form that holds a value must not hide it.
      const part = control.closest("details");
      if (part && text && text !== startingText(control)) part.open = true;
    }
  }

  /** Start Python: the reader means to use this calculator. */
  wake() {
    this.wanted = true;
    start().catch(() => {}); // the failure is shown through the subscription
  }

  edited() {
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
    const fields = this.read();
    remember(this.shownSlot ?? "", { ...recall(this.shownSlot ?? ""), fields });
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
      const { response, picture, superseded } = await ask(
        { ...request, calculator: this.calculator },
        { channel: this.shownSlot ?? "", draw: true },
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
    this.toggleAttribute("data-pending", false);
    this.toggleAttribute("data-stale", !reply.ok);
    if (reply.ok) {
      this.link = reply.link;
      this.showErrors([]);
      fillAnswer(this, reply);
      this.setState("ready");
    } else if (manner.settled) {
      this.showErrors(reply.errors, manner.focus);
      this.setState("error");
    }
  }

  /**
   * @param {{field: string, message: string}[]} errors
   * @param {boolean} [focus]
   */
  showErrors(errors, focus) {
    const byMessage = new Map(errors.map((e) => [e.message, errors.find((first) => first.message === e.message)]));
    const summary = /** @type {HTMLElement} */ (this.querySelector(".ft-errors"));
    const listed = [...byMessage.values()].filter((error) => error !== undefined);
    summary.hidden = listed.length === 0;
    fillList(this.querySelector("[data-list=errors]"), listed.map((e) => e.message), (item, index) => {
      const id = this.controlOf(listed[index].field)?.id;
      if (id) item.querySelector("a")?.setAttribute("href", `#${id}`);
    });
    for (const control of this.controls) {
      const mine = errors.find((error) => error.field === control.name);
      const place = this.querySelector(`#${CSS.escape(control.id)}-error`);
      if (mine) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (place instanceof HTMLElement) {
        // A message about several fields stands once, at the first of them.
        place.textContent = mine && byMessage.get(mine.message)?.field === control.name ? mine.message : "";
        place.hidden = place.textContent === "";
      }
      const part = control.closest("details");
      if (mine && part) part.open = true;
    }
    if (focus && listed.length) summary.focus();
  }

  /** @param {string} name */
  controlOf(name) {
    return this.controls.find((control) => control.name === name);
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
      const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
      const place = this.querySelector("[data-bytes]");
      if (place && total) place.textContent = `${megabytes(loaded)} of ${megabytes(total)} MB`;
    } else if (runtime.status === "ready" && this.dataset.state === "loading") {
      this.setState("ready");
    } else if (runtime.status === "failed" && this.dataset.state === "loading") {
      this.fail(runtime);
    }
  }

  /** @param {any} failure a runtime failure with its reason */
  fail(failure) {
    this.setState("error");
    this.toggleAttribute("data-pending", false);
    this.showFailure(explain(failure.reason));
  }

  /** @param {string} text */
  showFailure(text) {
    const place = /** @type {HTMLElement} */ (this.querySelector(".ft-failure"));
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
    this.toggleAttribute("data-failed", Boolean(text));
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
    if (Object.entries(this.read()).some(([name, text]) => text !== startingText(this.controlOf(name))) || this.query) {
      const reply = this.hasAttribute("data-stale") || this.dataset.state !== "ready"
        ? await this.compute({ settled: true, focus: true })
        : { ok: true };
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
      this.write(own.fields);
      this.compute({ settled: true });
    }
  }

  /** The page's starting values. Asks Python only if something other than the printed result is shown. */
  reset() {
    this.form.reset();
    this.showErrors([]);
    this.showShared(undefined);
    this.showFailure("");
    this.toggleAttribute("data-stale", false);
    if (this.dataset.state === "static") return;
    this.request({ do: "answer", fields: this.read() }).then((reply) => reply && this.place(reply, { settled: true }));
  }

  retry() {
    this.showFailure("");
    if (this.query && !recall(this.shownSlot ?? "")) this.open();
    else this.compute({ settled: true });
  }
}

/** What the build printed into a control. @param {Control | undefined} control */
function startingText(control) {
  if (control instanceof HTMLSelectElement) return [...control.options].find((o) => o.defaultSelected)?.value ?? "";
  if (control instanceof HTMLInputElement && control.type === "checkbox") return String(control.defaultChecked);
  return control?.defaultValue ?? "";
}
