/**
 * What every reader returns: named arrays of doubles in C order (last index fastest), whatever order and number type
 * the file has.
 */
import { InvalidInput } from '../base/index.js';
import { withRoom } from './memory.js';

/** Attribute of a variable or file, e.g. `units`. */
export type Attribute = string | number | readonly number[];

/** One array. `data` has `shape[0]·shape[1]·…` values, last index fastest; a scalar has shape `[]`. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float64Array;
  /** Name of each axis, where the format knows it (NetCDF, Zarr, tables). */
  readonly dimensions?: readonly string[];
  /** Attributes, where the format has them (NetCDF, HDF5, Zarr). */
  readonly attributes?: ReadonlyMap<string, Attribute>;
  /** Reads a part of an array that is still in its file; absent where all of it is in memory. */
  readonly part?: PartReader;
}

/** Parts of an array in a file. `data` of such an array reads everything anew each time. */
export interface PartReader {
  /** The values at `start[a] … start[a] + count[a] − 1` along every axis a, in C order. */
  read(start: readonly number[], count: readonly number[]): Float64Array;
  /** How many places along each axis are stored together and best read together. */
  readonly chunk: readonly number[];
}

/**
 * A file's contents. A complex array is two variables: the real part under its name, the imaginary part under
 * `NAME_imag`. What holds no numbers (text, structs, cells, objects) is not read: `skipped` maps its name to the reason.
 */
export interface Dataset {
  readonly format: 'npy' | 'npz' | 'mat5' | 'netcdf3' | 'hdf5' | 'zarr' | 'parquet' | 'csv';
  readonly variables: ReadonlyMap<string, NamedArray>;
  readonly skipped: ReadonlyMap<string, string>;
}

/** A dataset whose large arrays may still be in its file, to be read part by part. */
export interface OpenDataset extends Dataset {
  /** Lets go of the file; parts cannot be read afterwards. */
  close(): void;
}

/** An array of which nothing is in memory. */
export class FileArray implements NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dimensions?: readonly string[];
  readonly attributes?: ReadonlyMap<string, Attribute>;
  readonly part: PartReader;

  /** @param where - the file, for messages. */
  constructor(array: Omit<NamedArray, 'data' | 'part'>, part: PartReader, where: string) {
    this.name = array.name;
    this.shape = array.shape;
    if (array.dimensions !== undefined) this.dimensions = array.dimensions;
    if (array.attributes !== undefined) this.attributes = array.attributes;
    this.part = {
      read: (start, count) => withRoom(sizeOf(count), shown(array.name), where, () => part.read(start, count)),
      chunk: part.chunk,
    };
  }

  get data(): Float64Array {
    return this.part.read(
      this.shape.map(() => 0),
      this.shape,
    );
  }
}

/** Collects variables while a file is read and refuses a name that comes twice. */
export class DatasetBuilder {
  readonly #variables = new Map<string, NamedArray>();
  readonly #skipped = new Map<string, string>();
  readonly #where: string;

  constructor(where: string) {
    this.#where = where;
  }

  add(array: NamedArray): void {
    if (this.#variables.has(array.name)) {
      throw new InvalidInput({
        where: this.#where,
        expected: 'distinct variable names',
        got: `${shown(array.name)} twice`,
      });
    }
    this.#variables.set(array.name, array);
  }

  /** Adds a complex array as two real ones. */
  addComplex(array: NamedArray, imaginary: Float64Array): void {
    this.add(array);
    this.add({ ...array, name: `${array.name}_imag`, data: imaginary });
  }

  skip(name: string, reason: string): void {
    this.#skipped.set(name, reason);
  }

  build(format: Dataset['format']): Dataset {
    return { format, variables: this.#variables, skipped: this.#skipped };
  }
}

/**
 * The variable called `name`; without a name the only one, the one called `values`, or the only one with more than one axis
 * (coordinates have one), imaginary parts aside.
 * @throws InvalidInput naming the variables that are there.
 * @example
 * selectVariable(readDataset('run.npz'), 'values', 'run.npz').shape // [2, 3]
 */
export function selectVariable(dataset: Dataset, name: string | undefined, where: string): NamedArray {
  const names = [...dataset.variables.keys()];
  const tensors = [...dataset.variables.values()].filter(
    ({ name: own, shape }) =>
      shape.filter((length) => length > 1).length > 1 && !(own.endsWith('_imag') && names.includes(own.slice(0, -5))),
  );
  const only = names.length === 1 ? names[0]! : tensors.length === 1 ? tensors[0]!.name : 'values';
  const wanted = name ?? (names.includes('values') ? 'values' : only);
  const found = dataset.variables.get(wanted);
  if (found !== undefined) return found;
  if (names.length === 0) {
    const got = [...dataset.skipped].map(([own, reason]) => `'${shown(own)}', which is ${reason}`).join('; ') || 'none';
    throw new InvalidInput({ where, expected: 'at least one numeric variable', got });
  }
  const reason = dataset.skipped.get(wanted);
  throw new InvalidInput({
    where,
    expected: `a variable among ${names.map(shown).join(', ')}`,
    got:
      reason !== undefined ? `'${wanted}', which is ${reason}` : name === undefined ? 'no name' : `'${shown(wanted)}'`,
    ...(name === undefined && { hint: `name one, FILE:${shown(names[0]!)} or --var ${shown(names[0]!)}` }),
  });
}

/** Product of the sizes of a shape, or `Infinity` where it exceeds 2^53. */
export function sizeOf(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  const size = shape.reduce((product, length) => product * length, 1);
  return Number.isSafeInteger(size) ? size : Number.POSITIVE_INFINITY;
}

/** Reorders values stored with the first index fastest (Fortran, MATLAB) to C order. */
export function fromFortranOrder(data: Float64Array, shape: readonly number[]): Float64Array {
  if (shape.filter((length) => length !== 1).length <= 1) return data;
  const result = new Float64Array(data.length);
  const rank = shape.length;
  const strides: number[] = [];
  let stride = 1;
  for (const length of shape) {
    strides.push(stride);
    stride *= length;
  }
  const index = new Array<number>(rank).fill(0);
  let source = 0;
  for (let target = 0; target < data.length; target++) {
    result[target] = data[source]!;
    for (let axis = rank - 1; axis >= 0; axis--) {
      index[axis]!++;
      source += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

/** A name from a file, fit for a one-line message: control characters shown as '?', at most 40 characters. */
export function shown(name: string): string {
  const printable = [...name].map((c) => (c < ' ' || c === '\u007f' ? '?' : c));
  return printable.length > 40 ? `${printable.slice(0, 40).join('')}…` : printable.join('');
}
