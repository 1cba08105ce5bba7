/**
 * Mirrored rows in C: the source rows lie in a ring of copies with ghosts at both ends, and the sums of a few vectors of nodes
 * stay in registers while the terms of the row are added.
 */
import { largestReach, type MirroredRows, shortestMirrored } from '../mirrored.js';
import { type Context, declare, indented } from './cText.js';

/** Nodes whose samples are kept at once; whole tiles of vectors, whichever the compiler has. */
const block = shortestMirrored;

/** Sums that are kept in registers: vectors times samples of a field. */
const mostSums = 24;

/** Rows that one call takes: so many that filling the ring at its start costs little. */
export const mirroredGroup = 32;

/** Vectors of doubles, for compilers that have them. */
export const lanesHeader: readonly string[] = [
  '/* Several nodes at once, where the compiler has vectors. */',
  '#if defined(__GNUC__) && defined(__AVX512F__)',
  '#define LANES 8',
  '#elif defined(__GNUC__) && defined(__AVX__)',
  '#define LANES 4',
  '#elif defined(__GNUC__)',
  '#define LANES 2',
  '#else',
  '#define LANES 1',
  '#endif',
  '#if LANES > 1',
  'typedef double lanes __attribute__((vector_size(8 * LANES)));',
  'typedef double lanes_at __attribute__((vector_size(8 * LANES), aligned(8), may_alias));',
  '#else',
  'typedef double lanes, lanes_at;',
  '#endif',
];

/** Rounded up to whole cache lines. */
const rounded = (doubles: number): number => Math.ceil(doubles / 8) * 8;

