/**
 * Target NumPy: a Python module that needs only NumPy. Rows of one shape are evaluated together, some at a time so that
 * temporaries stay in the cache: source rows are taken whole, shifts are slices. Other nodes are gathered by tables.
 * On a periodic Cartesian grid `block` evaluates any piece of an array that brings its neighbours along: what
 * dask.array.map_overlap asks for.
 */
import { Unsupported } from '../../base/index.js';
import { pointwiseOps } from '../../program/index.js';
import { type Entry, formulaText, lineParts, type Notation, sampleParts } from '../formula.js';
import { headline } from '../headline.js';
import type { RowLoops } from '../rows.js';
import type { SampledProgram } from '../samples.js';
import type { LoadOptions, Plan, RawKernel, Target } from '../target.js';
import { denseTables } from './dense.js';
import { expressionWriter } from './expressions.js';
import { inFolder, pipedKernel } from './native.js';
import { blockFunction } from './numpyBlock.js';

/** Nodes that are evaluated together: temporaries of this length stay in a second-level cache. */
const together = 16384;

const expressionOf = expressionWriter(String);

/** Statements from samples to the list of results. */
export function arithmetic(program: SampledProgram): { readonly uniform: string[]; readonly pointwise: string[] } {
  const { ops, outputs } = program;
  const byPoint = pointwiseOps(program);
  const name = (i: number): string => {
    const op = ops[i]!;
    return 'left' in op ? `t${i}` : expressionOf(op, program, () => '');
  };
  const assign = (i: number): string => `${name(i)} = ${expressionOf(ops[i]!, program, name)}`;
  const computed = ops.flatMap((op, i) => ('left' in op ? [i] : []));
  return {
    uniform: [
      ...program.parameters.map((parameter) => `p_${parameter} = float(parameters["${parameter}"])`),
      ...computed.filter((i) => !byPoint[i]).map(assign),
    ],
    pointwise: [...computed.filter((i) => byPoint[i]).map(assign), `return [${outputs.map(name).join(', ')}]`],
  };
}

const indented = (lines: readonly string[], by: number): string[] =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`));

const array = (data: Int32Array | Float64Array): string => {
  const lines: string[] = [];
  for (let k = 0; k < data.length; k += 12)
    lines.push(`    ${Array.from(data.subarray(k, k + 12), String).join(', ')},`);
  const type = data instanceof Int32Array ? 'np.int64' : 'np.float64';
  return data.length === 0 ? `np.zeros(0, dtype=${type})` : `np.array([\n${lines.join('\n')}\n], dtype=${type})`;
};

const fieldsOf = ({ samples }: SampledProgram): string[] => [...new Set(samples.map(({ field }) => field))];

const slice = (from: number, to: string): string => `[:, ${from}:${to}]`;

function rowsFunction(plan: Plan, loops: RowLoops, k: number): string[] {
  const { program } = plan;
  const { period, lines, samples, coefficientCount, sources } = loops;
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  // On rows that do not wrap around, everything is kept from −low to n + high; what lies outside a row is not used.
  const before = period === 0 ? low : 0;
  const count = period === 0 ? 'n' : String(period);
  const end = (from: number): string => (period === 0 ? (from === 0 ? 'n' : `n + ${from}`) : String(period + from));
  const stride = 2 + sources;
  /** Whether arrays can be seen as rows of this length. */
  const aligned =
    period > 0 && plan.tables.size % period === 0 && loops.pieces.every((x, k) => k % stride === 1 || x % period === 0);
  const usedSources = new Set<string>();
  const source = (field: string, number: number): string => {
    usedSources.add(`${field} ${number}`);
    return `${field}_r${number}`;
  };
  const notation = (field: string, inLine: boolean): Notation => ({
    number: String,
    coefficient: (index) => `c[:, ${index}, None]`,
    entry: (entry: Entry) => {
      if (entry.kind === 'line') {
        const from = (period === 0 ? low : lines[entry.line]!.low) + entry.shift;
        return `l${entry.line}${slice(from, end(from))}`;
      }
      const text = source(field, entry.source);
      return inLine || period > 0 || low + high === 0 ? text : `${text}${slice(before, end(before))}`;
    },
  });
  const fill = lines.flatMap(({ field, terms, low: own, high: other }, l) => {
    const text = formulaText(lineParts(terms), notation(field, true));
    if (period === 0 || own + other === 0) return [`l${l} = ${text}`];
    const pieces = [...(own > 0 ? [`l${l}[:, -${own}:]`] : []), `l${l}`, ...(other > 0 ? [`l${l}[:, :${other}]`] : [])];
    return [`l${l} = ${text}`, `l${l} = np.concatenate((${pieces.join(', ')}), axis=1)`];
  });
  const taken = samples.map((sample, s) => {
    const { field, name } = program.samples[s]!;
    return `${name} = ${formulaText(sampleParts(sample), notation(field, false))}`;
  });
  const pointers = [...usedSources].sort().map((key) => {
    const [field, number] = key.split(' ') as [string, string];
    const column = 2 + Number(number);
    return aligned
      ? `${field}_r${number} = f_${field}.reshape(-1, ${period})[rows[:, ${column}] // ${period}]`
      : `${field}_r${number} = np.take(f_${field}, rows[:, ${column}, None] + place, mode="clip")`;
  });
  const fields = fieldsOf(program);
  const rowsAtOnce = Math.max(1, Math.floor(together / (period === 0 ? loops.longest : period)));
  const results = aligned
    ? `out[k].reshape(-1, ${period})[rows[:, 0] // ${period}]`
    : 'out[k][rows[:, :1] + np.arange(n)]';
  const store = ['for k, values in enumerate(_operators(samples, uniform)):', `    ${results} = values`];
  const work = [
    ...(coefficientCount === 0 ? [] : ['c = coefficients[at]']),
    ...(aligned ? [] : [period === 0 ? `place = np.arange(-${low}, n + ${high})` : 'place = np.arange(n)']),
    ...pointers,
    ...fill,
    ...taken,
    `samples = (${program.samples.map(({ name }) => `${name},`).join(' ')})`,
    ...store,
  ];
  return [
    `_ROWS${k} = ${array(loops.pieces)}.reshape(-1, ${2 + sources})`,
    ...(coefficientCount === 0
      ? []
      : [`_COEFFICIENTS${k} = ${array(loops.coefficients)}.reshape(-1, ${coefficientCount})`]),
    '',
    '',
    `def _rows${k}(${[...fields.map((field) => `f_${field}`), 'uniform', 'out'].join(', ')}):`,
    `    """Rows of ${count} nodes${period === 0 ? '' : ', periodic'}: combinations of ${sources} source rows r; lines l are combinations needed beside a node."""`,
    ...(coefficientCount === 0 ? [] : [`    coefficients = _COEFFICIENTS${k}`]),
    `    for n in np.unique(_ROWS${k}[:, 1]):`,
    `        which = np.flatnonzero(_ROWS${k}[:, 1] == n)`,
    `        for first in range(0, len(which), ${rowsAtOnce}):`,
    `            at = which[first : first + ${rowsAtOnce}]`,
    `            rows = _ROWS${k}[at]`,
    ...indented(work, 12),
    '',
    '',
  ];
}

