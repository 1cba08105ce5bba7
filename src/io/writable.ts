/** What writers take, and what they refuse. */
import { InvalidInput } from '../base/index.js';
import { type NamedArray, shown, sizeOf } from './dataset.js';

/** What writers need of an array; formats that know neither dimensions nor attributes leave them out. */
export type WritableArray = Pick<NamedArray, 'name' | 'shape' | 'data' | 'dimensions' | 'attributes'>;

/** True for names that every format can hold: they are names of files too. */
export const isName = (name: string): boolean => !/^(\.{0,2}|\.z(array|attrs|group|metadata))$|[/\\\0]/.test(name);

/**
 * Refuses an array with a name that no format can hold or that one of those before it has, or with a shape that disagrees with its data.
 * @param before - names of those before it, to which its own is added.
 * @throws InvalidInput
 */
export function checkWritable({ name, shape, data }: WritableArray, before: Set<string>, where: string): void {
  if (!isName(name) || before.has(name)) {
    throw new InvalidInput({ where, expected: 'distinct array names without a slash', got: `'${shown(name)}'` });
  }
  before.add(name);
  if (sizeOf(shape) !== data.length) {
    const expected = `${sizeOf(shape)} values for '${shown(name)}' of shape (${shape.join(', ')})`;
    throw new InvalidInput({ where, expected, got: String(data.length) });
  }
}
