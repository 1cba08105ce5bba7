/** Arrays to be written by formats in which dimensions have names. */
import { InvalidInput } from '../base/index.js';
import { shown, sizeOf } from './dataset.js';
import type { WritableArray } from './npy.js';

/** Attributes that say how values were stored elsewhere; here they are what they mean. */
const packing: readonly string[] = ['scale_factor', 'add_offset', '_FillValue', 'missing_value'];

/** An array all of whose dimensions have names. */
export type NamedAxes = WritableArray & { readonly dimensions: readonly string[] };

/** Arrays whose axes have names, and the length of every dimension, in the order in which they are first met. */
export interface Dimensioned {
  readonly arrays: readonly NamedAxes[];
  readonly lengths: ReadonlyMap<string, number>;
}

/**
 * Names for all axes: the given ones, else the array's own name for one axis and `NAME_0, NAME_1, …` for more.
 * @throws InvalidInput where names repeat, a shape disagrees with its data, or a dimension has two lengths.
 */
export function dimensioned(given: readonly WritableArray[], where: string): Dimensioned {
  const lengths = new Map<string, number>();
  const names = new Set<string>();
  const arrays = given.map((array): NamedAxes => {
    const { name, shape, data } = array;
    if (name === '' || /[/\0]/.test(name) || names.has(name)) {
      throw new InvalidInput({ where, expected: 'distinct array names without a slash', got: `'${shown(name)}'` });
    }
    names.add(name);
    if (sizeOf(shape) !== data.length) {
      const expected = `${sizeOf(shape)} values for '${name}' of shape (${shape.join(', ')})`;
      throw new InvalidInput({ where, expected, got: String(data.length) });
    }
    const dimensions = array.dimensions ?? (shape.length === 1 ? [name] : shape.map((_, axis) => `${name}_${axis}`));
    for (const [axis, dimension] of dimensions.entries()) {
      const length = lengths.get(dimension) ?? shape[axis]!;
      if (dimensions.length !== shape.length || length !== shape[axis]) {
        const expected = `${dimensions.length} axes of '${name}' and ${length} places along '${dimension}'`;
        throw new InvalidInput({ where, expected, got: `shape (${shape.join(', ')})` });
      }
      lengths.set(dimension, length);
    }
    const attributes = new Map([...(array.attributes ?? [])].filter(([key]) => !packing.includes(key)));
    return { name, shape, data, dimensions, attributes };
  });
  return { arrays, lengths };
}
