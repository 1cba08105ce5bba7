/**
 * Embedded explicit Runge–Kutta pairs. A table is checked when it is built: Σ_j b_j Φ_j(t) = 1/γ(t) for every rooted
 * tree t up to the claimed order [hairer-1993, section II.2].
 */
import { Inconsistent } from '../base/index.js';

/** A pair whose last stage is the first of the next step. */
export interface Tableau {
  readonly name: string;
  /** Stage i starts from y + h Σ_j a[i][j] k_j; the last row equals b. */
  readonly a: readonly (readonly number[])[];
  /** Times of the stages. */
  readonly c: readonly number[];
  /** Weights of the solution that is carried on. */
  readonly b: readonly number[];
  readonly order: number;
  /** Weights of the solution of lower order. */
  readonly embedded: readonly number[];
  readonly embeddedOrder: number;
}

/** A rooted tree: the subtrees at its root. */
type Tree = readonly Tree[];

/** All rooted trees with a number of vertices: multisets of smaller trees. */
function treesOfSize(size: number): Tree[] {
  if (size === 1) return [[]];
  const smaller = Array.from({ length: size - 1 }, (_, i) =>
    treesOfSize(i + 1).map((tree) => ({ tree, size: i + 1 })),
  ).flat();
  const found: Tree[] = [];
  const extend = (from: number, left: number, chosen: Tree): void => {
    if (left === 0) found.push(chosen);
    for (let k = from; k < smaller.length; k++) {
      if (smaller[k]!.size <= left) extend(k, left - smaller[k]!.size, [...chosen, smaller[k]!.tree]);
    }
  };
  extend(0, size - 1, []);
  return found;
}

const sizeOf = (tree: Tree): number => tree.reduce((sum, child) => sum + sizeOf(child), 1);

/** γ(t): the product of the sizes of all subtrees. */
const density = (tree: Tree): number => tree.reduce((product, child) => product * density(child), sizeOf(tree));

type Matrix = Tableau['a'];

/**
 * Largest defect of the order conditions up to an order. With several matrices (additive methods with common b), each edge
 * of a tree may take any of them [kennedy-carpenter-2003, section 2].
 */
export function orderDefect(matrices: readonly Matrix[], b: readonly number[], order: number): number {
  /** Φ_i(t) of every stage i, for every choice of matrices. */
  const weights = (tree: Tree): number[][] => {
    const children = tree.map((child) =>
      weights(child).flatMap((phi) =>
        matrices.map((a) => a.map((row) => row.reduce((sum, x, j) => sum + x * phi[j]!, 0))),
      ),
    );
    return children.reduce(
      (products, choices) => products.flatMap((p) => choices.map((q) => p.map((x, i) => x * q[i]!))),
      [b.map(() => 1)],
    );
  };
  const trees = Array.from({ length: order }, (_, i) => treesOfSize(i + 1)).flat();
  return Math.max(
    ...trees.flatMap((tree) =>
      weights(tree).map((phi) => Math.abs(phi.reduce((sum, x, j) => sum + b[j]! * x, 0) - 1 / density(tree))),
    ),
  );
}

/** @throws Inconsistent when an order condition fails, or when the claimed orders are not sharp. */
export function checkTableau(tableau: Tableau): Tableau {
  const { name, a, b, c, order, embedded, embeddedOrder } = tableau;
  const fail = (expected: string): never => {
    throw new Inconsistent({ where: `Runge–Kutta table ${name}`, expected, got: 'another table' });
  };
  const tolerance = 1e-14;
  if (orderDefect([a], b, order) > tolerance) fail(`order ${order}`);
  if (orderDefect([a], embedded, embeddedOrder) > tolerance) fail(`embedded order ${embeddedOrder}`);
  if (orderDefect([a], embedded, embeddedOrder + 1) < 1e-6) fail(`embedded order ${embeddedOrder} only`);
  a.forEach((row, i) => {
    if (Math.abs(row.reduce((sum, x) => sum + x, 0) - c[i]!) > tolerance) fail('row sums c');
  });
  if (a.at(-1)!.some((x, j) => x !== b[j])) fail('the last stage at the new value');
  return tableau;
}

/**
 * The pairs by name: Dormand–Prince 5(4) [dormand-prince-1980], Bogacki–Shampine 3(2) [bogacki-shampine-1989], and two that
 * preserve strong stability: what does not grow in an Euler step of size h (a maximum, a total variation) does not grow in a
 * step of size 2h of `ssp`, SSPRK(4,3), nor of size h of `ssp33`, SSPRK(3,3) [gottlieb-2001]; with embedded methods of order
 * 2 that do so too [fekete-conde-shadid-2022; for SSPRK(3,3) here Heun's]. Their last stage is only the slope at the new value.
 */
export const tableaux: Readonly<Record<string, Tableau>> = {
  'dormand-prince': checkTableau({
    name: 'dormand-prince',
    a: [
      [],
      [1 / 5],
      [3 / 40, 9 / 40],
      [44 / 45, -56 / 15, 32 / 9],
      [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
      [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
      [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ],
    c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
    b: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0],
    order: 5,
    embedded: [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40],
    embeddedOrder: 4,
  }),
  'bogacki-shampine': checkTableau({
    name: 'bogacki-shampine',
    a: [[], [1 / 2], [0, 3 / 4], [2 / 9, 1 / 3, 4 / 9]],
    c: [0, 1 / 2, 3 / 4, 1],
    b: [2 / 9, 1 / 3, 4 / 9, 0],
    order: 3,
    embedded: [7 / 24, 1 / 4, 1 / 3, 1 / 8],
    embeddedOrder: 2,
  }),
  ssp: checkTableau({
    name: 'ssp',
    a: [[], [1 / 2], [1 / 2, 1 / 2], [1 / 6, 1 / 6, 1 / 6], [1 / 6, 1 / 6, 1 / 6, 1 / 2]],
    c: [0, 1 / 2, 1, 1 / 2, 1],
    b: [1 / 6, 1 / 6, 1 / 6, 1 / 2, 0],
    order: 3,
    embedded: [1 / 4, 1 / 4, 1 / 4, 1 / 4, 0],
    embeddedOrder: 2,
  }),
  ssp33: checkTableau({
    name: 'ssp33',
    a: [[], [1], [1 / 4, 1 / 4], [1 / 6, 1 / 6, 2 / 3]],
    c: [0, 1, 1 / 2, 1],
    b: [1 / 6, 1 / 6, 2 / 3, 0],
    order: 3,
    embedded: [1 / 2, 1 / 2, 0, 0],
    embeddedOrder: 2,
  }),
};
