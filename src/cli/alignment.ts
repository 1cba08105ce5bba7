/**
 * How values in a file lie on a grid. On a sphere files list latitudes from either pole and longitudes from any meridian;
 * values are put where the grid has these places.
 */
import type { Grid } from '../grid/index.js';
import type { Dataset } from '../io/index.js';
import { checkCoordinates, coordinatesOf } from './axes.js';

/**
 * From values over the axes of a grid in the order of the file to values at the nodes. Longitudes that are no nodes keep
 * their offset, as all operators allow.
 * @throws InvalidInput for coordinates that are not those of the grid.
 */
export function alignment(dataset: Dataset, grid: Grid, file: string): (values: Float64Array) => Float64Array {
  const [rows, columns] = grid.shape;
  const [theta, phi] = ['theta', 'phi'].map((axis) => coordinatesOf(dataset, axis));
  const onSphere = grid.space.kind === 'S' && grid.axes.length === 2 && rows !== undefined && columns !== undefined;
  if (!onSphere) {
    checkCoordinates(dataset, grid, file);
    return (values) => values;
  }
  const flipped = theta?.length === rows && theta[0]! > theta.at(-1)!;
  const fromNorth = { name: 'theta', shape: [rows], data: Float64Array.from(theta ?? []).reverse() };
  const variables = flipped ? new Map([...dataset.variables, ['theta', fromNorth] as const]) : dataset.variables;
  checkCoordinates({ ...dataset, variables }, grid, file);
  const steps = phi?.length === columns ? (phi[0]! * columns) / (2 * Math.PI) : 0;
  const shift = Math.abs(steps - Math.round(steps)) < 1e-3 ? (Math.round(steps) % columns) + columns : 0;
  if (!flipped && shift % columns === 0) return (values) => values;
  return (values) => {
    const result = new Float64Array(values.length);
    for (let row = 0; row < rows; row++) {
      const from = (flipped ? rows - 1 - row : row) * columns;
      for (let j = 0; j < columns; j++) result[row * columns + ((j + shift) % columns)] = values[from + j]!;
    }
    return result;
  };
}
