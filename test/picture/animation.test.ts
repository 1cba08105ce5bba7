import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseGrid } from '../../src/grid/index.js';
import { animatedPng, encodePng, fieldPicture, svgToPng } from '../../src/picture/index.js';
import { sphere } from '../../src/space/index.js';
import { decodeApng } from '../oracle/apng.js';
import { decodePng, paeth } from '../oracle/png.js';

const [width, height] = [7, 5];
const colours = [
  [255, 0, 0, 255],
  [0, 90, 200, 255],
  [10, 240, 30, 255],
] as const;
const frames = colours.map((colour) => {
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) rgba.set(colour, 4 * i);
  return encodePng(width, height, rgba);
});

const python = '/usr/bin/python3';
const hasPillow = spawnSync(python, ['-c', 'import PIL'], { stdio: 'ignore' }).status === 0;

/** Times, repetitions and sums over all pixels, as Pillow reads them. */
function readByPillow(input: Uint8Array): unknown {
  const script = `
import hashlib, io, json, sys
from PIL import Image
image = Image.open(io.BytesIO(sys.stdin.buffer.read()))
found = []
for k in range(image.n_frames):
    image.seek(k)
    found.append([image.info["duration"], hashlib.sha256(image.convert("RGBA").tobytes()).hexdigest()])
print(json.dumps({"size": image.size, "loop": image.info["loop"], "frames": found}))`;
  return JSON.parse(execFileSync(python, ['-c', script], { input, encoding: 'utf8', maxBuffer: 1e9 }));
}

