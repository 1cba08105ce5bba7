/**
 * Both sides of a balance at the nodes: the target and all candidates, operators of one rank in scalar and tensor fields, as
 * outputs of one kernel.
 */
import { GraphSum } from '../../algebra/index.js';
import { InvalidInput, Unsupported } from '../../base/index.js';
import type { CanonicalGraph } from '../../graph/index.js';
import type { Grid, JetSampler, JetScheme } from '../../grid/index.js';
import { compileTensorKernel } from '../../kernel/index.js';
import { componentProgram } from '../../program/index.js';
import { spectralSampler } from '../../spectral/index.js';

/** Values of the fields at one time, level or run: a field of rank r has n^r arrays one after the other, in the frame of the grid. */
export type FieldValues = Readonly<Record<string, Float64Array>>;

/** What is evaluated, and how derivatives are taken. */
export interface BalanceTerms {
  readonly grid: Grid;
  /** The left-hand side: an operator of any rank without parameters. */
  readonly target: GraphSum;
  /** Candidates of the same rank; they should hold no relation in the dimension of the grid. */
  readonly library: readonly { readonly graph: CanonicalGraph }[];
  /** Order of differences, 2, 4 or 6 (default), or 'spectral'. */
  readonly accuracy?: number | 'spectral';
  /** With 'spectral': the largest degree or wave number kept. */
  readonly bandLimit?: number;
}

/** Evaluates one set of fields; `out` is overwritten by the next call. */
export interface BalanceEvaluator {
  /** Components of the values: n^rank. */
  readonly components: number;
  /**
   * Component c of candidate j is `out[j · components + c]`, the target the last `components` of them; `usable` is 0 at nodes
   * where a value within the reach of the differences is missing.
   */
  evaluate(fields: FieldValues): { readonly out: readonly Float64Array[]; readonly usable: Uint8Array };
}

const where = 'balance';

/**
 * Compiles both sides.
 * @throws InvalidInput for candidates of another rank, parameters, or fields that are missing or of a wrong length;
 * Unsupported for missing values with spectral jets.
 */
export function balanceEvaluator(terms: BalanceTerms, accuracy = terms.accuracy ?? 6): BalanceEvaluator {
  const { grid, target, library, bandLimit } = terms;
  const { dimension } = grid.space;
  const other = library.find(({ graph }) => graph.legs.length !== target.rank);
  if (other !== undefined) {
    const expected = `candidates of rank ${target.rank}, that of the target`;
    throw new InvalidInput({ where, expected, got: `'${other.graph.key}' of rank ${other.graph.legs.length}` });
  }
  if (target.terms.size === 0) {
    throw new InvalidInput({ where, expected: 'a target that is not zero', got: '0' });
  }
  const program = componentProgram([...library.map(({ graph }) => GraphSum.of(graph)), target], dimension);
  if (program.parameters.length > 0) {
    const got = program.parameters.join(', ');
    throw new InvalidInput({ where, expected: 'a target without parameters', got, hint: 'put in their values' });
  }
  const order = program.slots.reduce((most, { index }) => Math.max(most, index.length), 0);
  const jets: JetScheme | JetSampler =
    accuracy === 'spectral'
      ? spectralSampler(grid, order, bandLimit === undefined ? {} : { bandLimit })
      : grid.jetScheme(order, accuracy);
  const kernel = compileTensorKernel(program, grid, jets);
  const components = dimension ** target.rank;
  const out = program.outputs.map(() => new Float64Array(grid.size));
  return {
    components,
    evaluate(fields) {
      const { filled, missing } = withoutGaps(kernel.fields, fields, grid);
      const usable = new Uint8Array(grid.size).fill(1);
      if (missing !== undefined) {
        if ('sample' in jets) {
          throw new Unsupported({
            where,
            expected: 'fields without missing values for spectral derivatives',
            got: `${missing.reduce((sum, x) => sum + x, 0)} nodes without`,
            hint: 'take accuracy 2, 4 or 6',
          });
        }
        markTouched(jets, missing, usable);
      }
      kernel.run(filled, {}, out);
      return { out, usable };
    },
  };
}

/** The fields with 0 in place of what is missing (NaN), and the nodes where something is. */
function withoutGaps(
  ranks: ReadonlyMap<string, number>,
  fields: FieldValues,
  grid: Grid,
): { readonly filled: FieldValues; readonly missing: Uint8Array | undefined } {
  let missing: Uint8Array | undefined;
  const filled: Record<string, Float64Array> = {};
  for (const [field, rank] of ranks) {
    const values = Object.hasOwn(fields, field) ? fields[field]! : undefined;
    const expected = grid.space.dimension ** rank * grid.size;
    if (values?.length !== expected) {
      const got = values === undefined ? 'none' : String(values.length);
      throw new InvalidInput({ where, expected: `${expected} values of the field '${field}'`, got });
    }
    filled[field] = values;
    for (const [i, value] of values.entries()) {
      if (Number.isFinite(value)) continue;
      missing ??= new Uint8Array(grid.size);
      missing[i % grid.size] = 1;
      if (filled[field] === values) filled[field] = values.slice();
      filled[field]![i] = 0;
    }
  }
  return { filled, missing };
}

/** Clears `usable` where a stencil touches a missing node. */
function markTouched({ runs }: JetScheme, missing: Uint8Array, usable: Uint8Array): void {
  for (const { start, count, offsets } of runs) {
    for (let node = start; node < start + count; node++) {
      if (offsets.some((offset) => missing[node + offset] === 1)) usable[node] = 0;
    }
  }
}
