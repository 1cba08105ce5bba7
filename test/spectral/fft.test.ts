/** The transform against its definition, and laws: Parseval, shifts, convolution, known pairs. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { FourierPlan } from '../../src/spectral/fft.js';
import { RealRows } from '../../src/spectral/realRows.js';

const noise = (length: number, seed = 1): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length }, () => random.normal());
};

/** X_j = Σ x_k e^{−2πi jk/n}, term by term. */
function definition(re: Float64Array, im: Float64Array): readonly [Float64Array, Float64Array] {
  const n = re.length;
  const [outRe, outIm] = [new Float64Array(n), new Float64Array(n)];
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < n; k++) {
      const angle = (2 * Math.PI * ((j * k) % n)) / n;
      outRe[j]! += re[k]! * Math.cos(angle) + im[k]! * Math.sin(angle);
      outIm[j]! += im[k]! * Math.cos(angle) - re[k]! * Math.sin(angle);
    }
  }
  return [outRe, outIm];
}

const distance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);
const square = (a: Float64Array): number => a.reduce((sum, x) => sum + x * x, 0);

describe('complex transforms', () => {
  const lengths = [
    ...Array.from({ length: 36 }, (_, i) => i + 1),
    48,
    49,
    60,
    64,
    77,
    97,
    100,
    120,
    121,
    128,
    210,
    243,
  ];
  it.each(lengths)('of length %i are the definition', (n) => {
    const [re, im] = [noise(n, 1), noise(n, 2)];
    const [exactRe, exactIm] = definition(re, im);
    const [a, b] = [re.slice(), im.slice()];
    const plan = new FourierPlan(n);
    plan.forward(a, b);
    const bound = 2e-15 * n * Math.log2(n + 1) + 1e-15;
    expect(distance(a, exactRe)).toBeLessThan(bound);
    expect(distance(b, exactIm)).toBeLessThan(bound);
    plan.backward(a, b);
    expect(
      distance(
        a,
        re.map((x) => x * n),
      ),
    ).toBeLessThan(n * 1e-14);
    expect(
      distance(
        b,
        im.map((x) => x * n),
      ),
    ).toBeLessThan(n * 1e-14);
  });

  it.each([1000, 1024, 1009, 1280, 6561])('of length %i keep the norm to 1e-14 (Parseval)', (n) => {
    const [re, im] = [noise(n, 3), noise(n, 4)];
    const before = square(re) + square(im);
    new FourierPlan(n).forward(re, im);
    expect(Math.abs((square(re) + square(im)) / n / before - 1)).toBeLessThan(1e-14);
  });

  it.each([12, 14, 15])('of interleaved sequences from an offset on are those of each (length %i)', (n) => {
    const [stride, offset] = [3, 5];
    const [re, im] = [noise(n * stride + offset + 2, 5), noise(n * stride + offset + 2, 6)];
    const [a, b] = [re.slice(), im.slice()];
    new FourierPlan(n).forward(a, b, offset, stride);
    for (let q = 0; q < stride; q++) {
      const pick = (x: Float64Array): Float64Array =>
        Float64Array.from({ length: n }, (_, k) => x[offset + q + stride * k]!);
      const [exactRe, exactIm] = definition(pick(re), pick(im));
      expect(distance(pick(a), exactRe)).toBeLessThan(1e-13);
      expect(distance(pick(b), exactIm)).toBeLessThan(1e-13);
    }
    for (const i of [0, 4, offset + n * stride, offset + n * stride + 1]) expect(a[i]).toBe(re[i]);
  });

  it('send a Gaussian to a Gaussian', () => {
    // Σ_k e^{−π (k h)²} e^{−2πi jk/n} with h = 1/√n is √n e^{−π j²/n}, up to e^{−π n/4}.
    const n = 64;
    const wrapped = (k: number): number => Math.min(k, n - k);
    const re = Float64Array.from({ length: n }, (_, k) => Math.exp((-Math.PI * wrapped(k) ** 2) / n));
    const expected = re.map((x) => x * Math.sqrt(n));
    new FourierPlan(n).forward(re, new Float64Array(n));
    expect(distance(re, expected)).toBeLessThan(1e-13);
  });
});

describe('rows of real numbers', () => {
  it.each([
    [4, 12],
    [5, 9],
    [37, 10],
    [1, 16],
    [3, 7],
  ])('%i × %i: coefficients are those of the definition, values come back', (rows, columns) => {
    const values = noise(rows * columns, 7);
    const plan = new RealRows(rows, columns);
    const [re, im] = [new Float64Array(rows * plan.width), new Float64Array(rows * plan.width)];
    plan.analyse(values, re, im, 1, rows);
    for (let row = 0; row < rows; row++) {
      const line = values.slice(row * columns, (row + 1) * columns);
      const [exactRe, exactIm] = definition(line, new Float64Array(columns));
      for (let m = 0; m < plan.width; m++) {
        expect(re[row + m * rows]).toBeCloseTo(exactRe[m]! / columns, 13);
        expect(im[row + m * rows]).toBeCloseTo(exactIm[m]! / columns, 13);
      }
    }
    const back = new Float64Array(rows * columns);
    plan.synthesise(re, im, 1, rows, back);
    expect(distance(back, values)).toBeLessThan(1e-14 * columns);
  });

  it('cut off is a projection', () => {
    const plan = new RealRows(2, 16, 4);
    const values = noise(32, 8);
    const project = (x: Float64Array): Float64Array => {
      const [re, im, out] = [new Float64Array(8), new Float64Array(8), new Float64Array(32)];
      plan.analyse(x, re, im, 4, 1);
      plan.synthesise(re, im, 4, 1, out);
      return out;
    };
    const once = project(values);
    expect(distance(once, values)).toBeGreaterThan(0.1);
    expect(distance(project(once), once)).toBeLessThan(1e-14);
  });
});
