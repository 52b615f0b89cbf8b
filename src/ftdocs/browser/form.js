// The form's texts, by field name. Nobody parses a number here: texts go to Python as they were typed.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** @param {HTMLFormElement} form @returns {Control[]} */
export function controls(form) {
  return /** @type {Control[]} */ ([...form.elements].filter((element) => element.hasAttribute("name")));
}

/** @param {HTMLFormElement} form @param {string} name */
export function controlOf(form, name) {
  return controls(form).find((control) => control.name === name);
}

/** @param {Control} control @returns {control is HTMLInputElement} */
function isCheckbox(control) {
  return control instanceof HTMLInputElement && control.type === "checkbox";
}

/** @param {Control} control */
function textOf(control) {
  return isCheckbox(control) ? String(control.checked) : control.value;
}

/** What the build printed into a control. @param {Control} control */
export function startingText(control) {
  if (control instanceof HTMLSelectElement) {
    return [...control.options].find((option) => option.defaultSelected)?.value ?? "";
  }
  return isCheckbox(control) ? String(control.defaultChecked) : control.defaultValue;
}

/** Whether a control no longer holds what the build printed. @param {Control} control */
export function isEdited(control) {
  return textOf(control) !== startingText(control);
}

/** @param {HTMLFormElement} form */
export function read(form) {
  return Object.fromEntries(controls(form).map((control) => [control.name, textOf(control)]));
}

/** What the build printed into a form. @param {HTMLFormElement} form */
export function printed(form) {
  return Object.fromEntries(controls(form).map((control) => [control.name, startingText(control)]));
}

/** @param {HTMLFormElement} form @param {Record<string, string>} fields */
export function write(form, fields) {
  for (const control of controls(form)) {
    const text = fields[control.name];
    if (text === undefined) continue;
    if (isCheckbox(control)) control.checked = text === "true";
    else control.value = text;
    // A part of the form that holds a value must not hide it.
    const part = control.closest("details");
    if (part && text !== startingText(control)) part.open = true;
  }
}

/** Takes the reader to the first field that holds another text than the build printed, or else to the first of all.
 * @param {HTMLFormElement} form */
export function focusFirst(form) {
  const shown = controls(form).filter((control) => !control.hidden);
  const first = shown.find(isEdited) ?? shown[0];
  first?.focus();
  if (first instanceof HTMLInputElement) first.select();
}

/** Whether the form still shows what the build printed. @param {HTMLFormElement} form */
export function isUntouched(form) {
  return !controls(form).some(isEdited);
}

/** Marks the fields that no longer hold what the build printed. @param {HTMLFormElement} form */
export function markEdited(form) {
  for (const control of controls(form)) {
    control.closest(".ft-field")?.toggleAttribute("data-edited", isEdited(control));
  }
}

/**
 * Shows what is wrong in a list and at each field. An empty list clears both.
 * @param {HTMLElement} summary
 * @param {HTMLFormElement} form
 * @param {{field: string, message: string}[]} errors
 * @param {(messages: string[], targets: (string | undefined)[]) => void} list fills the list
 */
export function showErrors(summary, form, errors, list) {
  // A message about several fields stands once, at the first of them.
  const first = new Map([...errors].reverse().map((error) => [error.message, error.field]));
  const messages = [...new Set(errors.map((error) => error.message))];
  summary.hidden = messages.length === 0;
  list(messages, messages.map((message) => controlOf(form, first.get(message) ?? "")?.id));
  for (const control of controls(form)) {
    const mine = errors.find((error) => error.field === control.name);
    if (mine) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    const place = form.querySelector(`#${CSS.escape(control.id)}-error`);
    if (place instanceof HTMLElement) {
      place.textContent = mine && first.get(mine.message) === control.name ? mine.message : "";
      place.hidden = place.textContent === "";
    }
    const part = control.closest("details");
    if (mine && part) part.open = true;
  }
}

/** Keeps open what the field in hand asks for. @param {Event} event */
export function meet({ target }) {
  if (target instanceof Element) target.closest(".ft-field")?.toggleAttribute("data-met", true);
}
