/**
 * The part of the CF conventions that gives numbers and axes their meaning: packing and missing values (sections 2.5.1 and 8.1)
 * and which coordinate is a latitude, a longitude, a time or a position (chapter 4) [cf-conventions]. Times stay numbers in the
 * unit of the file, which is kept as the attribute `units`, such as `hours since 1900-01-01`.
 */
import { exact, NUMBER_SIZES, type NumberType } from './bytes.js';
import type { Attribute, NamedArray } from './dataset.js';

/** What a coordinate says. */
export type CoordinateRole = 'time' | 'latitude' | 'longitude' | 'x' | 'y' | 'z';

/** NC_FILL_SHORT, NC_FILL_INT, … of the C library [netcdf-classic], 64-bit ones as the nearest doubles; bytes have none. */
const defaultFills: Readonly<Partial<Record<NumberType, number>>> = {
  i2: -32767,
  i4: -2147483647,
  i8: -(2 ** 63),
  f4: 15 * 2 ** 119,
  f8: 15 * 2 ** 119,
  u2: 65535,
  u4: 4294967295,
  u8: 2 ** 64,
};

/** What is known of stored values. */
export interface Stored {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly type: NumberType;
  /** Whether the format has default fill values, which stand for values never written where there is no `_FillValue`. */
  readonly filled: boolean;
  /** The file, for messages. */
  readonly where: string;
}

/**
 * What stored values mean: p·scale_factor + add_offset, and NaN where p equals `_FillValue` or `missing_value` in the type of the values.
 * With `_Unsigned` = 'true' signed integers stand for unsigned ones [netcdf-best-practices].
 * @throws InvalidInput for a 64-bit integer that is no double and not missing.
 */
export function meaning(values: Float64Array, { attributes, type, filled, where }: Stored): Float64Array {
  const numbers = (name: string): readonly number[] => {
    const value = attributes.get(name);
    return typeof value === 'number' ? [value] : typeof value === 'object' ? value : [];
  };
  const fill = attributes.has('_FillValue') ? numbers('_FillValue') : filled ? [defaultFills[type]] : [];
  const inType = (value: number | undefined) => (type === 'f4' && value !== undefined ? Math.fround(value) : value);
  const missing = new Set([...fill, ...numbers('missing_value')].map(inType).filter((value) => value !== undefined));
  exact(values, type, where, missing);
  const scale = numbers('scale_factor')[0] ?? 1;
  const offset = numbers('add_offset')[0] ?? 0;
  const isUnsigned = type.startsWith('i') && attributes.get('_Unsigned') === 'true';
  const turn = isUnsigned ? 256 ** NUMBER_SIZES[type] : 0;
  return values.map((p) => (missing.has(p) ? Number.NaN : (p < 0 ? p + turn : p) * scale + offset));
}

/** CF 4.1 and 4.2: the spellings that are allowed. */
const northern = /^degrees?(_north|_?N)$/;
const eastern = /^degrees?(_east|_?E)$/;
/** CF 4.4: `UNIT since DATE`. */
const since = /^\s*\w+\s+since\s+\S/i;
const byAxis: Readonly<Record<string, CoordinateRole>> = { T: 'time', X: 'x', Y: 'y', Z: 'z' };
const byStandardName: Readonly<Record<string, CoordinateRole>> = {
  time: 'time',
  latitude: 'latitude',
  longitude: 'longitude',
  projection_x_coordinate: 'x',
  projection_y_coordinate: 'y',
};

/**
 * What a coordinate variable says, from its units, its `standard_name` or its `axis`; undefined where its attributes do not tell.
 * @example
 * coordinateRole({ attributes: new Map([['units', 'degrees_north']]) }) // 'latitude'
 */
export function coordinateRole({ attributes }: Pick<NamedArray, 'attributes'>): CoordinateRole | undefined {
  const text = (name: string): string => {
    const value = attributes?.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const units = text('units');
  if (northern.test(units)) return 'latitude';
  if (eastern.test(units)) return 'longitude';
  if (since.test(units)) return 'time';
  return byStandardName[text('standard_name')] ?? byAxis[text('axis')];
}
