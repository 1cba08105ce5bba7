/**
 * The linear part of an equation on the nodes of any grid: a sparse matrix, a polynomial in the matrix D of Δ. Δ² is D D and
 * not a formula for fourth derivatives: eigenvalues of D that are real and negative stay so, and next to a wall the condition
 * on u holds for Δu too, as in the variational problem. (On `halfplane:24x24:neumann` the fourth derivatives of the jet scheme have
 * eigenvalues of the wrong sign, 0.7% of the largest.) Systems (1 − sL) z = x are solved by GMRES with incomplete factors
 * (`preconditioner.ts`).
 */
import type { Grid, JetForm, JetScheme } from '../grid/index.js';
import { type CsrMatrix, csrFromRows, csrProduct, multiplyCsr, rowNorm } from './csr.js';
import { gmres, norm, type Preconditioner } from './gmres.js';
import { growthRate, type Matrix, type SplitEquations } from './linearPart.js';
import { type MatrixPolynomial, matrixPreconditioner, polynomialPreconditioner } from './preconditioner.js';
import type { LinearPart } from './stepper.js';

/** How well the systems are solved: the mean square of a residual is at most that of `absolute` + `relative` · x. */
export interface ResidualTolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** A linear part that knows when a system was not solved. */
export interface SparseLinearPart extends LinearPart {
  /** A bound for the eigenvalues of Δ on the grid: they are above minus this. */
  readonly radius: number;
  /** What the last system that was not solved came to, in words. */
  failure(): string | undefined;
}

/** The matrix of a combination of jet components. */
export function jetMatrix(scheme: JetScheme, form: JetForm): CsrMatrix {
  const position = new Map(scheme.components.map((index, c) => [index.join(), c]));
  const terms = form.map(({ index, coefficient }) => [position.get(index.join())!, coefficient] as const);
  const rowsOf = scheme.stencils.map(({ width, weights }) =>
    Float64Array.from({ length: width }, (_, s) =>
      terms.reduce((sum, [c, coefficient]) => sum + coefficient * weights[c * width + s]!, 0),
    ),
  );
  let r = 0;
  return csrFromRows(scheme.size, scheme.size, (node, add) => {
    while (node >= scheme.runs[r]!.start + scheme.runs[r]!.count) r++;
    const { stencil, offsets } = scheme.runs[r]!;
    rowsOf[stencil]!.forEach((weight, s) => {
      if (weight !== 0) add(node + offsets[s]!, weight);
    });
  });
}

const occurs = (list: readonly Matrix[]): boolean =>
  list.some((matrix) => matrix.some((row) => row.some((x) => x !== 0)));

/** The whole matrix, fields one after the other, as a polynomial where it is one, and a bound for the eigenvalues of Δ. */
function assemble({ powers, odd }: SplitEquations, grid: Grid, accuracy: number) {
  const { size } = grid;
  const fields = powers[0]!.length;
  const blocks: { readonly factors: Matrix; readonly matrix: CsrMatrix }[] = [];
  const identity = csrFromRows(size, size, (row, add) => add(row, 1));
  blocks.push({ factors: powers[0]!, matrix: identity });
  let radius = 0;
  let polynomial: MatrixPolynomial | undefined;
  if (occurs(powers.slice(1))) {
    const n = grid.space.dimension;
    const trace = Array.from({ length: n }, (_, i) => ({ index: [i, i], coefficient: 1 }));
    const laplacian = jetMatrix(grid.jetScheme(2, accuracy), trace);
    radius = rowNorm(laplacian);
    const scalar = fields === 1 && !occurs(odd);
    if (scalar) polynomial = { matrix: laplacian, coefficients: powers.map((factors) => factors[0]![0]!) };
    let power = laplacian;
    powers.slice(1).forEach((factors, k) => {
      if (k > 0) power = csrProduct(laplacian, power);
      blocks.push({ factors, matrix: power });
    });
  }
  if (occurs(odd)) {
    const scheme = grid.jetScheme(2 * odd.length - 1, accuracy);
    odd.forEach((factors, k) => {
      const index = new Array<number>(2 * k + 1).fill(0);
      if (occurs([factors])) blocks.push({ factors, matrix: jetMatrix(scheme, [{ index, coefficient: 1 }]) });
    });
  }
  const used = blocks.filter(({ factors }) => occurs([factors]));
  const whole = csrFromRows(fields * size, fields * size, (row, add) => {
    const [f, node] = [Math.floor(row / size), row % size];
    for (const { factors, matrix } of used) {
      factors[f]!.forEach((factor, g) => {
        if (factor === 0) return;
        for (let k = matrix.first[node]!; k < matrix.first[node + 1]!; k++) {
          add(g * size + matrix.columns[k]!, factor * matrix.entries[k]!);
        }
      });
    }
  });
  return { whole, polynomial, radius };
}

/** Factors serve all steps that are nearest to one of these on a logarithmic scale: a function of the step alone. */
const representative = (step: number): number => 2 ** Math.round(Math.log2(step));

/** Factors of so many steps are kept. */
const kept = 4;

/** Products with the matrix for one system, at most. */
const mostIterations = 400;

/**
 * The linear part on nodal values.
 * @throws errors of `Grid.jetScheme`.
 */
export function sparseLinearPart(
  split: SplitEquations,
  grid: Grid,
  accuracy: number,
  tolerance: ResidualTolerance,
): SparseLinearPart {
  const { whole, polynomial, radius } = assemble(split, grid, accuracy);
  const factors = new Map<number, Preconditioner>();
  const preconditionerFor = (step: number): Preconditioner => {
    const near = representative(step);
    let found = factors.get(near);
    if (found === undefined) {
      found = polynomial === undefined ? matrixPreconditioner(whole, near) : polynomialPreconditioner(polynomial, near);
      if (factors.size >= kept) factors.delete([...factors.keys()][0]!);
      factors.set(near, found);
    }
    return found;
  };
  // Rates of growth between the longest and the shortest wave, at equal ratios, as if eigenvalues of Δ on the grid were real and
  // negative: so they are nearly, but for grids with open edges (there up to 3 times as much was seen).
  const samples = Array.from({ length: 401 }, (_, k) => (k === 0 ? 0 : -radius * 1e-9 ** (1 - k / 400)));
  const b = new Float64Array(whole.rows);
  const product = new Float64Array(whole.rows);
  let failure: string | undefined;
  return {
    radius,
    growth: Math.max(0, ...samples.map((eigenvalue) => growthRate(split.symbol(eigenvalue)))),
    failure: () => failure,
    multiply: (x, out) => multiplyCsr(whole, x, out),
    resolve(step, x) {
      b.set(x);
      const wanted = tolerance.absolute * Math.sqrt(b.length) + tolerance.relative * norm(b);
      // z = x is near the solution where x is smooth, and far from it where it is rough.
      multiplyCsr(whole, x, product);
      if (!(step * norm(product) < norm(b))) x.fill(0);
      const multiply = (z: Float64Array, out: Float64Array): void => {
        multiplyCsr(whole, z, out);
        for (let i = 0; i < out.length; i++) out[i] = z[i]! - step * out[i]!;
      };
      const precondition = preconditionerFor(step);
      const { residual, iterations } = gmres({ multiply, precondition, tolerance: wanted, mostIterations }, b, x);
      if (residual <= wanted) return true;
      const ratio = (residual / norm(b)).toExponential(1);
      failure = `after ${iterations} iterations a residual of ${ratio} of the right side, for a step of ${step.toExponential(1)}`;
      return false;
    },
  };
}
