/** Portable Network Graphics: 8 bits a channel with opacity, each row predicted from its left neighbour [png-specification]. */
import { zlibSync } from 'fflate';
import { checkInteger, InvalidInput } from '../base/index.js';
import { crc32 } from '../io/index.js';

/** What every PNG file begins with. */
export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * PNG bytes of an image; `rgba` has 4·width·height bytes, rows from the top.
 * @throws InvalidInput where the sizes disagree.
 * @example
 * const onePixel = encodePng(1, 1, Uint8Array.of(255, 0, 0, 255)); // a red one
 * String.fromCharCode(...onePixel.subarray(1, 4)) // 'PNG'
 */
export function encodePng(width: number, height: number, rgba: Uint8Array): Uint8Array {
  const where = 'encodePng';
  checkInteger(where, 'width', width, 1, 2 ** 31 - 1);
  checkInteger(where, 'height', height, 1, 2 ** 31 - 1);
  if (rgba.length !== 4 * width * height) {
    throw new InvalidInput({ where, expected: `${4 * width * height} bytes`, got: String(rgba.length) });
  }
  const stride = 4 * width;
  const filtered = new Uint8Array((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    const from = row * stride;
    const to = row * (stride + 1) + 1;
    filtered[to - 1] = 1; // the filter 'Sub'
    for (let i = 0; i < stride; i++) filtered[to + i] = rgba[from + i]! - (i < 4 ? 0 : rgba[from + i - 4]!);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 6], 8); // 8 bits, red-green-blue-alpha
  const parts = [
    signature,
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(filtered, { level: 7 })),
    chunk('IEND', new Uint8Array(0)),
  ];
  return joined(parts);
}

/** Bytes one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Length, type, data, CRC of type and data. */
export function chunk(type: string, data: Uint8Array): Uint8Array {
  const result = new Uint8Array(data.length + 12);
  const view = new DataView(result.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) result[4 + i] = type.charCodeAt(i);
  result.set(data, 8);
  view.setUint32(data.length + 8, crc32(result.subarray(4, data.length + 8)));
  return result;
}
