/** `jetgraph evaluate EXPR…`: values of operators on a grid. */
import { Command } from 'commander';
import { OutOfRange } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { encodeNpz, type WritableArray, writeFilesAtomic } from '../io/index.js';
import { compileKernel } from '../kernel/index.js';
import { contractionProgram } from '../program/index.js';
import { type Format, formatOption, type Run, readDimension, readFields } from './command.js';
import { checkOutputs } from './files.js';
import {
  type GridOptions,
  orderOf,
  parameterOption,
  readFieldValues,
  readGrid,
  readJets,
  readParameters,
  remarksOn,
  repeated,
  withGridOptions,
} from './grids.js';
import { normalForm } from './normalize.js';
import { note, printRows, printTable } from './output.js';
import { checkDrawable, fieldPng } from './picture.js';

interface Options extends GridOptions {
  readonly param: readonly string[];
  readonly fields: string;
  readonly input: readonly string[];
  readonly function: readonly string[];
  readonly output: string;
  readonly png?: string;
  readonly format: Format;
}

/** Statistics of a field with the quadrature of its grid. */
export interface Summary {
  readonly min: number;
  readonly max: number;
  /** ∫f / vol. */
  readonly mean: number;
  /** (∫f²)^{1/2}. */
  readonly L2: number;
}

/** @throws OutOfRange where values or their integrals are no finite numbers; `name` says what they are of. */
export function summarise({ weights, size }: Grid, values: Float64Array, name = 'a field'): Summary {
  let [min, max, volume, integral, square] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [v, w] = [values[i]!, weights[i]!];
    min = Math.min(min, v);
    max = Math.max(max, v);
    volume += w;
    integral += w * v;
    square += w * v * v;
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0 || !Number.isFinite(square)) {
    throw new OutOfRange({
      where: 'evaluate',
      expected: `values of ${name} and integrals of their squares that are finite`,
      got: bad >= 0 ? `${values[bad]} at node ${bad}` : `values from ${min} to ${max}`,
      hint: 'scale the data or the operator',
    });
  }
  return { min, max, mean: integral / volume, L2: Math.sqrt(square) };
}

/** Coordinates by name, for a file of values: along the axes, or of all nodes where there are none. */
export const coordinateArrays = (grid: Grid): WritableArray[] => {
  if (grid.axes.length === 0) return [...grid.variables].map(([name, data]) => ({ name, shape: [data.length], data }));
  return grid.axes.map(({ name, values }) => ({ name, shape: [values.length], data: values }));
};

export function evaluateCommand(run: Run): Command {
  return withGridOptions(new Command('evaluate').argument('<expressions...>', 'for example "lap(u) + norm2(grad(u))"'))
    .option('--fields <names>', 'scalar fields', 'u')
    .addOption(parameterOption())
    .option('--input <[field=]file[:var]>', 'values of a field; repeat for more', repeated, [])
    .option(
      '--function <[field=]expression>',
      'a field as a function of the coordinates; repeat for more',
      repeated,
      [],
    )
    .requiredOption('--output <file.npz>', 'where values and coordinates go')
    .option('--png <file>', 'a picture of the first operator')
    .addOption(formatOption())
    .action((given: readonly string[], options: Options) =>
      run(async () => {
        const texts = given.map((text) => text.trim());
        checkOutputs(options);
        const grid = readGrid(options);
        if (options.png !== undefined) checkDrawable(grid);
        const sums = texts.map((text) => normalForm(text, { ...options, curvature: String(grid.space.kappa) }));
        const fields = readFieldValues(options.input, options.function, readFields(options.fields), grid);
        const parameters = readParameters(options.param, sums);
        const program = contractionProgram(sums, readDimension(options.dim));
        const kernel = compileKernel(program, readJets(grid, orderOf(sums), options));
        const out = sums.map(() => new Float64Array(grid.size));
        const start = performance.now();
        kernel.run(fields, parameters, out);
        const seconds = (performance.now() - start) / 1000;
        const summaries = out.map((array, k) => summarise(grid, array, `'${texts[k]}'`));
        const png = options.png === undefined ? undefined : await fieldPng(grid, out[0]!, texts[0]!);
        const values = new Float64Array(sums.length * grid.size);
        out.forEach((array, k) => {
          values.set(array, k * grid.size);
        });
        const shape = sums.length === 1 ? grid.shape : [sums.length, ...grid.shape];
        const content = encodeNpz([{ name: 'values', shape, data: values }, ...coordinateArrays(grid)]);
        writeFilesAtomic([
          { path: options.output, content },
          ...(png === undefined ? [] : [{ path: options.png!, content: png }]),
        ]);
        remarksOn(options.function, grid).forEach(note);
        const rows = summaries.map((summary, k) => ({
          expression: texts[k]!,
          ...summary,
          nodes: grid.size,
          time: seconds,
          backend: kernel.target,
        }));
        const text = (): void => {
          const short = (x: number): string => x.toPrecision(6);
          printTable(
            ['operator', 'min', 'max', 'mean', 'L2', 'nodes', 'seconds', 'backend'],
            rows.map((r) => [
              r.expression,
              ...[r.min, r.max, r.mean, r.L2].map(short),
              r.nodes,
              r.time.toFixed(4),
              r.backend,
            ]),
          );
        };
        printRows(options.format, rows, text, rows.length === 1 ? rows[0] : rows);
        return 0;
      }),
    );
}
