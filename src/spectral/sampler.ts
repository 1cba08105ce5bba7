/** Jets with spectral accuracy: which grids have them, and the sampler that kernels take in place of a jet scheme. */
import { checkInteger, checkOptions, Unsupported } from '../base/index.js';
import type { Grid, JetSampler } from '../grid/index.js';
import type { SpectralBasis } from './basis.js';
import { sphereBasis } from './sphere.js';
import { torusBasis } from './torus.js';

/** Options of the spectral representation. */
export interface SpectralOptions {
  /**
   * Largest degree (latlon) or wave number on each axis (cartesian) that is kept; all that the grid holds unless told.
   * Against aliasing: products of p factors are free of it at a limit below 2/(p+1) of the largest one.
   */
  readonly bandLimit?: number;
}

/** Whether a grid has spectral jets. */
export const isSpectral = ({ space, axes }: Grid): boolean =>
  axes.length > 0 &&
  (space.kind === 'E'
    ? axes.every(({ rule }) => rule === 'periodic')
    : space.kind === 'S' && axes.length === 2 && axes[0]!.rule === 'pole');

/**
 * Eigenfunctions of Δ on a periodic Cartesian or a latitude–longitude grid.
 * @throws Unsupported on other grids; InvalidInput for a band limit beyond the grid.
 */
export function spectralBasis(grid: Grid, options: SpectralOptions = {}): SpectralBasis {
  checkOptions('spectral basis', options, ['bandLimit']);
  if (!isSpectral(grid)) {
    throw new Unsupported({
      where: 'accuracy spectral',
      expected: 'a periodic cartesian grid or a latlon grid',
      got: grid.spec,
      hint: 'take accuracy 2, 4 or 6',
    });
  }
  return grid.space.kind === 'E' ? torusBasis(grid, options.bandLimit) : sphereBasis(grid, options.bandLimit);
}

/**
 * Jets up to `order` (0 to 6) without error on fields within the band limit; other fields are projected first, so that
 * component `[]` need not be the field itself.
 * @example
 * const sampler = spectralSampler(parseGrid('cartesian:16', euclidean(1)), 2);
 * const wave = Float64Array.from({ length: 16 }, (_, i) => Math.cos((2 * Math.PI * i) / 16));
 * const [second] = sampler.sample(wave, [[{ index: [0, 0], coefficient: 1 }]]);
 * Math.abs(second[0] + 1) < 1e-12 // true
 * @throws Unsupported on grids without spectral jets; InvalidInput for an order or a band limit out of range.
 */
export function spectralSampler(grid: Grid, order: number, options: SpectralOptions = {}): JetSampler {
  checkInteger('spectral jets', 'the order', order, 0, 6);
  const basis = spectralBasis(grid, options);
  const coefficients = new Float64Array(basis.length);
  return {
    dimension: basis.dimension,
    order,
    size: basis.size,
    sample(values, forms) {
      basis.analyse(values, coefficients);
      return basis.jets(coefficients, forms);
    },
  };
}
