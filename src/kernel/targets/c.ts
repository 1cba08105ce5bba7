/**
 * Target C: C11 without dependencies, `restrict` pointers, loops that a compiler vectorises, OpenMP pragmas over rows
 * (they may be ignored). Rows compute their lines into buffers in the first-level cache, then one loop takes samples
 * and arithmetic together. Lines that mixed differences across rows need are kept from one row to the next. Other nodes are sampled in blocks by tables.
 */
import type { Plan, Target } from '../target.js';
import { rowFunction, rowGroup } from './cRows.js';
import { loadC } from './cRun.js';
import { arithmetic, type Context, contextOf, declare, expressionOf, indented } from './cText.js';
import { denseTables } from './dense.js';

/** Nodes whose samples are kept at once where tables are used. */
const block = 128;

/** Runs that one thread takes at a time. */
const runGroup = 64;

/** Terms of a stencil that are added in one loop, so that buffers are not touched for every term. */
const unroll = 4;

function restFunctions(context: Context, { rest: { functionalOf, stencils } }: Plan): string[] {
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
        each.map((t) => `const double *restrict ${field}_p${t} = f_${field} + node + shift[q + ${t}];`),
      ),
      '#pragma omp simd',
      'for (int i = 0; i < n; i++) {',
      ...indented(
        byField.flatMap(({ field, own }) => [
          ...each.map((t) => `const double ${field}_v${t} = ${field}_p${t}[i];`),
          ...own.map((k) => {
            const sum = each.map((t) => `w[${t * functionals + functionalOf[k]!}] * ${field}_v${t}`).join(' + ');
            return `s${k}[filled + i] += ${sum};`;
          }),
        ]),
        2,
      ),
      '}',
    ];
  };
  return [
    '/* Results at the nodes base … base + count − 1 from their samples. */',
    declare('finish', [
      'int base',
      'int count',
      ...names.map((_, k) => `const double *restrict s${k}`),
      ...context.parameters,
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
        '  for (int node = run[0]; node < run[0] + run[1];) {',
        `    if (filled == ${block} || node != base + filled) {`,
        `      finish(base, filled, ${[...names.map((_, k) => `s${k}`), ...context.arguments].join(', ')});`,
        '      base = node;',
        '      filled = 0;',
        '    }',
        '    int n = run[0] + run[1] - node;',
        `    if (n > ${block} - filled) n = ${block} - filled;`,
        '    if (n == 1) {',
        ...indented(
          [
            ...names.map((_, k) => `double a${k} = 0.0;`),
            'for (int q = 0; q < width; q++) {',
            `  const double *w = weights + ${functionals} * q;`,
            ...byField.flatMap(({ field, own }) => [
              `  const double ${field}_v0 = f_${field}[node + shift[q]];`,
              ...own.map((k) => `  a${k} += w[${functionalOf[k]!}] * ${field}_v0;`),
            ]),
            '}',
            ...names.map((_, k) => `s${k}[filled] = a${k};`),
          ],
          6,
        ),
        '    } else {',
        `      for (int i = filled; i < filled + n; i++) { ${names.map((_, k) => `s${k}[i] = 0.0;`).join(' ')} }`,
        '      int q = 0;',
        `      for (; q + ${unroll} <= width; q += ${unroll}) {`,
        `        const double *restrict w = weights + ${functionals} * q;`,
        ...indented(several(unroll), 8),
        '      }',
        '      for (; q < width; q++) {',
        `        const double *restrict w = weights + ${functionals} * q;`,
        ...indented(several(1), 8),
        '      }',
        '    }',
        '    node += n;',
        '    filled += n;',
        '  }',
        '}',
        `finish(base, filled, ${[...names.map((_, k) => `s${k}`), ...context.arguments].join(', ')});`,
      ],
      2,
    ),
    '}',
    '',
  ];
}

