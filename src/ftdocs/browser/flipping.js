// “What would flip this?”: computed only while somebody has that part open.

import { fillList } from "./fill.js";
import { read } from "./form.js";

/** @typedef {import("./calculator-element.js").CalculatorElement} Host */

export class Flipping {
  /** The form's texts to which the list belongs. */
  shown = "";

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.part = /** @type {HTMLDetailsElement | null} */ (host.querySelector(".ft-flips"));
    this.shown = host.formText;
    this.part?.addEventListener("toggle", () => this.update());
  }

  /** Brings the list up to date with the form, if it is looked at. */
  async update() {
    const { host, part } = this;
    if (!part?.open || this.shown === host.formText || host.hasAttribute("data-pending")) return;
    const texts = host.formText;
    const runtime = await host.runtime().catch((failure) => void host.fail(failure));
    if (!runtime) return;
    const request = { do: "flips", calculator: host.calculator, fields: read(host.form) };
    const { response } = await runtime.ask(request, { channel: `${host.slot} flips` }).catch(() => ({ response: undefined }));
    if (!response?.ok || !response.flips || texts !== host.formText) return;
    this.shown = texts;
    const { decision, rows, rest } = response.flips;
    /** @param {string} name @param {string} text */
    const say = (name, text) => {
      const place = part.querySelector(`[data-flips=${name}]`);
      if (place) place.textContent = text;
    };
    say("decision", decision);
    say("rest", rest);
    fillList(part.querySelector("[data-list=flips]"), rows);
  }
}