/** A square image whose row k has the filter k modulo 5 [png-specification, §9.2]. */
function encodeFiltered(size: number, kind: number, channels: number, bytes: Uint8Array): Uint8Array {
  const stride = size * channels;
  const rows = Array.from({ length: size }, (_, row) => {
    const at = (i: number, r: number): number => (i < 0 || r < 0 ? 0 : bytes[r * stride + i]!);
    const line = Array.from({ length: stride }, (_, i) => {
      const [left, up, corner] = [at(i - channels, row), at(i, row - 1), i < channels ? 0 : at(i - channels, row - 1)];
      return at(i, row) - [0, left, up, Math.floor((left + up) / 2), paeth(left, up, corner)][row % 5]!;
    });
    return Uint8Array.from([row % 5, ...line]);
  });
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Uint8Array.of(0, 0, 0, size, 0, 0, 0, size, 8, kind, 0, 0, 0);
  const start = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([start, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', new Uint8Array(0))]);
}

/** Three times of waves on the sphere as small pictures with title, graticule and colour bar. */
async function pictures(): Promise<readonly Uint8Array[]> {
  const grid = parseGrid('latlon:16x32', sphere(2));
  const files: Uint8Array[] = [];
  for (const t of [0, 1, 2]) {
    const u = Float64Array.from({ length: grid.size }, (_, i) => {
      const [x, y, z] = grid.points.subarray(3 * i, 3 * i + 3);
      return Math.sin(3 * x! + t / 3) + 0.7 * Math.cos(2 * y! - 2 * z! + t / 5);
    });
    const svg = fieldPicture(grid, u, { title: `u(t = ${t})`, range: [-1.6, 1.7], pixels: 300 });
    files.push(await svgToPng(svg, { pixels: 300 }));
  }
  return files;
}

describe('an animated PNG', () => {
  let files: readonly Uint8Array[] = [];
  let file = new Uint8Array(0);
  beforeAll(async () => {
    files = await pictures();
    file = Uint8Array.from(animatedPng(files, { milliseconds: 120, lastMilliseconds: 900, plays: 3 }));
  });

  it('shows its first frame where animations are not known, and the others after it', () => {
    const read = decodeApng(animatedPng(frames, { milliseconds: 120, lastMilliseconds: 900, plays: 3 }));
    expect([read.width, read.height, read.plays, read.colours]).toEqual([width, height, 3, 3]);
    expect(read.frames.map(({ delay }) => delay)).toEqual([0.12, 0.12, 0.9]);
    for (const [k, { rgba }] of read.frames.entries()) {
      for (let i = 0; i < width * height; i++) expect([...rgba.subarray(4 * i, 4 * i + 4)]).toEqual(colours[k]);
    }
  });

  it('is exact for at most 256 colours, opacity included', () => {
    // Each pixel is one of 256 colours; frames differ in a few of them, or in none.
    const palette = Array.from({ length: 256 }, (_, k) => [(k * 37) % 256, k, 255 - k, k % 5 === 0 ? k : 255]);
    const byte = fc.integer({ min: 0, max: 255 });
    const places = fc.array(fc.tuple(fc.nat(99), byte), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(byte, { minLength: 100, maxLength: 100 }),
        fc.array(places, { maxLength: 3 }),
        (first, all) => {
          let numbers = first;
          const images = [[], ...all].map((changes: readonly (readonly [number, number])[]) => {
            numbers = numbers.map((number, i) => changes.find(([at]) => at === i)?.[1] ?? number);
            return Uint8Array.from(numbers.flatMap((number) => palette[number]!));
          });
          const read = decodeApng(animatedPng(images.map((rgba) => encodePng(20, 5, rgba))));
          expect(read.frames.map(({ rgba }) => [...rgba])).toEqual(images.map((rgba) => [...rgba]));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('holds 256 colours exactly, and of 257 at most 256', () => {
    const shades = (count: number): Uint8Array =>
      encodePng(
        count,
        1,
        Uint8Array.from({ length: 4 * count }, (_, i) => [i >> 2, 200 - (i >> 3), (i >> 2) % 7, 255][i % 4]!),
      );
    const rgba = (file: Uint8Array): number[] => [...decodeApng(animatedPng([file])).frames[0]!.rgba];
    const wide = decodePng(shades(256));
    expect(rgba(shades(256))).toEqual(Array.from({ length: 256 }, (_, i) => wide.at(i, 0)).flat());
    expect(decodeApng(animatedPng([shades(257)])).colours).toBeLessThanOrEqual(256);
  });

  it('keeps of later frames the rectangle that changed', () => {
    const image = new Uint8Array(4 * 30 * 20).fill(255);
    const next = image.slice();
    for (const [x, y] of [
      [4, 3],
      [9, 12],
    ] as const)
      next.set([0, 0, 0], 4 * (30 * y + x));
    const read = decodeApng(animatedPng([image, next, next].map((rgba) => encodePng(30, 20, rgba))));
    expect(read.frames.map(({ part }) => part)).toEqual([
      [0, 0, 30, 20],
      [4, 3, 6, 10],
      [0, 0, 1, 1],
    ]);
  });

  it('shows pictures of fields within 1.5 of 255 steps in the mean square and 24 at most, in a third of their size', () => {
    const read = decodeApng(file);
    let [largest, squares, far, count] = [0, 0, 0, 0];
    const wide = new Map<string, { count: number; error: number }>();
    for (const [k, { rgba }] of read.frames.entries()) {
      const image = decodePng(files[k]!);
      for (let i = 0; i < image.width * image.height; i++) {
        const colour = image.at(i % image.width, Math.floor(i / image.width));
        const errors = colour.map((value, c) => Math.abs(value - rgba[4 * i + c]!));
        const error = Math.max(...errors);
        largest = Math.max(largest, error);
        squares += errors.reduce((sum, e) => sum + e * e, 0);
        far += error > 8 ? 1 : 0;
        count++;
        wide.set(colour.join(), { count: (wide.get(colour.join())?.count ?? 0) + 1, error });
      }
    }
    expect(read.colours).toBe(256);
    expect(largest).toBeLessThanOrEqual(24);
    expect(Math.sqrt(squares / count / 3)).toBeLessThan(1.5);
    expect(far / count).toBeLessThan(0.005);
    // Colours of wide areas stay closer, the paper exactly what it is.
    expect(wide.get('255,255,255,255')?.error).toBe(0);
    const most = [...wide.values()].filter((one) => one.count > count / 1000);
    expect(most.length).toBeGreaterThan(10);
    expect(Math.max(...most.map(({ error }) => error))).toBeLessThanOrEqual(3);
    expect(file.length).toBeLessThan(files.reduce((sum, { length }) => sum + length, 0) / 3);
  });

  it.skipIf(!hasPillow)('is the same to Pillow', () => {
    const { width, height, frames } = decodeApng(file);
    expect(readByPillow(file)).toEqual({
      size: [width, height],
      loop: 3,
      frames: frames.map(({ rgba }, k) => [k === 2 ? 900 : 120, createHash('sha256').update(rgba).digest('hex')]),
    });
  });

  it.each([
    [0, 1, 'grey'],
    [2, 3, 'true colour'],
    [4, 2, 'grey with opacity'],
    [6, 4, 'true colour with opacity'],
  ])('reads kind %i of %i channels, %s, with every filter', (kind, channels) => {
    const size = 6;
    const bytes = Uint8Array.from({ length: size * size * channels }, (_, i) => (i * i * 7 + 13 * i) % 256);
    const file = encodeFiltered(size, kind, channels, bytes);
    const expected = Array.from({ length: size * size }, (_, i) => {
      const own = [...bytes.subarray(i * channels, (i + 1) * channels)];
      const colour = channels < 3 ? [own[0], own[0], own[0]] : own.slice(0, 3);
      return [...colour, channels % 2 === 0 ? own.at(-1) : 255];
    });
    expect([...decodeApng(animatedPng([file])).frames[0]!.rgba]).toEqual(expected.flat());
  });

  it('reads a palette', () => {
    // An animation is a PNG with a palette.
    const again = decodeApng(animatedPng([animatedPng([frames[1]!]), frames[2]!]));
    expect(again.frames.map(({ rgba }) => [...rgba.subarray(0, 4)])).toEqual([colours[1], colours[2]]);
  });

  it('is refused for frames that are none, cut off, damaged or of different sizes', () => {
    expect(() => animatedPng([])).toThrow('animatedPng: expected a frame or more, got none.');
    expect(() => animatedPng([Uint8Array.of(1, 2, 3)])).toThrow(
      'a PNG file of 8 bits a channel as frame 0, got 3 bytes',
    );
    expect(() => animatedPng([frames[0]!, frames[1]!.subarray(0, 60)])).toThrow('got a file that is cut off');
    const interlaced = frames[0]!.slice();
    interlaced[28] = 1;
    expect(() => animatedPng([interlaced])).toThrow('interlaced');
    const deep = frames[0]!.slice();
    deep[24] = 16;
    expect(() => animatedPng([deep])).toThrow('kind 6 of 16 bits');
    const damaged = frames[0]!.slice();
    damaged.fill(0, 43, 50);
    expect(() => animatedPng([damaged])).toThrow('damaged');
    const other = encodePng(1, 1, Uint8Array.of(0, 0, 0, 255));
    expect(() => animatedPng([frames[0]!, other])).toThrow('expected frames of 7×5, got 1×1 in frame 1');
    expect(() => animatedPng(frames, { milliseconds: 0 })).toThrow('milliseconds');
  });
});
