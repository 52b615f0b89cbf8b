// A calculator and the scenario in use: what the form takes from it, shown at each field, and what an edit keeps.

import { controls, printed, read } from "../form.js";
import { recall } from "../memory.js";
import { ask, dress, part } from "./page.js";
import * as store from "./store.js";

/** @typedef {import("../calculator-element.js").CalculatorElement} Host */

/** What each form last took, and from which scenario, while the tab lives. @type {Map<string, {id: string, fields: Record<string, string>}>} */
const lastTaken = new Map();

export class ScenarioFields {
  /** What the scenario gives the form. @type {{fields: Record<string, string>, shared: Record<string, string>, own: string[]}} */
  taken = { fields: {}, shared: {}, own: [] };
  /** The form's texts that the scenario knows. @type {Record<string, string>} */
  settled = {};
  /** The scenario that the form shows. */
  id = "";

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    dress();
    // What was typed before this came is still to be kept.
    this.settled = lastTaken.has(host.slot) ? read(host.form) : printed(host.form);
    const { signal } = /** @type {AbortController} */ (host.leaving);
    host.addEventListener("ft-settled", () => this.keep(), { signal });
    host.form.addEventListener("click", (event) => this.act(event), { signal });
    signal.addEventListener("abort", store.subscribe(() => this.take()));
    this.take();
  }

  /** Numbers of a link are somebody else's: nothing of them is kept, nothing of the scenario put over them. */
  get aside() {
    return this.host.following.link !== "" || this.host.id !== this.host.calculator;
  }

  /** Put what the scenario says into the form. */
  async take() {
    const { host } = this;
    if (this.aside) return;
    this.id = store.current();
    if (!this.id) {
      this.mark({ fields: {}, shared: {}, own: [] });
      return;
    }
    const texts = store.texts(this.id);
    // Nothing in it that could be for this form: Python need not be loaded to find that out.
    if (!Object.keys(texts).some((place) => /^(shared|gates|waivers|inputs)\./.test(place))) {
      this.mark({ fields: {}, shared: {}, own: [] });
      return;
    }
    host.wanted = true;
    const runtime = await host.runtime().catch((failure) => void host.fail(failure));
    if (!runtime) return;
    const reply = await ask({ do: "scenario-take", calculator: host.calculator, texts }, `${host.slot} scenario`).catch(() => undefined);
    if (!reply?.ok || this.aside || !host.isConnected) return;
    const last = lastTaken.get(host.slot) ?? { id: "", fields: {} };
    const before = last.id === this.id && recall(host.slot) ? last.fields : {};
    lastTaken.set(host.slot, { id: this.id, fields: reply.fields });
    const now = read(host.form);
    // Of another scenario's numbers nothing is left; before the first, and of this one, the form may be ahead.
    const ahead = last.id === "" || last.id === this.id;
    // What the scenario no longer gives goes back to what the page printed.
    const start = printed(host.form);
    const lost = Object.keys(last.fields).map((name) => [name, start[name] ?? ""]);
    const wanted = { ...Object.fromEntries(lost), ...reply.fields };
    const changes = Object.fromEntries(
      Object.entries(wanted).filter(([name, text]) => {
        // What is being typed stays, and what the reader changed since the scenario last heard of the form.
        const typing = document.activeElement?.getAttribute("name") === name && host.form.contains(document.activeElement);
        const newer = ahead && now[name] !== this.settled[name];
        return !typing && !newer && text !== before[name] && text !== now[name];
      }),
    );
    // What the scenario brings is no change of the reader's, and nothing to undo.
    host.undoing.note();
    host.put(changes);
    host.undoing.settle();
    // What was typed meanwhile is still to be kept.
    this.settled = { ...this.settled, ...changes };
    this.mark(reply);
    if (Object.keys(changes).length) host.compute({ settled: true });
  }

  /** The form holds a whole entry: keep what has changed. */
  async keep() {
    const { host } = this;
    if (this.aside || !store.current()) return;
    const now = read(host.form);
    const changed = Object.fromEntries(Object.entries(now).filter(([name, text]) => text !== this.settled[name]));
    this.settled = now;
    if (!Object.keys(changed).length) return;
    await keepIn(host.calculator, changed);
  }

  /** Say at each field where its number comes from. @param {typeof this.taken} taken */
  mark(taken) {
    this.taken = taken;
    for (const control of controls(this.host.form)) {
      const field = control.closest(".ft-field");
      const note = field?.querySelector(".ft-from-scenario");
      const { name } = control;
      const how = !(name in taken.shared) ? "" : taken.own.includes(name) ? "own" : "shared";
      if (!field || note?.getAttribute("data-how") === how && how === "shared") continue;
      note?.remove();
      const made = how ? part(`field-${how}`) : undefined;
      if (!made) continue;
      made.dataset.how = how;
      const text = made.querySelector("[data-shared]");
      if (text) text.textContent = taken.shared[name] ?? "";
      made.querySelector("button")?.setAttribute("data-field", name);
      field.append(made);
    }
  }

  /** The form holds the reader's own numbers again, after those of a link. */
  back() {
    this.settled = read(this.host.form);
    lastTaken.delete(this.host.slot);
    this.take();
  }

  /** Begin anew: what is the calculator's own is taken out of the scenario. */
  async reset() {
    const { host, id } = this;
    const request = { do: "scenario-reset", calculator: host.calculator, texts: store.texts(id) };
    const reply = await ask(request, `${host.slot} reset`).catch((failure) => void host.fail(failure));
    if (!reply?.ok || !host.isConnected) return;
    host.form.reset();
    host.markStale();
    host.undoing.note();
    this.settled = read(host.form);
    lastTaken.delete(host.slot);
    if (Object.keys(reply.texts).length) await change(reply.texts, id);
    else await this.take();
    host.compute({ settled: true });
  }

  /** Back to the scenario's number. @param {Event} event */
  act(event) {
    const button = event.target instanceof Element && event.target.closest("[data-field]");
    const name = button ? button.getAttribute("data-field") : null;
    if (!name) return;
    this.host.put({ [name]: this.taken.shared[name] ?? "" });
    this.host.compute({ settled: true });
    this.host.form.querySelector(`[name="${name}"]`)?.scrollIntoView({ block: "nearest" });
  }
}

/**
 * Keeps what changed in a calculator's form.
 * @param {string} calculator @param {Record<string, string>} changed
 */
export async function keepIn(calculator, changed) {
  const id = store.current();
  const request = { do: "scenario-save", calculator, texts: store.texts(id), changed };
  // Every save counts: none may take another's place.
  const reply = await ask(request, `scenario save ${JSON.stringify(changed)}`).catch(() => undefined);
  if (!reply?.ok) return;
  await change(reply.texts, id);
}

/** Writes into a scenario, and lets the gates follow. @param {Record<string, string | null>} texts @param {string} id */
async function change(texts, id) {
  store.edit(texts, id);
  const gates = await ask({ do: "scenario-gates", texts: store.texts(id) }, "scenario gates").catch(() => undefined);
  if (gates?.ok && id === store.current()) store.setGates({ gates: gates.gates, sentence: gates.sentence, next: gates.next });
}