/** The function that evaluates some rows; results go through `finish`. */
export function mirroredFunction(context: Context, rows: MirroredRows, functionalOf: readonly number[]): string[] {
  const { program, fields } = context;
  const { period, even, values, kinds, slots, pieces } = rows;
  const width = 3 + kinds.length;
  const ghosts = largestReach(rows);
  const padding = rounded(ghosts);
  const stride = rounded(padding + period + ghosts) + 8;
  // Fields of which only values are sampled have no sums, and need no ring.
  const byField = fields.flatMap((field) => {
    const own = program.samples.flatMap((sample, k) =>
      sample.field === field && !values.includes(functionalOf[k]!) ? [{ k, functional: functionalOf[k]! }] : [],
    );
    return own.length === 0 ? [] : [{ field, own }];
  });
  const sums = Math.max(...byField.map(({ own }) => own.length));
  const vectors = [4, 2].find((count) => count * sums <= mostSums) ?? 1;
  const most = Math.max(...Array.from({ length: mirroredCount(rows) }, (_, r) => termsOf(pieces, width, r)));
  const each = (statements: readonly string[]): string[] =>
    statements.length === 1
      ? [`for (int b = 0; b < ${vectors}; b++) ${statements[0]}`]
      : [`for (int b = 0; b < ${vectors}; b++) {`, ...indented(statements, 2), '}'];

  const kindLoop = (field: string, own: readonly { k: number; functional: number }[], kind: number): string[] => {
    const { pair, functionals } = kinds[kind]!;
    const added = own.flatMap(({ k, functional }) => {
      const at = functionals.indexOf(functional);
      return at < 0 ? [] : [`a${k}[b] += w[${at}] * ${!pair ? 'x' : even[functional] ? 'sum' : 'difference'};`];
    });
    if (added.length === 0) return [`q += row[${3 + kind}], w += ${functionals.length} * row[${3 + kind}];`];
    const use = (word: string) => added.some((text) => text.includes(word));
    const body = pair
      ? [
          `const lanes x = *(const lanes_at *)(ring_${field} + t + at[q] + LANES * b);`,
          `const lanes y = *(const lanes_at *)(ring_${field} + t + mirror[q] + LANES * b);`,
          ...(use('sum') ? ['const lanes sum = x + y;'] : []),
          ...(use('difference') ? ['const lanes difference = x - y;'] : []),
          ...added,
        ]
      : [`const lanes x = *(const lanes_at *)(ring_${field} + t + at[q] + LANES * b);`, ...added];
    return [
      `for (const int end = q + row[${3 + kind}]; q < end; q++, w += ${functionals.length}) {`,
      ...indented(each(body), 2),
      '}',
    ];
  };
  const tile = byField.flatMap(({ field, own }) => [
    '{',
    ...indented(
      [
        `lanes ${own.map(({ k }) => `a${k}[${vectors}]`).join(', ')};`,
        ...each([`${own.map(({ k }) => `a${k}[b]`).join(' = ')} = (lanes){0};`]),
        'const double *w = weights;',
        'int q = 0;',
        ...kinds.flatMap((_, kind) => kindLoop(field, own, kind)),
        ...each(own.map(({ k }) => `*(lanes_at *)(s${k} + t - first + LANES * b) = a${k}[b];`)),
      ],
      2,
    ),
    '}',
  ]);
  const isValue = (k: number): boolean => values.includes(functionalOf[k]!);
  const buffers = program.samples.map(({ field }, k) => (isValue(k) ? `f_${field} + row[0] + first` : `s${k}`));
  return [
    `/* Mirrored rows from … to − 1 of ${period} nodes, periodic. A row: first node, where its terms and its weights begin, then`,
    ' * the number of its terms of each kind: nodes by themselves or pairs of nodes at opposite shifts, for some of the samples. */',
    declare('mirrored', ['int from', 'int to', ...context.parameters]),
    ...indented(
      [
        ...byField.map(({ field }) => `_Alignas(64) double ring_${field}[${slots * stride}];`),
        ...program.samples.flatMap((_, k) => (isValue(k) ? [] : [`_Alignas(64) double s${k}[${block}];`])),
        `int held[${slots}], at[${most}], mirror[${most}];`,
        `for (int m = 0; m < ${slots}; m++) held[m] = -1;`,
        'for (int r = from; r < to; r++) {',
        ...indented(
          [
            `const int32_t *row = mirrored_pieces + ${width} * r;`,
            'const double *weights = mirrored_weights + row[2];',
            `const int count = ${kinds.map((_, kind) => `row[${3 + kind}]`).join(' + ')};`,
            'for (int q = 0; q < count; q++) {',
            '  const int32_t *term = mirrored_terms + 2 * (row[1] + q);',
            `  const int slot = term[0] % ${slots}, begin = ${stride} * slot + ${padding};`,
            '  if (held[slot] != term[0]) {',
            '    const int first = mirrored_sources[2 * term[0]], ghosts = mirrored_sources[2 * term[0] + 1];',
            ...byField.flatMap(({ field }) => [
              `    memcpy(ring_${field} + begin, f_${field} + first, ${period} * sizeof(double));`,
              `    memcpy(ring_${field} + begin - ghosts, f_${field} + first + ${period} - ghosts, ghosts * sizeof(double));`,
              `    memcpy(ring_${field} + begin + ${period}, f_${field} + first, ghosts * sizeof(double));`,
            ]),
            '    held[slot] = term[0];',
            '  }',
            '  at[q] = begin + term[1];',
            '  mirror[q] = begin - term[1];',
            '}',
            `for (int done = 0; done < ${period}; done += ${block}) {`,
            `  const int first = done + ${block} < ${period} ? done : ${period - block};`,
            `  for (int t = first; t < first + ${block}; t += ${vectors} * LANES) {`,
            ...indented(tile, 4),
            '  }',
            `  finish(row[0] + first, ${block}, ${[...buffers, ...context.afterSampling.arguments].join(', ')});`,
            '}',
          ],
          2,
        ),
        '}',
      ],
      2,
    ),
    '}',
    '',
  ];
}

/** Number of rows. */
export const mirroredCount = ({ pieces, kinds }: MirroredRows): number => pieces.length / (3 + kinds.length);

function termsOf(pieces: Int32Array, width: number, r: number): number {
  return pieces.subarray(width * r + 3, width * (r + 1)).reduce((sum, count) => sum + count, 0);
}
