/** Equivariance as a number: how far the discrete operators are from commuting with a random rotation, grid by grid. */
import type { GraphSum } from '../../algebra/index.js';
import { parseGrid } from '../../grid/index.js';
import { sphere } from '../../space/index.js';
import { convergenceOrder, equivarianceError } from '../../testing/index.js';
import { graphOperator, hessianDeterminant, operators } from './operators.js';

export interface EquivarianceRow {
  readonly latex: string;
  /** ‖N(u∘g) − N(u)∘g‖ / ‖N(u)‖ on each grid. */
  readonly errors: readonly number[];
  /** Observed order between the two finest grids. */
  readonly order: number;
}

const measured: readonly (readonly [latex: string, sum: GraphSum])[] = [
  ['\\Delta u', graphOperator('u_aa')],
  ['|\\nabla u|^2', graphOperator('u_a u_a')],
  ['\\det \\nabla^2 u', hessianDeterminant],
  ['\\nabla^2 u(\\nabla u, \\nabla u)', graphOperator('u_ab u_a u_b')],
];

export function measureEquivariance(
  sizes: readonly number[],
  onProgress: (fraction: number) => void,
): EquivarianceRow[] {
  const grids = sizes.map((rows) => parseGrid(`latlon:${rows}x${2 * rows}`, sphere(2)));
  return measured.map(([latex, sum], k) => {
    const errors = grids.map((grid) => {
      const apply = operators(grid, [sum], 4);
      return equivarianceError((u) => apply(u)[0]!, grid, { trials: 1 }).error;
    });
    onProgress((k + 1) / measured.length);
    return { latex, errors, order: convergenceOrder(errors.slice(-2), sizes.slice(-2)) };
  });
}
