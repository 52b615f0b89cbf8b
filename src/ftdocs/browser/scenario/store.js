// Scenarios, kept in this browser and nowhere else: a text for each place (`shared.calls_per_month`), each with the time
// at which it was written. Two tabs never lose each other's edits: what is written is merged with what is there, place by
// place, and the newer text wins. Where nothing may be kept, or there is no room, a scenario lives as long as the tab.

/** @typedef {Record<string, [text: string | null, time: number]>} Places a text of null: taken out */
/** @typedef {{places: Places, gates?: any, gone?: number}} Kept `gates`: what Python last said of the five gates */

const PREFIX = "ftdocs:scenario:";
/** Also known to ftdocs.js, which loads all this where a scenario is in use. */
const CURRENT = "ftdocs:current";

/** What this tab knows, by the scenario's id; the whole truth where nothing may be kept. @type {Map<string, Kept>} */
const known = new Map();
/** The scenario that this tab uses where nothing may be kept. */
const tab = { current: "" };
let keeps = true;
let lastTime = 0;
/** @type {Set<() => void>} */
const listeners = new Set();

/** Whether scenarios outlive the tab. */
export function isKept() {
  return keeps;
}

/** Calls `listener` after every change, also one in another tab. @param {() => void} listener @returns {() => void} ends it */
export function subscribe(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell() {
  for (const listener of [...listeners]) listener();
}

// --- The browser's storage -----------------------------------------------------------------------------------------

/** @param {string} key @returns {string | null} */
function get(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    keeps = false;
    return null;
  }
}

/** @param {string} key @param {string} text */
function put(key, text) {
  try {
    localStorage.setItem(key, text);
    keeps = true;
  } catch {
    keeps = false;
  }
}

/** @param {string | null} text @returns {Kept} what was kept, or nothing where it cannot be read */
function parse(text) {
  try {
    const found = JSON.parse(text ?? "{}");
    const places = Object.entries(found.places ?? {}).filter(
      ([, entry]) => Array.isArray(entry) && (entry[0] === null || typeof entry[0] === "string") && Number.isFinite(entry[1]),
    );
    return { places: /** @type {Places} */ (Object.fromEntries(places)), gates: asSaid(found.gates), gone: Number(found.gone) || 0 };
  } catch {
    return { places: {} };
  }
}

/** @param {any} gates @returns {any} the gates in Python's shape; nothing where somebody else wrote there */
function asSaid(gates) {
  const every = Array.isArray(gates?.gates) ? gates.gates : [null];
  return every.every((/** @type {any} */ gate) => typeof gate?.id === "string" && typeof gate.status === "string") ? gates : undefined;
}

/** @param {Kept} one @param {Kept} other @returns {Kept} */
function merge(one, other) {
  const places = { ...one.places };
  for (const [place, entry] of Object.entries(other.places)) {
    const mine = places[place];
    if (!mine || entry[1] > mine[1]) places[place] = entry;
  }
  return { places, gates: other.gates ?? one.gates, gone: Math.max(one.gone ?? 0, other.gone ?? 0) };
}

/** @param {string} id @returns {Kept} what this tab and the browser know together */
function load(id) {
  const merged = merge(known.get(id) ?? { places: {} }, parse(get(PREFIX + id)));
  known.set(id, merged);
  return merged;
}

/** @param {string} id @param {Kept} kept */
function save(id, kept) {
  known.set(id, kept);
  put(PREFIX + id, JSON.stringify(kept));
}

/** A time later than any before: two edits within a millisecond keep their order. */
function now() {
  lastTime = Math.max(lastTime + 1, Date.now());
  return lastTime;
}

window.addEventListener("storage", ({ key, newValue }) => {
  if (key === null || key === CURRENT) {
    tab.current = "";
    if (key === null) known.clear();
    tell();
  }
  if (!key?.startsWith(PREFIX)) return;
  const id = key.slice(PREFIX.length);
  if (newValue === null) {
    known.delete(id);
    tell();
    return;
  }
  const theirs = parse(newValue);
  const merged = merge(known.get(id) ?? { places: {} }, theirs);
  known.set(id, merged);
  // They wrote without having seen what this tab wrote: put it back.
  if (missing(merged, theirs)) put(key, JSON.stringify(merged));
  tell();
});

/** @param {Kept} all @param {Kept} some */
function missing(all, some) {
  return Object.entries(all.places).some(([place, entry]) => (some.places[place]?.[1] ?? 0) < entry[1]);
}

// --- Scenarios -----------------------------------------------------------------------------------------------------

/** The id of the scenario in use; "" where there is none. */
export function current() {
  const id = (keeps && get(CURRENT)) || tab.current;
  return id && alive(load(id)) ? id : "";
}

/** Makes a scenario the one in use. @param {string} id "" for none */
export function use(id) {
  tab.current = id;
  put(CURRENT, id);
  tell();
}

/** Every scenario, by name. @returns {{id: string, name: string}[]} */
export function list() {
  const ids = new Set(known.keys());
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) ids.add(key.slice(PREFIX.length));
  } catch {
    keeps = false;
  }
  return [...ids]
    .filter((id) => alive(load(id)))
    .map((id) => ({ id, name: texts(id).name ?? "" }))
    .sort((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id));
}

/** @param {Kept} kept whether anything was written after it was cleared */
function alive(kept) {
  return Object.values(kept.places).some(([, time]) => time > (kept.gone ?? 0));
}

/** Begins a scenario with these texts, and uses it. @param {Record<string, string>} given @returns {string} its id */
export function create(given) {
  const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  save(id, { places: { begun: ["", now()] } });
  edit(given, id);
  use(id);
  return id;
}

/** A scenario's texts by place. @param {string} [id] @returns {Record<string, string>} */
export function texts(id = current()) {
  const { places, gone = 0 } = id ? load(id) : { places: {}, gone: 0 };
  const found = Object.entries(places).filter(([place, [text, time]]) => text !== null && time > gone && place !== "begun");
  return /** @type {Record<string, string>} */ (Object.fromEntries(found.map(([place, [text]]) => [place, text])));
}

/** Writes texts at their places; null takes one out. @param {Record<string, string | null>} edits @param {string} [id] */
export function edit(edits, id = current()) {
  if (!id || !Object.keys(edits).length) return;
  const kept = load(id);
  const places = { ...kept.places };
  for (const [place, text] of Object.entries(edits)) places[place] = [text, now()];
  save(id, { ...kept, places });
  tell();
}

/** Forgets a scenario. @param {string} id */
export function clear(id) {
  const kept = load(id);
  // What is left keeps a tab that still shows it from bringing it back.
  save(id, { places: {}, gone: now() });
  known.set(id, { ...kept, places: {}, gone: lastTime });
  if (!current()) use(list()[0]?.id ?? "");
  else tell();
}

/** What Python last said of the gates. @returns {any} */
export function gates() {
  const id = current();
  return id ? load(id).gates : undefined;
}

/** @param {any} said */
export function setGates(said) {
  const id = current();
  if (!id || JSON.stringify(load(id).gates) === JSON.stringify(said)) return;
  save(id, { ...load(id), gates: said });
  tell();
}
