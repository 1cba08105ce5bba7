/**
 * Grid specifications as text. Counts and shape have the same order.
 *
 *     cartesian:N | NxM | NxMxK  [:L | LxL | LxLxL]  [:periodic|neumann|dirichlet]     E^1, E^2, E^3
 *     latlon:NxM[:poles]            N rows of colatitude, M longitudes                  S²
 *     halfplane:NxM [:X] [:Y0..Y1] [:periodic|open|neumann]   N rows of y, M of x       H²
 *     healpix:N[:ring|nest]         12 N² pixels in either order of healpy                S²
 *     icosahedral:k                 10 · 4^k + 2 nodes                                   S²
 *     fibonacci:N[:R]               N nodes in a disk of radius R (1); all of S²          E², S², H²
 *     cubed:m                       6 m² or 8 m³ nodes                                    S², S³
 *     ball:N[:R]                    N nodes in a ball of radius R (1)                     E³, H³
 *     disk:NxM[:R][:neumann|dirichlet]   N circles of M nodes, |x| < R (0.8) in the unit disk   H²
 *     tiling:p,q:depth[:k]          layers of a regular tiling, triangles cut k times    H²
 *
 * A length is a decimal number, optionally followed by `pi` (`2pi`, `pi`, `0.5pi`, `10`).
 */
import { InvalidInput, OutOfRange } from '../base/index.js';
import type { Space } from '../space/index.js';
import { cartesianGrid } from './cartesian.js';
import { diskGrid } from './disk.js';
import { fibonacciGrid } from './fibonacci.js';
import type { Grid } from './grid.js';
import { type HalfPlaneRule, halfPlaneGrid } from './halfplane.js';
import { healpixGrid } from './healpixgrid.js';
import { icosahedralGrid } from './icosahedral.js';
import { latLonGrid } from './latlon.js';
import { ballGrid, cubedGrid } from './solids.js';
import { tilingGrid } from './tiling.js';

const sizeLimit = 2 ** 27;

/**
 * The grid that a specification describes on a space.
 * @throws InvalidInput when the text is malformed or does not fit the space; OutOfRange above 2^27 nodes and for lengths whose powers are no doubles.
 * @example
 * parseGrid('latlon:32x64', sphere(2)).size // 2048
 */
export function parseGrid(spec: string, space: Space): Grid {
  const [kind = '', ...tokens] = spec.trim().split(':');
  if (Object.hasOwn(kinds, kind)) return kinds[kind]!(spec, tokens, space);
  const expected = [...Object.keys(kinds), 'cloud'].join(', ');
  const hint = 'a grid reads like cartesian:64x64 or, in commands, cloud:FILE';
  throw new InvalidInput({ where: 'grid', expected: `a kind among ${expected}`, got: `'${kind}'`, hint });
}

const kinds: Readonly<Record<string, (spec: string, tokens: readonly string[], space: Space) => Grid>> = {
  cartesian: parseCartesian,
  latlon: parseLatLon,
  healpix: parseHealpix,
  icosahedral: parseIcosahedral,
  fibonacci: parseFibonacci,
  cubed: parseCubed,
  ball: parseBall,
  halfplane: parseHalfPlane,
  disk: parseDisk,
  tiling: parseTiling,
};

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
  const onPoles = tokens[1] === 'poles';
  refuseRest(spec, tokens.slice(onPoles ? 2 : 1), ['poles']);
  if (columns % 2 !== 0 || columns < rows) {
    const expected = `an even number of longitudes, at least ${rows} (as many as rows)`;
    const hint = `latlon:${rows}x${2 * rows} has equal spacing`;
    throw new InvalidInput({ where: `grid ${spec}`, expected, got: String(columns), hint });
  }
  return latLonGrid(spec, space, rows, columns, onPoles);
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

function parseHealpix(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'S', 2);
  const [count, order = 'ring', ...rest] = tokens;
  const nside = parseInteger(spec, count, 'nside', 1, 3344);
  refuseRest(spec, ['ring', 'nest', 'nested'].includes(order) ? rest : [order], ['ring', 'nest']);
  if (order !== 'ring' && (nside & (nside - 1)) !== 0) {
    throw new InvalidInput({
      where: `grid ${spec}`,
      expected: 'nside to be a power of 2 in nested order',
      got: count!,
    });
  }
  return healpixGrid(spec, space, nside, order === 'ring' ? 'ring' : 'nested');
}

