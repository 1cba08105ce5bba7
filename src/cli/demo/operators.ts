/** Operators evaluated on a grid, and what must hold of the values: relations at every node, Bochner's formula in the mean. */
import { GraphSum } from '../../algebra/index.js';
import { Rational } from '../../exact/index.js';
import { parseKey } from '../../graph/index.js';
import type { Grid } from '../../grid/index.js';
import { compileKernel } from '../../kernel/index.js';
import { contractionProgram } from '../../program/index.js';
import type { Relation } from '../../relations/index.js';
import { orderOf } from '../grids.js';

/** A compiled list of operators with constant coefficients. */
export function operators(
  grid: Grid,
  sums: readonly GraphSum[],
  accuracy: number,
): (u: Float64Array) => readonly Float64Array[] {
  const program = contractionProgram(sums, grid.space.dimension);
  const kernel = compileKernel(program, grid.jetScheme(orderOf(sums), accuracy));
  return (u) => {
    const out = sums.map(() => new Float64Array(grid.size));
    kernel.run({ u }, {}, out);
    return out;
  };
}

export const graphOperator = (key: string): GraphSum => GraphSum.of(parseKey(key));

/** det ∇²u = ½ ((Δu)² − |∇²u|²) in dimension 2. */
export const hessianDeterminant: GraphSum = graphOperator('u_aa u_bb')
  .minus(graphOperator('u_ab u_ab'))
  .scaled(Rational.of(1, 2));

/** How well a relation holds at the nodes. */
export interface RelationCheck {
  readonly relation: Relation;
  /** Largest value of a single term. */
  readonly largest: number;
  /** Largest |Σ terms| / Σ |terms| over the nodes. */
  readonly defect: number;
}

export function checkRelation(grid: Grid, u: Float64Array, relation: Relation): RelationCheck {
  const terms = [...relation.sum.terms.values()].map(({ graph, coefficient }) => GraphSum.of(graph, coefficient));
  const values = operators(grid, terms, 6)(u);
  let [largest, defect] = [0, 0];
  for (let i = 0; i < grid.size; i++) {
    let [sum, size] = [0, 0];
    for (const term of values) {
      sum += term[i]!;
      size += Math.abs(term[i]!);
      largest = Math.max(largest, Math.abs(term[i]!));
    }
    if (size > 0) defect = Math.max(defect, Math.abs(sum) / size);
  }
  return { relation, largest, defect };
}

const integral = ({ weights }: Grid, f: (i: number) => number): number =>
  weights.reduce((sum, w, i) => sum + w * f(i), 0);

/** Values of the operators that the demo draws, and two integrals that must agree. */
export interface Evaluation {
  readonly laplacian: Float64Array;
  readonly gradient: Float64Array;
  readonly determinant: Float64Array;
  /** ∫ det ∇²u. */
  readonly determinantIntegral: number;
  /** ½ κ ∫ |∇u|², the same by Bochner's formula on a closed surface. */
  readonly bochnerIntegral: number;
  /** Seconds for all three operators at all nodes, the least of five runs. */
  readonly seconds: number;
}

export function evaluateOnGrid(grid: Grid, u: Float64Array): Evaluation {
  const evaluate = operators(grid, [graphOperator('u_aa'), graphOperator('u_a u_a'), hessianDeterminant], 6);
  const timed = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const values = evaluate(u);
    return { values, seconds: (performance.now() - start) / 1000 };
  });
  const [laplacian, gradient, determinant] = timed[0]!.values;
  return {
    laplacian: laplacian!,
    gradient: gradient!,
    determinant: determinant!,
    determinantIntegral: integral(grid, (i) => determinant![i]!),
    bochnerIntegral: 0.5 * grid.space.kappa * integral(grid, (i) => gradient![i]!),
    seconds: Math.min(...timed.map(({ seconds }) => seconds)),
  };
}
