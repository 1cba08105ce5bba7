/** `jetgraph discover FILE`: learns u_t = Σ c_γ N_γ(u) from data. */
import { Command, Option } from 'commander';
import { InvalidInput, Random, Unsupported } from '../base/index.js';
import { discoverEquation, type GraphModel } from '../discovery/index.js';
import { graphToJson } from '../graph/index.js';
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
  readonly accuracy: string;
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

const modelJson = ({ terms, residual }: GraphModel): { terms: unknown; residual: number } => ({
  terms: terms.map(({ coefficient, stderr, graph }) => ({ coefficient, stderr, graph: graphToJson(graph) })),
  residual,
});

/** `u_t = 0.1 u_aa − 1 eps_a u_a u`. */
function equationText(field: string, { terms }: GraphModel): string {
  const parts = terms.map(({ coefficient, graph }, i) => {
    const sign = coefficient < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
    return `${sign}${Math.abs(coefficient).toPrecision(6)} ${graph.key}`;
  });
  return `${field}_t = ${parts.join('') || '0'}`;
}

export function discoverCommand(run: Run): Command {
  return new Command('discover')
    .argument('<file>', 'NPZ, MAT 5 or NetCDF 3 with a field over space and time, and times t')
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
    .addOption(new Option('--strong', 'derivatives of the data (the default)').conflicts('weak'))
    .option('--weak', 'integrals against test functions')
    .addOption(new Option('--accuracy <p>', 'order of space derivatives').choices(['2', '4', '6']).default('6'))
    .option('--max-terms <k>', 'largest number of terms')
    .option('--trim <k>', 'layers of nodes next to a boundary to leave out')
    .option('--noise <s>', 'add Gaussian noise of s standard deviations first')
    .option('--seed <k>', 'seed of noise and sampling', '1')
    .addOption(formatOption())
    .action((file: string, options: Options) =>
      run(async () => {
        if (options.weak) throw new Unsupported({ where: '--weak', expected: 'the strong form', got: '--weak' });
        const seed = readInteger('--seed', options.seed, 0);
        const noise = options.noise === undefined ? 0 : readNumber('--noise', options.noise);
        if (noise < 0) throw new InvalidInput({ where: '--noise', expected: '--noise of at least 0', got: `${noise}` });
        const { var: variables, fields: names, dim, grid: spec, curvature, space } = options;
        const clean = readSnapshots(file, {
          space,
          fields: readFields(names),
          ...(variables !== undefined && { variables: readList('--var', variables) }),
          ...(dim !== undefined && { dim }),
          ...(spec !== undefined && { grid: spec }),
          ...(curvature !== undefined && { curvature }),
        });
        const { grid, times, fields, remarks } = noise > 0 ? withNoise(clean, noise, seed) : clean;
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
        const tried: number[] = [];
        const found = await withProgress('learning', (progress) =>
          discoverEquation({
            grid,
            fields,
            times,
            library,
            seed,
            accuracy: Number(options.accuracy),
            ...(options.maxTerms !== undefined && { maxTerms: readInteger('--max-terms', options.maxTerms, 1) }),
            ...(options.trim !== undefined && { trim: readInteger('--trim', options.trim, 0) }),
            onSmoothing: (halfWidth) => progress(1 - 2 ** -tried.push(halfWidth), `smoothing ${halfWidth}`),
          }),
        );
        remarks.forEach(note);
        const rows = found.equations.map((equation) => ({
          ...(found.equations.length > 1 && { field: equation.field }),
          ...modelJson(equation),
          alternatives: equation.alternatives.map(modelJson),
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
              `relative residual ${equation.residual.toExponential(2)}, ${library.length} candidates, ${found.rows} rows`,
            );
          }
        };
        printRows(options.format, rows, text, rows.length === 1 ? rows[0] : rows);
        return 0;
      }),
    );
}
