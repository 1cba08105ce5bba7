/** Options that name a space and a grid, and values of fields on it; shared by the commands that compute numbers. */
import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { GraphSum } from '../algebra/index.js';
import { InvalidInput, OutOfRange } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { scalarFunction } from '../expression/index.js';
import { order } from '../graph/index.js';
import { type Grid, type JetSampler, type JetScheme, parseGrid, pointCloudGrid } from '../grid/index.js';
import { fromLongTable, loadDataset, readDataset, selectVariable } from '../io/index.js';
import type { Accuracy } from '../solve/index.js';
import { makeSpace, type Space } from '../space/index.js';
import { spectralSampler } from '../spectral/index.js';
import { readDimension, readInteger, readNumber } from './command.js';
import { componentTexts, joined, listed } from './components.js';
import { readField } from './fieldFiles.js';
import { note, withProgress } from './output.js';
import { readSelection, type Selection } from './select.js';

export interface GridOptions {
  readonly space: 'E' | 'S' | 'H';
  readonly dim: string;
  readonly grid: string;
  readonly curvature?: string;
  readonly accuracy?: string;
  readonly bandLimit?: string;
}

/** Adds the options of {@link GridOptions}. */
export function withGridOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--space <kind>', 'Euclidean, sphere or hyperbolic').choices(['E', 'S', 'H']).makeOptionMandatory(),
    )
    .option('--dim <n>', 'the dimension', '2')
    .requiredOption(
      '--grid <spec>',
      'for example latlon:64x128, healpix:32, cartesian:64x64:2pix2pi:periodic, disk:64x128, cloud:nodes.npz',
    )
    .option('--curvature <kappa>', 'the curvature; 0, 1 or -1 otherwise')
    .addOption(
      new Option(
        '--accuracy <p>',
        'order of the discretisation; spectral on periodic cartesian and on latlon grids; 4 unless told',
      ).choices(['2', '4', '6', 'spectral']),
    )
    .option('--band-limit <L>', 'with spectral: the largest degree or wave number kept; all of them otherwise');
}

/** Collects the values of an option that may be repeated. */
export const repeated = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** `--param name=value`, repeatable. */
export const parameterOption = (): Option =>
  new Option('--param <name=value>', 'value of a parameter; repeat for more').argParser(repeated).default([], 'none');

/** The grid that the options describe. */
export function readGrid(options: Pick<GridOptions, 'space' | 'dim' | 'grid' | 'curvature'>): Grid {
  const kappa = options.curvature === undefined ? undefined : Rational.parse(options.curvature).toNumber();
  const size = Math.abs(kappa ?? 0);
  if (size !== 0 && !(size >= 1e-40 && size <= 1e40)) {
    const expected = '--curvature of size 1e-40 to 1e40';
    throw new OutOfRange({ where: '--curvature', expected, got: options.curvature! });
  }
  const space = makeSpace(options.space, readDimension(options.dim), kappa);
  const file = /^cloud:(.+)$/.exec(options.grid)?.[1];
  return file === undefined ? parseGrid(options.grid, space) : cloudFromFile(options.grid, file, space);
}

/** `cloud:FILE`: ambient coordinates of nodes in a variable `points` of shape N × ambient dimension, and perhaps `weights`. */
function cloudFromFile(spec: string, file: string, space: Space): Grid {
  const { variables } = readDataset(file);
  const points = variables.get('points');
  const ambient = space.kind === 'E' ? space.dimension : space.dimension + 1;
  if (points === undefined || points.shape.length !== 2 || points.shape[1] !== ambient) {
    throw new InvalidInput({
      where: file,
      expected: `a variable 'points' of shape N×${ambient}, ambient coordinates of the nodes`,
      got: points === undefined ? `the variables ${[...variables.keys()].join(', ')}` : points.shape.join('×'),
    });
  }
  const weights = variables.get('weights')?.data;
  return pointCloudGrid(space, points.data, { spec, ...(weights !== undefined && { weights }) });
}

/** Highest order of derivative in the sums. */
export const orderOf = (sums: readonly GraphSum[]): number =>
  Math.max(0, ...sums.flatMap((sum) => [...sum.terms.values()].map(({ graph }) => order(graph))));

