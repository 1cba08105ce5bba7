/** `jetgraph solve EXPR`: integrates u_t = EXPR from initial values. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { GraphSum } from '../algebra/index.js';
import { InvalidInput, OutOfRange } from '../base/index.js';
import { scalarFunction } from '../expression/index.js';
import type { Grid } from '../grid/index.js';
import type { WritableArray } from '../io/index.js';
import { defaultAccuracy, solveEquation, solverMethods } from '../solve/index.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { type Format, formatOption, type Run, readFields, readInteger, readNumber } from './command.js';
import { coordinateArrays, gridDimensions, summarise } from './evaluate.js';
import { checkOutputs, outputHelp, writeOutputs } from './files.js';
import {
  type GridOptions,
  parameterOption,
  readAccuracy,
  readFieldValues,
  readGrid,
  readParameters,
  remarksOn,
  repeated,
  splitVariable,
  withGridOptions,
} from './grids.js';
import { normalForm } from './normalize.js';
import { note, printLine, printRows, printTable, withProgress } from './output.js';
import { checkDrawable, fieldAnimation, fieldPng, type PictureOptions, pixelsOption, readLook } from './picture.js';

interface Options extends GridOptions, PictureOptions {
  readonly param: readonly string[];
  readonly fields: string;
  readonly initial: readonly string[];
  readonly tEnd: string;
  readonly snapshots: string;
  readonly method: string;
  readonly tolerance: string;
  readonly maxStep?: string;
  readonly quantity: readonly string[];
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly output: string;
  readonly png?: string;
  readonly animation?: string;
  readonly format: Format;
}

/** Texts that name files, and the others: functions of the coordinates. What reads as a function is one, so that `./x` is a file. */
function separate(texts: readonly string[], grid: Grid): { readonly files: string[]; readonly functions: string[] } {
  const isFunction = (text: string): boolean => {
    try {
      scalarFunction(text, [...grid.variables.keys()]);
      return true;
    } catch {
      return false;
    }
  };
  const isFile = (given: string): boolean => {
    const text = given.replace(/^[A-Za-z][A-Za-z0-9]*=/, '');
    const [file] = splitVariable(text);
    return /\.(npz|npy|mat|nc4?|h5|zarr|parquet|csv)$/i.test(file) || (existsSync(file) && !isFunction(text));
  };
  return { files: texts.filter(isFile), functions: texts.filter((text) => !isFile(text)) };
}

/** Fields, if there are several, and quantities are kept under their names, beside times and coordinates. */
function checkNames(fields: readonly string[], quantities: readonly string[], grid: Grid): void {
  const taken = ['t', ...grid.axes.map(({ name }) => name)];
  const own = fields.length > 1 ? fields : ['values'];
  const bad = [...(fields.length > 1 ? fields : []), ...quantities].find(
    (name) => taken.includes(name) || (quantities.includes(name) && own.includes(name)),
  );
  if (bad === undefined) return;
  throw new InvalidInput({
    where: fields.includes(bad) ? '--fields' : '--quantity',
    expected: `${fields.includes(bad) ? 'fields' : 'quantities'} with other names than the times and coordinates ${taken.join(', ')}${fields.includes(bad) ? '' : ` and the values ${own.join(', ')}`}`,
    got: `'${bad}'`,
  });
}

/** Reads `name=density`. */
function readQuantities(
  texts: readonly string[],
  options: Options & { readonly curvature: string },
): Record<string, GraphSum> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, density] = /^([A-Za-z]\w*)=(.+)$/.exec(text) ?? [];
      if (name !== undefined) return [name, normalForm(density!, options)] as const;
      throw new InvalidInput({ where: '--quantity', expected: '--quantity name=density', got: `'${text}'` });
    }),
  );
}

/** The first and the last value. */
const ends = (values: ArrayLike<number>): readonly [number, number] => [values[0]!, values[values.length - 1]!];

/** What is said where nothing holds the solution at an edge. */
function openEdgeRemark({ axes, edge }: Grid): string | undefined {
  const open = axes.filter(({ rule, wall }) => rule === 'open' || (rule === 'centre' && wall === undefined));
  if (open.length > 0) {
    const names = open.map(({ name }) => name).join(' and ');
    return `no boundary condition along ${names}: solutions may grow from the edge; ':neumann' closes it`;
  }
  if (axes.length > 0 || edge.length === 0) return undefined;
  return 'no boundary condition at the edge of scattered nodes: solutions grow from it; disk and halfplane have :neumann';
}

