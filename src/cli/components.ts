/**
 * Components of tensor fields as files and command lines give them. Operators take them in the frame of the grid, row-major;
 * on a latitude–longitude grid that is (southward, eastward). Variables whose standard names begin with `eastward_` and
 * `northward_` (CF conventions [cf-conventions]) are turned into that frame, in whatever order they are named.
 */
import { InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import type { NamedArray } from '../io/index.js';

/** @throws InvalidInput for another number of variables than components. */
export function checkComponents(names: readonly string[], count: number, where: string): void {
  if (names.length === count) return;
  throw new InvalidInput({ where, expected: `${count} variables, one for each component`, got: names.join(', ') });
}

/** Arrays one after the other. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const result = new Float64Array(parts.length * parts[0]!.length);
  parts.forEach((part, c) => {
    result.set(part, c * part.length);
  });
  return result;
}

/** Whether frames point south and east. */
const isGeographic = ({ space, axes }: Grid): boolean =>
  space.kind === 'S' && axes.length === 2 && axes[0]!.name === 'theta' && axes[0]!.rule === 'pole';

/** The direction that the standard name of a variable says. */
function directionOf({ attributes }: NamedArray): 'eastward' | 'northward' | undefined {
  const name = attributes?.get('standard_name');
  const match = typeof name === 'string' ? /^(eastward|northward)_/.exec(name) : null;
  return match === null ? undefined : match[1] === 'eastward' ? 'eastward' : 'northward';
}

/**
 * Components one after the other in the frame of the grid.
 * @param parts the values of each variable at all nodes.
 * @param arrays the variables, for their attributes.
 * @throws InvalidInput where only some variables have a direction, two have the same, or the grid has another frame.
 */
export function inGridFrame(
  parts: readonly Float64Array[],
  arrays: readonly NamedArray[],
  grid: Grid,
  where: string,
): Float64Array {
  const directions = arrays.map(directionOf);
  const known = directions.filter((direction) => direction !== undefined);
  if (known.length === 0) return joined(parts);
  const names = arrays.map(({ name }, c) => `${name} (${directions[c] ?? 'no direction'})`).join(', ');
  if (parts.length !== 2 || new Set(known).size !== 2) {
    throw new InvalidInput({ where, expected: 'an eastward and a northward component', got: names });
  }
  if (!isGeographic(grid)) {
    throw new InvalidInput({ where, expected: `components in the frame of grid ${grid.spec}`, got: names });
  }
  const southward = parts[directions.indexOf('northward')]!.map((value) => -value);
  return joined([southward, parts[directions.indexOf('eastward')]!]);
}

/** Parts of a text at commas outside of all brackets. */
function atCommas(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

/** The parts of `[f, g]`. */
export function listed(text: string): readonly string[] | undefined {
  const inside = /^\[(.*)\]$/s.exec(text.trim())?.[1];
  return inside === undefined ? undefined : atCommas(inside);
}

/**
 * `[f, g]`: the text of each component; of a scalar the text itself.
 * @throws InvalidInput for another number of components.
 */
export function componentTexts(text: string, count: number, rank: number, field: string): readonly string[] {
  if (rank === 0) return [text];
  const parts = listed(text) ?? [];
  if (parts.length === count && parts.every((part) => part !== '')) return parts;
  const expected = `${count} components of ${field} in the frame of the grid, row-major, such as [x, -y]`;
  throw new InvalidInput({ where: '--function', expected, got: `'${text}'` });
}

/** A field with the variables that hold it, as `NAME=VARIABLE` or, for vectors, `NAME=u,v` names them. */
export interface NamedField {
  readonly name: string;
  readonly variables: readonly string[];
}

/**
 * `V=u,v,W`: what follows a name with `=`, up to the next one with `=` or until there are `count` variables, are its variables.
 * @throws InvalidInput for an empty name.
 */
export function readNamedFields(option: string, text: string, count: number): readonly NamedField[] {
  const result: { name: string; variables: string[]; open: boolean }[] = [];
  if (text === '') return result;
  for (const part of atCommas(text)) {
    const [name = '', variable, ...more] = part.split('=').map((piece) => piece.trim());
    if (name === '' || variable === '' || more.length > 0) {
      throw new InvalidInput({ where: option, expected: `${option} as a list such as V=u,v`, got: `'${text}'` });
    }
    const last = result.at(-1);
    if (variable === undefined && last?.open && last.variables.length < count) last.variables.push(name);
    else result.push({ name, variables: variable === undefined ? [] : [variable], open: variable !== undefined });
  }
  return result.map(({ name, variables }) => ({ name, variables }));
}
