/**
 * Jets of smoothed samples: spectral ones where the grid has them, with the band limit that Stein's estimate of the risk prefers
 * (denoise.ts), finite differences of order 6 elsewhere.
 */
import { Random } from '../../base/index.js';
import type { Grid } from '../../grid/index.js';
import { compileKernel, type Kernel } from '../../kernel/index.js';
import type { ContractionProgram } from '../../program/index.js';
import { component, isSpectral, spectralBasis, spectralSampler } from '../../spectral/index.js';
import { type SliceSeries, sliceAt } from '../series.js';

/** Slices looked at, at most. */
const mostSlices = 8;

/** Largest order of spectral jets. */
const highestOrder = 6;

/**
 * The kernel for a program of jets.
 * @param samples slices of every field, with the noise on them.
 */
export function jetKernel(
  program: ContractionProgram,
  grid: Grid,
  samples: readonly { readonly values: SliceSeries; readonly sigma: number }[],
): Kernel {
  const order = program.slots.reduce((most, { index }) => Math.max(most, index.length), 0);
  if (!isSpectral(grid) || order > highestOrder) return compileKernel(program, grid.jetScheme(order, 6));
  const bandLimit = Math.max(...samples.map(({ values, sigma }) => bestBandLimit(grid, values, sigma)));
  return compileKernel(program, spectralSampler(grid, order, { bandLimit }));
}

/** The band limit with the least mean (projected − given)² + 2σ² · (share of noise that the projection keeps). */
function bestBandLimit(grid: Grid, values: SliceSeries, sigma: number): number {
  const full = spectralBasis(grid).bandLimit;
  const count = values.length;
  const slices = Array.from({ length: Math.min(count, mostSlices) }, (_, i) => {
    return sliceAt(values, Math.floor(((i + 0.5) * count) / Math.min(count, mostSlices)));
  });
  const random = new Random(1);
  const noise = Float64Array.from({ length: grid.size }, () => random.normal());
  let best = full;
  let least = Number.POSITIVE_INFINITY;
  for (let limit = full; limit >= 2; limit = Math.min(limit - 1, Math.floor(0.85 * limit))) {
    const basis = spectralBasis(grid, { bandLimit: limit });
    const coefficients = new Float64Array(basis.length);
    const projected = (slice: Float64Array): Float64Array => {
      basis.analyse(slice, coefficients);
      return basis.jets(coefficients, [component()])[0]!;
    };
    const kept = meanSquare(projected(noise)) / meanSquare(noise);
    const lost = slices.reduce((sum, slice) => {
      const smooth = projected(slice);
      return sum + meanSquare(slice.map((value, i) => value - smooth[i]!)) / slices.length;
    }, 0);
    const risk = lost + 2 * sigma * sigma * kept;
    if (risk < least) {
      least = risk;
      best = limit;
    }
  }
  return best;
}

const meanSquare = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0) / values.length;
