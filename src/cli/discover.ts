/** `jetgraph discover FILE`: learns u_t = Σ c_γ N_γ(u) from data. */
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { InvalidInput, Random } from '../base/index.js';
import {
  criteria,
  discoverEquation,
  discoverWeak,
  madeSeries,
  type SelectionOptions,
  searchMethods,
  sliceAt,
  type Trajectory,
  weakApplies,
} from '../discovery/index.js';
import { candidateLibrary } from '../library/index.js';
import { equationJson, type LearnedSystem, type Provenance } from '../report/index.js';
import { type BalanceOptions, checkBalanceOptions, learnBalance, withBalanceOptions } from './balance.js';
import {
  type Format,
  formatOption,
  preferOption,
  type Run,
  readFields,
  readInteger,
  readList,
  readNumber,
} from './command.js';
import {
  commandLine,
  type ReportFlags,
  readReport,
  withoutLast,
  withReportOptions,
  writeReport,
} from './discoverReport.js';
import { printLearned } from './learned.js';
import { type LibraryFlags, libraryOptions } from './library.js';
import { note, printRows, withProgress } from './output.js';
import { readSnapshots, type SnapshotData } from './snapshots.js';
import { boundsInTurn, learnInTurn } from './widening.js';

interface Options extends Partial<LibraryFlags>, BalanceOptions, ReportFlags {
  readonly space: 'E' | 'S' | 'H';
  readonly grid?: string;
  readonly curvature?: string;
  readonly var?: string;
  readonly fields: string;
  readonly prefer: LibraryFlags['prefer'];
  readonly weak?: boolean;
  readonly strong?: boolean;
  readonly background?: string;
  readonly accuracy?: string;
  readonly maxTerms?: string;
  readonly search?: SelectionOptions['search'];
  readonly criterion?: SelectionOptions['criterion'];
  readonly proved?: boolean;
  readonly stability?: string;
  readonly confidence: string;
  readonly resamples: string;
  readonly trim?: string;
  readonly noise?: string;
  readonly seed: string;
  readonly memory: string;
  readonly format: Format;
}

/** Adds Gaussian noise of `level` standard deviations of each field. */
function withNoise({ fields, ...rest }: SnapshotData, level: number, seed: number): SnapshotData {
  const noisy = fields.map(({ name, values }, f) => {
    const sumOf = (term: (x: number) => number): readonly [sum: number, count: number] => {
      let [sum, count] = [0, 0];
      for (let k = 0; k < values.length; k++) {
        for (const x of sliceAt(values, k)) {
          // A value that is not finite stays as it is, to be refused by place; it must not spread.
          if (!Number.isFinite(x)) continue;
          sum += term(x);
          count++;
        }
      }
      return [sum, count];
    };
    const [sum, count] = sumOf((x) => x);
    const [squares] = sumOf((x) => (x - sum / count) ** 2);
    const deviation = Math.sqrt(squares / count);
    const make = (k: number): Float64Array => {
      const slice = sliceAt(values, k);
      const random = new Random(seed);
      random.skipNormals((f * values.length + k) * slice.length);
      return slice.map((x) => x + level * deviation * random.normal());
    };
    const slices = Array.isArray(values) ? values.map((_, k) => make(k)) : madeSeries(values.length, 1, make);
    return { name, values: slices };
  });
  return { ...rest, fields: noisy };
}

/** One run as the weak form takes it. */
const trajectoryOf = ({ times, fields }: SnapshotData): Trajectory => ({
  times,
  fields: Object.fromEntries(fields.map(({ name, values }) => [name, values])),
});

/** The options that both forms share, as they were given. */
function readSelection(options: Options): SelectionOptions & { readonly confidence: number } {
  const { maxTerms, search, criterion, proved, stability } = options;
  return {
    ...(maxTerms !== undefined && { maxTerms: readInteger('--max-terms', maxTerms, 1) }),
    ...(search !== undefined && { search }),
    ...(criterion !== undefined && { criterion }),
    ...(proved !== undefined && { proved }),
    ...(stability !== undefined && { stabilityPairs: readInteger('--stability', stability, 0) }),
    confidence: readNumber('--confidence', options.confidence),
    resamples: readInteger('--resamples', options.resamples, 100),
  };
}