/** The tables by name, in the order in which they are stored. */
function tablesOf(plan: Plan): readonly { readonly name: string; readonly data: Int32Array | Float64Array }[] {
  const rows = plan.rows.flatMap(({ pieces, coefficients, coefficientCount }, k) => [
    { name: `rows${k}_pieces`, data: pieces },
    ...(coefficientCount === 0 ? [] : [{ name: `rows${k}_coefficients`, data: coefficients }]),
  ]);
  if (plan.rest.runs.length === 0) return rows;
  const { runs, offsets, weights } = denseTables(plan.rest);
  return [
    ...rows,
    { name: 'rest_runs', data: runs },
    { name: 'rest_offsets', data: offsets },
    { name: 'rest_weights', data: weights },
  ];
}

const ctype = (data: Int32Array | Float64Array): string => (data instanceof Int32Array ? 'int32_t' : 'double');

/** Everything after the tables. */
function functions(plan: Plan): string {
  const context = contextOf(plan);
  const { program, name, uniform, fields } = context;
  const hasRest = plan.rest.runs.length > 0;
  const runs = plan.rest.runs.length / 4;
  const signature = [
    ...fields.map((field) => `const double *restrict f_${field}`),
    ...program.parameters.map((parameter) => `double p_${parameter}`),
    'double *restrict out',
  ];
  return [
    ...plan.rows.flatMap((loops, k) => rowFunction(context, loops, k)),
    ...(hasRest ? restFunctions(context, plan) : []),
    `/* All operators at all ${context.size} nodes. out: ${program.outputs.length} arrays of ${context.size} values, one after the other,`,
    ' * apart from the fields. */',
    `void jetgraph_run(\n${signature.map((parameter) => `    ${parameter}`).join(',\n')}) {`,
    ...indented(
      [
        ...uniform.map((i) => `const double ${name(i)} = ${expressionOf(program.ops[i]!, program, name)};`),
        ...plan.rows.flatMap((loops, k) => {
          const [rows, group] = [loops.pieces.length / (2 + loops.sources), rowGroup(loops)];
          return [
            '#pragma omp parallel for schedule(static)',
            `for (int r = 0; r < ${rows}; r += ${group})`,
            `  rows${k}(r, r + ${group} < ${rows} ? r + ${group} : ${rows}, ${context.arguments.join(', ')});`,
          ];
        }),
        ...(hasRest
          ? [
              '#pragma omp parallel for schedule(dynamic)',
              `for (int r = 0; r < ${runs}; r += ${runGroup})`,
              `  nodes(r, r + ${runGroup} < ${runs} ? r + ${runGroup} : ${runs}, ${context.arguments.join(', ')});`,
            ]
          : []),
      ],
      2,
    ),
    '}',
    '',
  ].join('\n');
}

function header({ program: { titles, dimension } }: Plan): string {
  return [
    `/* Pointwise values of differential operators in dimension ${dimension}:`,
    ...titles.map((title, k) => ` *   out[${k}] = ${title}`),
    ' * u_01 is the component of the symmetrised derivative of u along the frame vectors 0 and 1 of a node. */',
    '#include <stddef.h>',
    '#include <stdint.h>',
    '#include <string.h>',
    '',
    '/* A hint that an address will be read soon. */',
    '#if defined(__GNUC__)',
    '#define AHEAD(address) __builtin_prefetch(address)',
    '#else',
    '#define AHEAD(address) ((void)0)',
    '#endif',
    '',
    '',
  ].join('\n');
}

function emit(plan: Plan): string {
  const tables = tablesOf(plan).map(({ name, data }) => `static const ${ctype(data)} *${name}; /* ${data.length} */\n`);
  return `${header(plan)}${tables.join('')}\n${functions(plan)}`;
}

function emitModule(plan: Plan): string {
  const tables = tablesOf(plan).map(({ name, data }) => {
    const lines: string[] = [];
    for (let k = 0; k < data.length; k += 12)
      lines.push(`  ${Array.from(data.subarray(k, k + 12), String).join(', ')},`);
    return `static const ${ctype(data)} ${name}[] = {\n${lines.join('\n')}\n};\n`;
  });
  return `${header(plan)}${tables.join('')}\n${functions(plan)}`;
}

/** The target. It runs through a C compiler, where there is one. */
export const c: Target = {
  composes: true,
  emit,
  emitModule,
  load: (plan, options) => loadC(plan, options, { source: emit(plan), tables: tablesOf(plan) }),
};
