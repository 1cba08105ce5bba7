/**
 * Long tables and arrays: one row for each place, with its coordinates in columns, is an array over these coordinates, whatever
 * the order of the rows. As `DataFrame.set_index(…).to_xarray()` of pandas and `to_dataframe` of xarray have it.
 */
import { InvalidInput } from '../base/index.js';
import { type Dataset, DatasetBuilder, shown } from './dataset.js';
import type { WritableArray } from './writable.js';

/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly data: Float64Array;
}

/**
 * The columns of a long table: the coordinates of the largest array, then every array over the same dimensions.
 * @throws InvalidInput where arrays have no names of dimensions, others than the largest, or other lengths along them.
 */
export function longTable(arrays: readonly WritableArray[], where: string): readonly Column[] {
  const [first, ...others] = arrays;
  if (first === undefined) throw new InvalidInput({ where, expected: 'at least one array for a table', got: 'none' });
  const largest = others.reduce((most, array) => (array.data.length > most.data.length ? array : most), first);
  const { shape, dimensions } = largest;
  if (dimensions === undefined || dimensions.length !== shape.length) {
    throw new InvalidInput({ where, expected: `names for the dimensions of '${shown(largest.name)}'`, got: 'none' });
  }
  const rows = largest.data.length;
  const after = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const column = (name: string, data: Float64Array, own: readonly string[]): Column => {
    const axes = own.map((dimension) => dimensions.indexOf(dimension));
    if (axes.includes(-1)) {
      const expected = `dimensions of '${name}' among ${dimensions.join(', ')} for a table`;
      throw new InvalidInput({ where, expected, got: own.join(', ') });
    }
    const size = axes.reduce((product, axis) => product * shape[axis]!, 1);
    if (size !== data.length) {
      const expected = `${size} values of '${shown(name)}' over (${own.join(', ')})`;
      throw new InvalidInput({ where, expected, got: String(data.length) });
    }
    const steps = axes.map((_, i) => axes.slice(i + 1).reduce((product, axis) => product * shape[axis]!, 1));
    return {
      name,
      data: Float64Array.from({ length: rows }, (_, row) => {
        let at = 0;
        for (const [i, axis] of axes.entries()) at += steps[i]! * (Math.floor(row / after[axis]!) % shape[axis]!);
        return data[at]!;
      }),
    };
  };
  const coordinates = dimensions.map((dimension, axis) => {
    const own =
      arrays.find(({ name }) => name === dimension)?.data ?? Float64Array.from({ length: shape[axis]! }, (_, i) => i);
    return column(dimension, own, [dimension]);
  });
  const rest = arrays.filter(({ name }) => !dimensions.includes(name));
  return [...coordinates, ...rest.map(({ name, data, dimensions: own = [] }) => column(name, data, own))];
}

/**
 * A long table as arrays over its coordinate columns; places without a row are NaN. What is no long table over these columns stays
 * as it is.
 * @param coordinates - names of columns that are coordinates where the table has them, in the order of the axes.
 * @throws InvalidInput where two rows have the same coordinates.
 * @example
 * const text = new TextEncoder().encode('t,x,u\n0,1,5\n0,0,4\n1,0,6\n1,1,7\n');
 * fromLongTable(decodeDataset(text, 'run.csv'), ['t', 'x'], 'run.csv').variables.get('u')?.data // [4, 5, 6, 7]
 */
export function fromLongTable(table: Dataset, coordinates: readonly string[], where: string): Dataset {
  const names = coordinates.filter((name) => table.variables.has(name));
  const columns = names.map((name) => table.variables.get(name)!);
  const rows = columns[0]?.data.length ?? 0;
  const isTable = [...table.variables.values()].every(
    ({ dimensions }) => dimensions?.length === 1 && dimensions[0] === 'row',
  );
  if (!isTable || names.length < 2 || names.length === table.variables.size || rows === 0) return table;
  const axes = columns.map(({ data }) => Float64Array.from(new Set(data)).sort());
  const size = axes.reduce((product, values) => product * values.length, 1);
  // columns of coordinates that happen to be called so make an array far larger than the table
  if (size > 16 * rows || columns.some(({ data }) => data.some(Number.isNaN))) return table;
  const places = columns.map(({ data }, a) => {
    const at = new Map(Array.from(axes[a]!, (value, i) => [value, i]));
    return data.map((value) => at.get(value)!);
  });
  const target = Float64Array.from({ length: rows }, (_, row) =>
    places.reduce((sum, place, a) => sum * axes[a]!.length + place[row]!, 0),
  );
  const seen = new Uint8Array(size);
  for (const [row, place] of target.entries()) {
    if (seen[place] === 1) {
      const got = `${names.map((name, a) => `${shown(name)} = ${columns[a]!.data[row]}`).join(', ')} twice`;
      throw new InvalidInput({ where, expected: 'one row for each place', got });
    }
    seen[place] = 1;
  }
  const builder = new DatasetBuilder(where);
  for (const { name, data, attributes } of table.variables.values()) {
    const kept = attributes && { attributes };
    const axis = names.indexOf(name);
    if (axis >= 0) {
      builder.add({ name, shape: [axes[axis]!.length], data: axes[axis]!, dimensions: [name], ...kept });
      continue;
    }
    const values = new Float64Array(size).fill(Number.NaN);
    for (const [row, place] of target.entries()) values[place] = data[row]!;
    builder.add({ name, shape: axes.map(({ length }) => length), data: values, dimensions: names, ...kept });
  }
  for (const [name, reason] of table.skipped) builder.skip(name, reason);
  return builder.build(table.format);
}
