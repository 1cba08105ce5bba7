/** Sparse matrices and the solver of linear systems against dense elimination. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { type CsrMatrix, csrFromRows, csrProduct, multiplyCsr, rowNorm } from '../../src/solve/csr.js';
import { gmres } from '../../src/solve/gmres.js';
import { incompleteLu } from '../../src/solve/incompleteLu.js';
import { polynomialRoots } from '../../src/solve/polynomialRoots.js';
import { matrixPreconditioner, polynomialPreconditioner } from '../../src/solve/preconditioner.js';

type Dense = number[][];

const dense = ({ rows, first, columns, entries }: CsrMatrix): Dense =>
  Array.from({ length: rows }, (_, i) => {
    const row = new Array<number>(rows).fill(0);
    for (let k = first[i]!; k < first[i + 1]!; k++) row[columns[k]!] = entries[k]!;
    return row;
  });

/** Gauss with row exchanges. */
function eliminate(matrix: Dense, right: ArrayLike<number>): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let c = 0; c < n; c++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= c && Math.abs(row[c]!) > Math.abs(rows[best]![c]!) ? i : best),
      c,
    );
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let i = c + 1; i < n; i++) {
      const factor = rows[i]![c]! / rows[c]![c]!;
      for (let k = c; k <= n; k++) rows[i]![k]! -= factor * rows[c]![k]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = rows[i]!.slice(i + 1, n).reduce((sum, a, k) => sum - a * x[i + 1 + k]!, rows[i]![n]!) / rows[i]![i]!;
  }
  return x;
}

/** A nonsymmetric matrix with some entries in each row; negative definite in its diagonal. */
function randomMatrix(size: number, perRow: number, seed: number): CsrMatrix {
  const random = new Random(seed);
  return csrFromRows(size, size, (row, add) => {
    let sum = 0;
    for (let k = 0; k < perRow; k++) {
      const entry = random.normal();
      sum += Math.abs(entry);
      add(Math.floor(random.uniform() * size), entry);
    }
    add(row, -0.7 * sum);
  });
}

const vector = (size: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: size }, () => random.normal());
};
const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((max: number, x, i) => Math.max(max, Math.abs(x - b[i]!)), 0);

describe('matrices by rows', () => {
  const [a, b] = [randomMatrix(40, 5, 1), randomMatrix(40, 7, 2)];

  it('have rising columns and the entries that were added', () => {
    const m = csrFromRows(2, 3, (row, add) => {
      add(2, 1);
      add(0, row);
      add(2, 0.5);
    });
    expect([...m.first, ...m.columns, ...m.entries]).toEqual([0, 2, 4, 0, 2, 0, 2, 0, 1.5, 1, 1.5]);
  });

  it('multiply as dense ones do', () => {
    const x = vector(40, 3);
    const out = new Float64Array(40);
    multiplyCsr(a, x, out);
    const [left, right] = [dense(a), dense(b)];
    expect(
      worst(
        out,
        left.map((row) => row.reduce((sum, e, k) => sum + e * x[k]!, 0)),
      ),
    ).toBeLessThan(1e-13);
    const product = left.map((row) => right[0]!.map((_, j) => row.reduce((sum, e, k) => sum + e * right[k]![j]!, 0)));
    dense(csrProduct(a, b)).forEach((row, i) => {
      expect(worst(row, product[i]!)).toBeLessThan(1e-12);
    });
    expect(rowNorm(a)).toBeCloseTo(Math.max(...left.map((row) => row.reduce((sum, e) => sum + Math.abs(e), 0))), 12);
  });
});

