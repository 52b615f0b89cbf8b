// The one script every page loads. It defines the element; Python waits for the reader.

import { CalculatorElement } from "./calculator-element.js";

if (!customElements.get("ft-calculator")) customElements.define("ft-calculator", CalculatorElement);
