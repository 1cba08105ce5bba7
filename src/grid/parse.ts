/**
 * Grid specifications as text. Counts and shape have the same order.
 *
 *     cartesian:N | NxM | NxMxK  [:L | LxL | LxLxL]  [:periodic|neumann|dirichlet]     E^1, E^2, E^3
 *     latlon:NxM                    N rows of colatitude, M longitudes                  S²
 *     halfplane:NxM [:X] [:Y0..Y1] [:periodic|open|neumann]   N rows of y, M of x       H²
 *
 * A length is a decimal number, optionally followed by `pi` (`2pi`, `pi`, `0.5pi`, `10`).
 */
import { InvalidInput, OutOfRange, Unsupported } from '../base/index.js';
import type { Space } from '../space/index.js';
import { cartesianGrid } from './cartesian.js';
import type { Grid } from './grid.js';
import { type HalfPlaneRule, halfPlaneGrid } from './halfplane.js';
import { latLonGrid } from './latlon.js';

const planned = ['healpix', 'icosahedral', 'fibonacci', 'disk', 'tiling'];
const sizeLimit = 2 ** 27;

/**
 * The grid that a specification describes on a space.
 * @throws InvalidInput when the text is malformed or does not fit the space; Unsupported for kinds of grid that are
 * not available; OutOfRange above 2^27 nodes and for lengths whose powers are no doubles.
 * @example
 * parseGrid('latlon:32x64', sphere(2)).size // 2048
 */
export function parseGrid(spec: string, space: Space): Grid {
  const [kind = '', ...tokens] = spec.trim().split(':');
  if (kind === 'cartesian') return parseCartesian(spec, tokens, space);
  if (kind === 'latlon') return parseLatLon(spec, tokens, space);
  if (kind === 'halfplane') return parseHalfPlane(spec, tokens, space);
  const where = 'grid';
  const expected = 'cartesian, latlon or halfplane';
  if (planned.includes(kind)) throw new Unsupported({ where, expected, got: `'${kind}'` });
  throw new InvalidInput({ where, expected, got: `'${kind}'`, hint: 'a grid reads like cartesian:64x64' });
}

function parseCartesian(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'E');
  const rest = [...tokens];
  const counts = parseCounts(spec, rest.shift());
  if (counts.length !== space.dimension || counts.length > 3) {
    const expected =
      space.dimension > 3
        ? 'a space of dimension 1, 2 or 3'
        : `numbers of points along ${space.dimension === 1 ? 'one axis' : `${space.dimension} axes`}`;
    throw new InvalidInput({ where: `grid ${spec}`, expected, got: `${counts.length}` });
  }
  const rules = ['periodic', 'neumann', 'dirichlet'] as const;
  const last = rest.at(-1);
  const rule = rules.find((r) => r === last) ?? 'periodic';
  if (rules.some((r) => r === last)) rest.pop();
  const sizes = rest.shift();
  refuseRest(spec, rest, rules);
  let lengths = counts.map(() => 2 * Math.PI);
  if (sizes !== undefined) {
    const given = sizes.split('x').map((text) => parseLength(spec, text));
    if (given.length !== 1 && given.length !== counts.length) {
      const expected = `${counts.length} lengths such as 2pi`;
      throw new InvalidInput({ where: `grid ${spec}`, expected, got: `'${sizes}'` });
    }
    lengths = counts.map((_, a) => given[a] ?? given[0]!);
  }
  return cartesianGrid(spec, space, counts, lengths, rule);
}

function parseLatLon(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'S', 2);
  const [rows, columns] = parsePair(spec, tokens[0]);
  refuseRest(spec, tokens.slice(1), []);
  if (columns % 2 !== 0 || columns < rows) {
    const expected = `an even number of longitudes, at least ${rows} (as many as rows)`;
    const hint = `latlon:${rows}x${2 * rows} has equal spacing`;
    throw new InvalidInput({ where: `grid ${spec}`, expected, got: String(columns), hint });
  }
  return latLonGrid(spec, space, rows, columns);
}

function parseHalfPlane(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'H', 2);
  const rest = [...tokens];
  const [rows, columns] = parsePair(spec, rest.shift());
  const rules: readonly HalfPlaneRule[] = ['periodic', 'open', 'neumann'];
  const rule = rules.find((r) => r === rest.at(-1));
  if (rule !== undefined) rest.pop();
  const width = rest[0] !== undefined && !rest[0].includes('..') ? parseLength(spec, rest.shift()!) : 2;
  let [low, high] = [0.5, 2];
  if (rest[0]?.includes('..')) {
    const parts = rest.shift()!.split('..');
    [low, high] = [parseLength(spec, parts[0]!), parseLength(spec, parts[1]!)];
    if (parts.length !== 2 || !(low < high)) {
      throw new InvalidInput({
        where: `grid ${spec}`,
        expected: 'Y0..Y1 with 0 < Y0 < Y1',
        got: `'${parts.join('..')}'`,
      });
    }
  }
  refuseRest(spec, rest, rules);
  return halfPlaneGrid(spec, space, rows, columns, width, low, high, rule ?? 'periodic');
}

function checkSpace(spec: string, space: Space, kind: Space['kind'], dimension?: number): void {
  if (space.kind === kind && (dimension === undefined || dimension === space.dimension)) return;
  const expected = `space ${kind}${dimension === undefined ? '' : ` of dimension ${dimension}`}`;
  const got = `${space.kind} of dimension ${space.dimension}`;
  throw new InvalidInput({ where: `grid ${spec}`, expected, got });
}

function parseCounts(spec: string, token = ''): number[] {
  const counts = token.split('x').map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : 0));
  if (counts.some((count) => count < 2)) {
    const expected = 'numbers of points, at least 2 each, such as 64x64';
    throw new InvalidInput({ where: `grid ${spec}`, expected, got: `'${token}'` });
  }
  const size = counts.reduce((product, count) => product * count, 1);
  if (size > sizeLimit) {
    throw new OutOfRange({ where: `grid ${spec}`, expected: `at most ${sizeLimit} nodes`, got: String(size) });
  }
  return counts;
}

function parsePair(spec: string, token = ''): [number, number] {
  const counts = parseCounts(spec, token);
  if (counts.length !== 2) {
    throw new InvalidInput({ where: `grid ${spec}`, expected: 'two numbers of points, NxM', got: `'${token}'` });
  }
  return [counts[0]!, counts[1]!];
}

function parseLength(spec: string, text: string): number {
  const match = /^(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)?(pi)?$/.exec(text);
  const value = text === '' || match === null ? 0 : Number(match[1] ?? 1) * (match[2] === undefined ? 1 : Math.PI);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidInput({ where: `grid ${spec}`, expected: 'a length > 0 such as 10 or 2pi', got: `'${text}'` });
  }
  // Sixth derivatives and integrals take powers of lengths, which have to be doubles.
  if (value < 1e-40 || value > 1e40) {
    throw new OutOfRange({ where: `grid ${spec}`, expected: 'lengths from 1e-40 to 1e40', got: `'${text}'` });
  }
  return value;
}

function refuseRest(spec: string, rest: readonly string[], rules: readonly string[]): void {
  if (rest.length === 0) return;
  const expected = rules.length === 0 ? 'nothing more' : `nothing more, or one of ${rules.join(', ')}`;
  throw new InvalidInput({ where: `grid ${spec}`, expected, got: `'${rest[0]}'` });
}
