/**
 * Target WGSL: compute shaders for WebGPU, one invocation for each node. WGSL has no 64-bit numbers, so everything is
 * rounded to 32 bits, and this has to be asked for (`precision: 'f32'`). The source is the shader; the module is JavaScript
 * that runs it on a GPUDevice. Buffers (group 0):
 *
 *     0  fields, one after the other       3  integers: tables of rows and nodes
 *     1  results, one after the other      4  numbers: coefficients of rows, weights of neighbours
 *     2  parameters
 */
import { Inconsistent } from '../../base/index.js';
import { lineParts, sampleParts } from '../formula.js';
import { headlines } from '../headline.js';
import type { RowLoops } from '../rows.js';
import type { Plan, Target } from '../target.js';
import {
  formulaValue,
  operandsOf,
  resultValues,
  uniformValues,
  type Value,
  type ValueKinds,
  type Values,
  valueTable,
} from '../values.js';
import { type GpuTables, gpuTables, literal } from './gpuTables.js';
import { gpuModule } from './wgslModule.js';

/** Invocations in a group: a multiple of what GPUs run in step. */
const groupSize = 64;

/** How values without operands read; the others are names. */
interface Notation {
  readonly leaf: (value: Value<'field' | 'line' | 'sample' | 'coefficient'>) => string;
  readonly uniform: (op: number) => string;
}

type Name = (value: number) => string;
const fromTable = (value: Value<'field' | 'line' | 'sample' | 'coefficient'>, _: Name, { leaf }: Notation): string =>
  leaf(value);

const expressions: { readonly [K in keyof ValueKinds]: (value: Value<K>, name: Name, notation: Notation) => string } = {
  field: fromTable,
  line: fromTable,
  sample: fromTable,
  coefficient: fromTable,
  parameter: ({ index }) => `parameters[${index}]`,
  uniform: ({ op }, _, { uniform }) => uniform(op),
  constant: ({ value }) => literal(value),
  add: ({ left, right }, name) => `${name(left)} + ${name(right)}`,
  subtract: ({ left, right }, name) => `${name(left)} - ${name(right)}`,
  multiply: ({ left, right }, name) => `${name(left)} * ${name(right)}`,
  negate: ({ operand }, name) => `-${name(operand)}`,
};

const expressionOf = <K extends keyof ValueKinds>(value: Value<K>, name: Name, notation: Notation): string =>
  expressions[value.kind](value, name, notation);

/** Statements for some values, in order; `letter` begins their names. */
function statements(
  values: Values,
  wanted: readonly number[],
  letter: string,
  notation: Notation,
  titles: ReadonlyMap<number, string> = new Map(),
): { readonly lines: readonly string[]; readonly name: Name } {
  const { list } = values;
  const needed = new Set(wanted);
  for (let i = list.length - 1; i >= 0; i--) if (needed.has(i)) for (const j of operandsOf(list[i]!)) needed.add(j);
  const inline = (i: number): boolean => ['constant', 'uniform', 'parameter', 'coefficient'].includes(list[i]!.kind);
  const name: Name = (i) => (inline(i) ? expressionOf<keyof ValueKinds>(list[i]!, name, notation) : `${letter}${i}`);
  const lines = list.flatMap((value, i) => {
    if (!needed.has(i) || inline(i)) return [];
    const title = titles.has(i) ? ` // ${titles.get(i)}` : '';
    return [`let ${letter}${i} = ${expressionOf<keyof ValueKinds>(value, name, notation)};${title}`];
  });
  return { lines, name };
}

const indented = (lines: readonly string[], by: number): string[] => lines.map((line) => `${' '.repeat(by)}${line}`);

/** First lines of every entry point: the number of the invocation. */
const entry = (name: string, invocations: number): string[] => [
  `@compute @workgroup_size(${groupSize})`,
  `fn ${name}(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {`,
  `  let invocation = i32(id.x + id.y * groups.x * ${groupSize}u);`,
  `  if (invocation >= ${invocations}) { return; }`,
];

function uniformLines({ program }: Plan): readonly string[] {
  const values = valueTable();
  const uniforms = uniformValues(values, program);
  const notation = { leaf: () => '', uniform: (op: number) => `c_${op}` };
  const { lines, name } = statements(
    values,
    uniforms.map(({ value }) => value),
    'p',
    notation,
  );
  return [...lines, ...uniforms.map(({ op, value }) => `let c_${op} = ${name(value)};`)];
}