/** The accuracy in space and the band limit. */
export function readAccuracy(
  { accuracy, bandLimit }: Pick<GridOptions, 'accuracy' | 'bandLimit'>,
  otherwise: Accuracy = 4,
): { readonly accuracy: Accuracy; readonly bandLimit?: number } {
  const chosen = accuracy === undefined ? otherwise : accuracy === 'spectral' ? accuracy : Number(accuracy);
  if (bandLimit === undefined) return { accuracy: chosen };
  if (chosen !== 'spectral') {
    throw new InvalidInput({ where: '--band-limit', expected: '--accuracy spectral beside it', got: String(chosen) });
  }
  return { accuracy: chosen, bandLimit: readInteger('--band-limit', bandLimit, 0) };
}

/** The jets that the options ask for. */
export async function readJets(grid: Grid, order: number, options: GridOptions): Promise<JetScheme | JetSampler> {
  const { accuracy, ...spectral } = readAccuracy(options);
  if (accuracy === 'spectral') return spectralSampler(grid, order, spectral);
  return withProgress('stencils', (progress) => grid.jetScheme(order, accuracy, progress));
}

/** Values by name of the parameters in the sums: one for each. */
export function readParameters(texts: readonly string[], sums: readonly GraphSum[]): Record<string, number> {
  const where = '--param';
  const names = new Set(
    sums.flatMap(({ terms }) => [...terms.values()].flatMap(({ coefficient }) => coefficient.variables())),
  );
  const values: Record<string, number> = {};
  for (const text of texts) {
    const [, name, value] = /^([A-Za-z]\w*)=(.+)$/.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new InvalidInput({ where, expected: '--param name=value', got: `'${text}'` });
    if (!names.has(name)) {
      const expected = names.size === 0 ? 'no --param' : `a parameter among ${[...names].join(', ')}`;
      throw new InvalidInput({ where, expected, got: `'${name}'` });
    }
    if (Object.hasOwn(values, name))
      throw new InvalidInput({ where, expected: 'one value of each parameter', got: `'${name}' twice` });
    values[name] = readNumber(`--param ${name}`, value);
  }
  for (const name of names) {
    if (!Object.hasOwn(values, name)) {
      const hint = `give --param ${name}=…`;
      throw new InvalidInput({ where, expected: `a value of the parameter '${name}'`, got: 'none', hint });
    }
  }
  return values;
}

/** Splits `FILE[:VAR]`, with several variables `FILE:VAR,VAR`. */
export function splitVariable(text: string): readonly [file: string, variable: string | undefined] {
  const match = /^(.+):([A-Za-z_]\w*(?:,[A-Za-z_]\w*)*)$/.exec(text);
  return match !== null && !existsSync(text) ? [match[1]!, match[2]!] : [text, undefined];
}

/** Values at all nodes of a scalar or, one component after the other, of a tensor of rank r. */
async function fromFile(text: string, grid: Grid, rank: number, selection: Selection): Promise<Float64Array> {
  const [file, variables] = splitVariable(text);
  const names = grid.axes.map(({ name }) => name);
  const dataset = fromLongTable(await loadDataset(file), names, file);
  const chosen = variables?.split(',') ?? [];
  for (const name of chosen.length > 0 ? chosen : [selectVariable(dataset, undefined, file).name]) {
    if (dataset.variables.has(`${name}_imag`)) {
      note(`'${name}' in ${file} is complex: its real part is taken; ${file}:${name}_imag is the imaginary part`);
    }
  }
  return readField({ dataset, file, variables: chosen, rank }, grid, selection);
}

/** Values at all nodes of a function of the coordinates. */
export function fromFunction(text: string, grid: Grid): Float64Array {
  const names = [...grid.variables.keys()];
  const arrays = [...grid.variables.values()];
  const f = scalarFunction(text, names);
  const point = new Float64Array(names.length);
  return Float64Array.from({ length: grid.size }, (_, node) => {
    arrays.forEach((array, i) => {
      point[i] = array[node]!;
    });
    const value = f(point);
    if (Number.isFinite(value)) return value;
    const place = names.map((name, i) => `${name} = ${point[i]!.toPrecision(4)}`).join(', ');
    throw new InvalidInput({ where: 'function', expected: `finite values of '${text}'`, got: `${value} at ${place}` });
  });
}

