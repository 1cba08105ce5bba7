/** `jetgraph audit`: how far an operator or a user's model is from commuting with isometries, on a grid. */
import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { compileKernel } from '../kernel/index.js';
import { contractionProgram } from '../program/index.js';
import { type EquivarianceError, equivarianceError } from '../testing/index.js';
import {
  type ExitStatus,
  type Format,
  formatOption,
  type Run,
  readDimension,
  readInteger,
  readNumber,
} from './command.js';
import {
  type GridOptions,
  orderOf,
  parameterOption,
  readGrid,
  readJets,
  readParameters,
  withGridOptions,
} from './grids.js';
import { normalForm } from './normalize.js';
import { note, printRows, printTable, withProgress } from './output.js';

interface Options extends GridOptions {
  readonly param: readonly string[];
  readonly model?: string;
  readonly trials: string;
  readonly seed: string;
  readonly tolerance?: string;
  readonly format: Format;
}

/** A map of fields on the grid. */
type Model = (values: Float64Array) => Float64Array;

async function kernelOf(text: string, grid: Grid, options: Options): Promise<Model> {
  const sum = normalForm(text, { ...options, fields: 'u', curvature: String(grid.space.kappa) });
  const kernel = compileKernel(
    contractionProgram([sum], readDimension(options.dim)),
    await readJets(grid, orderOf([sum]), options),
  );
  const parameters = readParameters(options.param, [sum]);
  return (u) => {
    const out = new Float64Array(grid.size);
    kernel.run({ u }, parameters, [out]);
    return out;
  };
}

/** A program that reads the values from standard input and writes the results: doubles, the lowest byte first. */
function programOf(command: string, { size }: Grid): Model {
  const where = '--model';
  return (values) => {
    const input = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const run = spawnSync(command, { shell: true, input, maxBuffer: 16 * size + 2 ** 20 });
    if (run.status !== 0) {
      const said = run.stderr.toString().trim().split('\n').at(-1);
      const got =
        said || (run.status === null ? String(run.error?.message ?? run.signal) : `exit status ${run.status}`);
      throw new InvalidInput({ where, expected: `'${command}' to run without failure`, got });
    }
    if (run.stdout.length !== 8 * size) {
      throw new InvalidInput({
        where,
        expected: `${8 * size} bytes, ${size} doubles`,
        got: `${run.stdout.length} bytes`,
      });
    }
    return new Float64Array(Uint8Array.from(run.stdout).buffer);
  };
}

export function auditCommand(run: Run): Command {
  return withGridOptions(new Command('audit').argument('[expression]', 'an operator, for example "lap(u) + u^2"'))
    .addOption(parameterOption())
    .option(
      '--model <command>',
      'instead of an expression: a program from doubles at the nodes to doubles at the nodes',
    )
    .option('--trials <k>', 'random isometries of each kind; the worst counts', '3')
    .option('--seed <k>', 'of the isometries and of the field', '1')
    .option('--tolerance <x>', 'exit with status 1 if an error under isometries that keep the orientation is larger')
    .addOption(formatOption())
    .action((text: string | undefined, options: Options) =>
      run(async (): Promise<ExitStatus> => {
        if ((text === undefined) === (options.model === undefined)) {
          const got = text === undefined ? 'neither' : 'both';
          throw new InvalidInput({ where: 'audit', expected: 'an expression or --model', got });
        }
        const grid = readGrid(options);
        const model = text === undefined ? programOf(options.model!, grid) : await kernelOf(text, grid, options);
        const trials = readInteger('--trials', options.trials, 1, 1000);
        const seed = readInteger('--seed', options.seed, 0);
        const tolerance = options.tolerance === undefined ? undefined : readNumber('--tolerance', options.tolerance);
        const kinds = [
          ['orientation kept', 1],
          ['orientation reversed', -1],
        ] as const;
        const rows = await withProgress('isometries', (progress) =>
          kinds.map(([isometries, orientation], k): { isometries: string } & EquivarianceError => {
            progress(k / kinds.length);
            return { isometries, ...equivarianceError(model, grid, { trials, seed, orientation }) };
          }),
        );
        printRows(options.format, rows, () => {
          printTable(
            ['isometries', 'relative error', 'of which interpolation'],
            rows.map((row) => [row.isometries, row.error.toExponential(2), row.interpolation.toExponential(2)]),
          );
        });
        const { error } = rows[0]!;
        if (tolerance === undefined || error <= tolerance) return 0;
        note(`the error ${error.toExponential(2)} with the orientation kept is above --tolerance ${tolerance}`);
        return 1;
      }),
    );
}
