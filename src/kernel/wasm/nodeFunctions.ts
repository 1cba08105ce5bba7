/**
 * Nodes in no row, by table: samples are sums over neighbours, two functionals at a time, and are stored for a block of
 * nodes; then one loop over the block takes pairs of nodes through the arithmetic. Serves every grid.
 */
import { wasm } from '../../base/index.js';
import type { SampledProgram } from '../samples.js';
import { resultValues, valueTable } from '../values.js';
import { invariants, localsAfter, noteDefect, plus, type Store, storeValues } from './body.js';
import { defectAt, type Image } from './image.js';
import type { RowFunction } from './rowFunction.js';

const { call, f64, f64x2, get, i32, loopWhile, set, when } = wasm;
type Code = wasm.Code;

/** Nodes in a block: a dozen samples of this many nodes stay in the first-level cache. */
export const block = 128;

const double = 8;

/** Pairs of functionals that are summed in one loop over the neighbours. */
const pairsAtOnce = 10;

/** What both functions work with. */
export interface NodeContext {
  readonly program: SampledProgram;
  readonly functionalOf: readonly number[];
  /** Number of functionals in the tables. */
  readonly functionals: number;
  readonly image: Image;
  readonly fields: readonly string[];
  readonly uniformOps: readonly number[];
  /** Number of the function `finish` in the module. */
  readonly finish: number;
}

/** Room to work in: where the nodes of a block lie (4 bytes each), their samples, the results of a pair. */
export const sampleAt = (k: number): number => 4 * block + double * block * k;
export const nodeScratchBytes = ({ program }: NodeContext): number =>
  sampleAt(program.samples.length) + 2 * double * program.outputs.length;

/** The function `finish`: results of a block. Parameters: number of nodes in units of 8 bytes, room to work in. */
export function finishFunction({ program, image, fields, uniformOps }: NodeContext): wasm.WasmFunction {
  const [end, scratch] = [0, 1];
  const locals = localsAfter(2);
  const [x, nodes] = [locals.add('i32'), locals.add('i32')];
  const constants = invariants(locals);
  const values = valueTable();
  const titles = new Map<number, string>();
  const results = resultValues(values, program, (sample) => {
    const value = values.leaf({ kind: 'sample', sample, shift: 0 });
    titles.set(value, program.samples[sample]!.title);
    return value;
  });
  const resultAt = (k: number): number => sampleAt(program.samples.length) + 2 * double * k;
  const stores = results.map(
    (value, k): Store => ({ value, address: get(scratch), offset: resultAt(k), title: program.titles[k]! }),
  );
  const arithmetic = storeValues(values, stores, locals, {
    type: 'v128',
    address: (value) => ({ address: get(x), offset: value.kind === 'sample' ? sampleAt(value.sample) : 0 }),
    invariant: (value) => constants.local(value, 'v128'),
    title: (value) => titles.get(value),
  });
  const scatter = (lane: number): Code =>
    results.flatMap((_, k) =>
      f64.store(
        i32.add(i32.load(i32.constant(image.pointers), 4 * (fields.length + k)), i32.load(get(nodes), 4 * lane)),
        0,
        f64.load(get(scratch), resultAt(k) + double * lane),
      ),
    );
  return {
    name: 'finish',
    parameters: ['i32', 'i32'],
    locals: locals.types,
    body: [
      constants.setAll(['constant', 'uniform'], (value) => ({
        address: i32.constant(image.uniforms),
        offset: value.kind === 'uniform' ? double * uniformOps.indexOf(value.op) : 0,
      })),
      set(x, get(scratch)),
      set(nodes, get(scratch)),
      set(end, i32.add(get(end), get(scratch))),
      loopWhile(i32.less(get(x), get(end)), [
        arithmetic,
        scatter(0),
        when(i32.less(plus(x, double), get(end)), [scatter(1)]),
        set(x, plus(x, 2 * double)),
        set(nodes, plus(nodes, 8)),
      ]),
    ],
  };
}

/** Functionals that are summed together: two neighbours in the table, or one. */
interface Accumulator {
  readonly functional: number;
  readonly pair: boolean;
  readonly local: number;
}