/** Remarks on functions that do not repeat along an axis where the grid does. */
export function remarksOn(functions: readonly string[], grid: Grid): string[] {
  return functions.flatMap((given) => {
    const text = given.replace(/^[A-Za-z][A-Za-z0-9]*=/, '');
    return (listed(text) ?? [text]).flatMap((part) => {
      const seam = seamOf(part, grid);
      if (seam === undefined) return [];
      const right = grid.space.kind === 'H' && seam === 'x' ? "':open' is right" : 'take whole periods';
      return `'${part}' does not repeat along ${seam} as grid ${grid.spec} does: derivatives near its ends are wrong; ${right}`;
    });
  });
}

/** The first periodic axis that a function does not repeat along. */
function seamOf(text: string, { axes, shape, size, variables, space }: Grid): string | undefined {
  const names = [...variables.keys()];
  const arrays = [...variables.values()];
  const f = scalarFunction(text, names);
  const pointAt = (node: number): Float64Array => Float64Array.from(arrays, (array) => array[node]!);
  let largest = 0;
  for (let node = 0; node < size; node += Math.ceil(size / 1000))
    largest = Math.max(largest, Math.abs(f(pointAt(node))));
  return axes.find(({ name: axis, rule, values }, a) => {
    if (rule !== 'periodic') return false;
    // One period along the half-plane leads to another point of the hyperboloid.
    if (space.kind === 'H' && axis === 'x' && /\b[XYT]\b/.test(text)) return true;
    const stride = shape.slice(a + 1).reduce((product, count) => product * count, 1);
    const period = values.length * (values[1]! - values[0]!);
    const at = names.indexOf(axis);
    for (let node = 0; node < size; node++) {
      // At two places, for kinks.
      if (Math.floor(node / stride) % values.length > 1) continue;
      const point = pointAt(node);
      const value = f(point);
      point[at]! += period;
      // What is not finite one period on does not repeat either.
      if (!(Math.abs(f(point) - value) <= 1e-8 * Math.max(largest, Math.abs(value)))) return true;
    }
    return false;
  })?.name;
}

/**
 * Values of the fields. Each text is a file (`FILE[:VAR]`) or a function of the coordinates; `name=` before it says which field
 * it is for, the first one otherwise. A tensor has its components in the frame of the grid, `FILE:u,v` or `[f, g]`.
 * @param ranks ranks of the fields that are no scalars.
 * @param select the text of `--select`.
 */
export async function readFieldValues(
  files: readonly string[],
  functions: readonly string[],
  fields: readonly string[],
  grid: Grid,
  ranks: ReadonlyMap<string, number> = new Map(),
  select?: string,
): Promise<Record<string, Float64Array>> {
  const values: Record<string, Float64Array> = {};
  const assign = (text: string): readonly [string, string] => {
    const [, name, rest] = /^([A-Za-z][A-Za-z0-9]*)=(.+)$/.exec(text) ?? [];
    if (name === undefined || existsSync(text)) return [fields[0]!, text];
    if (fields.includes(name)) return [name, rest!];
    const expected = `values of a field among ${fields.join(', ')}`;
    throw new InvalidInput({ where: 'fields', expected, got: `'${text}'`, hint: `--fields declares more` });
  };
  const set = (field: string, data: Float64Array): void => {
    if (Object.hasOwn(values, field))
      throw new InvalidInput({ where: 'fields', expected: `one set of values of '${field}'`, got: 'two' });
    values[field] = data;
  };
  const rankOf = (field: string): number => ranks.get(field) ?? 0;
  const selection = readSelection(select);
  for (const [field, text] of files.map(assign)) set(field, await fromFile(text, grid, rankOf(field), selection));
  for (const [field, text] of functions.map(assign)) {
    const parts = componentTexts(text, grid.space.dimension ** rankOf(field), rankOf(field), field);
    set(field, joined(parts.map((part) => fromFunction(part, grid))));
  }
  for (const field of fields) {
    if (!Object.hasOwn(values, field)) {
      throw new InvalidInput({
        where: 'fields',
        expected: `values of the field '${field}'`,
        got: 'none',
        hint: `give a file or a function of the coordinates as ${field}=…`,
      });
    }
  }
  return values;
}
