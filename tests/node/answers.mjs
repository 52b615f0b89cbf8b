// Answers requests from the built bundle, as worker.mjs does, under Node.
//
// In (JSON on standard input): {app: folder of the app, requests: [text]}. Out: the responses' texts, in order.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

// Under Node, Pyodide's script is written for CommonJS; here it is read as a module, after our package.json.
globalThis.require = createRequire(import.meta.url);
globalThis.__dirname = fileURLToPath(new URL(".", import.meta.url));

/** @param {{app: string, requests: string[]}} message */
async function answers({ app, requests }) {
  const base = pathToFileURL(`${app}/`);
  const { default: manifest } = await import(new URL("manifest.js", base).href);
  /** @param {string} name */
  const address = (name) => new URL(manifest.files[name].url, base);
  const { loadPyodide } = await import(address("pyodide.mjs").href);
  const python = await loadPyodide({
    indexURL: fileURLToPath(new URL(manifest.pyodide, base)),
    stdLibURL: fileURLToPath(address("python.zip")),
    packageBaseUrl: fileURLToPath(new URL(manifest.pyodide, base)),
    lockFileContents: manifest.lock,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
    stdout: () => {},
    stderr: () => {},
  });
  const protocol = python.pyimport("calculators.protocol");
  if (manifest.profile) protocol.use_profile(JSON.stringify(manifest.profile));
  const { respond } = protocol;
  return requests.map((text) => {
    try {
      let reply = respond(text);
      // As the page does: refining goes on until there is an answer.
      while (JSON.parse(text).do === "refine" && "draws" in JSON.parse(reply)) reply = respond(text);
      return reply;
    } catch (error) {
      return JSON.stringify({ raised: lastLine(error) });
    }
  });
}

/** The end of a message: Node would print Pyodide's one line of a megabyte. @param {unknown} error */
function lastLine(error) {
  return String(error).trim().split("\n").at(-1)?.slice(0, 500);
}

try {
  const found = await answers(JSON.parse(readFileSync(0, "utf8")));
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
} catch (error) {
  process.stderr.write(`${lastLine(error)}\n`, () => process.exit(1));
}