export function solveCommand(run: Run): Command {
  return withGridOptions(
    new Command('solve').argument(
      '<expressions...>',
      'right-hand sides, one for each field, such as "lap(u) + u - u^3"',
    ),
  )
    .option('--fields <names>', 'scalar fields', 'u')
    .addOption(parameterOption())
    .option('--initial <[field=]file[:var]|function>', 'initial values; repeat for more fields', repeated, [])
    .requiredOption('--t-end <T>', 'final time')
    .option('--snapshots <k>', 'number of equidistant times to keep, both ends included', '11')
    .addOption(
      new Option(
        '--method <name>',
        'Runge-Kutta method; imex for stiff linear parts, on any grid; ssp preserves strong stability',
      )
        .choices(solverMethods)
        .default('dormand-prince'),
    )
    .option('--tolerance <tol>', 'relative error allowed in each step', '1e-6')
    .option('--max-step <h>', 'the longest step; as the tolerance allows otherwise')
    .option('--quantity <name=density>', 'a density whose integral is recorded; repeat for more', repeated, [])
    .option('--checkpoint <file.npz>', 'at every snapshot, write what is needed to go on')
    .option('--resume <file.npz>', 'go on from a checkpoint of the same problem, which has its initial values')
    .requiredOption('--output <file>', `where values, times and coordinates go: ${outputHelp}`)
    .option('--png <file>', 'a picture of the first field at the end')
    .option('--animation <file.png>', 'the snapshots of the first field as an animated PNG')
    .addOption(pixelsOption())
    .option('--fps <rate>', 'frames per second of the animation; 5 unless told')
    .addOption(formatOption())
    .action((texts: readonly string[], options: Options) =>
      run(async () => {
        checkOutputs(options);
        const look = readLook(options, options);
        const grid = readGrid(options);
        if (options.png !== undefined || options.animation !== undefined) checkDrawable(grid);
        const names = readFields(options.fields);
        if (texts.length !== names.length) {
          throw new InvalidInput({
            where: 'solve',
            expected: `one right-hand side for each of ${names.join(', ')}`,
            got: `${texts.length}`,
          });
        }
        const curvature = String(grid.space.kappa);
        const equations = Object.fromEntries(
          names.map((name, k) => [name, normalForm(texts[k]!, { ...options, curvature })]),
        );
        const quantities = readQuantities(options.quantity, { ...options, curvature });
        checkNames(names, Object.keys(quantities), grid);
        const { files, functions } = separate(options.initial, grid);
        const remark = openEdgeRemark(grid);
        if (remark !== undefined) note(remark);
        const tEnd = readNumber('--t-end', options.tEnd);
        const count = readInteger('--snapshots', options.snapshots, 2);
        if (8 * count * names.length * grid.size >= 2 ** 32) {
          const expected = 'less than 4 GiB of values';
          const got = `${count} snapshots of ${names.length * grid.size} values`;
          throw new OutOfRange({ where: '--snapshots', expected, got, hint: 'ask for fewer --snapshots' });
        }
        const parameters = readParameters(options.param, [...Object.values(equations), ...Object.values(quantities)]);
        const { method, tolerance } = options;
        const inSpace = readAccuracy(options, defaultAccuracy(grid, method));
        const { spec, space } = grid;
        const problem = JSON.stringify({
          equations: Object.fromEntries(names.map((name) => [name, equations[name]!.toString()])),
          quantities: Object.fromEntries(Object.entries(quantities).map(([name, sum]) => [name, sum.toString()])),
          ...{
            grid: spec,
            space,
            parameters,
            ...inSpace,
            method,
            tolerance,
            ...(options.maxStep !== undefined && { maxStep: options.maxStep }),
          },
        });
        const resume = options.resume === undefined ? undefined : readCheckpoint(options.resume, problem);
        const initial =
          resume === undefined
            ? await readFieldValues(files, functions, names, grid)
            : Object.fromEntries(
                names.map((name, k) => [name, resume.values[0]!.slice(k * grid.size, (k + 1) * grid.size)]),
              );
        if (resume !== undefined && options.initial.length > 0)
          note('--initial is not used: the checkpoint has the values');
        const start = performance.now();
        const { times, fields, conserved, accepted, rejected, evaluations, kernel, ...recorded } = await withProgress(
          'solving',
          (progress) =>
            solveEquation({
              equations,
              grid,
              initial,
              tEnd,
              parameters,
              ...inSpace,
              method,
              quantities,
              relativeTolerance: readNumber('--tolerance', tolerance),
              ...(options.maxStep !== undefined && { maxStep: readNumber('--max-step', options.maxStep) }),
              ...(resume && { resume }),
              ...(options.checkpoint !== undefined && {
                onCheckpoint: (checkpoint) => writeCheckpoint(options.checkpoint!, problem, checkpoint),
              }),
              snapshots: Array.from({ length: count }, (_, k) => (k === count - 1 ? tEnd : (tEnd * k) / (count - 1))),
              onProgress: ({ time }) => progress(time / tEnd, `t = ${time.toPrecision(4)}`),
            }),
        );
        const seconds = (performance.now() - start) / 1000;
        const last = names.map((name) => fields[name]!.at(-1)!);
        const summaries = names.map((name, k) => summarise(grid, last[k]!, `'${name}'`));
        for (const name of names) {
          const at = conserved[name]!.square.findIndex((square) => !Number.isFinite(square));
          if (at < 0) continue;
          const expected = `finite integrals of '${name}' and its square`;
          throw new OutOfRange({
            where: 'solve',
            expected,
            got: `an overflow at t = ${times[at]}`,
            hint: 'scale the data',
          });
        }
        const png =
          options.png === undefined ? undefined : await fieldPng(grid, last[0]!, `${names[0]}(t = ${tEnd})`, look);
        const animation =
          options.animation === undefined
            ? undefined
            : await withProgress('drawing', (progress) =>
                fieldAnimation(grid, names[0]!, times, fields[names[0]!]!, look, progress),
              );
        const arrays: WritableArray[] = names.map((name) => {
          const data = new Float64Array(times.length * grid.size);
          fields[name]!.forEach((values, k) => {
            data.set(values, k * grid.size);
          });
          const dimensions = ['t', ...gridDimensions(grid)];
          return { name: names.length === 1 ? 'values' : name, shape: [times.length, ...grid.shape], data, dimensions };
        });
        const ofTime = { shape: [times.length], dimensions: ['t'] };
        const t = { name: 't', ...ofTime, data: Float64Array.from(times) };
        const series = Object.entries(recorded.quantities).map(
          ([name, list]): WritableArray => ({ name, ...ofTime, data: Float64Array.from(list) }),
        );
        await writeOutputs(options, [...arrays, t, ...series, ...coordinateArrays(grid)], { png, animation });
        remarksOn(functions, grid).forEach(note);
        const rows = names.map((field, k) => ({
          field,
          ...summaries[k]!,
          conserved: { integral: ends(conserved[field]!.integral), square: ends(conserved[field]!.square) },
          ...(options.quantity.length > 0 && {
            quantities: Object.fromEntries(
              Object.entries(recorded.quantities).map(([name, list]) => [name, ends(list)]),
            ),
          }),
          steps: accepted,
          rejected,
          evaluations,
          time: seconds,
          backend: kernel.target,
        }));
        const text = (): void => {
          const short = (x: number): string => x.toPrecision(6);
          printTable(
            ['field', 'min', 'max', 'mean', 'L2', 'integral', 'square'],
            rows.map((row) => [
              row.field,
              ...[row.min, row.max, row.mean, row.L2].map(short),
              row.conserved.integral.map(short).join(' → '),
              row.conserved.square.map(short).join(' → '),
            ]),
          );
          for (const [name, list] of Object.entries(recorded.quantities)) {
            printLine(`∫ ${name}: ${ends(list).map(short).join(' → ')}`);
          }
          printLine(`${accepted} steps, ${rejected} rejected, ${seconds.toFixed(2)} s, ${kernel.target}`);
        };
        printRows(options.format, rows, text, rows.length === 1 ? rows[0] : rows);
        return 0;
      }),
    );
}
