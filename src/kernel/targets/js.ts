/**
 * Target JavaScript: one function over typed arrays. Rows are evaluated in one loop for each shape (jsRows.ts). Other
 * nodes, and long programs, are taken in chunks: the samples of a chunk go into a small buffer, run by run, then
 * straight-line loops compute all results. Scattered nodes are sampled one by one (jsGather.ts).
 */
import { flopCount, type Op, type OpKinds, pointwiseOps } from '../../program/index.js';
import { headlines } from '../headline.js';
import type { SampledProgram } from '../samples.js';
import type { SamplingTables } from '../sampling.js';
import type { Plan, RawKernel, Target } from '../target.js';
import { type DenseTables, denseTables } from './dense.js';
import { areScattered, gatherLoop } from './jsGather.js';
import { rowFunction } from './jsRows.js';

/** Nodes in a chunk: a dozen components of this length stay in a 32 KiB first-level cache. */
const chunk = 256;

/** Most terms of a stencil in one loop. */
const unroll = 6;

/** Operations in one loop: beyond a length between 1000 and 3000 operations V8 leaves a function unoptimised. */
const blockLength = 100;

/** Programs of more operations are not put into one loop with their samples. */
const longestFused = 400;

/** How each kind of operation reads; `name` gives the text of an operand. */
const expressions: {
  readonly [K in keyof OpKinds]: (op: Op<K>, program: SampledProgram, name: (i: number) => string) => string;
} = {
  jet: ({ slot }) => `jets[${slot * chunk} + i]`,
  constant: ({ value }) => String(value.toNumber()),
  parameter: ({ name }) => `parameters.${name}`,
  add: ({ left, right }, _, name) => `${name(left)} + ${name(right)}`,
  multiply: ({ left, right }, { ops }, name) => {
    const factor = ops[left]!;
    return factor.kind === 'constant' && factor.value.toString() === '-1'
      ? `-${name(right)}`
      : `${name(left)} * ${name(right)}`;
  },
};

const expressionOf = <K extends keyof OpKinds>(
  op: Op<K>,
  program: SampledProgram,
  name: (i: number) => string,
): string => expressions[op.kind](op, program, name);

/** Field names hold no underscore, so jets (`u_01`), parameters (`p_kappa`) and operations (`t7`) cannot collide. */
function localName({ ops, samples }: SampledProgram, i: number): string {
  const op = ops[i]!;
  if (op.kind === 'jet') return samples[op.slot]!.name;
  if (op.kind === 'constant') return String(op.value.toNumber());
  return op.kind === 'parameter' ? `p_${op.name}` : `t${i}`;
}

/** A loop over the nodes of a chunk: what it computes, what it takes from and leaves to other loops, its results. */
interface Block {
  readonly ops: readonly number[];
  readonly inputs: readonly number[];
  readonly spilled: readonly number[];
  readonly outputs: readonly number[];
}

/** Cuts the operations that depend on the node into blocks. */
function cutIntoBlocks(program: SampledProgram): Block[] {
  const { ops, outputs } = program;
  const pointwise = pointwiseOps(program);
  const list = ops.flatMap((op, i) => (pointwise[i] && op.kind !== 'jet' ? [i] : []));
  const blockOf = new Map(list.map((i, position) => [i, Math.floor(position / blockLength)]));
  const operands = (i: number): readonly number[] => {
    const op = ops[i]!;
    return 'left' in op ? [op.left, op.right] : [];
  };
  const count = Math.max(1, Math.ceil(list.length / blockLength));
  const parts = Array.from({ length: count }, (_, b) => {
    const own = list.slice(b * blockLength, (b + 1) * blockLength);
    // Results that are inputs or constants are written by the first block.
    const results = outputs.flatMap((i, k) => ((blockOf.get(i) ?? 0) === b ? [k] : []));
    const used = [...own.flatMap(operands), ...results.map((k) => outputs[k]!)];
    const inputs = [...new Set(used)].filter((i) => pointwise[i] && blockOf.get(i) !== b).sort((i, j) => i - j);
    return { ops: own, inputs, outputs: results };
  });
  const wanted = new Set(parts.flatMap(({ inputs }) => inputs));
  return parts.map((part) => ({ ...part, spilled: part.ops.filter((i) => wanted.has(i)) }));
}

