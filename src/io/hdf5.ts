/**
 * NetCDF 4 and other HDF5 files, by the optional package h5wasm. Dimension names come from the dimension scales that are attached
 * to a variable [netcdf-4-format]; a scale without values is a dimension only. Values mean what the CF conventions say (cf.ts).
 * Variables in groups are called `GROUP/NAME`. MATLAB 7.3 stores axes in reverse order, and so they are read.
 */
import { InvalidInput, JetgraphError } from '../base/index.js';
import type { NumberType } from './bytes.js';
import { meaning } from './cf.js';
import { type Attribute, DatasetBuilder, FileArray, type OpenDataset, shown, sizeOf } from './dataset.js';
import { optionalPackage } from './optional.js';

type Hdf5 = typeof import('h5wasm/node');
type Variable = InstanceType<Hdf5['Dataset']>;
type File = InstanceType<Hdf5['File']>;

const HDF5_MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Classes of HDF5 types that hold no plain numbers. */
const otherClasses: Readonly<Record<number, string>> = {
  2: 'a time',
  3: 'text',
  4: 'a bit field',
  5: 'opaque',
  6: 'a compound',
  7: 'a reference',
  8: 'an enumeration',
  9: 'of variable length',
  10: 'an array type',
};

/** Types that are read. */
const numberTypes: readonly NumberType[] = ['f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8'];

/** Values that the library reads at once: its own memory is 2 GiB. */
const largestSlice = 2 ** 24;

/** Attributes by which the formats hold together; they mean nothing outside. */
const internal =
  /^(DIMENSION_LIST|DIMENSION_LABELS|REFERENCE_LIST|CLASS|NAME|_Netcdf4Dimid|_Netcdf4Coordinates|_nc3_strict|_NCProperties)$/;

/** What NetCDF calls a dimension without a variable. */
const onlyDimension = /^This is a netCDF dimension but not a netCDF variable/;

/** True when the bytes begin like HDF5; MATLAB 7.3 puts a block of 512 bytes before it. */
export function isHdf5(bytes: Uint8Array): boolean {
  return [0, 512].some((at) => HDF5_MAGIC.every((byte, i) => bytes[at + i] === byte));
}

/** The package, ready to work. @throws Unsupported where it is not installed. */
export async function hdf5Package(where: string): Promise<Hdf5> {
  const hdf5 = await optionalPackage('h5wasm', 'NetCDF 4 and HDF5', where, () => import('h5wasm/node'));
  // otherwise the library prints its own account of an error to standard error
  (await hdf5.ready).activate_throwing_error_handler();
  return hdf5;
}

/**
 * Opens an HDF5 file; values stay in it.
 * @throws InvalidInput where the file is damaged.
 * @throws Unsupported where h5wasm is not installed.
 */