function restFunction(plan: Plan): string[] {
  const { program, rest } = plan;
  if (rest.runs.length === 0) return [];
  const { runs, offsets, weights } = denseTables(rest);
  const functionals = rest.stencils[0]!.first.length - 1;
  const fields = fieldsOf(program);
  const samples = program.samples.map(({ field }, k) => `s_${field}[${rest.functionalOf[k]}]`);
  const gather = [
    `_OFFSETS = ${array(offsets)}`,
    `_WEIGHTS = ${array(weights)}.reshape(-1, ${functionals})`,
    '',
    '',
    'def _gather(field, runs):',
    '    """Samples at the nodes of some runs of equal lengths and numbers of neighbours: functional, run, node."""',
    '    count, width = runs[0, 1:3]',
    '    neighbours = runs[:, 0, None] + _OFFSETS[runs[:, 3, None] + np.arange(width)]',
    '    values = field[neighbours[:, :, None] + np.arange(count)]',
    '    weights = _WEIGHTS[runs[:, 4, None] + np.arange(width)]',
    '    return np.moveaxis(np.matmul(weights.transpose(0, 2, 1), values), 1, 0)',
  ];
  return [
    '# First node, number of nodes, number of neighbours, where its offsets and its weights begin.',
    `_RUNS = ${array(runs)}.reshape(-1, 5)`,
    ...(fields.length === 0 ? [] : gather),
    '',
    '',
    `def _nodes(${[...fields.map((field) => `f_${field}`), 'uniform', 'out'].join(', ')}):`,
    '    """Nodes outside the rows."""',
    '    kinds, kind = np.unique(_RUNS[:, 1:3], axis=0, return_inverse=True)',
    '    for number, (count, width) in enumerate(kinds):',
    '        which = np.flatnonzero(kind.reshape(-1) == number)',
    `        step = max(1, ${together} // max(1, int(count * width)))`,
    '        for first in range(0, len(which), step):',
    '            runs = _RUNS[which[first : first + step]]',
    '            nodes = runs[:, :1] + np.arange(count)',
    ...fields.map((field) => `            s_${field} = _gather(f_${field}, runs)`),
    `            samples = (${samples.map((text) => `${text},`).join(' ')})`,
    '            for k, values in enumerate(_operators(samples, uniform)):',
    '                out[k][nodes] = values',
    '',
    '',
  ];
}

