/**
 * Runs of nodes in mirrored rows: pairs of nodes of the grid at a time, whose sums stay in locals while the terms of the row are
 * added. Samples go to a block, and from there through `finish`.
 */
import { wasm } from '../../base/index.js';
import { type MirroredRuns, shortestRun } from '../mirroredRuns.js';
import { localsAfter, noteDefect, plus } from './body.js';
import { defectAt } from './image.js';
import { block, type NodeContext, nodeScratchBytes, sampleAt } from './nodeFunctions.js';
import type { RowFunction } from './rowFunction.js';

const { call, f64, f64x2, get, i32, loopWhile, set } = wasm;
type Code = wasm.Code;

/** Bytes of a double, and of a pair. */
const [double, two] = [8, 16];

/** Sums that are kept at once, in pairs: more leave the registers. */
const mostSums = 12;

/** Numbers in the table for each run. */
export const mirroredWidth = ({ rows: { kinds } }: MirroredRuns): number => 4 + kinds.length;

/** The function over runs. Parameters: first run and end in the table, an unused one, room to work in. */
export function mirroredFunction(context: NodeContext, runs: MirroredRuns): RowFunction {
  const { program, functionalOf, image, fields, finish } = context;
  const { kinds, even, values } = runs.rows;
  const [run, runEnd, , scratch] = [0, 1, 2, 3];
  const locals = localsAfter(4);
  const word = (): number => locals.add('i32');
  const [start, count, length, chunk, node, x, at] = [word(), word(), word(), word(), word(), word(), word()];
  const [base, left, right, term, terms, end, weight] = [word(), word(), word(), word(), word(), word(), word()];
  const [factor, defect] = [locals.add('v128'), locals.add('v128')];

  const byField = fields.map((field) =>
    program.samples.flatMap((sample, k) =>
      sample.field === field
        ? [{ sample: k, functional: functionalOf[k]!, value: values.includes(functionalOf[k]!) }]
        : [],
    ),
  );
  const most = Math.max(...byField.map((own) => own.filter(({ value }) => !value).length));
  const pairs = 2 * most <= mostSums ? shortestRun / 2 : 1;
  const each = (code: (pair: number) => Code): Code => Array.from({ length: pairs }, (_, pair) => code(pair)).flat();
  const [here, there] = [locals.add('v128'), locals.add('v128')];
  const sums = Array.from({ length: pairs }, () => locals.add('v128'));
  const differences = Array.from({ length: pairs }, () => locals.add('v128'));

  const word4 = (index: number): Code => i32.load(get(run), 4 * index);
  const sampling = byField.flatMap((own, f): Code => {
    const summed = own
      .filter(({ value }) => !value)
      .map((entry) => ({ ...entry, locals: Array.from({ length: pairs }, () => locals.add('v128')) }));
    const kindLoops = kinds.flatMap(({ pair, functionals }, kind): Code => {
      const added = functionals.flatMap((functional, j) => {
        const target = summed.find((entry) => entry.functional === functional);
        return target === undefined ? [] : [{ target, j, isEven: !pair || even[functional]! }];
      });
      const needs = (isEven: boolean): boolean => added.some((entry) => entry.isEven === isEven);
      return [
        ...set(end, i32.add(get(term), i32.shiftLeft(word4(4 + kind), i32.constant(3)))),
        ...loopWhile(i32.less(get(term), get(end)), [
          set(left, i32.add(get(base), i32.load(get(term), 0))),
          pair ? set(right, i32.add(get(base), i32.load(get(term), 4))) : [],
          each((p): Code => {
            if (!pair) return set(sums[p]!, f64x2.load(get(left), two * p));
            return [
              ...set(here, f64x2.load(get(left), two * p)),
              ...set(there, f64x2.load(get(right), two * p)),
              ...(needs(true) ? set(sums[p]!, f64x2.add(get(here), get(there))) : []),
              ...(needs(false) ? set(differences[p]!, f64x2.subtract(get(here), get(there))) : []),
            ];
          }),
          added.flatMap(
            ({ target, j, isEven }): Code => [
              ...set(factor, f64x2.loadTwice(get(weight), double * j)),
              ...each((p) =>
                set(
                  target.locals[p]!,
                  f64x2.add(
                    get(target.locals[p]!),
                    f64x2.multiply(get(factor), get((isEven ? sums : differences)[p]!)),
                  ),
                ),
              ),
            ],
          ),
          set(term, plus(term, 2 * 4)),
          set(weight, plus(weight, double * functionals.length)),
        ]),
      ];
    });
    const place = i32.add(get(scratch), get(at));
    return [
      ...set(base, i32.add(i32.add(i32.load(i32.constant(image.pointers), 4 * f), get(node)), get(at))),
      ...summed.flatMap((entry) => entry.locals.flatMap((local) => set(local, f64x2.constant(0)))),
      ...set(term, get(terms)),
      ...set(weight, i32.add(i32.constant(image.mirrored.weights), i32.shiftLeft(word4(3), i32.constant(3)))),
      ...kindLoops,
      ...each(
        (p): Code => [
          ...set(here, f64x2.load(get(base), two * p)),
          ...set(defect, f64x2.add(get(defect), f64x2.multiply(f64x2.constant(0), get(here)))),
          ...own
            .filter(({ value }) => value)
            .flatMap(({ sample }) => f64x2.store(place, sampleAt(sample) + two * p, get(here))),
          ...summed.flatMap(({ sample, locals: own }) => f64x2.store(place, sampleAt(sample) + two * p, get(own[p]!))),
        ],
      ),
    ];
  });
  const inBytes = (index: number): Code => i32.shiftLeft(word4(index), i32.constant(3));
  return {
    code: {
      name: 'mirrored',
      parameters: ['i32', 'i32', 'i32', 'i32'],
      locals: locals.types,
      body: [
        loopWhile(i32.less(get(run), get(runEnd)), [
          set(start, inBytes(0)),
          set(count, inBytes(1)),
          set(length, i32.least(get(count), i32.constant(double * block))),
          set(terms, i32.add(i32.constant(image.mirrored.offsets), inBytes(2))),
          set(chunk, i32.constant(0)),
          loopWhile(i32.less(get(chunk), get(count)), [
            // The last chunk is moved back so that it ends with the run, and so are the last pairs of a chunk.
            set(node, i32.add(get(start), i32.least(get(chunk), i32.subtract(get(count), get(length))))),
            set(x, i32.constant(0)),
            loopWhile(i32.less(get(x), get(length)), [
              set(at, i32.least(get(x), plus(length, -two * pairs))),
              sampling,
              set(x, plus(x, two * pairs)),
            ]),
            set(x, i32.constant(0)),
            loopWhile(i32.less(get(x), get(length)), [
              i32.store(i32.add(get(scratch), i32.shiftRight(get(x), i32.constant(1))), 0, i32.add(get(node), get(x))),
              set(x, plus(x, double)),
            ]),
            call(finish, [get(length), get(scratch)]),
            set(chunk, plus(chunk, double * block)),
          ]),
          set(run, plus(run, 4 * mirroredWidth(runs))),
        ]),
        noteDefect(f64.add(f64x2.lane(get(defect), 0), f64x2.lane(get(defect), 1)), defectAt),
      ],
    },
    scratchBytes: nodeScratchBytes(context),
  };
}
