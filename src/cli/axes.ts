/**
 * Axes of arrays in files: which one is time, in what order the others come, and whether the coordinates in the file are
 * those of a grid. Dimension names and CF attributes decide where the format has them (NetCDF, Zarr); otherwise lengths and order do.
 */
import { InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { type CoordinateRole, coordinateRole, type Dataset, type NamedArray } from '../io/index.js';

/** The axes of an array that have more than one place, by position, without those in `except`. */
export const longAxes = ({ shape }: NamedArray, except?: number): number[] =>
  shape.flatMap((length, axis) => (length > 1 && axis !== except ? [axis] : []));

const lengthsOf = ({ shape }: NamedArray, axes: readonly number[]): number[] => axes.map((axis) => shape[axis]!);
const unordered = (lengths: readonly number[]): string => [...lengths].sort((a, b) => a - b).join('×');

/** Degrees of latitude and longitude, as files of the atmosphere have them, for the axes of a sphere. */
const degrees: Readonly<Record<string, { readonly name: RegExp; readonly radians: (x: number) => number }>> = {
  theta: { name: /^lat(itude)?$/i, radians: (x) => ((90 - x) * Math.PI) / 180 },
  phi: { name: /^lon(gitude)?$/i, radians: (x) => (x * Math.PI) / 180 },
};

/** Whether a name in a file is that of an axis of a grid. */
const isCalled = (own: string, axis: string): boolean => own === axis || degrees[axis]?.name.test(own) === true;

/** What the attributes of a coordinate have to say for it to be the one of an axis. */
const roles: Readonly<Record<string, CoordinateRole>> = {
  ...{ t: 'time', x: 'x', y: 'y', z: 'z' },
  ...{ theta: 'latitude', phi: 'longitude' },
};

/** Whether a dimension is an axis of a grid, by its name or by the attributes of its coordinates. */
export function isAlong(dimension: string, axis: string, dataset: Dataset): boolean {
  const coordinates = dataset.variables.get(dimension);
  return isCalled(dimension, axis) || (coordinates !== undefined && coordinateRole(coordinates) === roles[axis]);
}

/** The variable that lists the coordinates along an axis of a grid. */
export function coordinatesOf(dataset: Dataset, axis: string): Float64Array | undefined {
  const own = dataset.variables.get(axis);
  const lists = [...dataset.variables.values()].filter((array) => longAxes(array).length <= 1);
  const found =
    own ??
    lists.find(({ name }) => isCalled(name, axis)) ??
    lists.find((array) => array.shape.length === 1 && coordinateRole(array) === roles[axis]);
  if (found === undefined || longAxes(found).length > 1) return undefined;
  const unit = degrees[axis];
  return found === own || unit === undefined ? found.data : found.data.map(unit.radians);
}

/** The variable that lists the times: `t`, `time`, or the one whose attributes say so. */
export function timesOf({ variables }: Dataset): NamedArray | undefined {
  const named = variables.get('t') ?? variables.get('time');
  return named ?? [...variables.values()].find((array) => array.shape.length === 1 && coordinateRole(array) === 'time');
}

/**
 * The axis of time: the one called so, or the only one as long as `t` that leaves the shape of the grid. Where several do,
 * it is the first in an NPZ file, as `solve` writes it.
 * @param places - the shape of the grid, undefined where the file has to tell.
 * @throws InvalidInput where no axis or more than one will do.
 */
export function timeAxis(
  array: NamedArray,
  count: number,
  places: readonly number[] | undefined,
  dataset: Dataset,
  file: string,
  remark: (text: string) => void,
): number {
  const { name, shape, dimensions } = array;
  const got = `shape ${shape.join('×')}`;
  const named = dimensions?.findIndex((own) => /^t(ime)?$/i.test(own) || isAlong(own, 't', dataset)) ?? -1;
  const long = shape.flatMap((length, axis) => (length === count ? [axis] : []));
  const candidates = named < 0 ? long : long.filter((axis) => axis === named);
  if (candidates.length === 0) {
    throw new InvalidInput({ where: file, expected: `an axis of '${name}' with ${count} times`, got });
  }
  const wanted =
    places ??
    ['x', 'y', 'z'].flatMap((axis) => {
      const x = coordinatesOf(dataset, axis);
      return x === undefined ? [] : [x.length];
    });
  const fitting = candidates.filter((axis) => unordered(lengthsOf(array, longAxes(array, axis))) === unordered(wanted));
  const left = fitting.length > 0 ? fitting : candidates;
  if (left.length > 1) {
    if (dataset.format !== 'npz' && dataset.format !== 'npy') {
      throw new InvalidInput({
        where: file,
        expected: `one axis of '${name}' with ${count} times`,
        got,
        hint: 'leave out a snapshot, so that lengths tell which axis is time, or save an NPZ file with time first',
      });
    }
    remark(`${left.length} axes of '${name}' have ${count} places; the first of them is taken for time`);
  }
  return left[0]!;
}

/**
 * The axes of space of an array in the order of `names`: by dimension name where the file has these names, else as they stand.
 * @throws InvalidInput where only some of the names occur.
 */
export function spaceAxes(
  array: NamedArray,
  time: number | undefined,
  names: readonly string[],
  dataset: Dataset,
  file: string,
): readonly number[] {
  const axes = longAxes(array, time);
  const own = axes.map((axis) => array.dimensions?.[axis] ?? '');
  const found = names.map((name) => own.findIndex((dimension) => isAlong(dimension, name, dataset)));
  // An array of another rank is refused for its shape.
  if (axes.length !== names.length || found.every((position) => position < 0)) return axes;
  if (found.every((position) => position >= 0)) return found.map((position) => axes[position]!);
  throw new InvalidInput({
    where: file,
    expected: `the dimensions ${names.join(', ')} in '${array.name}'`,
    got: own.join(', '),
  });
}

/** Values with the axes in another order; axes that are left out have one place. */
export function reordered({ shape, data }: NamedArray, axes: readonly number[]): Float64Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const lengths = axes.map((axis) => shape[axis]!);
  const steps = axes.map((axis) => strides[axis]!);
  const index = axes.map(() => 0);
  const result = new Float64Array(data.length);
  let source = 0;
  for (let target = 0; target < result.length; target++) {
    result[target] = data[source]!;
    for (let a = axes.length - 1; a >= 0; a--) {
      source += steps[a]!;
      if (++index[a]! < lengths[a]!) break;
      source -= steps[a]! * lengths[a]!;
      index[a] = 0;
    }
  }
  return result;
}

