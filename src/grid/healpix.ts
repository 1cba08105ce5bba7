/**
 * The numbering of HEALPix pixels: 12 N² pixels of equal area on 4N − 1 rings of constant latitude, numbered along the
 * rings from north to south (`ring`) or along a space-filling curve in each of 12 faces (`nested`, N a power of 2).
 * Source: [gorski-2005], sections 4 and 5; the ring number i counts from 1, positions on a ring from 0.
 */
import { InvalidInput } from '../base/index.js';

/** The two numberings. */
export type HealpixOrder = 'ring' | 'nested';

/** A ring of pixel centres: z = cos θ and 1 − |z| without cancellation, longitudes (j + shift) 2π / count. */
export interface HealpixRing {
  readonly first: number;
  readonly count: number;
  readonly z: number;
  readonly oneMinusAbsZ: number;
  readonly shift: number;
}

/** Ring i, 1 ≤ i ≤ 4N − 1 ([gorski-2005], equations 4 to 9). */
export function healpixRing(n: number, i: number): HealpixRing {
  if (i < n || i > 3 * n) {
    const k = i < n ? i : 4 * n - i;
    const height = (k * k) / (3 * n * n);
    const first = i < n ? 2 * k * (k - 1) : 12 * n * n - 2 * k * (k + 1);
    return { first, count: 4 * k, z: i < n ? 1 - height : height - 1, oneMinusAbsZ: height, shift: 0.5 };
  }
  const z = (2 * (2 * n - i)) / (3 * n);
  const shift = (i - n) % 2 === 0 ? 0.5 : 0;
  return { first: 2 * n * (n - 1) + 4 * n * (i - n), count: 4 * n, z, oneMinusAbsZ: 1 - Math.abs(z), shift };
}

/** The ring that a pixel in ring order lies on. */
export function ringOfPixel(n: number, pixel: number): number {
  const cap = 2 * n * (n - 1);
  const total = 12 * n * n;
  const polar = (p: number): number => {
    // The k with 2k(k − 1) ≤ p < 2k(k + 1).
    let k = Math.floor((1 + Math.sqrt(1 + 2 * p)) / 2);
    if (2 * k * (k - 1) > p) k--;
    else if (2 * k * (k + 1) <= p) k++;
    return k;
  };
  if (pixel < cap) return polar(pixel);
  if (pixel >= total - cap) return 4 * n - polar(total - 1 - pixel);
  return n + Math.floor((pixel - cap) / (4 * n));
}

/** A pixel within its face: x towards the north-east, y towards the north-west. */
interface FacePosition {
  readonly face: number;
  readonly x: number;
  readonly y: number;
}

/** Rings and longitudes of the southernmost corners of the faces, in units of N pixels and of 45°. */
const cornerRing = [2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4];
const cornerLongitude = [1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7];

function checkPixel(where: string, n: number, pixel: number, powerOfTwo: boolean): void {
  if (!Number.isInteger(n) || n < 1 || n > 2 ** 13 || (powerOfTwo && (n & (n - 1)) !== 0)) {
    const expected = powerOfTwo ? 'nside to be a power of 2 up to 8192' : 'nside from 1 to 8192';
    throw new InvalidInput({ where, expected, got: String(n) });
  }
  if (!Number.isInteger(pixel) || pixel < 0 || pixel >= 12 * n * n) {
    throw new InvalidInput({ where, expected: `a pixel from 0 to ${12 * n * n - 1}`, got: String(pixel) });
  }
}

/** The even bits of a number, put together. */
function evenBits(value: number): number {
  let result = 0;
  for (let bit = 0, rest = value; rest > 0; bit++, rest = Math.floor(rest / 4)) result += (rest % 2) * 2 ** bit;
  return result;
}

/** The bits of a number, put on the even places. */
function spreadBits(value: number): number {
  let result = 0;
  for (let bit = 0, rest = value; rest > 0; bit++, rest >>= 1) result += (rest & 1) * 4 ** bit;
  return result;
}

function positionOfNested(n: number, pixel: number): FacePosition {
  const within = pixel % (n * n);
  return { face: Math.floor(pixel / (n * n)), x: evenBits(within), y: evenBits(Math.floor(within / 2)) };
}

