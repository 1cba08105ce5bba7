/** Several sets of fields on one grid, without time: from the places along the other axes of a file, e.g. months and levels. */
import { InvalidInput } from '../base/index.js';
import type { FieldValues } from '../discovery/index.js';
import type { Grid } from '../grid/index.js';
import { type Dataset, loadDataset, parseUnits, type Units } from '../io/index.js';
import { coordinatesOf, rounding } from './axes.js';
import { componentTexts, joined, type NamedField } from './components.js';
import { type FieldSource, readField, sampleAxes } from './fieldFiles.js';
import { fromFunction } from './grids.js';
import type { Selection } from './select.js';

/** Which fields, and where they come from. */
export interface SampleRequest {
  readonly file: string;
  readonly grid: Grid;
  /** Fields with their ranks; variables where they have other names than the fields. */
  readonly fields: readonly (NamedField & { readonly rank: number })[];
  /** `name=expression` for fields that are functions of the coordinates. */
  readonly functions: readonly string[];
  readonly selection: Selection;
}

/** One set of fields with the places it was taken at. */
export interface Sample {
  readonly fields: FieldValues;
  readonly places: Readonly<Record<string, number>>;
}

/**
 * The grid of a file with latitudes and longitudes on the whole sphere, as a specification.
 * @throws InvalidInput where there are none, or they do not go from pole to pole and around in equal steps.
 */
export async function latLonSpec(file: string): Promise<string> {
  const dataset = await loadDataset(file);
  const [theta, phi] = ['theta', 'phi'].map((axis) => coordinatesOf(dataset, axis));
  const hint = 'describe the grid with --grid';
  if (theta === undefined || phi === undefined || theta.length < 2 || phi.length < 2) {
    const got = [...dataset.variables.keys()].join(', ');
    throw new InvalidInput({ where: file, expected: 'latitudes and longitudes', got: `the variables ${got}`, hint });
  }
  const [rows, columns] = [theta.length, phi.length];
  const step = Math.abs(theta.at(-1)! - theta[0]!) / (rows - 1);
  const first = Math.min(theta[0]!, theta.at(-1)!);
  const onPoles = Math.abs(step * (rows - 1) - Math.PI) <= rounding(step, theta);
  const between = Math.abs(step * rows - Math.PI) <= rounding(step, theta) && Math.abs(first - step / 2) < 1e-3 * step;
  const around = Math.abs((Math.abs(phi.at(-1)! - phi[0]!) / (columns - 1)) * columns - 2 * Math.PI);
  if (!(onPoles || between) || around > columns * rounding(step, phi)) {
    const degrees = (x: number): string => String(Number(((x * 180) / Math.PI).toPrecision(6)));
    const got = `${rows} rows from ${degrees(first)}° to ${degrees(first + step * (rows - 1))}° from a pole, ${columns} longitudes`;
    throw new InvalidInput({ where: file, expected: 'latitudes from pole to pole, longitudes all around', got, hint });
  }
  return `latlon:${rows}x${columns}${onPoles ? ':poles' : ''}`;
}

/** Texts of functions by field. */
function functionTexts(functions: readonly string[], names: readonly string[]): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const text of functions) {
    const [, name = '', body] = /^([A-Za-z][A-Za-z0-9]*)=(.+)$/s.exec(text) ?? [];
    if (body === undefined || !names.includes(name) || result.has(name)) {
      const expected = `--function NAME=expression for a field among ${names.join(', ')}, once each`;
      throw new InvalidInput({ where: '--function', expected, got: `'${text}'` });
    }
    result.set(name, body);
  }
  return result;
}

/**
 * All sets of fields: one for each combination of places along the axes that the fields have beside those of the grid. A field
 * without one of these axes is the same along it.
 * @throws InvalidInput for variables that are missing or do not fit the grid or each other.
 */
export async function readSamples(request: SampleRequest): Promise<readonly Sample[]> {
  const { file, grid, fields, functions, selection } = request;
  const dataset = await loadDataset(file);
  const texts = functionTexts(
    functions,
    fields.map(({ name }) => name),
  );
  const fixed: Record<string, Float64Array> = {};
  const sources = new Map<string, FieldSource>();
  for (const { name, variables, rank } of fields) {
    const text = texts.get(name);
    if (text === undefined) {
      const own = variables.length > 0 ? variables : [name];
      sources.set(name, { dataset, file, variables: own, rank });
    } else {
      const parts = componentTexts(text, grid.space.dimension ** rank, rank, name);
      fixed[name] = joined(parts.map((part) => fromFunction(part, grid)));
    }
  }
  const axes = new Map<string, Float64Array>();
  for (const source of sources.values()) {
    for (const { name, coordinates } of sampleAxes(source, grid)) {
      const known = axes.get(name) ?? coordinates;
      if (known.length !== coordinates.length) {
        const expected = `${known.length} places along '${name}' in all fields`;
        throw new InvalidInput({ where: file, expected, got: String(coordinates.length) });
      }
      axes.set(name, coordinates);
    }
  }
  const unknown = [...selection.keys()].find((name) => !axes.has(name));
  if (unknown !== undefined) {
    const expected = `--select along ${[...axes.keys()].join(', ') || 'no axis'}`;
    throw new InvalidInput({ where: '--select', expected, got: `'${unknown}'` });
  }
  let places: readonly Readonly<Record<string, number>>[] = [{}];
  for (const [name, coordinates] of axes) {
    const wanted = selection.get(name);
    const here = wanted === undefined ? [...coordinates] : [wanted];
    places = places.flatMap((place) => here.map((value) => ({ ...place, [name]: value })));
  }
  return places.map((place) => {
    const values = { ...fixed };
    for (const [name, source] of sources) {
      const own = new Map(sampleAxes(source, grid).map((axis) => [axis.name, place[axis.name]!] as const));
      values[name] = readField(source, grid, own);
    }
    return { fields: values, places: place };
  });
}

/** Units of the variables of each field, where the file says them and they agree. */
export function unitsOf(dataset: Dataset, fields: readonly NamedField[]): ReadonlyMap<string, Units> {
  const result = new Map<string, Units>();
  for (const { name, variables } of fields) {
    const texts = (variables.length > 0 ? variables : [name]).map(
      (variable) => dataset.variables.get(variable)?.attributes?.get('units') ?? undefined,
    );
    const [first] = texts;
    if (typeof first !== 'string' || texts.some((text) => text !== first)) continue;
    const units = parseUnits(first);
    if (units !== undefined) result.set(name, units);
  }
  return result;
}
