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
  fillList(root.querySelector("[data-list=notes]"), answer.notes);
  fillList(root.querySelector("[data-list=working]"), answer.working);
  fillTable(root.querySelector("[data-table]"), answer.picture.table);
}

/**
 * Puts a drawn picture in place of the printed one.
 * @param {Element} root
 * @param {string} svg
 */
export function fillPicture(root, svg) {
  const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  if (drawn) root.querySelector(".ft-drawing")?.replaceChildren(document.importNode(drawn, true));
}
