/**
 * Many results of a row in C. Stores to many arrays at once get in each other's way: arrays a power of two apart share
 * their places in the caches, and a line that is written in two parts may have left the cache in between. So results
 * are kept, a tile at a time, and handed on one array after the other in whole cache lines, past the caches.
 */
import type { RowLoops } from '../rows.js';
import { arithmetic, type Context, indented } from './cText.js';

/** Doubles in a cache line. */
const line = 8;

/** Nodes whose results are kept at once. */
const tile = 32;

/** From one result to the next among those kept: a line for what the tile before left, and no power of two. */
const stride = tile + 2 * line;

/** From so many arrays on they get in each other's way even where the second-level cache holds them. */
const manyArrays = 9;

/** Results in doubles, in all: where so many are written to many arrays, and to any number but one, they are kept. */
const [leastOfMany, leastOfFew] = [2 ** 17, 2 ** 20];

/** Whether the results of these rows are kept before they are written. Shorter rows would not fill a line. */
export function keepsResults({ program: { outputs }, size }: Context, { pieces, sources }: RowLoops): boolean {
  const [arrays, doubles] = [outputs.length, outputs.length * size];
  if (arrays < 2 || doubles < (arrays < manyArrays ? leastOfFew : leastOfMany)) return false;
  for (let p = 1; p < pieces.length; p += 2 + sources) if (pieces[p]! < line) return false;
  return true;
}

/** Doubles of room that the results kept take. */
export const keptRoom = ({ program: { outputs } }: Context): number => outputs.length * stride;

/** The functions that write results. */
export const resultFunctions: readonly string[] = [
  '#if defined(__SSE2__)',
  '#include <immintrin.h>',
  '#endif',
  '',
  '/* Writes a cache line past the caches where the machine can. */',
  'static inline void line_past(double *restrict to, const double *restrict from) {',
  '#if defined(__AVX512F__)',
  '  _mm512_stream_pd(to, _mm512_loadu_pd(from));',
  '#elif defined(__AVX__)',
  '  for (int i = 0; i < 8; i += 4) _mm256_stream_pd(to + i, _mm256_loadu_pd(from + i));',
  '#elif defined(__SSE2__)',
  '  for (int i = 0; i < 8; i += 2) _mm_stream_pd(to + i, _mm_loadu_pd(from + i));',
  '#else',
  '  for (int i = 0; i < 8; i++) to[i] = from[i];',
  '#endif',
  '}',
  '',
  '/* Waits until lines written past the caches can be read. */',
  'static inline void written(void) {',
  '#if defined(__SSE2__)',
  '  _mm_sfence();',
  '#endif',
  '}',
  '',
  '/* Doubles of a cache line before an address. */',
  'static inline int into_line(const double *address) { return (int)((uintptr_t)address / sizeof(double) % 8); }',
  '',
  '/* Writes count values in whole cache lines. Where more will follow, the beginning of the last line waits; where the',
  ' * values follow others, the beginning of the first line waited, in front of them. */',
  'static void hand_on(double *to, double *values, int count, int follows, int more) {',
  '  const int end = more ? count - into_line(to + count) : count;',
  '  int i = follows ? -into_line(to) : 0;',
  '  for (; i < end && into_line(to + i) != 0; i++) to[i] = values[i];',
  '  for (; i + 8 <= end; i += 8) line_past(to + i, values + i);',
  '  for (; i < end; i++) to[i] = values[i];',
  '  memmove(values - 8, values + count - 8, 8 * sizeof(double));',
  '}',
  '',
];

/** The loop over a row: `samples` are the statements that compute the samples at node i. */
export function keptLoop(
  context: Context,
  { sources }: RowLoops,
  count: string,
  samples: readonly string[],
): readonly string[] {
  const { program, size } = context;
  const width = 2 + sources;
  let output = 0;
  const body = arithmetic(context, 'i').map((statement) =>
    statement.replace(/^out\[[^\]]*\]/, () => `kept[${output++ * stride + line} + i - t]`),
  );
  return [
    `const int follows = r > from && row[0] == row[${-width}] + row[${1 - width}];`,
    `const int more = r + 1 < to && row[${width}] == row[0] + ${count};`,
    `for (int t = 0; t < ${count}; t += ${tile}) {`,
    `  const int stop = t + ${tile} < ${count} ? t + ${tile} : ${count};`,
    '  #pragma omp simd',
    '  for (int i = t; i < stop; i++) {',
    ...indented([...samples, ...body], 4),
    '  }',
    `  for (int k = 0; k < ${program.outputs.length}; k++) {`,
    `    double *values = kept + ${stride} * k + ${line};`,
    `    hand_on(result + (ptrdiff_t)${size} * k + t, values, stop - t, t > 0 || follows, stop < ${count} || more);`,
    '  }',
    '}',
  ];
}