/** Loops over the nodes of a run for 1, 2, … terms at a time, so that the buffer is not touched for every term. */
function sampleBranches(assign: '=' | '+='): string[] {
  return Array.from({ length: unroll }, (_, k) => k + 1).flatMap((terms) => {
    const each = Array.from({ length: terms }, (_, k) => k);
    return [
      `${terms === 1 ? '' : '} else '}${terms === unroll ? '' : `if (terms === ${terms}) `}{`,
      ...each.map((k) => `  const a${k} = node + shifts[neighbours[s + ${k}]], w${k} = weights[s + ${k}];`),
      `  for (let j = 0; j < count; j++) jets[at + j] ${assign} ${each.map((k) => `w${k} * u[a${k} + j]`).join(' + ')};`,
      ...(terms === unroll ? ['}'] : []),
    ];
  });
}

/** What is evaluated in rows and what by tables. */
function partsOf({ program, rows, rest, tables }: Plan): Pick<Plan, 'rows' | 'rest'> {
  return flopCount(program) <= longestFused ? { rows, rest } : { rows: [], rest: tables };
}

function emit(plan: Plan): string {
  const { program } = plan;
  const { rows, rest } = partsOf(plan);
  const { functionalOf } = rest;
  const { samples, ops, outputs } = program;
  const fields = [...new Set(samples.map(({ field }) => field))];
  const pointwise = pointwiseOps(program);
  const name = (i: number): string => localName(program, i);
  const assignment = (i: number): string =>
    `const ${name(i)} = ${expressionOf<keyof OpKinds>(ops[i]!, program, name)};`;
  const blocks = cutIntoBlocks(program);
  const kept = blocks.flatMap(({ spilled }) => spilled);
  const place = new Map(kept.map((i, position) => [i, `spill[${position * chunk} + i]`]));
  const loops = blocks.map(({ ops: own, inputs, spilled, outputs: results }, b) => [
    `function evaluate${b}(base, count) {`,
    '  for (let i = 0; i < count; i++) {',
    ...[
      ...inputs.map((i) => (place.has(i) ? `const ${name(i)} = ${place.get(i)};` : assignment(i))),
      ...own.map(assignment),
      ...spilled.map((i) => `${place.get(i)} = ${name(i)};`),
      ...results.map((k) => `out${k}[base + i] = ${name(outputs[k]!)};`),
    ].map((line) => `    ${line}`),
    '  }',
    '}',
  ]);
  const hasRest = rest.runs.length > 0;
  const uniformOps = ops.flatMap((op, i) => (op.kind === 'constant' || pointwise[i] ? [] : [i]));
  const uniform = uniformOps.map(assignment);
  // Arguments: V8 reads arrays that are variables of an outer function anew at every node.
  const shared = [...fields.map((_, f) => `f${f}`), ...outputs.map((_, k) => `out${k}`), ...uniformOps.map(name)].join(
    ', ',
  );
  const rowFunctions = rows.map((loops, k) =>
    rowFunction(k, loops, {
      shared,
      samples,
      operations: flopCount(program),
      fieldArray: (field) => `f${fields.indexOf(field)}`,
      arithmetic: (at) => [
        ...ops.flatMap((op, i) => (pointwise[i] && op.kind !== 'jet' ? [assignment(i)] : [])),
        ...outputs.map((i, k) => `out${k}[${at}] = ${name(i)};`),
      ],
    }),
  );
  const indent = (lines: readonly string[], by: number): string =>
    lines.map((line) => `${' '.repeat(by)}${line}\n`).join('');
  const buffers = `  const jets = new Float64Array(${samples.length * chunk});
  const spill = new Float64Array(${kept.length * chunk});

`;
  const sampler = `  // jets[at + j] = sum over the terms s of a component of weight[s] * u[node + j + offset[s]], for j < count.
  function sample(u, node, count, shifts, { first, neighbours, weights }, component, at) {
    const last = first[component + 1];
    let s = first[component];
    if (s === last) jets.fill(0, at, at + count);
    for (let stored = false; s < last; stored = true) {
      const terms = Math.min(${unroll}, last - s);
      if (stored) {
${indent(sampleBranches('+='), 8)}      } else {
${indent(sampleBranches('='), 8)}      }
      s += terms;
    }
  }

`;
  const scattered = areScattered(rest);
  const gather = `    function evaluate(base, count) {
${indent(
  blocks.map((_, b) => `evaluate${b}(base, count);`),
  6,
)}    }
${indent(
  gatherLoop({
    ...{ samples, functionalOf, chunk, functionals: (rest.stencils[0]?.first.length ?? 1) - 1 },
    fieldArray: (field) => `f${fields.indexOf(field)}`,
    place: (k) => `jets[${k * chunk} + filled]`,
  }),
  4,
)}`;
  const walk = `    let base = 0;
    let filled = 0;
    function evaluate() {
${indent(
  blocks.map((_, b) => `evaluate${b}(base, filled);`),
  6,
)}      filled = 0;
    }
    for (let r = 0; r < runs.length; r += 4) {
      const stencil = stencils[runs[r + 2]];
      const shifts = offsets[runs[r + 3]];
      const end = runs[r] + runs[r + 1];
      for (let node = runs[r]; node < end; ) {
        if (filled === ${chunk} || node !== base + filled) {
          evaluate();
          base = node;
        }
        const count = Math.min(end - node, ${chunk} - filled);
${indent(
  samples.map(
    ({ field, title }, k) =>
      `sample(f${fields.indexOf(field)}, node, count, shifts, stencil, ${functionalOf[k]}, ${k * chunk} + filled); // ${title}`,
  ),
  8,
)}        node += count;
        filled += count;
      }
    }
    evaluate();
