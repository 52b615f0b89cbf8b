// Which numbers an element shows: those of the link in the address, or the reader's own. Opening a link never
// overwrites what the reader had.

import { read, write } from "./form.js";
import { forget, recall, remember, show, shownOn, slot } from "./memory.js";
import { sayShared } from "./notices.js";

/** @typedef {import("./calculator-element.js").CalculatorElement} Host */

export class Following {
  /** The part from `?` on of the link whose numbers are shown; "" for the reader's own. */
  link = "";
  /** Names of fields edited while a link is being read. @type {Set<string>} */
  touched = new Set();

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    /** The page it stands on: the address changes before the content does. */
    this.path = location.pathname;
  }

  /** Where what is shown is kept; see memory.js. */
  get slot() {
    return slot(this.path, this.host.id, this.link);
  }

  /** What the address bar says to this element: a link's part from `?` on, "" for its own id, undefined for others. */
  get addressed() {
    const [id, ...rest] = location.hash.slice(1).split("?");
    if (id !== this.host.id) return undefined;
    return rest.length ? `?${rest.join("?")}` : "";
  }

  /** The link that was shown when the content was last mounted. */
  get before() {
    return shownOn(this.path, this.host.id);
  }

  /** Whether the form does not show the link's numbers yet. */
  get pending() {
    return this.host.hasAttribute("data-pending");
  }

  /**
   * The reader came to this address, or the content was mounted anew: show what belongs here. A jump to another section
   * changes nothing.
   * @param {string} [before] the link to fall back on
   */
  arrive(before) {
    const { host } = this;
    const link = this.addressed ?? before;
    if (link === undefined || this.path !== location.pathname) return;
    const moved = link !== this.link;
    if (moved) this.abandon();
    this.link = link;
    show(this.path, host.id, link);
    const saved = recall(this.slot);
    if (saved) {
      this.fill(saved);
      this.tell();
      host.compute({ settled: true });
    } else if (link) {
      this.open();
    } else if (moved) {
      host.restart();
    }
    if (moved && !link) host.scenario?.back();
    if (this.addressed && moved) {
      // The browser does not scroll to an id with a query behind it; earlier than this, the theme scrolls back.
      requestAnimationFrame(() => requestAnimationFrame(() => host.scrollIntoView()));
    }
  }

  /** What is under way no longer matters. */
  abandon() {
    this.host.asking.abandon();
    clearTimeout(this.host.unfinished);
    this.touched.clear();
    this.host.toggleAttribute("data-pending", false);
  }

  /** Compute what the link holds. */
  async open() {
    const { host } = this;
    host.toggleAttribute("data-pending", true);
    const reply = await host.request({ do: "open", fragment: host.calculator + this.link });
    if (!reply) return;
    // What the reader has typed while the link was being read is newer than the link.
    const typed = Object.entries(read(host.form)).filter(([name]) => this.touched.has(name));
    write(host.form, reply.fields);
    const given = { fields: read(host.form), pinned: reply.pinned ?? undefined };
    write(host.form, Object.fromEntries(typed));
    host.comparison.pin(given.pinned);
    host.undoing.settle();
    remember(this.slot, { fields: read(host.form), pinned: given.pinned, given, notices: reply.notices });
    host.place(reply, { settled: true });
    if (this.touched.size) host.compute({ settled: true });
    this.touched.clear();
  }

  /** Says where numbers come from a link. */
  tell() {
    const { given, notices = [] } = recall(this.slot) ?? {};
    const changed = given !== undefined && JSON.stringify(given.fields) !== this.host.formText;
    sayShared(this.host, this.link !== "" && given !== undefined, notices, changed);
  }

  /** From a link back to the reader's own numbers. */
  leave() {
    const { host } = this;
    forget(this.slot);
    if (this.addressed) history.replaceState(history.state, "", `#${host.id}`);
    this.abandon();
    this.link = "";
    show(this.path, host.id, "");
    const own = recall(this.slot);
    host.restart();
    if (own) {
      this.fill(own);
      host.compute({ settled: true });
    }
    host.scenario?.back();
  }

  /** Back to the numbers that were given: the link's, or else the page's. */
  reset() {
    const { host } = this;
    const saved = recall(this.slot);
    this.abandon();
    forget(this.slot);
    host.restart();
    if (!this.link) return;
    if (!saved?.given) {
      this.open();
      return;
    }
    const { given, notices } = saved;
    remember(this.slot, { ...given, given, notices });
    host.put(given.fields);
    host.comparison.pin(given.pinned);
    host.compute({ settled: true });
  }

  /** Puts kept numbers into the form. @param {import("./memory.js").Typed} kept */
  fill({ fields, pinned }) {
    this.host.put(fields);
    this.host.comparison.pin(pinned);
    this.host.undoing.settle();
  }
}
