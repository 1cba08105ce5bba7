/**
 * The part of the CF conventions that gives numbers and axes their meaning: packing and missing values (sections 2.5.1 and 8.1)
 * and which coordinate is a latitude, a longitude, a time or a position (chapter 4) [cf-conventions]. Times stay numbers in the
 * unit of the file, which is kept as the attribute `units`, such as `hours since 1900-01-01`.
 */
import type { NumberType } from './bytes.js';
import type { Attribute, NamedArray } from './dataset.js';

/** What a coordinate says. */
export type CoordinateRole = 'time' | 'latitude' | 'longitude' | 'x' | 'y' | 'z';

/** NC_FILL_SHORT, NC_FILL_INT, … of the C library [netcdf-classic]; 64-bit ones are no doubles, and bytes have none. */
const defaultFills: Readonly<Partial<Record<NumberType | 'char', number>>> = {
  i2: -32767,
  i4: -2147483647,
  f4: 15 * 2 ** 119,
  f8: 15 * 2 ** 119,
  u2: 65535,
  u4: 4294967295,
};

/**
 * What stored values mean: p·scale_factor + add_offset, and NaN where p equals `_FillValue` or `missing_value`.
 * @param type type whose default fill value stands for values never written where there is no `_FillValue`; absent where the
 * format has no default.
 */
export function meaning(
  stored: Float64Array,
  attributes: ReadonlyMap<string, Attribute>,
  type?: NumberType | 'char',
): Float64Array {
  const numbers = (name: string): readonly number[] => {
    const value = attributes.get(name);
    return typeof value === 'number' ? [value] : typeof value === 'object' ? value : [];
  };
  const fill = attributes.has('_FillValue') ? numbers('_FillValue') : type === undefined ? [] : [defaultFills[type]];
  const missing = new Set([...fill, ...numbers('missing_value')]);
  const scale = numbers('scale_factor')[0] ?? 1;
  const offset = numbers('add_offset')[0] ?? 0;
  return stored.map((p) => (missing.has(p) ? Number.NaN : p * scale + offset));
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
