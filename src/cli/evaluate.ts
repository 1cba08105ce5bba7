/** `jetgraph evaluate EXPR…`: values of operators of scalar and tensor fields on a grid. */
import { Command } from 'commander';
import type { GraphSum } from '../algebra/index.js';
import { declareFields, OutOfRange } from '../base/index.js';
import { type Conditioning, conditioningOf, type Grid } from '../grid/index.js';
import type { WritableArray } from '../io/index.js';
import { compileKernel, compileTensorKernel } from '../kernel/index.js';
import { componentProgram } from '../program/index.js';
import {
  declaringFields,
  type FieldFlags,
  type Format,
  formatOption,
  type Run,
  readDeclared,
  readDimension,
} from './command.js';
import { joined } from './components.js';
import { checkOutputs, outputHelp, writeOutputs } from './files.js';
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
import { note, printLine, printRows, printTable } from './output.js';
import { checkDrawable, fieldPng, type PictureOptions, pixelsOption, readLook } from './picture.js';
import { selectOption } from './select.js';

interface Options extends GridOptions, FieldFlags, PictureOptions {
  readonly param: readonly string[];
  readonly input: readonly string[];
  readonly function: readonly string[];
  readonly select?: string;
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

/** The dimensions of values on a grid: its axes, or its nodes where there are none. */
export const gridDimensions = ({ axes }: Grid): string[] =>
  axes.length === 0 ? ['node'] : axes.map(({ name }) => name);

/** Angles among the coordinates, with what CF calls them. */
const angles: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  theta: new Map(Object.entries({ units: 'radian', long_name: 'colatitude' })),
  phi: new Map(Object.entries({ units: 'radian', long_name: 'longitude' })),
};

/** Coordinates by name, for a file of values: along the axes, or of all nodes where there are none. */
export const coordinateArrays = (grid: Grid): WritableArray[] => {
  const array = (name: string, data: Float64Array, dimension: string): WritableArray => {
    const attributes = angles[name];
    return { name, shape: [data.length], data, dimensions: [dimension], ...(attributes && { attributes }) };
  };
  if (grid.axes.length === 0) return [...grid.variables].map(([name, data]) => array(name, data, 'node'));
  return grid.axes.map(({ name, values }) => array(name, values, name));
};

/** Pointwise norms of a tensor from its components in an orthonormal frame. */
const norms = (components: readonly Float64Array[]): Float64Array =>
  components[0]!.map((_, node) => Math.hypot(...components.map((values) => values[node]!)));

/** How well the stencils of scattered nodes are determined, in one line. */
function conditioningText({ worst, node, widened }: Conditioning): string {
  const more = widened === 0 ? '' : `; ${widened} took more neighbours than usual`;
  return `stencils: condition number at most ${worst.toExponential(1)}, at node ${node}${more}`;
}

/** What stands before the shape of the grid: the axes of one tensor, or one axis for all components of several operators. */
function componentShape(sums: readonly GraphSum[], dimension: number): number[] {
  if (sums.length === 1) return new Array<number>(sums[0]!.rank).fill(dimension);
  return [sums.reduce((sum, { rank }) => sum + dimension ** rank, 0)];
}

export function evaluateCommand(run: Run): Command {
  return declaringFields(
    withGridOptions(new Command('evaluate').argument('<expressions...>', 'for example "lap(u) + norm2(grad(u))"')),
  )
    .addOption(parameterOption())
    .option('--input <[field=]file[:var]>', 'values of a field, of a vector file:u,v; repeat for more', repeated, [])
    .option(
      '--function <[field=]expression>',
      'a field as a function of the coordinates, a vector as "V=[-y, x]"; repeat for more',
      repeated,
      [],
    )
    .addOption(selectOption())
    .requiredOption('--output <file>', `where values and coordinates go: ${outputHelp}`)
    .option('--png <file>', 'a picture of the first operator')
    .addOption(pixelsOption())
    .addOption(formatOption())
    .action((given: readonly string[], options: Options) =>
      run(async () => {
        const texts = given.map((text) => text.trim());
        checkOutputs(options);
        const look = readLook(options, options);
        const grid = readGrid(options);
        if (options.png !== undefined) checkDrawable(grid);
        const sums = texts.map((text) => normalForm(text, { ...options, curvature: String(grid.space.kappa) }));
        const declared = declareFields('--fields', readDeclared(options));
        const ranks = new Map(Object.entries(declared.tensors).map(([name, { rank }]) => [name, rank]));
        const used = new Set(sums.flatMap(({ terms }) => [...terms.values()].flatMap(({ graph }) => graph.vertices)));
        // u is declared unless something else is; it counts where it occurs.
        const wanted = declared.fields.filter((name) => options.fields !== undefined || name !== 'u' || used.has('u'));
        const fields = await readFieldValues(options.input, options.function, wanted, grid, ranks, options.select);
        const parameters = readParameters(options.param, sums);
        const program = componentProgram(sums, readDimension(options.dim));
        const jets = await readJets(grid, orderOf(sums), options);
        const conditioning = 'runs' in jets ? conditioningOf(jets) : undefined;
        const kernel = ranks.size === 0 ? compileKernel(program, jets) : compileTensorKernel(program, grid, jets);
        const out = program.outputs.map(() => new Float64Array(grid.size));
        const start = performance.now();
        kernel.run(fields, parameters, out);
        const seconds = (performance.now() - start) / 1000;
        // Components of an operator follow one another; what is summed up of a tensor is its norm.
        let taken = 0;
        const sizes = sums.map(({ rank }) => {
          const components = out.slice(taken, taken + grid.space.dimension ** rank);
          taken += components.length;
          return rank === 0 ? components[0]! : norms(components);
        });
        const titles = sums.map(({ rank }, k) => (rank === 0 ? texts[k]! : `|${texts[k]}|`));
        const summaries = sizes.map((array, k) => summarise(grid, array, `'${titles[k]}'`));
        const png = options.png === undefined ? undefined : await fieldPng(grid, sizes[0]!, titles[0]!, look);
        const components = componentShape(sums, grid.space.dimension);
        const shape = [...components, ...grid.shape];
        const dimensions = [
          ...components.map((_, k) => (k === 0 ? 'component' : `component_${k}`)),
          ...gridDimensions(grid),
        ];
        await writeOutputs(
          options,
          [{ name: 'values', shape, data: joined(out), dimensions }, ...coordinateArrays(grid)],
          { png },
        );
        remarksOn(options.function, grid).forEach(note);
        const rows = summaries.map((summary, k) => ({
          expression: titles[k]!,
          ...summary,
          nodes: grid.size,
          time: seconds,
          backend: 'target' in kernel ? kernel.target : 'js',
          ...(conditioning && { conditioning }),
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
          if (conditioning !== undefined) printLine(conditioningText(conditioning));
        };
        printRows(options.format, rows, text, rows.length === 1 ? rows[0] : rows);
        return 0;
      }),
    );
}
