/**
 * NetCDF 4 and other HDF5 files, by the optional package h5wasm. Dimension names come from the dimension scales that are attached
 * to a variable [netcdf-4-format]; a scale without values is a dimension only. Values mean what the CF conventions say (cf.ts).
 * Variables in groups are called `GROUP/NAME`. MATLAB 7.3 stores axes in reverse order, and so they are read.
 */
import { InvalidInput, Unsupported } from '../base/index.js';
import type { NumberType } from './bytes.js';
import { meaning } from './cf.js';
import { type Attribute, DatasetBuilder, FileArray, type OpenDataset, shown } from './dataset.js';
import { optionalPackage } from './optional.js';

type Hdf5 = typeof import('h5wasm/node');
type Variable = InstanceType<Hdf5['Dataset']>;
type Group = InstanceType<Hdf5['Group']>;

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
      if (error instanceof InvalidInput || error instanceof Unsupported) throw error;
      // the innermost of the library's complaints says what is wrong
      const complaint = /.*\(\): ([^\n]+)/s.exec(String(error))?.[1] ?? String(error);
      throw new InvalidInput({ where: path, expected: 'a whole HDF5 file', got: `an error, '${shown(complaint)}'` });
    }
  };
  const file = checked(() => new hdf5.File(path, 'r'));
  try {
    const builder = new DatasetBuilder(path);
    const named = checked(() => dimensionsOf(hdf5, file));
    const isNetcdf = checked(() => file.attrs._NCProperties !== undefined);
    checked(() => addGroup(hdf5, builder, file, '', { path, ...named, isNetcdf, checked }, 0));
    const { format, variables, skipped } = builder.build('hdf5');
    return { format, variables, skipped, close: () => void file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

interface Context {
  readonly path: string;
  /** Names of dimensions by the number that NetCDF gives them. */
  readonly dimensions: ReadonlyMap<number, string>;
  /** Lengths of dimensions. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly isNetcdf: boolean;
  readonly checked: <T>(read: () => T) => T;
}

/** Dimensions by NetCDF's numbers, and their lengths: those of their scales. */
function dimensionsOf(hdf5: Hdf5, group: Group): Pick<Context, 'dimensions' | 'lengths'> {
  const dimensions = new Map<number, string>();
  const lengths = new Map<string, number>();
  for (const name of group.keys()) {
    const item = group.get(name);
    if (!(item instanceof hdf5.Dataset) || item.get_scale_name() === null) continue;
    lengths.set(name, item.shape?.[0] ?? 0);
    const id = attributesOf(item, /^$/).get('_Netcdf4Dimid');
    if (typeof id === 'number') dimensions.set(id, name);
  }
  return { dimensions, lengths };
}

function addGroup(hdf5: Hdf5, builder: DatasetBuilder, group: Group, prefix: string, context: Context, depth: number) {
  for (const key of group.keys()) {
    const item = group.get(key);
    const name = prefix + key;
    if (item instanceof hdf5.Dataset) addVariable(builder, item, name, context);
    else if (item instanceof hdf5.Group && depth < 16) {
      addGroup(hdf5, builder, item, `${name}/`, context, depth + 1);
    } else builder.skip(name, item instanceof hdf5.Group ? 'too deep' : 'a link');
  }
}

function addVariable(builder: DatasetBuilder, variable: Variable, name: string, context: Context): void {
  const { type: kind, size, signed } = variable.metadata;
  const { shape: stored } = variable;
  const scale = variable.get_scale_name();
  if (scale !== null && onlyDimension.test(scale)) return;
  const reason = stored === null ? 'empty' : otherClasses[kind];
  const bits = kind === 1 ? 'f' : signed ? 'i' : 'u';
  const type = ({ f: [4, 8], i: [1, 2, 4, 8], u: [1, 2, 4, 8] } as const)[bits].some((bytes) => bytes === size);
  if (stored === null || reason !== undefined || !type) {
    builder.skip(name, reason ?? `a ${kind === 1 ? 'float' : 'integer'} of ${size} bytes`);
    return;
  }
  const attributes = attributesOf(variable, internal);
  // NetCDF fills values that were never written; other HDF5 files leave zeros.
  const filled = context.isNetcdf ? (`${bits}${size}` as NumberType) : undefined;
  const dimensions = dimensionNames(variable, scale, stored.length, context);
  // along an unlimited dimension a variable may end before the others do; what it lacks was never written
  const longest = context.isNetcdf && dimensions !== undefined ? (context.lengths.get(dimensions[0] ?? '') ?? 0) : 0;
  const shape = stored.map((length, axis) => (axis === 0 ? Math.max(length, longest) : length));
  const read = (start: readonly number[], count: readonly number[]): Float64Array =>
    context.checked(() => {
      const values = new Float64Array(count.reduce((product, length) => product * length, 1)).fill(Number.NaN);
      const there = count.map((length, axis) => Math.max(0, Math.min(length, stored[axis]! - start[axis]!)));
      if (!there.includes(0)) {
        const raw =
          there.length === 0
            ? variable.value
            : variable.slice(start.map((first, axis) => [first, first + there[axis]!]));
        values.set(meaning(asDoubles(raw, name, context.path), attributes, filled));
      }
      return values;
    });
  const chunk = variable.metadata.chunks ?? shape.map((length, axis) => (axis === 0 && shape.length > 1 ? 1 : length));
  builder.add(
    new FileArray({ name, shape, attributes, ...(dimensions && { dimensions }) }, { read, chunk: [...chunk] }),
  );
}

function dimensionNames(
  variable: Variable,
  scale: string | null,
  rank: number,
  { dimensions }: Context,
): readonly string[] | undefined {
  const own = variable.path.slice(variable.path.lastIndexOf('/') + 1);
  const ids = attributesOf(variable, /^$/).get('_Netcdf4Coordinates');
  const numbers = typeof ids === 'number' ? [ids] : typeof ids === 'object' ? ids : [];
  const names = Array.from({ length: rank }, (_, axis) => {
    if (scale !== null && rank === 1) return own;
    const attached = scale === null ? variable.get_attached_scales(axis)[0] : undefined;
    return attached === undefined ? dimensions.get(numbers[axis]!) : attached.slice(attached.lastIndexOf('/') + 1);
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** Attributes that are numbers or text. */
function attributesOf(item: Variable | Group, without: RegExp): ReadonlyMap<string, Attribute> {
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
  if (typeof raw === 'number' || typeof raw === 'bigint') return Float64Array.of(safe(raw, name, where));
  if (isList(raw)) {
    return Float64Array.from(raw, (value) => {
      if (typeof value === 'number' || typeof value === 'bigint') return safe(value, name, where);
      throw new InvalidInput({ where, expected: `numbers in '${shown(name)}'`, got: typeof value });
    });
  }
  throw new InvalidInput({ where, expected: `numbers in '${shown(name)}'`, got: typeof raw });
}

function safe(value: number | bigint, name: string, where: string): number {
  const result = Number(value);
  if (typeof value === 'number' || Number.isSafeInteger(result)) return result;
  throw new InvalidInput({ where, expected: `64-bit integers below 2^53 in '${shown(name)}'`, got: String(value) });
}
