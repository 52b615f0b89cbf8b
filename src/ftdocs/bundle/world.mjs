// Runs Python code in Pyodide under Node, with the standard library in one zip and, if given, a folder of further
// modules: the stock library to learn what the calculators load, the finished bundle to see that it suffices.
//
// In (JSON on standard input): a Message, below. Out: {result: text of `call`}, or {error: what failed}.

import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} Message
 * @property {string} runtime folder of the npm package
 * @property {string} stdlib the zip with the standard library
 * @property {object} info what a Pyodide lock file says of the runtime
 * @property {string} [before] Python source, run before anything is imported
 * @property {string} [packages] folder of a package that can be imported too
 * @property {[string, string][]} [imports] import statements to carry out, each with the place it stands at
 * @property {string} code Python source, run first
 * @property {string} call Python expression, the result
 */

/** @param {Message} message */
async function run({ runtime, stdlib, info, before, packages, imports = [], code, call }) {
  /** @type {typeof import("pyodide")} */
  const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
  const python = await loadPyodide({
    indexURL: runtime,
    stdLibURL: stdlib,
    packageBaseUrl: runtime,
    lockFileContents: /** @type {any} */ ({ info, packages: {} }),
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
    stdout: () => {},
    stderr: () => {},
  });
  if (before) python.runPython(before);
  if (packages) {
    copy(python.FS, packages, `/packages/${basename(packages)}`);
    python.runPython("import sys; sys.path.append('/packages')");
  }
  for (const [statement, place] of imports) {
    try {
      python.runPython(statement, { globals: python.toPy({}) });
    } catch (error) {
      const why = "calculators may use only what Pyodide's standard library holds";
      return { error: `${place}: “${statement}” does not work in the browser (${lastLine(error)}); ${why}` };
    }
  }
  try {
    python.runPython(code);
    return { result: python.runPython(call) };
  } catch (error) {
    return { error: lastLine(error) };
  }
}

/**
 * Copies a folder of sources into Pyodide's file system.
 * @param {any} fs @param {string} from @param {string} to
 */
function copy(fs, from, to) {
  fs.mkdirTree(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === "__pycache__") continue;
    if (entry.isDirectory()) copy(fs, join(from, entry.name), `${to}/${entry.name}`);
    // A copy of the bytes: Pyodide wants a plain Uint8Array.
    else if (entry.isFile()) fs.writeFile(`${to}/${entry.name}`, new Uint8Array(readFileSync(join(from, entry.name))));
  }
}

/** @param {unknown} error */
function lastLine(error) {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n").at(-1) ?? "";
}

// Only the answer goes to standard output; a stack of Pyodide's one long line would fill a terminal.
let answer;
try {
  answer = await run(JSON.parse(readFileSync(0, "utf8")));
} catch (error) {
  answer = { error: `Pyodide does not start under Node: ${lastLine(error)}` };
}
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
