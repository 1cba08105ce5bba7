/**
 * Isometries as affine maps p ↦ A p + b of the ambient space: b = 0 for S and H, A orthogonal for E and S, and
 * A in the Lorentz group O⁺(n,1) for H.
 */
import { checkOptions, InvalidInput, type Random } from '../base/index.js';
import { ambientDimension, radius, type Space } from './space.js';

/** An isometry; `linear` is a square matrix by rows. */
export interface Isometry {
  readonly space: Space;
  readonly linear: readonly (readonly number[])[];
  readonly translation: readonly number[];
}

/** The image of a point. */
export function applyIsometry(g: Isometry, p: ArrayLike<number>): number[] {
  return pushForward(g, p).map((x, i) => x + g.translation[i]!);
}

/** The image of a tangent vector under the differential. */
export function pushForward(g: Isometry, v: ArrayLike<number>): number[] {
  return g.linear.map((row) => row.reduce((sum, a, i) => sum + a * v[i]!, 0));
}

/** g⁻¹: A⁻¹ is the adjoint of A for the ambient form. */
export function inverseIsometry(g: Isometry): Isometry {
  const { space } = g;
  const sign = (i: number) => (space.kind === 'H' && i === space.dimension ? -1 : 1);
  const linear = g.linear.map((row, i) => row.map((_, j) => g.linear[j]![i]! * sign(i) * sign(j)));
  const translation = linear.map((row) => row.reduce((sum, a, i) => sum - a * g.translation[i]!, 0));
  return { space, linear, translation };
}

/** g ∘ h. */
export function composeIsometries(g: Isometry, h: Isometry): Isometry {
  const linear = g.linear.map((row) => row.map((_, j) => row.reduce((sum, a, k) => sum + a * h.linear[k]![j]!, 0)));
  return { space: g.space, linear, translation: applyIsometry(g, h.translation) };
}

/** A random orthogonal matrix: Gram–Schmidt on Gaussian rows (twice, for orthogonality to rounding). */
function randomOrthogonal(size: number, random: Random): number[][] {
  const rows: number[][] = [];
  while (rows.length < size) {
    let row = Array.from({ length: size }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of rows) {
        const overlap = row.reduce((sum, x, i) => sum + x * other[i]!, 0);
        row = row.map((x, i) => x - overlap * other[i]!);
      }
      const length = Math.hypot(...row);
      row = row.map((x) => x / length);
    }
    rows.push(row);
  }
  return rows;
}

/** Determinant of an orthogonal matrix up to rounding, by elimination with row exchanges. */
function determinant(matrix: readonly (readonly number[])[]): number {
  const a = matrix.map((row) => [...row]);
  let product = 1;
  for (let k = 0; k < a.length; k++) {
    let pivot = k;
    for (let i = k + 1; i < a.length; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[pivot]![k]!)) pivot = i;
    if (pivot !== k) {
      [a[k], a[pivot]] = [a[pivot]!, a[k]!];
      product = -product;
    }
    product *= a[k]![k]!;
    for (let i = k + 1; i < a.length; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j < a.length; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return product;
}

/**
 * A generic isometry from a seeded stream: a random rotation, followed by a random translation whose length has the
 * scale `reach` (default: the radius of curvature, 1 for E; unused on S).
 * `orientation` +1 (default) preserves orientation, −1 reverses it.
 * @throws InvalidInput
 * @example
 * const g = randomIsometry(sphere(2), new Random(7));
 */
export function randomIsometry(
  space: Space,
  random: Random,
  options: { readonly orientation?: 1 | -1; readonly reach?: number } = {},
): Isometry {
  checkOptions('randomIsometry', options, ['orientation', 'reach']);
  const { orientation = 1, reach = radius(space) } = options;
  if (orientation !== 1 && orientation !== -1) {
    throw new InvalidInput({ where: 'randomIsometry', expected: 'orientation 1 or -1', got: String(orientation) });
  }
  const n = space.dimension;
  const size = ambientDimension(space);
  const rotation = randomOrthogonal(space.kind === 'S' ? size : n, random);
  if (determinant(rotation) * orientation < 0) rotation[0] = rotation[0]!.map((x) => -x);
  const zero = new Array<number>(size).fill(0);
  if (space.kind === 'S') return { space, linear: rotation, translation: zero };
  const direction = randomOrthogonal(n, random)[0]!;
  const length = reach * (0.5 + random.uniform());
  if (space.kind === 'E') return { space, linear: rotation, translation: direction.map((x) => x * length) };
  const embedded = [...rotation.map((row) => [...row, 0]), zero.map((_, i) => (i === n ? 1 : 0))];
  const boost: Isometry = { space, linear: boostMatrix(direction, length / radius(space)), translation: zero };
  return composeIsometries(boost, { space, linear: embedded, translation: zero });
}

/** The Lorentz boost of the given rapidity along a unit direction of R^n; time is the last coordinate. */
function boostMatrix(direction: readonly number[], rapidity: number): number[][] {
  const cosh = Math.cosh(rapidity);
  const sinh = Math.sinh(rapidity);
  const rows = direction.map((a, i) => [...direction.map((b, j) => (i === j ? 1 : 0) + (cosh - 1) * a * b), sinh * a]);
  return [...rows, [...direction.map((a) => sinh * a), cosh]];
}
