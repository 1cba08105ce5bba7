/**
 * Target C: C11 without dependencies, `restrict` pointers, loops that a compiler vectorises, OpenMP pragmas over rows
 * (they may be ignored). Rows compute their lines into buffers in the first-level cache, then one loop takes samples
 * and arithmetic together. Other nodes are sampled in blocks by tables.
 */
import { type Op, type OpKinds, pointwiseOps } from '../../program/index.js';
import { type Entry, formulaFlops, formulaText, lineParts, type Notation, sampleParts } from '../formula.js';
import type { Line, RowLoops } from '../rows.js';
import type { SampledProgram } from '../samples.js';
import type { Plan, Target } from '../target.js';
import { loadC } from './cRun.js';
import { denseTables } from './dense.js';

/** Nodes whose samples are kept at once where tables are used. */
const block = 128;

/** Runs that one thread takes at a time. */
const runGroup = 64;

/** Doubles in a 64-byte cache line: rows of buffers begin at such an address. */
const alignment = 8;

/** How each kind of operation reads. */
const expressions: {
  readonly [K in keyof OpKinds]: (op: Op<K>, program: SampledProgram, name: (i: number) => string) => string;
} = {
  jet: ({ slot }, { samples }) => samples[slot]!.name,
  constant: ({ value }) => number(value.toNumber()),
  parameter: ({ name }) => `p_${name}`,
  add: ({ left, right }, _, name) => `${name(left)} + ${name(right)}`,
  multiply: ({ left, right }, { ops }, name) => {
    const factor = ops[left]!;
    const negates = factor.kind === 'constant' && factor.value.toNumber() === -1;
    return negates ? `-${name(right)}` : `${name(left)} * ${name(right)}`;
  },
};

const expressionOf = <K extends keyof OpKinds>(op: Op<K>, program: SampledProgram, name: (i: number) => string) =>
  expressions[op.kind](op, program, name);

/** A double literal; negative ones in brackets. */
function number(value: number): string {
  const text = String(value);
  const literal = /[.e]/.test(text) ? text : `${text}.0`;
  return value < 0 ? `(${literal})` : literal;
}

/** Pieces of text that all parts of the source share. */
interface Context {
  readonly program: SampledProgram;
  readonly fields: readonly string[];
  readonly size: number;
  readonly name: (i: number) => string;
  /** Declarations and names of the arguments that functions hand on: fields, uniform values, results. */
  readonly parameters: readonly string[];
  readonly arguments: readonly string[];
  /** Operations that do not depend on the node, and those that do. */
  readonly uniform: readonly number[];
  readonly pointwise: readonly number[];
}

function contextOf({ program, tables: { size } }: Plan): Context {
  const { ops, outputs, samples } = program;
  const fields = [...new Set(samples.map(({ field }) => field))];
  const byPoint = pointwiseOps(program);
  const name = (i: number): string => {
    const op = ops[i]!;
    return op.kind === 'add' || op.kind === 'multiply' ? `t${i}` : expressionOf<keyof OpKinds>(op, program, () => '');
  };
  const used = new Set(outputs);
  ops.forEach((op, i) => {
    if (byPoint[i] && 'left' in op) for (const operand of [op.left, op.right]) used.add(operand);
  });
  const computed = ops.flatMap((op, i) => ('left' in op ? [i] : []));
  const uniform = computed.filter((i) => !byPoint[i]);
  const handed = ops.flatMap((op, i) => (!byPoint[i] && used.has(i) && op.kind !== 'constant' ? [`${name(i)}`] : []));
  return {
    program,
    fields,
    size,
    name,
    parameters: [
      ...fields.map((field) => `const double *restrict f_${field}`),
      ...handed.map((value) => `double ${value}`),
      'double *restrict out',
    ],
    arguments: [...fields.map((field) => `f_${field}`), ...handed, 'out'],
    uniform,
    pointwise: computed.filter((i) => byPoint[i]),
  };
}

const indented = (lines: readonly string[], by: number): string[] => lines.map((line) => `${' '.repeat(by)}${line}`);