function parseIcosahedral(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'S', 2);
  refuseRest(spec, tokens.slice(1), []);
  return icosahedralGrid(spec, space, parseInteger(spec, tokens[0], 'the number of bisections', 0, 9));
}

function parseFibonacci(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, space.kind, 2);
  const [count, reach, ...rest] = tokens;
  const nodes = parseInteger(spec, count, 'the number of nodes', 2, 10_000_000);
  if (space.kind === 'S' && reach !== undefined) refuseRest(spec, [reach], []);
  refuseRest(spec, rest, []);
  return fibonacciGrid(spec, space, nodes, reach === undefined ? 1 : parseLength(spec, reach));
}

function parseCubed(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'S', space.dimension === 2 ? 2 : 3);
  refuseRest(spec, tokens.slice(1), []);
  return cubedGrid(spec, space, parseInteger(spec, tokens[0], 'the number of nodes along a side', 1, 100));
}

function parseBall(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, space.kind === 'H' ? 'H' : 'E', 3);
  const [count, reach, ...rest] = tokens;
  refuseRest(spec, rest, []);
  const nodes = parseInteger(spec, count, 'the number of nodes', 2, 1_000_000);
  return ballGrid(spec, space, nodes, reach === undefined ? 1 : parseLength(spec, reach));
}

function parseDisk(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'H', 2);
  const [rows, columns] = parsePair(spec, tokens[0]);
  const rest = tokens.slice(1);
  const walls = ['neumann', 'dirichlet'] as const;
  const wall = walls.find((rule) => rule === rest.at(-1));
  if (wall !== undefined) rest.pop();
  // What is no number was meant for a wall.
  const radius = /^[\d.]/.test(rest[0] ?? '') ? rest.shift()! : '0.8';
  const reach = parseLength(spec, radius);
  refuseRest(spec, rest, ['a radius', ...walls]);
  if (columns % 2 !== 0 || columns < rows) {
    const expected = `an even number of angles, at least ${rows} (as many as circles)`;
    throw new InvalidInput({ where: `grid ${spec}`, expected, got: String(columns) });
  }
  if (!(reach < 1)) {
    throw new InvalidInput({ where: `grid ${spec}`, expected: 'a radius below 1 in the unit disk', got: radius });
  }
  return diskGrid(spec, space, rows, columns, reach, wall);
}

function parseTiling(spec: string, tokens: readonly string[], space: Space): Grid {
  checkSpace(spec, space, 'H', 2);
  const [symbol = '', depth, bisections = '0', ...rest] = tokens;
  refuseRest(spec, rest, []);
  const [p, q, ...more] = symbol.split(',');
  refuseRest(spec, more, []);
  return tilingGrid(
    spec,
    space,
    parseInteger(spec, p, 'p', 3, 100),
    parseInteger(spec, q, 'q', 3, 100),
    parseInteger(spec, depth, 'the depth', 0, 100),
    parseInteger(spec, bisections, 'the number of bisections', 0, 9),
  );
}

function parseInteger(spec: string, text: string | undefined, name: string, low: number, high: number): number {
  const value = /^\d{1,9}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (value >= low && value <= high) return value;
  const expected = `${name}, an integer from ${low} to ${high}`;
  throw new InvalidInput({ where: `grid ${spec}`, expected, got: `'${text ?? ''}'` });
}

/** Said where a grid is of another space. */
const kindsOn: Readonly<Record<Space['kind'], string>> = {
  E: 'cartesian, fibonacci (dimension 2) and ball (3) on E',
  S: 'latlon, healpix, icosahedral, fibonacci (dimension 2) and cubed (2, 3) on S',
  H: 'disk, halfplane, tiling, fibonacci (dimension 2) and ball (3) on H',
};

function checkSpace(spec: string, space: Space, kind: Space['kind'], dimension?: number): void {
  if (space.kind === kind && (dimension === undefined || dimension === space.dimension)) return;
  const expected = `space ${kind}${dimension === undefined ? '' : ` of dimension ${dimension}`}`;
  const got = `${space.kind} of dimension ${space.dimension}`;
  const hint = `there are ${kindsOn[space.kind]}`;
  throw new InvalidInput({ where: `grid ${spec}`, expected: `${expected} for ${spec}`, got, hint });
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