function emitModule(plan: Plan): string {
  const { program, rows, rest } = plan;
  const { titles, parameters, samples } = program;
  const { what, operators, components } = headline(plan, (k) => `result[${k}]`);
  const { uniform, pointwise } = arithmetic(program);
  const fields = fieldsOf(program);
  const { size } = plan.tables;
  const { shape = [size] } = plan;
  const uniformNames = uniform.map((line) => line.split(' = ')[0]!);
  const calls = [...rows.map((_, k) => `_rows${k}`), ...(rest.runs.length === 0 ? [] : ['_nodes'])].map(
    (name) => `    ${name}(${[...fields.map((field) => `f_${field}`), 'uniform', 'out'].join(', ')})`,
  );
  return `${[
    `"""${what}`,
    '',
    ...indented(operators, 2),
    '',
    components,
    'Needs NumPy only; run(fields, parameters) takes and gives arrays of double precision.',
    '"""',
    'import numpy as np',
    '',
    `FIELDS = (${fields.map((field) => `"${field}",`).join(' ')})`,
    `PARAMETERS = (${parameters.map((parameter) => `"${parameter}",`).join(' ')})`,
    `SHAPE = (${shape.join(', ')},)`,
    `SIZE = ${size}`,
    `OPERATORS = ${titles.length}`,
    '',
    '',
    'def _uniform(parameters):',
    '    """What does not depend on the node."""',
    ...indented(uniform, 4),
    `    return (${uniformNames.map((name) => `${name},`).join(' ')})`,
    '',
    '',
    'def _operators(samples, uniform):',
    '    """The operators from samples: arrays of one shape."""',
    ...(samples.length === 0 ? [] : [`    ${samples.map(({ name }) => `${name},`).join(' ')} = samples`]),
    ...(uniformNames.length === 0 ? [] : [`    ${uniformNames.map((name) => `${name},`).join(' ')} = uniform`]),
    ...indented(pointwise, 4),
    '',
    '',
    ...rows.flatMap((loops, k) => rowsFunction(plan, loops, k)),
    ...restFunction(plan),
    ...blockFunction(plan),
    'def _checked(fields, parameters):',
    '    """Fields as flat arrays, and what does not depend on the node."""',
    '    shapes = set()',
    '    flat = []',
    '    for name in FIELDS:',
    '        if name not in fields:',
    '            raise ValueError(f"expected values of the field {name!r}, got none")',
    '        values = np.asarray(fields[name])',
    '        if values.dtype != np.float64:',
    '            raise ValueError(f"expected float64 values of {name!r}, got {values.dtype}")',
    '        if values.shape not in (SHAPE, (SIZE,)):',
    '            raise ValueError(f"expected {name!r} of shape {SHAPE} or {(SIZE,)}, got {values.shape}")',
    '        shapes.add(values.shape)',
    '        flat.append(np.ascontiguousarray(values).reshape(-1))',
    '    if len(shapes) > 1:',
    '        raise ValueError(f"expected fields of one shape, got {sorted(shapes)}")',
    '    for name in PARAMETERS:',
    '        if not np.isfinite((parameters or {}).get(name, np.nan)):',
    '            raise ValueError(f"expected a finite parameter {name!r}")',
    '    return flat, _uniform(parameters or {}), shapes.pop() if shapes else SHAPE',
    '',
    '',
    'def run(fields, parameters=None):',
    `    """All operators at all nodes: an array of ${titles.length} times the shape of the fields.`,
    '',
    '    fields: name -> float64 array of SHAPE, or flat; parameters: name -> number.',
    '    """',
    '    flat, uniform, shape = _checked(fields, parameters)',
    ...(fields.length === 0 ? [] : [`    ${fields.map((field) => `f_${field},`).join(' ')} = flat`]),
    '    out = np.empty((OPERATORS, SIZE))',
    ...calls,
    '    return out.reshape((OPERATORS,) + shape)',
  ].join('\n')}\n`;
}

/** Interpreters that are tried. */
const interpreters = ['python3', 'python'] as const;

function load(plan: Plan, { threads }: LoadOptions): RawKernel {
  const { program, tables } = plan;
  const module = emitModule(plan);
  const names = JSON.stringify(fieldsOf(program));
  const driver = `import sys
import numpy as np
import kernel
data = np.frombuffer(sys.stdin.buffer.read())
first = len(kernel.PARAMETERS)
fields = {name: data[first + k * ${tables.size} :][:${tables.size}] for k, name in enumerate(${names})}
sys.stdout.buffer.write(kernel.run(fields, dict(zip(kernel.PARAMETERS, data))).tobytes())
`;
  return pipedKernel(plan, (input, bytes) =>
    inFolder({ 'kernel.py': module, 'driver.py': driver }, (place) => {
      let answer: ReturnType<typeof place.run>;
      for (const interpreter of interpreters) {
        answer = place.run(interpreter, ['driver.py'], { input, bytes, threads });
        if (answer?.status === 0) break;
      }
      if (answer !== undefined) return answer;
      const hint = 'the source can be had without it';
      throw new Unsupported({ where: 'kernel', expected: 'Python', got: `none of ${interpreters.join(', ')}`, hint });
    }),
  );
}

/** The target. It runs through Python with NumPy, where they are. */
export const numpy: Target = { emit: emitModule, emitModule, load };
