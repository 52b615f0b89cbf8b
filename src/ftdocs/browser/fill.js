// Places what Python answered into the markup that the build printed. Text goes in as text; rows are clones of the
// page's own <template>s. There is no wording and no number formatting here.

/** @param {unknown} value */
function machineValue(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Sets the text only where it differs, so that live regions do not repeat themselves.
 * @param {Element} element @param {string} text */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Fills a list: one clone of its <template> a row. A row is a text, or an object of texts by `data-text` name.
 * @param {Element | null} list
 * @param {(string | Record<string, string>)[]} rows
 * @param {(item: Element, index: number) => void} [finish]
 */
export function fillList(list, rows, finish) {
  const template = list?.querySelector(":scope > template");
  if (!list || !(template instanceof HTMLTemplateElement)) return;
  const items = rows.map((row, index) => {
    const item = /** @type {Element} */ (
      /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild
    );
    const places = item.matches("[data-text]") ? [item] : [...item.querySelectorAll("[data-text]")];
    for (const place of places) {
      const name = place.getAttribute("data-text") || "";
      place.textContent = typeof row === "string" ? row : (row[name] ?? "");
    }
    finish?.(item, index);
    return item;
  });
  list.replaceChildren(template, ...items);
}

/**
 * @param {Element | null} table
 * @param {{caption: string, columns: string[], rows: string[][]}} data
 */
function fillTable(table, data) {
  if (!(table instanceof HTMLTableElement)) return;
  setText(/** @type {Element} */ (table.querySelector("[data-caption]")), data.caption);
  const cell = (/** @type {string} */ text, /** @type {string} */ scope) => {
    const made = document.createElement(scope && text ? "th" : "td");
    if (scope && text) made.setAttribute("scope", scope);
    made.textContent = text;
    return made;
  };
  const head = document.createElement("tr");
  head.append(...data.columns.map((text) => cell(text, "col")));
  table.tHead?.replaceChildren(head);
  const rows = data.rows.map((texts) => {
    const row = document.createElement("tr");
    row.append(...texts.map((text, column) => cell(text, column === 0 ? "row" : "")));
    return row;
  });
  table.tBodies[0]?.replaceChildren(...rows);
}

/**
 * Shows an answer in its element.
 * @param {Element} root
 * @param {any} answer the protocol's response with `ok` true
 */
export function fillAnswer(root, answer) {
  fillSpread(root, answer);
  for (const place of root.querySelectorAll("[data-output]")) {
    const name = place.getAttribute("data-output") || "";
    if (name === "sentence") {
      setText(place, answer.sentence);
      continue;
    }
    setText(place, answer.shown[name]);
    place.setAttribute("data-value", machineValue(answer.outputs[name]));
    const unit = place.parentElement?.querySelector("small");
    if (unit) unit.hidden = answer.outputs[name] === null;
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-echo]"))) {
    const said = answer.echoes[place.dataset.echo ?? ""] ?? "";
    setText(place, said);
    place.hidden = !said;
  }
  fillList(root.querySelector("[data-list=notes]"), answer.notes);
  fillList(root.querySelector("[data-list=working]"), answer.working);
  fillTable(root.querySelector(".ft-figure:not(.ft-tornado) [data-table]"), answer.picture.table);
}

/**
 * What ranges do to the result; hidden where there are none.
 * @param {Element} root
 * @param {any} answer
 */
function fillSpread(root, { spread, outputs }) {
  const section = root.querySelector(".ft-spread");
  if (!(section instanceof HTMLElement)) return;
  section.hidden = !spread;
  const { rows = [], chances = [], tornado } = spread ?? {};
  /** @param {Element | null} cell @param {string} name */
  const mark = (cell, name) => {
    cell?.setAttribute("data-output", name);
    cell?.setAttribute("data-value", machineValue(outputs[name]));
  };
  fillList(section.querySelector("[data-list=spread]"), rows, (row, index) => {
    for (const at of ["p10", "p50", "p90"]) mark(row.querySelector(`[data-text=${at}]`), `${rows[index].name}_${at}`);
  });
  fillList(section.querySelector("[data-list=chances]"), chances, (row, index) =>
    mark(row.querySelector("[data-text=text]"), `${chances[index].name}_probabilities`),
  );
  const figure = /** @type {HTMLElement} */ (section.querySelector(".ft-tornado"));
  figure.hidden = !tornado;
  if (tornado) fillTable(figure.querySelector("[data-table]"), tornado.table);
}

/**
 * Puts drawn pictures in place of the printed ones.
 * @param {Element} root
 * @param {{own: string, tornado?: string}} drawn SVG
 */
export function fillPicture(root, { own, tornado }) {
  place(root.querySelector(".ft-figure:not(.ft-tornado) .ft-drawing"), own);
  if (tornado) place(root.querySelector(".ft-tornado .ft-drawing"), tornado);
}

/** @param {Element | null} where @param {string} svg */
function place(where, svg) {
  const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  if (drawn) where?.replaceChildren(document.importNode(drawn, true));
}
