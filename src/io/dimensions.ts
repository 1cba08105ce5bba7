/** Arrays to be written by formats in which dimensions have names. */
import { InvalidInput } from '../base/index.js';
import { shown } from './dataset.js';
import { checkWritable, isName, type WritableArray } from './writable.js';

/** Attributes that say how values were stored elsewhere; here they are what they mean. */
const packing: readonly string[] = ['scale_factor', 'add_offset', '_FillValue', 'missing_value', '_Unsigned'];

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
    checkWritable(array, names, where);
    const dimensions = array.dimensions ?? (shape.length === 1 ? [name] : shape.map((_, axis) => `${name}_${axis}`));
    if (dimensions.length !== shape.length) {
      const expected = `${dimensions.length} axes of '${shown(name)}', as there are names of dimensions`;
      throw new InvalidInput({ where, expected, got: `shape (${shape.join(', ')})` });
    }
    for (const [axis, dimension] of dimensions.entries()) {
      const length = lengths.get(dimension) ?? shape[axis]!;
      if (!isName(dimension)) {
        throw new InvalidInput({
          where,
          expected: 'names of dimensions without a slash',
          got: `'${shown(dimension)}'`,
        });
      }
      if (length !== shape[axis]) {
        const expected = `${length} places of '${shown(name)}' along '${shown(dimension)}'`;
        throw new InvalidInput({ where, expected, got: `shape (${shape.join(', ')})` });
      }
      lengths.set(dimension, length);
    }
    const attributes = new Map([...(array.attributes ?? [])].filter(([key]) => !packing.includes(key)));
    return { name, shape, data, dimensions, attributes };
  });
  return { arrays, lengths };
}