function positionOfRing(n: number, pixel: number): FacePosition {
  const i = ringOfPixel(n, pixel);
  const { first, count } = healpixRing(n, i);
  const j = pixel - first;
  const quarter = count / 4;
  let face: number;
  if (i < n) face = Math.floor(j / quarter);
  else if (i > 3 * n) face = 8 + Math.floor(j / quarter);
  else {
    // Which of the lines of constant x and of constant y between faces lie to the west.
    const down = i - n + 1;
    const rising = Math.floor((j - Math.floor(down / 2) + n) / n);
    const falling = Math.floor((j - Math.floor((2 * n + 2 - down) / 2) + n) / n);
    if (rising === falling) face = 4 + (falling % 4);
    else face = falling < rising ? falling : rising + 8;
  }
  const shifted = i >= n && i <= 3 * n ? (i - n) % 2 : 0;
  const south = i - cornerRing[face]! * n + 1;
  let east = 2 * j + 1 - cornerLongitude[face]! * quarter - shifted;
  if (east >= 2 * n) east -= 8 * n;
  return { face, x: (east - south) / 2, y: (-east - south) / 2 };
}

function ringNumber(n: number, { face, x, y }: FacePosition): number {
  const i = cornerRing[face]! * n - x - y - 1;
  const { first, count } = healpixRing(n, i);
  const shifted = i >= n && i <= 3 * n ? (i - n) % 2 : 0;
  const j = (cornerLongitude[face]! * (count / 4) + x - y - 1 + shifted) / 2;
  return first + ((j + count) % count);
}

const nestedNumber = (n: number, { face, x, y }: FacePosition): number =>
  face * n * n + spreadBits(x) + 2 * spreadBits(y);

/**
 * The number in nested order of a pixel in ring order; `values_nested[ringToNest(n, p)] = values_ring[p]`.
 * @example
 * ringToNest(2, 0) // 3
 * @throws InvalidInput unless nside is a power of 2 and the pixel exists.
 */
export function ringToNest(nside: number, pixel: number): number {
  checkPixel('ringToNest', nside, pixel, true);
  return nestedNumber(nside, positionOfRing(nside, pixel));
}

/**
 * The number in ring order of a pixel in nested order.
 * @example
 * nestToRing(2, 3) // 0
 * @throws InvalidInput unless nside is a power of 2 and the pixel exists.
 */
export function nestToRing(nside: number, pixel: number): number {
  checkPixel('nestToRing', nside, pixel, true);
  return ringNumber(nside, positionOfNested(nside, pixel));
}

/**
 * Where a step over the border of a face leads, by 4 + step in x + 3 · step in y: the face on the other side (−1: none,
 * three faces meet there), and per row of faces (north, equator, south) whether to reflect x (1), y (2), swap them (4).
 */
const facesBeyond = [
  [8, 9, 10, 11, -1, -1, -1, -1, 10, 11, 8, 9],
  [5, 6, 7, 4, 8, 9, 10, 11, 9, 10, 11, 8],
  [-1, -1, -1, -1, 5, 6, 7, 4, -1, -1, -1, -1],
  [4, 5, 6, 7, 11, 8, 9, 10, 11, 8, 9, 10],
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  [1, 2, 3, 0, 0, 1, 2, 3, 5, 6, 7, 4],
  [-1, -1, -1, -1, 7, 4, 5, 6, -1, -1, -1, -1],
  [3, 0, 1, 2, 3, 0, 1, 2, 4, 5, 6, 7],
  [2, 3, 0, 1, -1, -1, -1, -1, 0, 1, 2, 3],
];
const turnsBeyond = [
  [0, 0, 3],
  [0, 0, 6],
  [0, 0, 0],
  [0, 0, 5],
  [0, 0, 0],
  [5, 0, 0],
  [0, 0, 0],
  [6, 0, 0],
  [3, 0, 0],
];

/** The pixels, in the same order, that share a side or a corner with one: 8, or 7 where three faces meet. */
export function healpixNeighbours(nside: number, order: HealpixOrder, pixel: number): number[] {
  checkPixel('healpixNeighbours', nside, pixel, order === 'nested');
  const n = nside;
  const here = order === 'nested' ? positionOfNested(n, pixel) : positionOfRing(n, pixel);
  const result: number[] = [];
  for (const [dx, dy] of [
    [-1, 0],
    [-1, 1],
    [0, 1],
    [1, 1],
    [1, 0],
    [1, -1],
    [0, -1],
    [-1, -1],
  ] as const) {
    let [x, y] = [here.x + dx, here.y + dy];
    const across = (value: number): number => (value < 0 ? -1 : value >= n ? 1 : 0);
    const [stepX, stepY] = [across(x), across(y)];
    const step = 4 + stepX + 3 * stepY;
    const face = facesBeyond[step]![here.face]!;
    if (face < 0) continue;
    const turn = turnsBeyond[step]![here.face >> 2]!;
    [x, y] = [x - stepX * n, y - stepY * n];
    if (turn & 1) x = n - 1 - x;
    if (turn & 2) y = n - 1 - y;
    if (turn & 4) [x, y] = [y, x];
    result.push(order === 'nested' ? nestedNumber(n, { face, x, y }) : ringNumber(n, { face, x, y }));
  }
  return [...new Set(result)];
}
