/**
 * Target C: C11 without dependencies, `restrict` pointers, loops that a compiler vectorises, OpenMP pragmas over rows
 * (they may be ignored). Rows compute their lines into buffers in the first-level cache, then one loop takes samples
 * and arithmetic together. Lines that mixed differences across rows need are kept from one row to the next. Rows near a pole
 * and other nodes are sampled in blocks by tables.
 */
import { headlines } from '../headline.js';
import type { Plan, Target } from '../target.js';
import { lanesHeader, mirroredCount, mirroredFunction, mirroredGroup } from './cMirrored.js';
import { finishFunction, nodesFunction, runGroup } from './cNodes.js';
import { keepsResults, resultFunctions } from './cResults.js';
import { rowFunction, rowGroup } from './cRows.js';
import { loadC, type NativeSource } from './cRun.js';
import { contextOf, expressionOf, indented } from './cText.js';
import { denseTables } from './dense.js';

/** The tables by name, in the order in which they are stored. */
function tablesOf({ rows, mirrored, rest }: Plan): NativeSource['tables'] {
  const tables: NativeSource['tables'][number][] = rows.flatMap(({ pieces, coefficients, coefficientCount }, k) => [
    { name: `rows${k}_pieces`, data: pieces },
    ...(coefficientCount === 0 ? [] : [{ name: `rows${k}_coefficients`, data: coefficients }]),
  ]);
  if (mirrored !== undefined) {
    const { pieces, sources, terms, weights } = mirrored;
    for (const [name, data] of Object.entries({ pieces, sources, terms, weights })) {
      tables.push({ name: `mirrored_${name}`, data });
    }
  }
  if (rest.runs.length > 0) {
    for (const [name, data] of Object.entries(denseTables(rest))) tables.push({ name: `rest_${name}`, data });
  }
  return tables;
}

const ctype = (data: Int32Array | Float64Array): string => (data instanceof Int32Array ? 'int32_t' : 'double');

/** Everything after the tables. */
function functions(plan: Plan): string {
  const context = contextOf(plan);
  const { program, name, uniform, fields } = context;
  const { rows, mirrored, rest } = plan;
  const hasRest = rest.runs.length > 0;
  /** Calls a function for all numbers below `count`, a group at a time. */
  const inGroups = (called: string, count: number, group: number, schedule: string): string[] => [
    `#pragma omp parallel for schedule(${schedule})`,
    `for (int r = 0; r < ${count}; r += ${group})`,
    `  ${called}(r, r + ${group} < ${count} ? r + ${group} : ${count}, ${context.arguments.join(', ')});`,
  ];
  const signature = [
    ...fields.map((field) => `const double *restrict f_${field}`),
    ...program.parameters.map((parameter) => `double p_${parameter}`),
    'double *restrict out',
  ];
  return [
    ...(rows.some((loops) => keepsResults(context, loops)) ? resultFunctions : []),
    ...rows.flatMap((loops, k) => rowFunction(context, loops, k)),
    ...(hasRest || mirrored !== undefined ? finishFunction(context) : []),
    ...(mirrored === undefined ? [] : mirroredFunction(context, mirrored, rest.functionalOf)),
    ...(hasRest ? nodesFunction(context, rest) : []),
    `/* All operators at all ${context.size} nodes. out: ${program.outputs.length} arrays of ${context.size} values, one after the other,`,
    ' * apart from the fields. */',
    `void jetgraph_run(\n${signature.map((parameter) => `    ${parameter}`).join(',\n')}) {`,
    ...indented(
      [
        ...uniform.map((i) => `const double ${name(i)} = ${expressionOf(program.ops[i]!, program, name)};`),
        ...rows.flatMap((loops, k) =>
          inGroups(`rows${k}`, loops.pieces.length / (2 + loops.sources), rowGroup(loops), 'static'),
        ),
        ...(mirrored === undefined ? [] : inGroups('mirrored', mirroredCount(mirrored), mirroredGroup, 'dynamic')),
        ...(hasRest ? inGroups('nodes', rest.runs.length / 4, runGroup, 'dynamic') : []),
      ],
      2,
    ),
    '}',
    '',
  ].join('\n');
}

function header(plan: Plan): string {
  return [
    '/*',
    ...headlines(plan, ' *', (k) => `out[${k}]`),
    ' */',
    '#include <stddef.h>',
    '#include <stdint.h>',
    '#include <string.h>',
    '',
    '/* OpenMP need not be there; its pragmas mean nothing then. */',
    '#if defined(__GNUC__) && !defined(_OPENMP)',
    '#pragma GCC diagnostic ignored "-Wunknown-pragmas"',
    '#endif',
    '',
    '/* A hint that an address will be read soon. */',
    '#if defined(__GNUC__)',
    '#define AHEAD(address) __builtin_prefetch(address)',
    '#else',
    '#define AHEAD(address) ((void)0)',
    '#endif',
    ...(plan.mirrored === undefined ? [] : ['', ...lanesHeader]),
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
  mirrors: true,
  emit,
  emitModule,
  load: (plan, options) => loadC(plan, options, { source: emit(plan), tables: tablesOf(plan) }),
};
