// <ft-record>: the scenario's own page. Its form writes into the scenario, place by place, and the record is composed anew
// with every change. It knows no field and no word: controls are named by their places, texts come from Python.

import { copy } from "../clipboard.js";
import { fillList } from "../fill.js";
import { controls, isEdited, read, showErrors, write } from "../form.js";
import { explain } from "../runtime-messages.js";
import { build } from "./build.js";
import { EvidenceList } from "./evidence-list.js";
import { chosen, download } from "./files.js";
import { ask, dress } from "./page.js";
import * as store from "./store.js";

/** Milliseconds of quiet after which the record is composed anew. */
const QUIET = 150;

export class RecordElement extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  /** @type {EvidenceList} */
  evidence;
  /** What Python last composed. @type {any} */
  record;
  /** Fields that hold what cannot be kept, with what is wrong. @type {Map<string, string>} */
  errors = new Map();
  /** The scenario that the form shows. */
  shown = "";
  /** Counts the records asked for, so that late ones can be told. */
  asked = 0;
  /** @type {import("../starting.js").Starting | undefined} */
  starting;
  /** Places whose text in the form is newer than the scenario's. @type {Set<string>} */
  unsettled = new Set();

  connectedCallback() {
    dress();
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.evidence = new EvidenceList(this, signal);
    this.form.addEventListener("input", ({ target }) => this.unsettled.add(/** @type {HTMLInputElement} */ (target).name), { signal });
    this.form.addEventListener("change", ({ target }) => this.settle(/** @type {import("../form.js").Control} */ (target)), { signal });
    this.form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.addEventListener("click", (event) => this.act(event), { signal });
    this.at("select[data-scenarios]").addEventListener("change", ({ target }) => store.use(/** @type {HTMLSelectElement} */ (target).value), { signal });
    this.at("input[type=file]").addEventListener("change", ({ target }) => this.import(/** @type {HTMLInputElement} */ (target)), { signal });
    signal.addEventListener("abort", store.subscribe(() => this.show()));
    // What was typed or chosen before this script came is the reader's, and as good as what comes after.
    const early = controls(this.form).filter(isEdited);
    for (const { name } of early) this.unsettled.add(name);
    this.show();
    early.forEach((control) => this.settle(control));
    const file = /** @type {HTMLInputElement} */ (this.at("input[type=file]"));
    if (file.files?.length) this.import(file);
    this.dataset.state = "ready";
  }

  disconnectedCallback() {
    this.leaving?.abort();
    clearTimeout(this.composing);
  }

  /** Asks Python, and says how far it is until it answers. @param {object} request @param {string} channel */
  async ask(request, channel) {
    const [{ subscribe }, { Starting }] = await Promise.all([import("../runtime.js"), import("../starting.js")]);
    if (!this.starting) {
      const starting = (this.starting = new Starting(this));
      this.leaving?.signal.addEventListener("abort", subscribe((state) => starting.show(state)));
    }
    return ask(request, channel);
  }

  /** @param {string} selector @returns {HTMLElement} */
  at(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  // --- What is shown -------------------------------------------------------------------------------------------------

  /** Shows the scenario in use. What is being typed stays. */
  show() {
    const id = store.current();
    if (id !== this.shown) {
      this.errors.clear();
      // What was typed while there was none begins the first one.
      if (this.shown) this.unsettled.clear();
    }
    this.shown = id;
    this.toggleAttribute("data-none", !id);
    const texts = store.texts(id);
    const wanted = Object.fromEntries(controls(this.form).map(({ name }) => [name, texts[name] ?? this.usual(name)]));
    for (const name of this.unsettled) delete wanted[name];
    Object.assign(wanted, this.spelt(wanted));
    this.fill(wanted);
    this.showErrors();
    const choice = /** @type {HTMLSelectElement} */ (this.at("select[data-scenarios]"));
    const unnamed = choice.dataset.unnamed ?? "";
    choice.replaceChildren(...store.list().map(({ id: value, name }) => new Option(name || unnamed, value, false, value === id)));
    this.at("[data-unkept]").hidden = store.isKept();
    clearTimeout(this.composing);
    if (id) this.composing = setTimeout(() => this.compose(), QUIET);
  }

  /** Texts that were shown in people's spelling stay in it until they change. @param {Record<string, string>} wanted */
  spelt(wanted) {
    const { texts = {}, shown = {} } = this.record ?? {};
    return Object.fromEntries(Object.entries(shown).filter(([name]) => name in wanted && wanted[name] === texts[name]));
  }

  /** Writes into the form, but opens no part of it: there are too many fields to show all that are filled.
   * @param {Record<string, string>} texts */
  fill(texts) {
    const parts = [...this.form.querySelectorAll("details")];
    const open = parts.map((part) => part.open);
    write(this.form, texts);
    parts.forEach((part, index) => void (part.open = open[index] ?? false));
  }

  /** What a control shows where the scenario says nothing. @param {string} name */
  usual(name) {
    return JSON.parse(this.dataset.usual ?? "{}")[name] ?? "";
  }

  async compose() {
    const id = store.current();
    const homes = Object.fromEntries(
      Object.entries(JSON.parse(this.dataset.homes ?? "{}")).map(([name, path]) => [name, new URL(path, location.href).href]),
    );
    const { today } = await import("../citing.js");
    const request = { do: "scenario-record", texts: store.texts(id), homes, today: today(), top: 3 };
    let record;
    const asked = ++this.asked;
    this.at("[data-composing]").hidden = false;
    try {
      // Over ranges it takes several steps. Whoever edits meanwhile begins anew.
      do {
        record = await this.ask(request, "scenario record");
        const far = this.at("[data-composing]");
        if (record?.said) far.textContent = record.said;
      } while (record?.said && this.asked === asked && this.isConnected);
      this.say("failure", "");
    } catch (failure) {
      this.say("failure", explain(/** @type {any} */ (failure).reason));
    }
    if (!record?.ok || record.said || this.asked !== asked) return;
    this.at("[data-composing]").hidden = true;
    this.record = { ...record, texts: request.texts };
    // As people write numbers, and not as links do.
    const shown = Object.entries(/** @type {Record<string, string>} */ (record.shown)).filter(([name]) => !this.unsettled.has(name));
    this.fill(Object.fromEntries(shown));
    this.at("[data-preview]").replaceChildren(...record.nodes.map(build));
    fillList(this.querySelector("[data-list=checks]"), record.checks);
    this.at("[data-stands]").hidden = record.checks.length > 0;
    this.at("[data-stands-not]").hidden = record.checks.length === 0;
    this.at("[data-wrong]").hidden = record.against;
    this.at("[data-against]").hidden = !record.against;
    this.evidence.show(record.evidence, homes);
    this.toggleAttribute("data-composed", true);
    store.setGates({ gates: record.gates, sentence: record.sentence, next: record.next });
    if (id) import("./bar.js");
  }

  showErrors() {
    const errors = [...this.errors].map(([field, message]) => ({ field, message }));
    showErrors(this.at("form .ft-errors"), this.form, errors, (messages, targets) =>
      fillList(this.querySelector("[data-list=errors]"), messages, (item, index) =>
        item.querySelector("a")?.setAttribute("href", `#${targets[index] ?? this.id}`),
      ),
    );
  }

  /** @param {string} what "failure", or "said" @param {string} text a text, or the name of one that the page holds */
  say(what, text) {
    const place = this.at(`[data-say=${what}]`);
    place.textContent = place.dataset[text] ?? text;
    place.hidden = !text;
  }

  // --- What the reader does ------------------------------------------------------------------------------------------

  /** A whole entry: keep it, if it can be read. @param {import("../form.js").Control} control */
  async settle({ name }) {
    if (!name) return;
    const id = store.current() || store.create({});
    const text = read(this.form)[name] ?? "";
    this.unsettled.add(name);
    const reply = await this.ask({ do: "scenario-check", place: name, text }, `scenario ${name}`).catch((failure) => {
      this.say("failure", explain(failure.reason));
    });
    if (!reply) return;
    // Into the scenario it was typed for, whichever is shown by now.
    if (store.current() !== id) {
      if (reply.ok) store.edit(reply.texts, id);
      return;
    }
    if (read(this.form)[name] !== text) return;
    if (reply.ok) {
      this.errors.delete(name);
      this.unsettled.delete(name);
      store.edit(reply.texts, id);
    } else {
      this.errors.set(name, reply.errors[0].message);
    }
    this.showErrors();
  }

  /** @param {Event} event */
  act(event) {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    const { action = "", example } = button.dataset;
    if (example) this.open({ do: "scenario-example", name: example });
    const does = {
      new: () => void store.create({}),
      clear: () => this.askToClear(),
      keep: () => this.dialog.close(),
      "clear-now": () => this.clear(),
      copy: () => this.copy(),
      markdown: () => this.record && download(this.record.filename, this.record.markdown, "text/markdown"),
      export: () => this.export(),
      // On paper the page is the record alone: see scenario.css.
      print: () => window.print(),
    };
    does[/** @type {keyof typeof does} */ (action)]?.();
  }

  get dialog() {
    return /** @type {HTMLDialogElement} */ (this.at("dialog"));
  }

  askToClear() {
    const choice = /** @type {HTMLSelectElement} */ (this.at("select[data-scenarios]"));
    this.at("[data-clearing]").textContent = choice.selectedOptions[0]?.text ?? "";
    this.dialog.showModal();
  }

  clear() {
    this.dialog.close();
    store.clear(store.current());
    this.say("said", "cleared");
    this.at("[data-say=said]").focus();
  }

  async copy() {
    if (!this.record) return;
    const field = /** @type {HTMLTextAreaElement} */ (this.at("[data-manual]"));
    this.say("said", (await copy(this.record.markdown, field)) ? "copied" : "manual");
  }

  async export() {
    const reply = await this.ask({ do: "scenario-export", texts: store.texts() }, "scenario export").catch((failure) => {
      this.say("failure", explain(failure.reason));
    });
    if (reply?.ok) download(reply.filename, reply.text, "application/json");
  }

  /** @param {HTMLInputElement} input */
  async import(input) {
    const text = await chosen(input);
    if (text !== undefined) this.open({ do: "scenario-import", text });
  }

  /** Begins a scenario with what Python reads. @param {object} request */
  async open(request) {
    const reply = await this.ask(request, "scenario open").catch((failure) => {
      this.say("failure", explain(failure.reason));
    });
    if (!reply) return;
    const problems = reply.ok ? reply.problems : reply.errors;
    if (reply.ok) store.create(reply.texts);
    fillList(this.querySelector("[data-list=problems]"), problems);
    this.at("[data-problems]").hidden = problems.length === 0;
    this.at("[data-partly]").hidden = reply.ok;
    this.say("said", reply.ok ? "opened" : "");
    (problems.length ? this.at("[data-problems]") : this.at("[data-say=said]")).focus();
  }
}

if (!customElements.get("ft-record")) customElements.define("ft-record", RecordElement);
