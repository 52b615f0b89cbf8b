/**
 * Live pictures. Runs in the worker, beside Pyodide: a compiled Vega specification and the rows from Python go in, SVG
 * text comes out, the same as was written into the page at build (pictures.py). Vega is loaded with the first picture.
 */

/** @typedef {Record<string, object[]>} Data rows by the name of their dataset */

/**
 * Draws a calculator's picture, with `text` for those who do not see it.
 * @param {object} [from] where things come from; the defaults are the files beside this one
 * @param {() => Promise<any>} [from.vega] the module made of vega-entry.mjs
 * @param {(id: string) => Promise<any>} [from.spec] a calculator's compiled specification
 * @returns {(id: string, data: Data, text: string) => Promise<string>}
 */
export function createPictures({vega = loadVega, spec = fetchSpec} = {}) {
  /** @type {Map<string, Promise<any>>} */
  const ready = new Map();

  /** @param {string} id */
  async function prepare(id) {
    const [{parse, View, expressionInterpreter}, compiled] = await Promise.all([vega(), spec(id)]);
    const sets = /** @type {{name: string, source?: string}[]} */ (compiled.data);
    const names = sets.filter((set) => !set.source).map((set) => set.name);
    // `ast`: expressions are interpreted, never compiled, so the page needs no 'unsafe-eval'.
    return {names, runtime: parse(compiled, null, {ast: true}), View, expr: expressionInterpreter};
  }

  return async function draw(id, data, text) {
    const kept = ready.get(id) ?? prepare(id);
    ready.set(id, kept);
    kept.catch(() => ready.delete(id)); // a failed start is tried again
    const {names, runtime, View, expr} = await kept;
    for (const name of names) if (!data[name]) throw new Error(`The picture of ${id} got no rows for “${name}”.`);
    // A new view costs a few milliseconds and can hold nothing over from the last data.
    const view = new View(runtime, {renderer: 'none', expr});
    try {
      for (const name of names) view.data(name, data[name]);
      return finish(await view.toSVG(), text);
    } finally {
      view.finalize();
    }
  };
}

function loadVega() {
  // @ts-ignore: made by the bundle
  return import('./vega.mjs');
}

/** @param {string} id */
async function fetchSpec(id) {
  const answer = await fetch(new URL(`./pictures/${id}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`The picture of ${id} could not be loaded: ${answer.status}.`);
  return answer.json();
}

/**
 * One image with one text, places to a thousandth. `_finish` in pictures.py does the same, to the letter, and says why.
 * @param {string} svg @param {string} text
 */
function finish(svg, text) {
  const size = /width="([\d.]+)" height="([\d.]+)"/.exec(svg);
  if (!size) throw new Error('Vega drew something that is not a picture.');
  const [, width, height] = size;
  const label = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  const inner = svg.slice(svg.indexOf('>') + 1).replace(/<[^<>]+>/g, quiet);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="ft-picture" role="img" aria-label="${label}" `
    + `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inner}`;
}

/** @param {string} tag */
function quiet(tag) {
  return tag
    .replace(/ (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"/g, '')
    .replace(/-?\d+\.\d+(?:e-\d+)?|-?\d+e-\d+/g, (number) => String(Math.floor(Number(number) * 1000 + 0.5) / 1000));
}