/** The function over runs. Parameters: first run and end in the table, an unused one, room to work in. */
export function nodesFunction(context: NodeContext): RowFunction {
  const { program, functionalOf, functionals, image, fields, finish } = context;
  const [run, runEnd, , scratch] = [0, 1, 2, 3];
  const locals = localsAfter(4);
  const word = (): number => locals.add('i32');
  const [node, nodeEnd, filled, offset, offsets, offsetsEnd] = [word(), word(), word(), word(), word(), word()];
  const [weight, weights, base] = [word(), word(), word()];
  const [number, pair, defect] = [locals.add('f64'), locals.add('v128'), locals.add('f64')];

  const sampling = fields.flatMap((field, f): Code => {
    const own = program.samples.flatMap((sample, k) => (sample.field === field ? [k] : []));
    const needed = [...new Set(own.map((k) => functionalOf[k]!))].sort((a, b) => a - b);
    const accumulators: Accumulator[] = [];
    for (let i = 0; i < needed.length; i++) {
      const two = needed[i + 1] === needed[i]! + 1;
      accumulators.push({ functional: needed[i]!, pair: two, local: locals.add(two ? 'v128' : 'f64') });
      if (two) i++;
    }
    const groups = Array.from({ length: Math.ceil(accumulators.length / pairsAtOnce) }, (_, g) =>
      accumulators.slice(g * pairsAtOnce, (g + 1) * pairsAtOnce),
    );
    return groups.flatMap(
      (group, g): Code => [
        ...group.flatMap(({ pair: two, local }) => set(local, two ? f64x2.constant(0) : f64.constant(0))),
        ...set(base, i32.add(i32.load(i32.constant(image.pointers), 4 * f), get(node))),
        ...(g === 0 ? set(defect, f64.add(get(defect), f64.multiply(f64.constant(0), f64.load(get(base), 0)))) : []),
        ...set(offset, get(offsets)),
        ...set(weight, get(weights)),
        ...loopWhile(i32.less(get(offset), get(offsetsEnd)), [
          set(number, f64.load(i32.add(get(base), i32.shiftLeft(i32.load(get(offset), 0), i32.constant(3))), 0)),
          set(pair, f64x2.twice(get(number))),
          ...group.map(({ functional, pair: two, local }) =>
            two
              ? set(
                  local,
                  f64x2.add(get(local), f64x2.multiply(f64x2.load(get(weight), double * functional), get(pair))),
                )
              : set(local, f64.add(get(local), f64.multiply(f64.load(get(weight), double * functional), get(number)))),
          ),
          set(offset, plus(offset, 4)),
          set(weight, plus(weight, double * functionals)),
        ]),
        ...own.flatMap((k): Code => {
          const accumulator = group.find(
            ({ functional, pair: two }) =>
              functionalOf[k] === functional || (two && functionalOf[k] === functional + 1),
          );
          if (accumulator === undefined) return [];
          const { functional, pair: two, local } = accumulator;
          const value = two ? f64x2.lane(get(local), functionalOf[k]! - functional) : get(local);
          return f64.store(i32.add(get(scratch), get(filled)), sampleAt(k), value);
        }),
      ],
    );
  });
  const inBytes = (word4: number, scale: number): Code => i32.multiply(i32.load(get(run), word4), i32.constant(scale));
  return {
    code: {
      name: 'nodes',
      parameters: ['i32', 'i32', 'i32', 'i32'],
      locals: locals.types,
      body: [
        set(filled, i32.constant(0)),
        loopWhile(i32.less(get(run), get(runEnd)), [
          set(node, inBytes(0, double)),
          set(nodeEnd, i32.add(get(node), inBytes(4, double))),
          set(offsets, i32.add(i32.constant(image.rest.offsets), inBytes(12, 4))),
          set(offsetsEnd, i32.add(get(offsets), inBytes(8, 4))),
          set(weights, i32.add(i32.constant(image.rest.weights), inBytes(16, double * functionals))),
          loopWhile(i32.less(get(node), get(nodeEnd)), [
            sampling,
            i32.store(i32.add(get(scratch), half(filled)), 0, get(node)),
            set(filled, plus(filled, double)),
            set(node, plus(node, double)),
            when(i32.isZero(i32.subtract(get(filled), i32.constant(double * block))), [
              call(finish, [get(filled), get(scratch)]),
              set(filled, i32.constant(0)),
            ]),
          ]),
          set(run, plus(run, 20)),
        ]),
        call(finish, [get(filled), get(scratch)]),
        noteDefect(get(defect), defectAt),
      ],
    },
    scratchBytes: nodeScratchBytes(context),
  };
}

/** Places of nodes take half as many bytes as samples. */
const half = (local: number): Code => i32.shiftRight(get(local), i32.constant(1));