export function discoverCommand(run: Run): Command {
  return withReportOptions(withBalanceOptions(new Command('discover')))
    .argument(
      '<file...>',
      'NPZ, NetCDF, Zarr, MAT 5, Parquet or CSV with a field over space and time, and times t; several files are runs of one system',
    )
    .addOption(new Option('--space <kind>', 'Euclidean, sphere or hyperbolic').choices(['E', 'S', 'H']).default('E'))
    .option('--dim <n>', 'the dimension; that of the data otherwise')
    .option('--grid <spec>', 'the grid; for E otherwise periodic, from the coordinates x, y, z in the file')
    .option('--curvature <kappa>', 'the curvature; 0, 1 or -1 otherwise')
    .option('--var <names>', 'variables in the file that hold the fields')
    .option('--fields <names>', 'scalar fields', 'u')
    .option('--edges <A..B>', 'library: number of metric contractions')
    .option('--max-order <K>', 'library: largest number of derivatives on one factor')
    .option('--max-degree <D>', 'library: largest number of factors')
    .addOption(new Option('--group <group>', 'library: SO adds oriented operators').choices(['O', 'SO']))
    .addOption(preferOption())
    .option('--background <names>', 'fields that are given and have no equation of their own')
    .addOption(
      new Option('--strong', 'derivatives of the data; the default for few snapshots or nodes').conflicts('weak'),
    )
    .option(
      '--weak',
      'integrals against test functions; the default for at least 24 snapshots and 24 nodes along each axis',
    )
    .addOption(
      new Option(
        '--accuracy <p>',
        'strong form: order of space derivatives; chosen by the data otherwise, 6 with --target',
      ).choices([...['2', '4', '6', 'spectral']]),
    )
    .option('--max-terms <k>', 'largest number of terms')
    .addOption(new Option('--search <method>', 'how supports are searched for (default: all)').choices(searchMethods))
    .addOption(new Option('--criterion <rule>', 'by what a model is chosen (default: standard)').choices(criteria))
    .option('--proved', 'prove by branch and bound that supports of up to 5 terms are the best')
    .option('--stability <pairs>', 'pairs of halves of the data for stability selection')
    .option('--confidence <p>', 'probability that an interval holds the coefficient', '0.95')
    .option('--resamples <k>', 'resamples of the block bootstrap behind the intervals', '1000')
    .option('--trim <k>', 'strong form: layers of nodes next to a boundary to leave out')
    .option('--noise <s>', 'add Gaussian noise of s standard deviations first')
    .option('--seed <k>', 'seed of noise and sampling', '1')
    .option('--memory <MiB>', 'values to keep in memory; slices of larger files are read when needed', '1024')
    .addOption(formatOption())
    .action((files: readonly string[], options: Options, command: Command) =>
      run(async () => {
        checkBalanceOptions(command);
        if (options.target !== undefined) return learnBalance(files, options);
        const seed = readInteger('--seed', options.seed, 0);
        const noise = options.noise === undefined ? 0 : readNumber('--noise', options.noise);
        if (noise < 0) throw new InvalidInput({ where: '--noise', expected: '--noise of at least 0', got: `${noise}` });
        const { var: variables, fields: names, dim, grid: spec, curvature, space } = options;
        const memory = 2 ** 20 * readInteger('--memory', options.memory, 1, 2 ** 30);
        const reading = files.map(async (file, i) => {
          const clean = await readSnapshots(file, {
            space,
            fields: readFields(names),
            ...(variables !== undefined && { variables: readList('--var', variables) }),
            ...(dim !== undefined && { dim }),
            ...(spec !== undefined && { grid: spec }),
            ...(curvature !== undefined && { curvature }),
            memory: memory / files.length,
          });
          return noise > 0 ? withNoise(clean, noise, seed + i) : clean;
        });
        const whole = await Promise.all(reading);
        const heldOut = readReport(options, whole[0]!.times.length);
        const runs = whole.map((data, i) => (i === 0 ? withoutLast(data, heldOut) : data));
        const { grid, times, fields, remarks } = runs[0]!;
        const other = runs.find((data) => data.grid.spec !== grid.spec);
        if (other !== undefined) {
          throw new InvalidInput({ where: 'files', expected: `runs on ${grid.spec}`, got: other.grid.spec });
        }
        const background = options.background === undefined ? [] : readList('--background', options.background);
        const forStrong = (['accuracy', 'trim'] as const).find((name) => options[name] !== undefined);
        const onlyWeak = runs.length > 1 ? 'one file' : background.length > 0 ? 'no --background' : undefined;
        if (options.weak && forStrong !== undefined) {
          throw new InvalidInput({ where: '--weak', expected: `no --${forStrong}`, got: `--${forStrong}` });
        }
        const weak =
          options.weak ??
          (!options.strong &&
            forStrong === undefined &&
            (onlyWeak !== undefined || runs.every((data) => weakApplies(grid, data.times.length))));
        if (!weak && onlyWeak !== undefined) {
          throw new InvalidInput({ where: 'the strong form', expected: onlyWeak, got: 'more', hint: 'take --weak' });
        }
        const { dimension } = grid.space;
        const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
        const bounded = [options.edges, options.maxOrder, options.maxDegree, options.group].some(
          (x) => x !== undefined,
        );
        const [usual, ...wider] = boundsInTurn(dimension);
        const selection = readSelection(options);
        const learn = async (
          bounds: Partial<LibraryFlags>,
        ): Promise<LearnedSystem & { readonly candidates: number }> => {
          const flags = { ...bounds, prefer: options.prefer, fields: names, ...given, dim: String(dimension) };
          const library = candidateLibrary(libraryOptions({ ...usual, ...flags }));
          const tried: number[] = [];
          const found = await withProgress(
            'learning',
            (progress): LearnedSystem =>
              weak
                ? discoverWeak({
                    grid,
                    trajectories: runs.map(trajectoryOf),
                    library,
                    background,
                    seed,
                    memory,
                    ...selection,
                    onProgress: (fraction) => progress(fraction),
                  })
                : discoverEquation({
                    grid,
                    fields,
                    times,
                    library,
                    seed,
                    ...(options.accuracy !== undefined && {
                      accuracy: options.accuracy === 'spectral' ? 'spectral' : Number(options.accuracy),
                    }),
                    ...selection,
                    ...(options.trim !== undefined && { trim: readInteger('--trim', options.trim, 0) }),
                    onSmoothing: (halfWidth) => progress(1 - 2 ** -tried.push(halfWidth), `smoothing ${halfWidth}`),
                  }),
          );
          return { ...found, candidates: library.length };
        };
        const { best: found, remarks: widened } = await learnInTurn(bounded ? [usual] : [usual, ...wider], learn);
        [...remarks, ...widened].forEach(note);
        const provenance: Provenance = { form: weak ? 'weak' : 'strong', candidates: found.candidates };
        const { confidence } = selection;
        await writeReport(options, {
          ...{ found, provenance, grid, heldOut, background, confidence, seed },
          run: trajectoryOf(whole[0]!),
          source: files.map((file) => basename(file)).join(', '),
          command: commandLine(command, files),
        });
        const rows = found.equations.map((equation) => ({
          ...(found.equations.length > 1 && { field: equation.field }),
          ...equationJson(equation),
          nearRelations: found.nearRelations,
          ...provenance,
          rows: found.rows,
          ...(heldOut > 0 && { heldOut }),
        }));
        const text = (): void => printLearned(found, { ...provenance, confidence, dimension });
        // pictures and forecasts of a report have read slices until here
        for (const { close } of runs) close();
        printRows(options.format, rows, text, rows.length === 1 ? rows[0] : rows);
        return 0;
      }),
    );
}
