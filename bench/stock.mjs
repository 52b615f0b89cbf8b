// Pyodide as its documentation starts it in a module worker, with the sources of the calculators unpacked.

// @ts-expect-error: the benchmark serves it beside this file
import { loadPyodide } from "./pyodide.mjs";

const unpacked = fetch(new URL("calculators.zip", import.meta.url)).then((response) => response.arrayBuffer());
const python = await loadPyodide();
python.unpackArchive(new Uint8Array(await unpacked), "zip");
const respond = python.pyimport("calculators.protocol").respond;

self.addEventListener("message", ({ data }) => {
  if (data.request) self.postMessage({ response: JSON.parse(respond(JSON.stringify(data.request))) });
});
self.postMessage({ type: "ready" });
