/** Data in space and time from a file: fields as one array for each time, and the grid they live on. */
import { InvalidInput } from '../base/index.js';
import { type SliceSeries, sliceAt } from '../discovery/index.js';
import type { Grid } from '../grid/index.js';
import { type Dataset, fromLongTable, type NamedArray, openDataset, selectVariable } from '../io/index.js';
import { checkCoordinates, coordinatesOf, longAxes, rounding, spaceAxes, timeAxis, timesOf } from './axes.js';
import { type GridOptions, readGrid } from './grids.js';
import { fieldSlices } from './slices.js';

/** Which file, fields and grid. */
export interface SnapshotOptions extends Pick<GridOptions, 'space' | 'curvature'> {
  readonly dim?: string;
  readonly grid?: string;
  readonly fields: readonly string[];
  /** Variable of each field, in the same order. */
  readonly variables?: readonly string[];
  /** Bytes of values to read into memory at most; beyond it slices are read when they are needed. */
  readonly memory?: number;
}

/** Bytes of values that are read into memory. */
export const usualMemory = 2 ** 30;

/** What a file of snapshots holds. */
export interface SnapshotData {
  readonly grid: Grid;
  readonly times: Float64Array;
  readonly fields: readonly { readonly name: string; readonly values: SliceSeries }[];
  /** What was assumed. */
  readonly remarks: readonly string[];
  /** Lets go of the file, where slices are still read from it. */
  close(): void;
}

/** Columns of a long table that are coordinates, where it has them. */
const tableCoordinates = ['t', 'time', 'x', 'y', 'z', 'theta', 'phi', 'latitude', 'longitude', 'lat', 'lon'];

/** Variables that a field may be called in a file: as told, its own name, or the only candidate. */
function variableOf(dataset: Dataset, file: string, options: SnapshotOptions, position: number): NamedArray {
  const field = options.fields[position]!;
  const told = options.variables?.[position];
  if (told === undefined && (dataset.variables.has(field) || options.fields.length > 1)) {
    return selectVariable(dataset, field, file);
  }
  return selectVariable(dataset, told, file);
}

/** The axes of space by name: as the dimensions say, or x, y, z as far as needed. */
function axisNames(array: NamedArray, time: number): string[] {
  const count = longAxes(array, time).length;
  const own = longAxes(array, time).map((axis) => array.dimensions?.[axis] ?? '');
  const names = ['x', 'y', 'z'].filter((name) => own.includes(name));
  return names.length === count ? names : ['x', 'y', 'z'].slice(0, count);
}

/** A periodic Cartesian grid from the coordinates in the file. */
function inferGrid(dataset: Dataset, file: string, names: readonly string[], shape: readonly number[]): string {
  const lengths = shape.map((count, axis) => {
    const name = names[axis] ?? `axis ${axis}`;
    const x = coordinatesOf(dataset, name);
    if (x === undefined || x.length !== count) {
      throw new InvalidInput({
        where: file,
        expected: `coordinates '${name}' with ${count} values`,
        got: x === undefined ? 'none' : `${x.length} values`,
        hint: 'describe the grid with --grid',
      });
    }
    const step = (x[count - 1]! - x[0]!) / (count - 1);
    const tolerance = rounding(step, x);
    const uneven = x.findIndex((value, i) => !(Math.abs(value - x[0]! - i * step) <= tolerance));
    if (!(step > 0) || uneven >= 0) {
      throw new InvalidInput({
        where: file,
        expected: `'${name}' rising in equal steps`,
        got: `${x[Math.max(uneven, 0)]} at ${Math.max(uneven, 0)}`,
      });
    }
    return { length: Number((step * count).toPrecision(12)), first: x[0]! / step, name };
  });
  const spec = `cartesian:${shape.join('x')}:${lengths.map(({ length }) => length).join('x')}`;
  // Nodes half a step from the edge of the box are those of an axis with walls, as `solve` writes them.
  const walled = lengths.find(({ first }) => Math.abs(first - 0.5) < 1e-4);
  if (walled !== undefined) {
    throw new InvalidInput({
      where: file,
      expected: 'a grid with --grid',
      got: `'${walled.name}' from half a step, which may end in walls`,
      hint: `--grid ${spec}:neumann, ${spec}:dirichlet or ${spec}:periodic`,
    });
  }
  return spec;
}

