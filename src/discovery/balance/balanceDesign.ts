/**
 * The regression of a balance as triangular factors, one for each sample and region. A node gives one row for each component
 * of the values, all with one coefficient for each candidate and the square root of the quadrature weight in front: the sum
 * of squares is ∫ |T − Σ c N|² dvol, which knows no frame.
 */
import { checkInteger, InvalidInput, Random } from '../../base/index.js';
import { type Factor, stackFactors } from '../leastSquares.js';
import { RowAccumulator } from '../rows.js';
import { type BalanceTerms, balanceEvaluator, type FieldValues } from './balanceFeatures.js';
import { drawNodes } from './draw.js';
import { compactRegions } from './regions.js';

/** Terms, data, and which nodes enter. */
export interface BalanceData extends BalanceTerms {
  /** The fields at several times, on several levels, or from several runs: all with one balance. NaN is a missing value. */
  readonly samples: readonly FieldValues[];
  /** Nodes that may enter, by number; all unless told. */
  readonly nodes?: ArrayLike<number>;
  /** Number of compact regions for cross-validation, at least 4; default 24. */
  readonly regions?: number;
  /** About how many rows there may be; nodes are drawn to meet it. Default 400 000. */
  readonly maxRows?: number;
  /** Seed of the draw; default 1. */
  readonly seed?: number;
  /** Called after each sample with the part that is done. */
  readonly onProgress?: (fraction: number) => void;
}

/** Factors over the candidates and, as last column, the target. */
export interface BalanceDesign {
  /** `cells[s][r]`: the rows of sample s in region r. */
  readonly cells: readonly (readonly Factor[])[];
  /** Relative change of each column at another accuracy of differences; undefined where it cannot be told. */
  readonly change: readonly (number | undefined)[];
}

const where = 'balance';

/** Samples from which the error of the differences is estimated. */
const compared = 2;

/** Order of differences to compare with. */
const otherAccuracy = (accuracy: number): number => (accuracy > 2 ? accuracy - 2 : 4);

/** Evaluates all samples and factors the rows. */
export function balanceDesign(request: BalanceData): BalanceDesign {
  const { grid, library, samples, accuracy = 6, regions = 24, maxRows = 400_000, seed = 1, onProgress } = request;
  checkInteger(where, 'regions', regions, 4);
  checkInteger(where, 'maxRows', maxRows, 10);
  if (samples.length === 0 || library.length === 0) {
    const got = `${samples.length} samples, ${library.length} candidates`;
    throw new InvalidInput({ where, expected: 'at least one sample and one candidate', got });
  }
  const allowed = Int32Array.from(request.nodes ?? { length: grid.size }, (node, i) => (request.nodes ? node : i));
  const bad = allowed.find((node) => !(node >= 0 && node < grid.size));
  if (bad !== undefined || allowed.length < 4) {
    const expected = `at least four nodes, numbers below ${grid.size}`;
    throw new InvalidInput({ where, expected, got: bad === undefined ? `${allowed.length} nodes` : `node ${bad}` });
  }
  const { components, evaluate } = balanceEvaluator(request, accuracy);
  const comparison = accuracy === 'spectral' ? undefined : balanceEvaluator(request, otherAccuracy(accuracy));
  const columns = library.length + 1;
  const share = Math.max(4, Math.floor(maxRows / (samples.length * components)));
  const { nodes, scales } = drawNodes(grid.weights, allowed, share, new Random(seed, 'nodes'));
  const regionOf = compactRegions(
    grid,
    nodes,
    scales.map((x) => x * x),
    Math.min(regions, nodes.length),
  );
  const row = new Float64Array(columns);
  const [squares, changes] = [new Float64Array(columns), new Float64Array(columns)];
  const cells = samples.map((fields, s) => {
    const accumulators = Array.from({ length: Math.min(regions, nodes.length) }, () => new RowAccumulator(columns));
    const { out, usable } = evaluate(fields);
    const other = s < compared ? comparison?.evaluate(fields) : undefined;
    checkFinite(request, out, components);
    nodes.forEach((node, i) => {
      if (usable[node] === 0) return;
      const factor = scales[i]!;
      for (let c = 0; c < components; c++) {
        for (let j = 0; j < columns; j++) {
          const value = factor * out[j * components + c]![node]!;
          row[j] = value;
          if (other?.usable[node] !== 1) continue;
          squares[j]! += value * value;
          changes[j]! += (value - factor * other.out[j * components + c]![node]!) ** 2;
        }
        accumulators[regionOf[i]!]!.push(row);
      }
    });
    onProgress?.((s + 1) / samples.length);
    return accumulators.map((accumulator) => accumulator.finish());
  });
  const change = Array.from(squares, (square, j) =>
    comparison !== undefined && square > 0 ? Math.min(1, Math.sqrt(changes[j]! / square)) : undefined,
  );
  return { cells, change };
}

/** All rows of a region in one factor, regions without rows left out. */
export const factorsOfRegions = ({ cells }: BalanceDesign): readonly Factor[] =>
  cells[0]!.map((_, r) => stackFactors(cells.map((sample) => sample[r]!))).filter(({ rows }) => rows > 0);

/** All rows of a sample in one factor, samples without rows left out. */
export const factorsOfSamples = ({ cells }: BalanceDesign): readonly Factor[] =>
  cells.map((sample) => stackFactors(sample)).filter(({ rows }) => rows > 0);

function checkFinite({ library }: BalanceData, out: readonly Float64Array[], components: number): void {
  const bad = out.findIndex((values) => !values.every((value) => Number.isFinite(value * value)));
  if (bad < 0) return;
  throw new InvalidInput({
    where,
    expected: 'candidates whose squares are finite',
    got: `an overflow or NaN in ${library[Math.floor(bad / components)]?.graph.key ?? 'the target'}`,
    hint: 'scale the data, or lower the degree of the library',
  });
}
