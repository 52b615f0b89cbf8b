/**
 * What live pictures need of Vega: the input of esbuild, which makes `vega.mjs` of it (`bundle_vega` in pictures.py,
 * where the packages that are left out are named). Vega finds transforms by name in a registry; those that the house's
 * charts never use (geography, forces, trees, densities, time units) are not put in.
 */
import {transforms} from 'vega-dataflow';
import * as encoders from 'vega-encode';
import aggregate from 'vega-transforms/src/Aggregate.js';
import collect from 'vega-transforms/src/Collect.js';
import compare from 'vega-transforms/src/Compare.js';
import expression from 'vega-transforms/src/Expression.js';
import extent from 'vega-transforms/src/Extent.js';
import facet from 'vega-transforms/src/Facet.js';
import field from 'vega-transforms/src/Field.js';
import filter from 'vega-transforms/src/Filter.js';
import formula from 'vega-transforms/src/Formula.js';
import key from 'vega-transforms/src/Key.js';
import multiextent from 'vega-transforms/src/MultiExtent.js';
import multivalues from 'vega-transforms/src/MultiValues.js';
import prefacet from 'vega-transforms/src/PreFacet.js';
import proxy from 'vega-transforms/src/Proxy.js';
import relay from 'vega-transforms/src/Relay.js';
import sieve from 'vega-transforms/src/Sieve.js';
import subflow from 'vega-transforms/src/Subflow.js';
import values from 'vega-transforms/src/Values.js';
import * as viewers from 'vega-view-transforms';

Object.assign(transforms, encoders, viewers, {
  aggregate, collect, compare, expression, extent, facet, field, filter, formula, key, multiextent, multivalues,
  prefacet, proxy, relay, sieve, subflow, values,
});

export {expressionInterpreter} from 'vega-interpreter';
export {parse} from 'vega-parser';
export {View} from 'vega-view';