describe('incomplete factors', () => {
  it('are exact where nothing is dropped, for a complex shift too', () => {
    // A band matrix has no fill outside of its band.
    const random = new Random(5);
    const a = csrFromRows(60, 60, (row, add) => {
      for (let k = Math.max(0, row - 2); k <= Math.min(59, row + 2); k++)
        add(k, k === row ? -6 : 0.5 + random.uniform());
    });
    const z = { re: 1.3, im: 2.1 };
    const x = vector(60, 6);
    const [re, im] = [new Float64Array(60), new Float64Array(60)];
    incompleteLu(a, z).solve(x, re, im);
    // (A − z)(re + i im) = x, checked by multiplication.
    const [ar, ai] = [new Float64Array(60), new Float64Array(60)];
    multiplyCsr(a, re, ar);
    multiplyCsr(a, im, ai);
    expect(
      worst(
        ar.map((s, i) => s - z.re * re[i]! + z.im * im[i]!),
        x,
      ),
    ).toBeLessThan(1e-12);
    expect(
      worst(
        ai.map((s, i) => s - z.re * im[i]! - z.im * re[i]!),
        new Float64Array(60),
      ),
    ).toBeLessThan(1e-12);
  });
});

describe('roots of polynomials', () => {
  it.each([
    [
      [6, -5, 1],
      [
        [2, 0],
        [3, 0],
      ],
    ],
    [[2, 0, 1], [[0, Math.SQRT2]]],
    // (x − 1)(x² + 2x + 5)(x + 4), highest coefficient 3
    [
      [-60, 21, 21, 15, 3],
      [
        [-4, 0],
        [-1, 2],
        [1, 0],
      ],
    ],
    [[1e-8, 0, 1e8], [[0, 1e-8]]],
    [[5], []],
    [[1, 2, 0], [[-0.5, 0]]],
  ])('%j', (coefficients, roots) => {
    const found = [...polynomialRoots(coefficients)].sort((a, b) => a.re - b.re);
    expect(found.length).toBe(roots.length);
    found.forEach(({ re, im }, k) => {
      const size = Math.hypot(...roots[k]!);
      expect(Math.hypot(re - roots[k]![0]!, im - roots[k]![1]!)).toBeLessThan(1e-9 * size);
    });
  });
});

describe('GMRES', () => {
  const s = 0.3;
  const system = (l: CsrMatrix) => ({
    multiply: (x: Float64Array, out: Float64Array) => {
      multiplyCsr(l, x, out);
      for (let i = 0; i < out.length; i++) out[i] = x[i]! - s * out[i]!;
    },
    tolerance: 1e-11,
    mostIterations: 400,
  });
  const size = 120;
  const a = randomMatrix(size, 6, 8);
  const square = csrProduct(a, a);
  const b = vector(size, 9);
  const exact = (l: CsrMatrix): number[] =>
    eliminate(
      dense(l).map((row, i) => row.map((e, k) => (i === k ? 1 : 0) - s * e)),
      b,
    );
  // −A² + A/2
  const l = csrFromRows(size, size, (row, add) => {
    for (let k = square.first[row]!; k < square.first[row + 1]!; k++) add(square.columns[k]!, -square.entries[k]!);
    for (let k = a.first[row]!; k < a.first[row + 1]!; k++) add(a.columns[k]!, a.entries[k]! / 2);
  });

  it.each([
    ['nothing', (): void => undefined],
    ['incomplete factors of the whole', matrixPreconditioner(l, s)],
    ['factors of the polynomial', polynomialPreconditioner({ matrix: a, coefficients: [0, 0.5, -1] }, s)],
  ])('with %s agrees with elimination', (name, precondition) => {
    const x = new Float64Array(size);
    const { residual, iterations } = gmres({ ...system(l), precondition }, b, x);
    expect(residual).toBeLessThan(1e-11);
    expect(worst(x, exact(l))).toBeLessThan(1e-9);
    // It pays: without, about as many products as there are unknowns, through several restarts.
    if (name === 'nothing') expect(iterations).toBeGreaterThan(60);
    else expect(iterations).toBeLessThan(40);
  });

  it('says what it has reached when it does not get there', () => {
    // A cyclic shift: no progress before as many products as unknowns, and none at all after a restart.
    const shift = {
      ...system(l),
      multiply: (x: Float64Array, out: Float64Array) => out.set([x.at(-1)!, ...x.slice(0, -1)]),
    };
    const e = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0));
    const { residual, iterations } = gmres({ ...shift, precondition: () => undefined }, e, new Float64Array(size));
    expect(residual).toBeCloseTo(1, 12);
    expect(iterations).toBeLessThan(size);
  });
});