/** The arithmetic at one node, from samples to results; `at` is its place in the result arrays. */
function arithmetic({ program, name, pointwise, size }: Context, at: string): string[] {
  const { ops, outputs } = program;
  return [
    ...pointwise.map((i) => `const double ${name(i)} = ${expressionOf<keyof OpKinds>(ops[i]!, program, name)};`),
    ...outputs.map((i, k) => `out[${k === 0 ? '' : `${k * size} + `}${at}] = ${name(i)};`),
  ];
}

const declare = (name: string, parameters: readonly string[]): string =>
  `static void ${name}(\n${parameters.map((parameter) => `    ${parameter}`).join(',\n')}) {`;

/**
 * How a periodic row treats a line that is a source row itself: `copy` gives it ghosts in a buffer; `ends` reads it in
 * place and computes the nodes at both ends apart. Copying costs about as much as a quarter of an operation for each
 * node, an end node as much as any other, but without vectors.
 */
function endsApart({ period, lines }: RowLoops, flops: number): boolean {
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  return period >= 4 * (low + high) && period / 4 > ((low + high) * flops) / 3;
}

const isSourceRow = ({ terms }: Line): boolean => {
  const [term] = terms;
  return terms.length === 1 && term!.weight.kind === 'constant' && term!.weight.value === 1;
};

/** An index such as `i - 2`. */
const shifted = (index: string, shift: number): string =>
  shift === 0 ? index : `${index}${shift < 0 ? ` - ${-shift}` : ` + ${shift}`}`;