`;
  return `${indent(
    headlines(plan, '//', (k) => `out[${k}]`),
    0,
  )}function createKernel({ rows, rest: { runs, ${scattered ? 'offsets: shifts, weights' : 'offsets, stencils'} } }) {
${hasRest ? buffers : ''}${hasRest && !scattered ? sampler : ''}${indent(rowFunctions.flat(), 2)}  return function run(fields, parameters, out) {
${indent(
  fields.map((field, f) => `const f${f} = fields.${field};`),
  4,
)}${indent(
  outputs.map((_, k) => `const out${k} = out[${k}];`),
  4,
)}${indent(uniform, 4)}
${indent(hasRest ? loops.flat() : [], 4)}
${indent(
  rows.map((_, k) => `rows${k}(rows[${k}], ${shared});`),
  4,
)}${hasRest ? (scattered ? gather : walk) : ''}  };
}
`;
}

/* Not `Int32Array.of`: a call takes 65535 arguments at most. */
const ints = (list: Int32Array): string => `new Int32Array([${list.join(',')}])`;
const floats = (list: Float64Array): string => `new Float64Array([${list.join(',')}])`;

/** Tables of runs that share stencils, as text. */
function runTables({ runs, offsets, stencils }: SamplingTables): string {
  const used = new Set(Array.from({ length: runs.length / 4 }, (_, r) => runs[4 * r + 3]!));
  const usedStencils = new Set(Array.from({ length: runs.length / 4 }, (_, r) => runs[4 * r + 2]!));
  const stencilTexts = stencils.map(({ first, neighbours, weights }, k) =>
    usedStencils.has(k)
      ? `      { first: ${ints(first)}, neighbours: ${ints(neighbours)}, weights: ${floats(weights)} },\n`
      : '      undefined,\n',
  );
  return `    // First node, number of nodes, stencil, offset list.
    runs: ${ints(runs)},
    offsets: [
${offsets.map((list, k) => (used.has(k) ? `      ${ints(list)},\n` : '      undefined,\n')).join('')}    ],
    stencils: [
${stencilTexts.join('')}    ],
`;
}

/** Tables of scattered nodes, as text. */
const rowTables = ({
  runs,
  offsets,
  weights,
}: DenseTables): string => `    // First node, number of nodes, number of neighbours, where offsets and weights begin.
    runs: ${ints(runs)},
    offsets: ${ints(offsets)},
    weights: ${floats(weights)},
`;

function emitModule(plan: Plan): string {
  const { rows, rest } = partsOf(plan);
  const { size } = rest;
  return `${emit(plan)}
/**
 * fields: name -> Float64Array(${size}); parameters: name -> number; out: one Float64Array(${size}) for each operator,
 * none of them a field.
 */
export const run = createKernel({
  // For each row: first node, number of nodes, first nodes of its source rows.
  rows: [
${rows.map(({ pieces, coefficients }) => `    { pieces: ${ints(pieces)}, coefficients: ${floats(coefficients)} },\n`).join('')}  ],
  rest: {
${areScattered(rest) ? rowTables(denseTables(rest)) : runTables(rest)}  },
});
`;
}

/** Runs in this process through the Function constructor. */
function load(plan: Plan): RawKernel {
  const { rows, rest } = partsOf(plan);
  const tables = { rows, rest: areScattered(rest) ? denseTables(rest) : rest };
  return new Function('tables', `'use strict';\n${emit(plan)}\nreturn createKernel(tables);`)(tables) as RawKernel;
}

export const javascript: Target = { emit, emitModule, load };