export async function openHdf5(path: string): Promise<OpenDataset> {
  const hdf5 = await hdf5Package(path);
  const checked = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof JetgraphError || error instanceof RangeError) throw error;
      // the innermost of the library's complaints says what is wrong
      const complaint = /.*\(\): ([^\n]+)/s.exec(String(error))?.[1] ?? String(error);
      throw new InvalidInput({ where: path, expected: 'a whole HDF5 file', got: `an error, '${shown(complaint)}'` });
    }
  };
  const file = checked(() => new hdf5.File(path, 'r'));
  try {
    const builder = new DatasetBuilder(path);
    checked(() => addVariables(hdf5, builder, file, { path, checked }));
    const { format, variables, skipped } = builder.build('hdf5');
    return { format, variables, skipped, close: () => void file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

interface Context {
  readonly path: string;
  readonly checked: <T>(read: () => T) => T;
}

/** A variable with the scales of its axes. */
interface Scaled {
  readonly name: string;
  readonly variable: Variable;
  /** Path of the scale of each axis, where it has one. */
  readonly scales: readonly (string | undefined)[];
}

/** Adds what the file holds, every group once: links may go around in circles. */
function addVariables(hdf5: Hdf5, builder: DatasetBuilder, file: File, context: Context): void {
  const isNetcdf = file.attrs._NCProperties !== undefined;
  const variables = new Map<string, Variable>();
  for (const name of file.paths()) {
    const item = file.get(`/${name}`);
    if (item instanceof hdf5.Dataset) variables.set(name, item);
    else if (!(item instanceof hdf5.Group)) builder.skip(name, 'a link');
  }
  const dimensions = new Map<number, string>();
  for (const variable of variables.values()) {
    const id = variable.get_scale_name() === null ? undefined : attributesOf(variable, /^$/).get('_Netcdf4Dimid');
    if (typeof id === 'number') dimensions.set(id, variable.path);
  }
  const scaled = [...variables].map(
    ([name, variable]): Scaled => ({ name, variable, scales: scalesOf(variable, dimensions) }),
  );
  // NetCDF's unlimited dimensions are as long as the longest variable along them
  const lengths = new Map<string, number>();
  for (const { variable, scales } of isNetcdf ? scaled : []) {
    for (const [axis, scale] of scales.entries()) {
      if (scale !== undefined) lengths.set(scale, Math.max(lengths.get(scale) ?? 0, variable.shape?.[axis] ?? 0));
    }
  }
  for (const entry of scaled) addVariable(builder, entry, lengths, isNetcdf, context);
}

/** Paths of the scales of all axes: attached, the variable itself, or by NetCDF's numbers. */
function scalesOf(variable: Variable, dimensions: ReadonlyMap<number, string>): readonly (string | undefined)[] {
  const rank = variable.shape?.length ?? 0;
  const isScale = variable.get_scale_name() !== null;
  const ids = attributesOf(variable, /^$/).get('_Netcdf4Coordinates');
  const numbers = typeof ids === 'number' ? [ids] : typeof ids === 'object' ? ids : [];
  return Array.from({ length: rank }, (_, axis) => {
    if (isScale && rank === 1) return variable.path;
    const attached = isScale ? undefined : variable.get_attached_scales(axis)[0];
    return attached ?? dimensions.get(numbers[axis]!);
  });
}

function addVariable(
  builder: DatasetBuilder,
  { name, variable, scales }: Scaled,
  lengths: ReadonlyMap<string, number>,
  isNetcdf: boolean,
  { path: where, checked }: Context,
): void {
  const { type: kind, size, signed } = variable.metadata;
  const { shape: stored } = variable;
  if (onlyDimension.test(variable.get_scale_name() ?? '')) return;
  const reason = stored === null ? 'empty' : otherClasses[kind];
  const type = numberTypes.find((known) => known === `${kind === 1 ? 'f' : signed ? 'i' : 'u'}${size}`);
  if (stored === null || reason !== undefined || type === undefined) {
    builder.skip(name, reason ?? `a ${kind === 1 ? 'float' : 'integer'} of ${size} bytes`);
    return;
  }
  const attributes = attributesOf(variable, internal);
  // what a variable lacks along an unlimited dimension was never written
  const shape = stored.map((length, axis) => Math.max(length, lengths.get(scales[axis] ?? '') ?? 0));
  /** Values that are stored. */
  const slice = (start: readonly number[], count: readonly number[]): Float64Array => {
    const total = sizeOf(count);
    const axis = count.findIndex((length) => length > 1);
    if (total <= largestSlice || axis < 0) {
      if (total === 0) return new Float64Array(0);
      const raw =
        count.length === 0 ? variable.value : variable.slice(start.map((first, a) => [first, first + count[a]!]));
      // NetCDF fills values that were never written; other HDF5 files leave zeros
      return meaning(asDoubles(raw, name, where), { attributes, type, filled: isNetcdf, where });
    }
    const values = new Float64Array(total);
    const step = Math.max(1, Math.floor((count[axis]! * largestSlice) / total));
    for (let k = 0, at = 0; k < count[axis]!; k += step) {
      const own = count.map((length, a) => (a === axis ? Math.min(step, length - k) : length));
      const part = slice(
        start.map((first, a) => (a === axis ? first + k : first)),
        own,
      );
      values.set(part, at);
      at += part.length;
    }
    return values;
  };
  const read = (start: readonly number[], count: readonly number[]): Float64Array =>
    checked(() => {
      const there = count.map((length, axis) => Math.max(0, Math.min(length, stored[axis]! - start[axis]!)));
      const isShort = there.some((length, axis) => length < count[axis]!);
      const whole = isShort ? new Float64Array(sizeOf(count)).fill(Number.NaN) : undefined;
      const part = slice(start, there);
      return whole === undefined ? part : placed(part, there, whole, count);
    });
  const chunk = variable.metadata.chunks ?? shape.map((length, axis) => (axis === 0 && shape.length > 1 ? 1 : length));
  const dimensions = scales.map((scale) => scale?.slice(scale.lastIndexOf('/') + 1));
  const named = dimensions.every((dimension) => dimension !== undefined);
  const array = { name, shape, attributes, ...(named && { dimensions }) };
  builder.add(new FileArray(array, { read, chunk: [...chunk] }, where));
}

/** Puts a part into the first corner of an array. */
function placed(
  part: Float64Array,
  there: readonly number[],
  whole: Float64Array,
  count: readonly number[],
): Float64Array {
  const run = there.at(-1)!;
  for (let from = 0; from < part.length; from += run) {
    let rest = from / run;
    let [to, unit] = [0, count.at(-1)!];
    for (let axis = count.length - 2; axis >= 0; axis--) {
      const place = rest % there[axis]!;
      rest = (rest - place) / there[axis]!;
      to += place * unit;
      unit *= count[axis]!;
    }
    whole.set(part.subarray(from, from + run), to);
  }
  return whole;
}

/** Attributes that are numbers or text. */
function attributesOf(item: Variable, without: RegExp): ReadonlyMap<string, Attribute> {
  const found = new Map<string, Attribute>();
  for (const [name, attribute] of Object.entries(item.attrs)) {
    if (without.test(name) || ![0, 1, 3].includes(attribute.metadata.type)) continue;
    const value: unknown = attribute.value;
    const list: readonly unknown[] = isList(value) ? [...value] : [value];
    if (list.every((part) => typeof part === 'string')) found.set(name, list.join('\n'));
    else if (list.every((part) => typeof part === 'number' || typeof part === 'bigint')) {
      const numbers = list.map(Number);
      found.set(name, numbers.length === 1 ? numbers[0]! : numbers);
    }
  }
  return found;
}

const isList = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

function asDoubles(raw: unknown, name: string, where: string): Float64Array {
  if (raw instanceof Float64Array) return raw;
  return Float64Array.from(isList(raw) ? raw : [raw], (value) => {
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
    throw new InvalidInput({ where, expected: `numbers in '${shown(name)}'`, got: typeof value });
  });
}
