// What the reader does with a calculator's buttons.

import { copy } from "./clipboard.js";
import { focusFirst, read } from "./form.js";
import { recall } from "./memory.js";
import { sayCopied, sayFailure } from "./notices.js";

/** @typedef {import("./calculator-element.js").CalculatorElement} Host */

export class Acting {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
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
    const does = {
      attach: () => this.attach((menu) => menu.openMenu(this.host, /** @type {HTMLElement} */ (action))),
      keep: () => this.attach((menu) => menu.begin(this.host)),
      copy: () => this.copyLink(),
      edit: () => focusFirst(this.host.form),
      "copy-as": () => this.copyAs(/** @type {HTMLElement} */ (action)),
      own: () => this.host.following.leave(),
      pin: () => this.pin(),
      reload: () => location.reload(),
      reset: () => this.reset(),
      retry: () => this.retry(),
      undo: () => this.undo(),
      unpin: () => this.unpin(),
    };
    does[/** @type {keyof typeof does} */ (action.getAttribute("data-action"))]?.();
  }

  async copyLink() {
    const { host } = this;
    const address = await host.address();
    if (address === undefined) return;
    const copied = await copy(address, /** @type {HTMLInputElement} */ (host.querySelector(".ft-manual-link")));
    sayCopied(host, copied ? "done" : "manual");
  }

  /** Other ways to write the link down, and the result to paste. @param {HTMLElement} button */
  async copyAs(button) {
    const { host } = this;
    const { openMenu } = await import("./copying.js");
    const { today } = await import("./citing.js");
    const title = host.querySelector(".ft-question")?.textContent ?? "";
    openMenu(button, {
      title,
      address: () => host.address(),
      block: async (numbers) => {
        host.wanted = true;
        const { ask } = await host.runtime();
        const about = { calculator: host.calculator, address: host.homeAddress, date: today(), numbers };
        const request = { do: "block", ...about, fields: read(host.form), pinned: host.comparison.pinned };
        const { response } = await ask(request, { channel: `${host.slot} block` });
        return response?.block;
      },
    });
  }

  /** Put the result, or the numbers, into a scenario. @param {(menu: typeof import("./scenario/attach.js")) => void} then */
  attach(then) {
    this.host.wake();
    import("./scenario/attach.js").then(then);
  }

  /** Keep the numbers of the form, to see those of the next change beside them. */
  async pin() {
    const { host } = this;
    host.comparison.pin(read(host.form));
    const reply = await host.compute({ settled: true, focus: true });
    if (reply?.ok) sayCopied(host, "pinned");
  }

  unpin() {
    const { host } = this;
    host.comparison.pin(undefined);
    host.compute({ settled: true });
  }

  reset() {
    const { host } = this;
    host.undoing.note();
    if (host.scenario?.id && !host.following.link) {
      host.scenario.reset();
      return;
    }
    host.following.reset();
    host.undoing.note();
    host.offerUndo();
  }

  undo() {
    const { host } = this;
    host.undoing.note();
    const before = host.undoing.back();
    if (!before) return;
    host.put(before);
    host.compute({ settled: true });
  }

  retry() {
    const { host } = this;
    sayFailure(host, "");
    if (host.following.link && !recall(host.slot)) host.following.open();
    else host.compute({ settled: true });
  }
}