/** Coordinates up to an isometry of the grid's space may begin anywhere; colatitudes and heights may not. */
const isFixed = (axis: string, grid: Grid): boolean => grid.space.kind !== 'E' && axis !== 'phi' && axis !== 'x';

/** Error of coordinates that were rounded to 1e-6 of a spacing or to single precision. */
export const rounding = (spacing: number, x: Float64Array): number =>
  1e-6 * Math.abs(spacing) + 2 ** -23 * x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/**
 * Refuses coordinates in the file that are not those of the grid; where the place of the origin means nothing, up to an
 * offset. A coordinate of another length than the axis belongs to something else.
 * @throws InvalidInput
 */
export function checkCoordinates(dataset: Dataset, grid: Grid, file: string): void {
  for (const { name, values } of grid.axes) {
    const x = coordinatesOf(dataset, name);
    if (x === undefined || x.length !== values.length) continue;
    const spacing = values.reduce(
      (least, value, i) => (i === 0 ? least : Math.min(least, value - values[i - 1]!)),
      1e300,
    );
    const tolerance = rounding(spacing, x);
    const offset = isFixed(name, grid) ? 0 : x[0]! - values[0]!;
    const bad = x.findIndex((value, i) => !(Math.abs(value - values[i]! - offset) <= tolerance));
    if (bad < 0) continue;
    const length = ((x.at(-1)! - x[0]!) / (x.length - 1)) * x.length;
    const box = `in the file ${x.length} steps along ${name} have the length ${Number(length.toPrecision(12))}`;
    throw new InvalidInput({
      where: file,
      expected: `the coordinates ${name} of grid ${grid.spec}, ${shownRow(values)}`,
      got: shownRow(x),
      hint: grid.space.kind === 'E' ? box : 'the grid has to be the one of the data',
    });
  }
}

const shownRow = (x: Float64Array): string =>
  `${[x[0]!, x[1]!].map((value) => Number(value.toPrecision(6))).join(', ')}, …, ${Number(x.at(-1)!.toPrecision(6))}`;
