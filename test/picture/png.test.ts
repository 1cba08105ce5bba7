import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodePng } from '../../src/picture/index.js';
import { decodePng } from '../oracle/png.js';

it('is decoded to the same pixels, with valid check sums', () => {
  const image = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([width, height]) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      rgba: fc.uint8Array({ minLength: 4 * width * height, maxLength: 4 * width * height }),
    }),
  );
  fc.assert(
    fc.property(image, ({ width, height, rgba }) => {
      const decoded = decodePng(encodePng(width, height, rgba));
      expect([decoded.width, decoded.height]).toEqual([width, height]);
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          expect(decoded.at(column, row)).toEqual([...rgba.slice(4 * (row * width + column)).slice(0, 4)]);
    }),
  );
});

it('refuses sizes that disagree', () => {
  expect(() => encodePng(2, 2, new Uint8Array(15))).toThrow('encodePng: expected 16 bytes, got 15.');
  expect(() => encodePng(0, 2, new Uint8Array(0))).toThrow('expected width to be an integer from 1');
});
