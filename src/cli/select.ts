/** `--select level=500,month=1`: one place along axes of arrays in files, by the coordinate there. */
import { Option } from 'commander';
import { InvalidInput } from '../base/index.js';
import type { Dataset, NamedArray } from '../io/index.js';
import { readList, readNumber } from './command.js';

/** The option `--select`. */
export const selectOption = (): Option =>
  new Option('--select <axis=value,…>', 'one place along other axes of arrays in files, such as level=500,month=1');

/** Coordinate by name of an axis. */
export type Selection = ReadonlyMap<string, number>;

/** @throws InvalidInput for anything but `name=number` parts with different names. */
export function readSelection(text: string | undefined): Selection {
  const result = new Map<string, number>();
  for (const part of text === undefined ? [] : readList('--select', text)) {
    const [name, value, ...more] = part.split('=');
    if (name === undefined || value === undefined || more.length > 0 || result.has(name)) {
      throw new InvalidInput({
        where: '--select',
        expected: '--select as a list such as level=500,month=1',
        got: `'${text}'`,
      });
    }
    result.set(name, readNumber(`--select ${name}`, value));
  }
  return result;
}

/** Coordinates along a named axis of an array: those of the variable with its name, or 0, 1, …. */
export function coordinatesAlong(dataset: Dataset, name: string, length: number): Float64Array {
  const own = dataset.variables.get(name);
  return own?.data.length === length ? own.data : Float64Array.from({ length }, (_, i) => i);
}

/**
 * The part of an array at the selected places; axes that are selected keep one place, names that it has not are left out.
 * @throws InvalidInput where no coordinate has the value.
 */
export function selected(array: NamedArray, dataset: Dataset, selection: Selection, file: string): NamedArray {
  let { shape, data } = array;
  for (const [axis, name] of (array.dimensions ?? []).entries()) {
    const wanted = selection.get(name);
    if (wanted === undefined) continue;
    const coordinates = coordinatesAlong(dataset, name, shape[axis]!);
    const place = coordinates.findIndex((value) => Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted));
    if (place < 0) {
      throw new InvalidInput({ where: file, expected: `${name} among ${coordinates.join(', ')}`, got: String(wanted) });
    }
    const block = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    const length = shape[axis]!;
    const outer = data.length / (block * length);
    const part = new Float64Array(outer * block);
    for (let i = 0; i < outer; i++) {
      const from = (i * length + place) * block;
      part.set(data.subarray(from, from + block), i * block);
    }
    data = part;
    shape = shape.with(axis, 1);
  }
  return { ...array, shape, data };
}
