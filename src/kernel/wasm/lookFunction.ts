/** Looks through a field for values that are not finite, before anything is written: products with 0, summed. */
import { wasm } from '../../base/index.js';
import { localsAfter, noteDefect, plus } from './body.js';
import { defectAt } from './image.js';

const { f64, f64x2, get, i32, loopWhile, set } = wasm;

/** Sums side by side: an addition need not wait for the one before. */
const sums = 4;

/** The function `look`. Parameters: address of the first value, address behind the last one. */
export function lookFunction(): wasm.WasmFunction {
  const [at, end] = [0, 1];
  const locals = localsAfter(2);
  const [blocksEnd, single] = [locals.add('i32'), locals.add('f64')];
  const pairs = Array.from({ length: sums }, () => locals.add('v128'));
  const block = 16 * sums;
  const total = pairs.map(get).reduce((a, b) => f64x2.add(a, b));
  return {
    name: 'look',
    parameters: ['i32', 'i32'],
    locals: locals.types,
    body: [
      set(blocksEnd, i32.subtract(get(end), i32.and(i32.subtract(get(end), get(at)), i32.constant(block - 1)))),
      loopWhile(i32.less(get(at), get(blocksEnd)), [
        ...pairs.map((pair, k) =>
          set(pair, f64x2.add(get(pair), f64x2.multiply(f64x2.constant(0), f64x2.load(get(at), 16 * k)))),
        ),
        set(at, plus(at, block)),
      ]),
      loopWhile(i32.less(get(at), get(end)), [
        set(single, f64.add(get(single), f64.multiply(f64.constant(0), f64.load(get(at), 0)))),
        set(at, plus(at, 8)),
      ]),
      set(pairs[0]!, total),
      noteDefect(f64.add(get(single), f64.add(f64x2.lane(get(pairs[0]!), 0), f64x2.lane(get(pairs[0]!), 1))), defectAt),
    ],
  };
}
