// Arrow keys in number fields. What the next number is, and how it is written, Python says.

/** @typedef {import("./calculator-element.js").CalculatorElement} Host */

/** Steps that were asked for while an answer was under way. @type {WeakMap<HTMLInputElement, number>} */
const pressed = new WeakMap();

/** Where stepping began, and what it has made of that, as long as nobody types or leaves the field: the step stays the
 * same. @type {WeakMap<HTMLInputElement, {start: string, text: string}>} */
const begun = new WeakMap();

/** @param {Host} host @param {HTMLInputElement} control @param {number} by steps, negative for down */
export async function step(host, control, by) {
  const before = pressed.get(control);
  pressed.set(control, (before ?? 0) + by);
  if (before !== undefined) return;
  try {
    const { ask } = await host.runtime();
    while (pressed.get(control)) {
      const steps = pressed.get(control);
      pressed.set(control, 0);
      const text = control.value;
      const last = begun.get(control);
      const start = last?.text === text ? last.start : text;
      const request = { do: "step", calculator: host.calculator, field: control.name, text, by: steps, start };
      const { response } = await ask(request, { channel: `${host.slot} step` });
      // Typed over meanwhile: the typing counts.
      if (!response?.ok || response.text === text || control.value !== text) continue;
      control.value = response.text;
      if (!last) control.addEventListener("blur", () => begun.delete(control), { once: true });
      begun.set(control, { start, text: response.text });
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  } catch {
    // No Python: said by the start that failed.
  } finally {
    pressed.delete(control);
  }
}
