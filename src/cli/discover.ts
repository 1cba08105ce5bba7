/** `jetgraph discover FILE`: learns u_t = Σ c_γ N_γ(u) from data. */
import { Command, Option } from 'commander';
import { InvalidInput, Random } from '../base/index.js';
import { discoverEquation, discoverWeak, weakApplies } from '../discovery/index.js';
import { type CanonicalGraph, graphToJson } from '../graph/index.js';
import { candidateLibrary } from '../library/index.js';
import { graphToLatex } from '../notation/index.js';
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
import { type LibraryFlags, libraryOptions } from './library.js';
import { note, printLine, printRows, printTable, withProgress } from './output.js';
import { readSnapshots, type SnapshotData } from './snapshots.js';

interface Options extends Partial<LibraryFlags> {
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
  readonly trim?: string;
  readonly noise?: string;
  readonly seed: string;
  readonly format: Format;
}

/** Bounds of the library where none are given: on a line up to three derivatives, oriented; elsewhere up to four, two on one factor. */
function libraryDefaults(dimension: number): Pick<LibraryFlags, 'edges' | 'maxDegree' | 'maxOrder' | 'group'> {
  return dimension === 1
    ? { edges: '0..1', maxDegree: '3', maxOrder: '3', group: 'SO' }
    : { edges: '0..2', maxDegree: '3', maxOrder: '2', group: 'O' };
}

/** Adds Gaussian noise of `level` standard deviations of each field. */
function withNoise({ fields, ...rest }: SnapshotData, level: number, seed: number): SnapshotData {
  const random = new Random(seed);
  const noisy = fields.map(({ name, values }) => {
    // A value that is not finite stays as it is, to be refused by place; it must not spread.
    const all = values.flatMap((snapshot) => [...snapshot].filter(Number.isFinite));
    const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
    const deviation = Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length);
    return { name, values: values.map((snapshot) => snapshot.map((x) => x + level * deviation * random.normal())) };
  });
  return { ...rest, fields: noisy };
}

/** What both forms say of a model. */
interface Model {
  readonly terms: readonly {
    readonly coefficient: number;
    readonly stderr: number;
    readonly graph: CanonicalGraph;
  }[];
  readonly residual: number;
  readonly score: number;
}

const modelJson = ({ terms, residual }: Model): { terms: unknown; residual: number } => ({
  terms: terms.map(({ coefficient, stderr, graph }) => ({ coefficient, stderr, graph: graphToJson(graph) })),
  residual,
});

/** `u_t = 0.1 u_aa − 1 eps_a u_a u`. */
function equationText(field: string, { terms }: Model): string {
  const parts = terms.map(({ coefficient, graph }, i) => {
    const sign = coefficient < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
    return `${sign}${Math.abs(coefficient).toPrecision(6)} ${graph.key}`;
  });
  return `${field}_t = ${parts.join('') || '0'}`;
}

/** What both forms find. */
interface Found {
  readonly equations: readonly (Model & { readonly field: string; readonly alternatives: readonly Model[] })[];
  readonly rows: number;
  readonly nearDependences: readonly (readonly { readonly key: string; readonly weight: number }[])[];
}

/** Relations of few candidates that nearly hold on the data, which can hardly tell these candidates apart. */
function relationLines({ nearDependences }: Found): readonly string[] {
  return nearDependences
    .filter((relation) => relation.length <= 4)
    .map((relation) => relation.map(({ key, weight }) => `${weight.toPrecision(2)} ${key}`).join(' + '))
    .map((text) => `nearly zero on these data, in units of the norms of candidates: ${text}`);
}

export function discoverCommand(run: Run): Command {
  return new Command('discover')
    .argument(
      '<file...>',
      'NPZ, MAT 5 or NetCDF 3 with a field over space and time, and times t; several files are runs of one system',
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
      new Option('--accuracy <p>', 'strong form: order of space derivatives, 6 otherwise').choices(['2', '4', '6']),
    )
    .option('--max-terms <k>', 'largest number of terms')
    .option('--trim <k>', 'strong form: layers of nodes next to a boundary to leave out')
    .option('--noise <s>', 'add Gaussian noise of s standard deviations first')
    .option('--seed <k>', 'seed of noise and sampling', '1')
    .addOption(formatOption())
    .action((files: readonly string[], options: Options) =>
      run(async () => {
        const seed = readInteger('--seed', options.seed, 0);
        const noise = options.noise === undefined ? 0 : readNumber('--noise', options.noise);
        if (noise < 0) throw new InvalidInput({ where: '--noise', expected: '--noise of at least 0', got: `${noise}` });
        const { var: variables, fields: names, dim, grid: spec, curvature, space } = options;
        const runs = files.map((file, i) => {
          const clean = readSnapshots(file, {
            space,
            fields: readFields(names),
            ...(variables !== undefined && { variables: readList('--var', variables) }),
            ...(dim !== undefined && { dim }),
            ...(spec !== undefined && { grid: spec }),
            ...(curvature !== undefined && { curvature }),
          });
          return noise > 0 ? withNoise(clean, noise, seed + i) : clean;
        });
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
        const library = candidateLibrary(
          libraryOptions({
            ...libraryDefaults(dimension),
            prefer: options.prefer,
            fields: names,
            ...given,
            dim: String(dimension),
          }),
        );
        const maxTerms = options.maxTerms !== undefined && {
          maxTerms: readInteger('--max-terms', options.maxTerms, 1),
        };
        const tried: number[] = [];
        const found = await withProgress(
          'learning',
          (progress): Found =>
            weak
              ? discoverWeak({
                  grid,
                  trajectories: runs.map((data) => ({
                    times: data.times,
                    fields: Object.fromEntries(data.fields.map(({ name, values }) => [name, values])),
                  })),
                  library,
                  background,
                  seed,
                  ...maxTerms,
                  onProgress: (fraction) => progress(fraction),
                })
              : discoverEquation({
                  grid,
                  fields,
                  times,
                  library,
                  seed,
                  accuracy: Number(options.accuracy ?? '6'),
                  ...maxTerms,
                  ...(options.trim !== undefined && { trim: readInteger('--trim', options.trim, 0) }),
                  onSmoothing: (halfWidth) => progress(1 - 2 ** -tried.push(halfWidth), `smoothing ${halfWidth}`),
                }),
        );
        remarks.forEach(note);
        const rows = found.equations.map((equation) => ({
          ...(found.equations.length > 1 && { field: equation.field }),
          ...modelJson(equation),
          alternatives: equation.alternatives.map((model) => ({ ...modelJson(model), score: model.score })),
        }));
        const text = (): void => {
          for (const equation of found.equations) {
            printLine(equationText(equation.field, equation));
            printTable(
              ['coefficient', 'stderr', 'operator', 'LaTeX'],
              equation.terms.map(({ coefficient, stderr, graph }) => [
                coefficient.toPrecision(7),
                stderr.toExponential(1),
                graph.key,
                graphToLatex(graph, { dimension }),
              ]),
            );
            printLine(
              `${weak ? 'weak' : 'strong'} form: relative residual ${equation.residual.toExponential(2)}, ${library.length} candidates, ${found.rows} rows`,
            );
          }
          for (const line of relationLines(found)) printLine(line);
        };
        printRows(options.format, rows, text, rows.length === 1 ? rows[0] : rows);
        return 0;
      }),
    );
}
