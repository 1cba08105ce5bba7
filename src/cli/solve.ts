/** `jetgraph solve EXPR`: integrates u_t = EXPR from initial values. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { InvalidInput, OutOfRange } from '../base/index.js';
import { scalarFunction } from '../expression/index.js';
import type { Grid } from '../grid/index.js';
import { encodeNpz, type WritableArray, writeFilesAtomic } from '../io/index.js';
import { solveEquation, solverMethods } from '../solve/index.js';
import { type Format, formatOption, type Run, readFields, readInteger, readNumber } from './command.js';
import { coordinateArrays, summarise } from './evaluate.js';
import { checkOutputs } from './files.js';
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
import { checkDrawable, fieldPng } from './picture.js';

interface Options extends GridOptions {
  readonly param: readonly string[];
  readonly fields: string;
  readonly initial: readonly string[];
  readonly tEnd: string;
  readonly snapshots: string;
  readonly method: string;
  readonly tolerance: string;
  readonly output: string;
  readonly png?: string;
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
    return /\.(npz|npy|mat|nc|csv)$/i.test(file) || (existsSync(file) && !isFunction(text));
  };
  return { files: texts.filter(isFile), functions: texts.filter((text) => !isFile(text)) };
}

/** Several fields are kept under their names, beside times and coordinates. */
function checkNames(names: readonly string[], grid: Grid): void {
  const taken = ['t', ...grid.axes.map(({ name }) => name)];
  const bad = names.length > 1 ? names.find((name) => taken.includes(name)) : undefined;
  if (bad === undefined) return;
  throw new InvalidInput({
    where: '--fields',
    expected: `fields with other names than the times and coordinates ${taken.join(', ')}`,
    got: `'${bad}'`,
  });
}

/** The first and the last value. */
const ends = (values: ArrayLike<number>): readonly [number, number] => [values[0]!, values[values.length - 1]!];

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
    .addOption(new Option('--method <name>', 'Runge-Kutta pair').choices(solverMethods).default('dormand-prince'))
    .option('--tolerance <tol>', 'relative error allowed in each step', '1e-6')
    .requiredOption('--output <file.npz>', 'where values, times and coordinates go')
    .option('--png <file>', 'a picture of the first field at the end')
    .addOption(formatOption())
    .action((texts: readonly string[], options: Options) =>
      run(async () => {
        checkOutputs(options);
        const grid = readGrid(options);
        if (options.png !== undefined) checkDrawable(grid);
        const names = readFields(options.fields);
        checkNames(names, grid);
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
        const { files, functions } = separate(options.initial, grid);
        const initial = readFieldValues(files, functions, names, grid);
        const open = grid.axes.filter(({ rule }) => rule === 'open').map(({ name }) => name);
        if (open.length > 0) {
          note(
            `no boundary condition along ${open.join(' and ')}: solutions may grow from the edge; ':neumann' closes it`,
          );
        }
        const tEnd = readNumber('--t-end', options.tEnd);
        const count = readInteger('--snapshots', options.snapshots, 2);
        if (8 * count * names.length * grid.size >= 2 ** 32) {
          const expected = 'less than 4 GiB of values';
          const got = `${count} snapshots of ${names.length * grid.size} values`;
          throw new OutOfRange({ where: '--snapshots', expected, got, hint: 'ask for fewer --snapshots' });
        }
        const start = performance.now();
        const { times, fields, conserved, accepted, rejected, evaluations, kernel } = await withProgress(
          'solving',
          (progress) =>
            solveEquation({
              equations,
              grid,
              initial,
              tEnd,
              parameters: readParameters(options.param, Object.values(equations)),
              accuracy: readAccuracy(options.accuracy),
              method: options.method,
              relativeTolerance: readNumber('--tolerance', options.tolerance),
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
        const png = options.png === undefined ? undefined : await fieldPng(grid, last[0]!, `${names[0]}(t = ${tEnd})`);
        const arrays: WritableArray[] = names.map((name) => {
          const data = new Float64Array(times.length * grid.size);
          fields[name]!.forEach((values, k) => {
            data.set(values, k * grid.size);
          });
          return { name: names.length === 1 ? 'values' : name, shape: [times.length, ...grid.shape], data };
        });
        const t = { name: 't', shape: [times.length], data: Float64Array.from(times) };
        const content = encodeNpz([...arrays, t, ...coordinateArrays(grid)]);
        writeFilesAtomic([
          { path: options.output, content },
          ...(png === undefined ? [] : [{ path: options.png!, content: png }]),
        ]);
        remarksOn(functions, grid).forEach(note);
        const rows = names.map((field, k) => ({
          field,
          ...summaries[k]!,
          conserved: { integral: ends(conserved[field]!.integral), square: ends(conserved[field]!.square) },
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
          printLine(`${accepted} steps, ${rejected} rejected, ${seconds.toFixed(2)} s, ${kernel.target}`);
        };
        printRows(options.format, rows, text, rows.length === 1 ? rows[0] : rows);
        return 0;
      }),
    );
}
