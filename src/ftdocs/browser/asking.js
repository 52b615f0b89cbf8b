// An element's questions to Python: one at a time, late answers dropped, ranges refined to their end.

import { fillPicture } from "./fill.js";

/** Milliseconds after which waiting for an answer is worth showing. */
const NOTICEABLE = 150;

/**
 * @typedef {object} Host what the questions need of their element
 * @property {string} calculator
 * @property {string} slot
 * @property {() => Promise<typeof import("./runtime.js")>} runtime
 * @property {(failure: any) => void} fail
 * @property {() => void} late an answer is taking its time
 */

export class Asking {
  /** Counts questions, so that late answers can be told. */
  turn = 0;
  /** Whether one is under way. */
  awaiting = false;

  /** @param {HTMLElement & Host} host */
  constructor(host) {
    this.host = host;
  }

  /** What is under way no longer matters. */
  abandon() {
    this.turn += 1;
    this.awaiting = false;
  }

  /**
   * Ask Python, instead of what was asked before. Resolves to undefined where the answer no longer matters or none
   * could be had.
   * @param {object} request
   * @returns {Promise<any>}
   */
  async ask(request) {
    const turn = ++this.turn;
    this.awaiting = true;
    const waiting = setTimeout(() => this.host.late(), NOTICEABLE);
    try {
      return await this.send(request, turn);
    } catch (failure) {
      if (turn === this.turn) this.host.fail(failure);
      return undefined;
    } finally {
      clearTimeout(waiting);
      if (turn === this.turn) this.awaiting = false;
    }
  }

  /**
   * Take the rest of the draws, a few at a time. An edit meanwhile ends it: its question goes first.
   * @param {object} request as was asked, with `do` being refine
   * @param {(step: {draws: number, planned: number, said: string}) => void} tell
   * @returns {Promise<any>} the answer from all draws, or undefined
   */
  async refine(request, tell) {
    const turn = this.turn;
    try {
      for (;;) {
        const reply = await this.send(request, turn);
        if (!reply || "sentence" in reply || !reply.ok) return reply;
        tell(reply);
      }
    } catch (failure) {
      if (turn === this.turn) this.host.fail(failure);
      return undefined;
    }
  }

  /** @param {object} request @param {number} turn */
  async send(request, turn) {
    const { host } = this;
    const { ask } = await host.runtime();
    // An older question must not overtake a newer one while the script was on its way.
    if (turn !== this.turn) return undefined;
    const { response, picture, superseded } = await ask(
      { ...request, calculator: host.calculator },
      { channel: host.slot, draw: true },
    );
    if (superseded || turn !== this.turn) return undefined;
    picture?.then(
      (drawn) => turn === this.turn && fillPicture(host, drawn),
      () => turn === this.turn && host.toggleAttribute("data-undrawn", true),
    );
    return response;
  }
}