function rowEntry(plan: Plan, loops: RowLoops, k: number, tables: GpuTables): string[] {
  const {
    program,
    tables: { size },
  } = plan;
  const fields = fieldNames(plan);
  const { period, lines, samples, sources, longest, coefficientCount } = loops;
  const values = valueTable();
  const titles = new Map<number, string>();
  const fieldValue = (field: string, source: number, shift: number): number =>
    values.leaf({ kind: 'field', field: fields.indexOf(field), source, shift });
  const sampled = samples.map((sample, s) => {
    const value = formulaValue(values, sampleParts(sample), (part) => {
      if (part.kind === 'source') return fieldValue(program.samples[s]!.field, part.source, 0);
      const { field, terms } = lines[part.line]!;
      return formulaValue(values, lineParts(terms), (inner) => {
        if (inner.kind === 'line')
          throw new Inconsistent({ where: 'kernel target wgsl', expected: 'a source row', got: 'a line' });
        return fieldValue(field, inner.source, part.shift);
      });
    });
    titles.set(value, program.samples[s]!.title);
    return value;
  });
  const results = resultValues(values, program, (s) => sampled[s]!);
  const { pieces, coefficients } = tables.rows[k]!;
  const shifts = new Set<number>();
  const notation: Notation = {
    leaf(value) {
      if (value.kind === 'coefficient') return `numbers[coefficients + ${value.index}]`;
      if (value.kind !== 'field')
        throw new Inconsistent({ where: 'kernel target wgsl', expected: 'a field', got: value.kind });
      shifts.add(value.shift);
      return `fields[${value.field * size} + integers[row + ${2 + value.source}] + ${shifted(value.shift)}]`;
    },
    uniform: (op) => `c_${op}`,
  };
  const { lines: body, name } = statements(values, results, 't', notation, titles);
  const wrapped = [...shifts].sort((a, b) => a - b).filter((shift) => shift !== 0);
  return [
    `// Rows of ${period === 0 ? `at most ${longest}` : `${period}`} nodes${period === 0 ? '' : ', periodic'}: first node, number of nodes, first node of each source row.`,
    ...entry(`rows${k}`, (loops.pieces.length / (2 + sources)) * longest),
    ...indented(
      [
        `let row = ${pieces} + ${2 + sources} * (invocation / ${longest});`,
        `let i = invocation % ${longest};`,
        'if (i >= integers[row + 1]) { return; }',
        ...(coefficientCount === 0
          ? []
          : [`let coefficients = ${coefficients} + ${coefficientCount} * (invocation / ${longest});`]),
        ...wrapped.map((shift) => {
          const sum = `i ${shift < 0 ? '-' : '+'} ${Math.abs(shift)}`;
          return `let ${shifted(shift)} = ${period === 0 ? sum : `(${sum} + ${period}) % ${period}`};`;
        }),
        ...uniformLines(plan),
        ...body,
        ...results.map((value, r) => `results[${r * size} + integers[row] + i] = ${name(value)};`),
      ],
      2,
    ),
    '}',
    '',
  ];
}

/** The name of a position that is shifted. */
const shifted = (shift: number): string => (shift === 0 ? 'i' : shift < 0 ? `m${-shift}` : `i${shift}`);

const fieldNames = ({ program }: Plan): readonly string[] => [...new Set(program.samples.map(({ field }) => field))];

function nodesEntry(plan: Plan, tables: GpuTables): string[] {
  const {
    program,
    rest,
    tables: { size },
  } = plan;
  const fields = fieldNames(plan);
  const functionals = rest.stencils[0]!.first.length - 1;
  const values = valueTable();
  const titles = new Map<number, string>();
  const results = resultValues(values, program, (sample) => {
    const value = values.leaf({ kind: 'sample', sample, shift: 0 });
    titles.set(value, program.samples[sample]!.title);
    return value;
  });
  const notation: Notation = {
    leaf: (value) => (value.kind === 'sample' ? `s${value.sample}` : ''),
    uniform: (op) => `c_${op}`,
  };
  const { lines: body, name } = statements(values, results, 't', notation, titles);
  const { list, offsets, weights } = tables.nodes;
  const invocations = tables.entries.find((own) => own.name === 'nodes')!.invocations;
  return [
    '// Nodes by table: node, number of neighbours, where their offsets and their weights begin.',
    ...entry('nodes', invocations),
    ...indented(
      [
        `let at = ${list} + 4 * invocation;`,
        'let node = integers[at];',
        ...program.samples.map((_, s) => `var s${s} = 0f;`),
        'for (var q = 0; q < integers[at + 1]; q++) {',
        `  let neighbour = node + integers[${offsets} + integers[at + 2] + q];`,
        `  let w = ${weights} + ${functionals} * (integers[at + 3] + q);`,
        ...program.samples.map(
          ({ field }, s) =>
            `  s${s} += numbers[w + ${rest.functionalOf[s]!}] * fields[${fields.indexOf(field) * size} + neighbour];`,
        ),
        '}',
        ...uniformLines(plan),
        ...body,
        ...results.map((value, r) => `results[${r * size} + node] = ${name(value)};`),
      ],
      2,
    ),
    '}',
    '',
  ];
}

/** The shader, with places in its tables. */
function shader(plan: Plan, tables: GpuTables): string {
  const {
    program: { parameters },
    rows,
    rest,
    tables: { size },
  } = plan;
  return [
    ...headlines(plan, '//', (k) => `results[${k * size} + node]`),
    `// ${size} nodes, all numbers have 32 bits.`,
    `// Fields: ${fieldNames(plan).join(', ')}. Parameters: ${parameters.length === 0 ? 'none' : parameters.join(', ')}.`,
    '@group(0) @binding(0) var<storage, read> fields: array<f32>;',
    '@group(0) @binding(1) var<storage, read_write> results: array<f32>;',
    '@group(0) @binding(2) var<storage, read> parameters: array<f32>;',
    '@group(0) @binding(3) var<storage, read> integers: array<i32>;',
    '@group(0) @binding(4) var<storage, read> numbers: array<f32>;',
    '',
    ...rows.flatMap((loops, k) => rowEntry(plan, loops, k, tables)),
    ...(rest.runs.length === 0 ? [] : nodesEntry(plan, tables)),
  ].join('\n');
}

/** Source only: WebGPU runs it, see `gpuModule`. */
export const wgsl: Target = {
  precision: 'f32',
  emit: (plan) => shader(plan, gpuTables(plan)),
  emitModule(plan) {
    const tables = gpuTables(plan);
    return gpuModule(plan, fieldNames(plan), tables, shader(plan, tables), groupSize);
  },
};
