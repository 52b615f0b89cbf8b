// Undo: the form's texts before each settled change, while the tab lives.

import { slot } from "./memory.js";

/** As far back as anybody wants to go. */
const MOST = 50;

/** @type {Map<string, Record<string, string>[]>} */
const past = new Map();

export class Undoing {
  /** @param {string} path @param {string} id @param {() => Record<string, string>} read */
  constructor(path, id, read) {
    this.key = slot(path, id, "");
    this.read = read;
    this.last = read();
  }

  get steps() {
    return past.get(this.key) ?? [];
  }

  /** The form may have changed: if so, what it held before can be had again. */
  note() {
    const now = this.read();
    if (JSON.stringify(now) === JSON.stringify(this.last)) return;
    past.set(this.key, [...this.steps, this.last].slice(-MOST));
    this.last = now;
  }

  /** What stands in the form now is where changes begin. */
  settle() {
    this.last = this.read();
  }

  /** What the form held before the last change; undefined where nothing was changed. */
  back() {
    const steps = [...this.steps];
    const before = steps.pop();
    past.set(this.key, steps);
    if (before) this.last = before;
    return before;
  }
}
