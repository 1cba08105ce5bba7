/** Data in space and time from a file: fields as one array for each time, and the grid they live on. */
import { InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { type Dataset, type NamedArray, readDataset, selectVariable } from '../io/index.js';
import { type GridOptions, readGrid } from './grids.js';

/** Which file, fields and grid. */
export interface SnapshotOptions extends Pick<GridOptions, 'space' | 'curvature'> {
  readonly dim?: string;
  readonly grid?: string;
  readonly fields: readonly string[];
  /** Variable of each field, in the same order. */
  readonly variables?: readonly string[];
}

/** What a file of snapshots holds. */
export interface SnapshotData {
  readonly grid: Grid;
  readonly times: Float64Array;
  readonly fields: readonly { readonly name: string; readonly values: readonly Float64Array[] }[];
}

/** Variables that a field may be called in a file: as told, its own name, or the only candidate. */
function variableOf(dataset: Dataset, file: string, options: SnapshotOptions, position: number): NamedArray {
  const field = options.fields[position]!;
  const told = options.variables?.[position];
  if (told === undefined && (dataset.variables.has(field) || options.fields.length > 1)) {
    return selectVariable(dataset, field, file);
  }
  return selectVariable(dataset, told, file);
}

/** The axis of time: the one called so, or the first whose length is that of `t`. */
function timeAxis({ name, shape, dimensions }: NamedArray, count: number, file: string): number {
  const named = dimensions?.findIndex((dimension) => /^t(ime)?$/i.test(dimension)) ?? -1;
  const axis = named >= 0 ? named : shape.indexOf(count);
  if (axis >= 0 && shape[axis] === count) return axis;
  throw new InvalidInput({
    where: file,
    expected: `an axis of '${name}' with ${count} times`,
    got: `shape ${shape.join('×')}`,
  });
}

/** One array for each time, the other axes in their order. */
function split({ data, shape }: NamedArray, axis: number): Float64Array[] {
  const after = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const count = shape[axis]!;
  const size = data.length / count;
  return Array.from({ length: count }, (_, t) =>
    Float64Array.from({ length: size }, (_, i) => data[(Math.floor(i / after) * count + t) * after + (i % after)]!),
  );
}

/** A periodic Cartesian grid from the coordinates in the file. */
function inferGrid(dataset: Dataset, file: string, shape: readonly number[]): string {
  const lengths = shape.map((count, axis) => {
    const name = ['x', 'y', 'z'][axis] ?? `axis ${axis}`;
    const x = dataset.variables.get(name)?.data;
    if (x === undefined || x.length !== count) {
      throw new InvalidInput({
        where: file,
        expected: `coordinates '${name}' with ${count} values`,
        got: x === undefined ? 'none' : `${x.length} values`,
        hint: 'describe the grid with --grid',
      });
    }
    const step = (x[count - 1]! - x[0]!) / (count - 1);
    const uneven = x.findIndex((value, i) => !(Math.abs(value - x[0]! - i * step) <= 1e-6 * Math.abs(step)));
    if (!(step > 0) || uneven >= 0) {
      throw new InvalidInput({
        where: file,
        expected: `'${name}' rising in equal steps`,
        got: `${x[Math.max(uneven, 0)]} at ${Math.max(uneven, 0)}`,
      });
    }
    return step * count;
  });
  return `cartesian:${shape.join('x')}:${lengths.join('x')}`;
}

/**
 * Reads times, fields and grid. Without `grid` the data live on a periodic Cartesian grid with the coordinates `x`, `y`, `z` of the file.
 * @throws InvalidInput where variables are missing or shapes disagree.
 */
export function readSnapshots(file: string, options: SnapshotOptions): SnapshotData {
  const dataset = readDataset(file);
  const times = (dataset.variables.get('t') ?? dataset.variables.get('time'))?.data;
  if (times === undefined) {
    throw new InvalidInput({
      where: file,
      expected: "times in a variable 't'",
      got: `the variables ${[...dataset.variables.keys()].join(', ')}`,
    });
  }
  const arrays = options.fields.map((_, position) => variableOf(dataset, file, options, position));
  const axes = arrays.map((array) => timeAxis(array, times.length, file));
  const spatial = arrays[0]!.shape.filter((length, axis) => axis !== axes[0] && length > 1);
  if (options.grid === undefined && options.space !== 'E') {
    throw new InvalidInput({ where: file, expected: 'a grid for data on a curved space', got: 'no --grid' });
  }
  const grid = readGrid({
    space: options.space,
    dim: options.dim ?? String(options.space === 'E' ? spatial.length : 2),
    grid: options.grid ?? inferGrid(dataset, file, spatial),
    ...(options.curvature !== undefined && { curvature: options.curvature }),
  });
  const fields = arrays.map((array, position) => {
    const shape = array.shape.filter((length, axis) => axis !== axes[position] && length > 1);
    const wanted = grid.shape.filter((length) => length > 1);
    if (shape.join() !== wanted.join()) {
      throw new InvalidInput({
        where: file,
        expected: `snapshots of shape ${wanted.join('×')} in '${array.name}' for grid ${grid.spec}`,
        got: shape.join('×'),
      });
    }
    return { name: options.fields[position]!, values: split(array, axes[position]!) };
  });
  return { grid, times, fields };
}
