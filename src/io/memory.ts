/**
 * Memory for what a file says it holds. Formats with compression, or in which values never written take no place, let a file of a few
 * bytes stand for arrays of any size: these are refused before the memory is asked for.
 */
import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';
import { OutOfRange } from '../base/index.js';

/**
 * Makes an array of so many doubles.
 * @param name - what is to be read, fit for a message.
 * @throws OutOfRange for more than the machine, or its limit for this process, has memory for, or one array can hold.
 */
export function withRoom<T>(count: number, name: string, where: string, make: () => T): T {
  const room = Math.min(totalmem(), constrainedMemory() || Number.POSITIVE_INFINITY);
  const tooLarge = (): OutOfRange => {
    const gib = (bytes: number): string => `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`;
    const expected = `'${name}' to fit the memory of ${gib(room)}`;
    return new OutOfRange({ where, expected, got: gib(8 * count), hint: 'read it part by part, as openDataset does' });
  };
  if (!(8 * count <= room)) throw tooLarge();
  try {
    return make();
  } catch (error) {
    throw error instanceof RangeError ? tooLarge() : error;
  }
}