function rowFunction(context: Context, loops: RowLoops, k: number): string[] {
  const { program, pointwise } = context;
  const { period, lines, samples, sources, longest } = loops;
  const count = period === 0 ? 'count' : String(period);
  const flops = samples.reduce((sum, sample) => sum + formulaFlops(sampleParts(sample)), pointwise.length);
  const apart = period > 0 && lines.some(isSourceRow) && endsApart(loops, flops);
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  /** Lines that are read in place. */
  const inPlace = (line: Line): boolean => isSourceRow(line) && (period === 0 || apart);
  const usedSources = new Set<string>();
  const sourceName = (field: string, source: number): string => {
    usedSources.add(`${field} ${source}`);
    return `${field}_r${source}`;
  };
  const notation = (field: string, lineEntry: (line: number, shift: number) => string): Notation => ({
    number,
    coefficient: (index) => `c${index}`,
    entry: (entry: Entry) =>
      entry.kind === 'source' ? `${sourceName(field, entry.source)}[i]` : lineEntry(entry.line, entry.shift),
  });
  const plain = (line: number, shift: number): string => `l${line}[${shifted('i', shift)}]`;
  const ghosts = (l: number, from: string): string[] => [
    ...Array.from({ length: lines[l]!.low }, (_, g) => `l${l}[${-1 - g}] = ${from}[${period - 1 - g}];`),
    ...Array.from({ length: lines[l]!.high }, (_, g) => `l${l}[${period + g}] = ${from}[${g}];`),
  ];
  const fill = lines.flatMap((line, l) => {
    const { field, terms } = line;
    if (inPlace(line)) return [`const double *restrict l${l} = ${sourceName(field, terms[0]!.source)};`];
    const padding = Math.ceil(line.low / alignment) * alignment;
    const buffer = [
      `_Alignas(64) double b${l}[${padding + longest + line.high}];`,
      `double *restrict l${l} = b${l} + ${padding};`,
    ];
    if (period > 0 && isSourceRow(line)) {
      const source = sourceName(field, terms[0]!.source);
      return [...buffer, `memcpy(l${l}, ${source}, ${period} * sizeof(double));`, ghosts(l, `l${l}`).join(' ')];
    }
    const text = formulaText(lineParts(terms), notation(field, plain));
    const [from, to] = period === 0 ? [-line.low, line.high === 0 ? count : `${count} + ${line.high}`] : [0, count];
    return [
      ...buffer,
      '#pragma omp simd',
      `for (int i = ${from}; i < ${to}; i++) l${l}[i] = ${text};`,
      ...(period === 0 || line.low + line.high === 0 ? [] : [ghosts(l, `l${l}`).join(' ')]),
    ];
  });
  const body = (lineEntry: (line: number, shift: number) => string): string[] => [
    ...samples.map((sample, s) => {
      const { field, name } = program.samples[s]!;
      return `const double ${name} = ${formulaText(sampleParts(sample), notation(field, lineEntry))};`;
    }),
    ...arithmetic(context, 'i').map((line) => line.replace(/^out\[/, 'result[')),
  ];
  const main = [
    '#pragma omp simd',
    `for (int i = ${apart ? low : 0}; i < ${apart ? period - high : count}; i++) {`,
    ...indented(body(plain), 2),
    '}',
  ];
  // In wrapped order the end nodes are count − high … count − 1, 0 … low − 1; e holds a row from count − high − low on.
  const ends = [
    ...lines.flatMap((line, l) => {
      if (!inPlace(line)) return [];
      return [
        `double e${l}[${2 * (low + high)}];`,
        `for (int g = 0; g < ${low + high}; g++) e${l}[g] = l${l}[${period - low - high} + g];`,
        `for (int g = 0; g < ${low + high}; g++) e${l}[${low + high} + g] = l${l}[g];`,
      ];
    }),
    `for (int g = 0; g < ${low + high}; g++) {`,
    `  const int i = g < ${high} ? ${period - high} + g : g - ${high};`,
    ...indented(
      body((l, shift) => (inPlace(lines[l]!) ? `e${l}[${shifted('g', low + shift)}]` : plain(l, shift))),
      2,
    ),
    '}',
  ];
  const statements = [...fill, ...main, ...(apart ? ends : [])];
  const pointers = [...usedSources].sort(compareSources).map((key) => {
    const [field, source] = key.split(' ') as [string, string];
    return `const double *restrict ${field}_r${source} = f_${field} + row[${2 + Number(source)}];`;
  });
  const coefficients = Array.from({ length: loops.coefficientCount }, (_, c) => `const double c${c} = c[${c}];`);
  const titles = program.samples.map(({ name, title }) => (name === title ? name : `${name} = ${title}`)).join(', ');
  return [
    `/* One row of ${period === 0 ? `at most ${longest}` : `${period}`} nodes${period === 0 ? '' : ', periodic'}: ${titles}. row: first node,`,
    ` * number of nodes, first node of each of ${sources} source rows. Lines l are combinations of source rows. */`,
    declare(`rows${k}`, ['const int32_t *restrict row', 'const double *restrict c', ...context.parameters]),
    '  (void)c;',
    ...indented(
      [
        ...(period === 0 ? ['const int count = row[1];'] : []),
        'double *restrict result = out + row[0];',
        ...coefficients,
        ...pointers,
        ...statements,
      ],
      2,
    ),
    '}',
    '',
  ];
}

const compareSources = (a: string, b: string): number => {
  const [[f, s], [g, t]] = [a.split(' '), b.split(' ')];
  return f! < g! ? -1 : f! > g! ? 1 : Number(s) - Number(t);
};

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
        ...uniform.map(
          (i) => `const double ${name(i)} = ${expressionOf<keyof OpKinds>(program.ops[i]!, program, name)};`,
        ),
        ...plan.rows.flatMap(({ pieces, sources, coefficientCount }, k) => [
          '#pragma omp parallel for schedule(static)',
          `for (int r = 0; r < ${pieces.length / (2 + sources)}; r++)`,
          `  rows${k}(rows${k}_pieces + ${2 + sources} * r, ${
            coefficientCount === 0 ? '0' : `rows${k}_coefficients + ${coefficientCount} * r`
          }, ${context.arguments.join(', ')});`,
        ]),
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
  emit,
  emitModule,
  load: (plan, options) => loadC(plan, options, { source: emit(plan), tables: tablesOf(plan) }),
};
