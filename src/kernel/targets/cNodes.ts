/** Nodes by table in C: samples of a block of nodes, term after term, then the arithmetic. */
import type { SamplingTables } from '../sampling.js';
import { arithmetic, type Context, declare, indented } from './cText.js';

/** Nodes whose samples are kept at once where tables are used. */
const block = 128;

/** Runs that one call takes. */
export const runGroup = 64;

/** Terms of a stencil that are added in one loop, so that buffers are not touched for every term. */
const unroll = 4;

/** The function that evaluates the nodes of some runs; results go through `finish`. */
export function nodesFunction(context: Context, { functionalOf, stencils }: SamplingTables): string[] {
  const { program, fields } = context;
  const functionals = stencils[0]!.first.length - 1;
  const names = program.samples.map(({ name }) => name);
  const byField = fields.map((field) => ({
    field,
    own: program.samples.flatMap((sample, k) => (sample.field === field ? [k] : [])),
  }));
  const several = (terms: number): string[] => {
    const each = Array.from({ length: terms }, (_, t) => t);
    return [
      ...byField.flatMap(({ field }) =>
        each.map((t) => `const double *restrict from${t}_${field} = f_${field} + node + shift[q + ${t}];`),
      ),
      '#pragma omp simd',
      'for (int i = 0; i < n; i++) {',
      ...indented(
        byField.flatMap(({ field, own }) => [
          ...each.map((t) => `const double x${t}_${field} = from${t}_${field}[i];`),
          ...own.map((k) => {
            const sum = each.map((t) => `w[${t * functionals + functionalOf[k]!}] * x${t}_${field}`).join(' + ');
            return `s${k}[filled + i] += ${sum};`;
          }),
        ]),
        2,
      ),
      '}',
    ];
  };
  const finish = `finish(base, filled, ${[...names.map((_, k) => `s${k}`), ...context.afterSampling.arguments].join(', ')});`;
  // One node: a few sums at once, because each addition waits for the one before.
  const parts = Array.from({ length: functionals <= 2 ? 2 : 1 }, (_, part) => part);
  const added = (part: number): string[] =>
    byField.flatMap(({ field, own }) => [
      `const double x${part}_${field} = f_${field}[run[0] + shift[q + ${part}]];`,
      ...own.map(
        (k) => `a${k}_${part} += weights[${functionals} * (q + ${part}) + ${functionalOf[k]!}] * x${part}_${field};`,
      ),
    ]);
  const single = [
    ...names.flatMap((_, k) => parts.map((part) => `double a${k}_${part} = 0.0;`)),
    'int q = 0;',
    `for (; q + ${parts.length} <= width; q += ${parts.length}) {`,
    ...indented(parts.flatMap(added), 2),
    '}',
    ...(parts.length === 1 ? [] : ['for (; q < width; q++) {', ...indented(added(0), 2), '}']),
    ...names.map((_, k) => `s${k}[filled] = ${parts.map((part) => `a${k}_${part}`).join(' + ')};`),
  ];
  return [
    '/* Nodes by table: runs from … to − 1. A run: first node, number of nodes, number of neighbours, where its offsets',
    ` * and its weights (${functionals} for each neighbour) begin. */`,
    declare('nodes', ['int from', 'int to', ...context.parameters]),
    ...indented(
      [
        ...names.map((_, k) => `_Alignas(64) double s${k}[${block}];`),
        'int base = rest_runs[5 * from], filled = 0;',
        'for (int r = from; r < to; r++) {',
        '  const int32_t *run = rest_runs + 5 * r;',
        '  const int width = run[2];',
        '  const int32_t *restrict shift = rest_offsets + run[3];',
        `  const double *restrict weights = rest_weights + (ptrdiff_t)${functionals} * run[4];`,
        `  if (filled == ${block} || run[0] != base + filled) {`,
        `    ${finish}`,
        '    base = run[0];',
        '    filled = 0;',
        '  }',
        '  if (run[1] == 1) {',
        ...indented(single, 4),
        '    filled++;',
        '    continue;',
        '  }',
        '  for (int node = run[0], end = run[0] + run[1]; node < end;) {',
        `    if (filled == ${block}) {`,
        `      ${finish}`,
        '      base = node;',
        '      filled = 0;',
        '    }',
        `    const int n = end - node < ${block} - filled ? end - node : ${block} - filled;`,
        `    for (int i = filled; i < filled + n; i++) { ${names.map((_, k) => `s${k}[i] = 0.0;`).join(' ')} }`,
        '    int q = 0;',
        `    for (; q + ${unroll} <= width; q += ${unroll}) {`,
        `      const double *restrict w = weights + ${functionals} * q;`,
        ...indented(several(unroll), 6),
        '    }',
        '    for (; q < width; q++) {',
        `      const double *restrict w = weights + ${functionals} * q;`,
        ...indented(several(1), 6),
        '    }',
        '    node += n;',
        '    filled += n;',
        '  }',
        '}',
        finish,
      ],
      2,
    ),
    '}',
    '',
  ];
}

/** The function from samples to results. */
export function finishFunction(context: Context): string[] {
  const names = context.program.samples.map(({ name }) => name);
  return [
    '/* Results at the nodes base … base + count − 1 from their samples. */',
    declare('finish', [
      'int base',
      'int count',
      ...names.map((_, k) => `const double *restrict s${k}`),
      ...context.afterSampling.parameters,
    ]),
    '  double *restrict result = out + base;',
    '  #pragma omp simd',
    '  for (int i = 0; i < count; i++) {',
    ...indented(
      [
        ...names.map((name, k) => `const double ${name} = s${k}[i];`),
        ...arithmetic(context, 'i').map((line) => line.replace(/^out\[/, 'result[')),
      ],
      4,
    ),
    '  }',
    '}',
    '',
  ];
}