/** A periodic axis whose last values are the first ones again, though neighbours differ. */
function repeatedEnd({ axes, shape }: Grid, snapshots: SliceSeries): string | undefined {
  const states = axes.flatMap(({ name, rule }, a) => {
    if (rule !== 'periodic') return [];
    const after = shape.slice(a + 1).reduce((product, length) => product * length, 1);
    return [{ name, after, last: (shape[a]! - 1) * after, gap: 0, step: 0, largest: 0 }];
  });
  for (let k = 0; k < snapshots.length; k++) {
    const u = sliceAt(snapshots, k);
    for (const state of states) {
      const { last, after } = state;
      for (let start = 0; start < u.length; start += last + after) {
        for (let i = start; i < start + after; i++) {
          state.gap = Math.max(state.gap, Math.abs(u[i + last]! - u[i]!));
          state.step = Math.max(state.step, Math.abs(u[i + after]! - u[i]!));
          state.largest = Math.max(state.largest, Math.abs(u[i]!));
        }
      }
    }
  }
  return states.find(({ gap, step, largest }) => gap <= 1e-9 * step && step > 1e-6 * largest)?.name;
}

/**
 * Reads times, fields and grid. Without `grid` the data live on a periodic Cartesian grid with the coordinates `x`, `y`, `z`
 * of the file, as a remark says; with one, coordinates in the file have to agree with it.
 * @throws InvalidInput where variables are missing or shapes disagree.
 */
export async function readSnapshots(file: string, options: SnapshotOptions): Promise<SnapshotData> {
  const dataset = await openDataset(file);
  const close = (): void => dataset.close();
  try {
    return { ...snapshotsOf(fromLongTable(dataset, tableCoordinates, file), file, options), close };
  } catch (error) {
    close();
    throw error;
  }
}

function snapshotsOf(dataset: Dataset, file: string, options: SnapshotOptions): Omit<SnapshotData, 'close'> {
  const { variables, fields: names, space } = options;
  if (variables !== undefined && variables.length !== names.length) {
    const expected = `--var with one variable for each of ${names.join(', ')}`;
    throw new InvalidInput({ where: file, expected, got: variables.join(', ') });
  }
  const times = timesOf(dataset)?.data;
  if (times === undefined) {
    throw new InvalidInput({
      where: file,
      expected: "times in a variable 't'",
      got: `the variables ${[...dataset.variables.keys()].join(', ')}`,
    });
  }
  const arrays = names.map((_, position) => variableOf(dataset, file, options, position));
  if (options.grid === undefined && space !== 'E') {
    throw new InvalidInput({ where: file, expected: 'a grid for data on a curved space', got: 'no --grid' });
  }
  const remarks: string[] = [];
  const remark = (text: string): void => void remarks.push(text);
  const first = arrays[0]!;
  // One long axis is time, whichever it is.
  const dimension = longAxes(first).length - (times.length > 1 ? 1 : 0);
  if (dimension < 1) {
    throw new InvalidInput({
      where: file,
      expected: `'${first.name}' with an axis of space beside its ${times.length} times`,
      got: `shape ${first.shape.join('×')}`,
    });
  }
  const gridOf = (spec: string): Grid =>
    readGrid({
      space,
      dim: options.dim ?? String(space === 'E' ? dimension : 2),
      grid: spec,
      ...(options.curvature !== undefined && { curvature: options.curvature }),
    });
  const told = options.grid === undefined ? undefined : gridOf(options.grid);
  const timeAxes = arrays.map((array) => timeAxis(array, times.length, told?.shape, dataset, file, remark));
  const axes = told?.axes.map(({ name }) => name) ?? axisNames(first, timeAxes[0]!);
  const orders = arrays.map((array, position) => spaceAxes(array, timeAxes[position]!, axes, dataset, file));
  const shapes = arrays.map((array, position) => orders[position]!.map((axis) => array.shape[axis]!));
  const grid = told ?? gridOf(inferGrid(dataset, file, axes, shapes[0]!));
  const fields = arrays.map((array, position) => {
    const shape = shapes[position]!.join('×');
    const wanted = grid.shape.join('×');
    if (shape !== wanted) {
      const expected = `snapshots of shape ${wanted} in '${array.name}' for grid ${grid.spec}`;
      throw new InvalidInput({ where: file, expected, got: shape });
    }
    const share = (options.memory ?? usualMemory) / names.length;
    const { values, inFile } = fieldSlices(array, timeAxes[position]!, orders[position]!, share);
    if (inFile) remark(`'${array.name}' stays in its file; slices are read when they are needed`);
    return { name: names[position]!, values };
  });
  if (told !== undefined) checkCoordinates(dataset, told, file);
  for (const { name, values } of fields) {
    const axis = repeatedEnd(grid, values);
    if (axis === undefined) continue;
    const got = `the first values of '${name}' along ${axis} again at the last place`;
    // What the caller says outweighs the values, which may be symmetric.
    if (told !== undefined) remark(`${got}: is it the end of the period?`);
    else {
      const hint = `leave out the last place, or say --grid ${grid.spec}`;
      throw new InvalidInput({ where: file, expected: 'each place of a period once', got, hint });
    }
  }
  if (told === undefined) remark(`grid ${grid.spec}:periodic, from the coordinates in the file`);
  return { grid, times, fields, remarks };
}
