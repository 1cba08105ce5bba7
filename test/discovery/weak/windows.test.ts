import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/index.js';
import { slicesOf } from '../../../src/discovery/series.js';
import { studentCritical } from '../../../src/discovery/studentQuantile.js';
import { axisWindows, contractAxis } from '../../../src/discovery/weak/axisWindows.js';
import { bumpDerivatives, bumpMass } from '../../../src/discovery/weak/bump.js';
import { spectralCorner } from '../../../src/discovery/weak/corner.js';
import { chooseSmoothing, denoised } from '../../../src/discovery/weak/denoise.js';
import { fillGaps } from '../../../src/discovery/weak/gaps.js';
import { noiseLevel } from '../../../src/discovery/weak/noiseLevel.js';
import { curvedWindows } from '../../../src/discovery/weak/spaceWindows.js';
import { timeWeights } from '../../../src/discovery/weak/timeQuadrature.js';
import { hermitePower } from '../../../src/discovery/weak/weakFeatures.js';
import { parseGrid } from '../../../src/grid/index.js';
import { hyperbolic, sphere } from '../../../src/space/index.js';

describe('bumps', () => {
  it('have the derivatives that central differences give', () => {
    const h = 1e-4;
    for (const s of [-0.9, -0.3, 0, 0.5, 0.8]) {
      const [value, first, second, third] = bumpDerivatives(s, 9, 3) as [number, number, number, number];
      const at = (k: number) => bumpDerivatives(s + k * h, 9, 2);
      expect(value).toBeCloseTo((1 - s * s) ** 9, 14);
      expect((at(1)[0]! - at(-1)[0]!) / (2 * h)).toBeCloseTo(first, 5);
      expect((at(1)[1]! - at(-1)[1]!) / (2 * h)).toBeCloseTo(second, 4);
      expect((at(1)[2]! - at(-1)[2]!) / (2 * h)).toBeCloseTo(third, 3);
    }
    expect(bumpDerivatives(1, 9, 3)).toEqual([0, 0, 0, 0]);
    expect(bumpMass(2)).toBeCloseTo(16 / 15, 14); // ∫ (1 − s²)² ds
  });
});

describe('windows along an axis', () => {
  const n = 128;
  const step = (2 * Math.PI) / n;
  const positions = Float64Array.from({ length: n }, (_, i) => i * step);
  const weights = new Float64Array(n).fill(step);
  const shape = { halfWidth: 0.8, degree: 10, stride: 0.3 };

  it.each([0, 1, 2, 3])('move %i derivatives on to the bump', (k) => {
    const axis = { positions, weights, period: 2 * Math.PI };
    const windows = axisWindows(axis, shape, 3);
    expect(windows.count).toBe(21);
    const u = positions.map((x) => Math.sin(3 * x + 0.4));
    const du = positions.map((x) => 3 ** k * Math.sin(3 * x + 0.4 + (k * Math.PI) / 2));
    const moved = contractAxis(u, windows, k, n, 1);
    const direct = contractAxis(du, windows, 0, n, 1);
    for (const [c, value] of moved.entries()) expect(Math.abs(value - direct[c]!)).toBeLessThan(1e-6 * 3 ** k);
  });

  it('touch the ends of an axis that has ends, and are none when it is too short', () => {
    const windows = axisWindows({ positions, weights }, shape, 0);
    expect(windows.nodes[0]).toBeLessThan(2);
    expect(windows.nodes.at(-1)).toBeGreaterThan(n - 3);
    expect(axisWindows({ positions, weights }, { ...shape, halfWidth: 4 }, 0).count).toBe(0);
  });

  it('contract the middle axis of three as a matrix would', () => {
    const windows = axisWindows({ positions, weights }, shape, 1);
    const random = new Random(1);
    const values = Float64Array.from({ length: 2 * n * 3 }, () => random.normal());
    const result = contractAxis(values, windows, 1, n, 3);
    const line = Float64Array.from({ length: n }, (_, i) => values[n * 3 + i * 3 + 2]!);
    const alone = contractAxis(line, windows, 1, n, 1);
    for (const [c, value] of alone.entries()) expect(result[(windows.count + c) * 3 + 2]).toBeCloseTo(value, 12);
  });
});

describe('quadrature in time', () => {
  it('is the step at even times, exact for polynomials of degree 5 at others', () => {
    expect([...timeWeights([0, 1, 2, 3])]).toEqual([1, 1, 1, 1]);
    const times = Array.from({ length: 30 }, (_, k) => k / 29 + 0.01 * Math.sin(9 * k));
    const weights = timeWeights(times);
    for (let d = 0; d <= 5; d++) {
      const sum = weights.reduce((total, w, k) => total + w * times[k]! ** d, 0);
      expect(sum).toBeCloseTo((times[29]! ** (d + 1) - times[0]! ** (d + 1)) / (d + 1), 12);
    }
  });
});

describe('what the data say of themselves', () => {
  const shape = [60, 80];
  const smooth = Float64Array.from(
    { length: 4800 },
    (_, i) => Math.sin((i % 80) / 9) * Math.cos(Math.floor(i / 80) / 7),
  );
  const random = new Random(5);
  const slices = (values: Float64Array) => slicesOf(values, shape[0]!);
  const noisy = smooth.map((value) => value + 0.05 * random.normal());

  it('noise is measured to a few per cent, and absent where there is none', () => {
    expect(Math.abs(noiseLevel(slices(noisy), shape) / 0.05 - 1)).toBeLessThan(0.06);
    expect(noiseLevel(slices(smooth), shape)).toBeLessThan(1e-6);
  });

  it('smoothing brings noisy data nearer to the truth and leaves clean data alone', () => {
    const axes = { shape, periodic: [false, false], even: [true, true] };
    const halfWidths = chooseSmoothing(slices(noisy), axes, 0.05);
    const error = (values: Float64Array) =>
      Math.sqrt(values.reduce((sum, v, i) => sum + (v - smooth[i]!) ** 2, 0) / values.length);
    const clean = denoised(slices(noisy), axes, halfWidths, 1);
    const all = Float64Array.from(Array.from({ length: shape[0]! }, (_, k) => [...clean.at(k)!]).flat());
    expect(error(all)).toBeLessThan(0.3 * error(noisy));
    expect(chooseSmoothing(slices(smooth), axes, 0)).toEqual([0, 0]);
  });

  it('the corner lies where a band ends', () => {
    const band = Float64Array.from({ length: 40 * 128 }, (_, i) => {
      let sum = 0;
      for (let k = 1; k <= 10; k++) sum += Math.cos((2 * Math.PI * k * (i % 128)) / 128 + k * k + Math.floor(i / 128));
      return sum;
    });
    expect((spectralCorner(slicesOf(band, 40), [40, 128], 1, 0) * 128) / (2 * Math.PI)).toBeCloseTo(10, 8);
  });

  it('gaps are filled along time, and marked', () => {
    const times = [0, 1, 2, 3, 4, 5];
    const slices = times.map((t) => Float64Array.of(t ** 3, 1));
    slices[2]![0] = Number.NaN;
    const { samples, missing } = fillGaps(times, ['u'], { u: slices }, 1);
    expect(samples.u!.at(2)![0]).toBeCloseTo(8, 12);
    expect(times.map((_, k) => [...missing!.at(k)!])).toEqual(times.map((_, k) => [k === 2 ? 1 : 0, 0]));
    expect(fillGaps(times, ['u'], { u: times.map(() => Float64Array.of(1)) }, 1).missing).toBeUndefined();
  });
});

describe('statistics', () => {
  it('critical values are those of printed tables', () => {
    expect(studentCritical(0.05, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959964, 6);
    expect(studentCritical(0.05, 10)).toBeCloseTo(2.228, 3);
    expect(studentCritical(0.01, 20)).toBeCloseTo(2.845, 3);
    expect(studentCritical(0.001, 3)).toBeCloseTo(12.924, 3);
  });

  it('critical values of few degrees of freedom are those of closed forms, however small the probability', () => {
    for (const alpha of [0.5, 0.05, 1e-3, 1e-6, 1e-9]) {
      expect(studentCritical(alpha, 1) * Math.tan((Math.PI * alpha) / 2)).toBeCloseTo(1, 7);
      expect(studentCritical(alpha, 2) / ((1 - alpha) * Math.sqrt(2 / (alpha * (2 - alpha))))).toBeCloseTo(1, 7);
    }
  });

  it('critical values fall with the degrees of freedom, also where the way to compute them changes', () => {
    const values = [0.7, 3, 3.5, 40, 99_999, 1e9].map((freedom) => studentCritical(1e-4, freedom));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(Math.abs(values[4]! / studentCritical(1e-4, 100_001) - 1)).toBeLessThan(1e-7);
  });

  it('there is no critical value for what is no probability', () => {
    expect(() => studentCritical(0, 10)).toThrow('a probability between 0 and 1');
    expect(() => studentCritical(0.05, 0)).toThrow('positive degrees of freedom');
  });

  it.each([1, 2, 3, 4])('the mean of He_%i over noise is the power', (d) => {
    const random = new Random(d);
    let sum = 0;
    for (let i = 0; i < 200_000; i++) sum += hermitePower(0.7 + 0.3 * random.normal(), 0.09, d);
    expect(Math.abs(sum / 200_000 - 0.7 ** d)).toBeLessThan(0.004);
  });
});

describe('windows on curved spaces', () => {
  it('move Δ on to the bump: on the sphere z has the eigenvalue −2', () => {
    const grid = parseGrid('latlon:48x96', sphere(2));
    const windows = curvedWindows(grid, { halfWidths: [0.7], degree: 10, overlap: 0.5 }, [[0], [1], [2]]);
    const z = grid.points.filter((_, i) => i % 3 === 2);
    const [plain, once, twice] = windows.apply(z, [0, 1, 2]) as [Float64Array, Float64Array, Float64Array];
    expect(windows.count).toBeGreaterThan(50);
    for (const [c, value] of plain.entries()) {
      expect(Math.abs(once[c]! + 2 * value)).toBeLessThan(1e-4);
      expect(Math.abs(twice[c]! - 4 * value)).toBeLessThan(0.02);
    }
  });

  it('on the half-plane y² has the eigenvalue 2, and windows stay inside', () => {
    const grid = parseGrid('halfplane:48x64:6:0.5..4:open', hyperbolic(2));
    const windows = curvedWindows(grid, { halfWidths: [0.7], degree: 8, overlap: 0.5 }, [[0], [1]]);
    const y = grid.variables.get('y')!;
    const [plain, once] = windows.apply(
      y.map((value) => value * value),
      [0, 1],
    ) as [Float64Array, Float64Array];
    expect(windows.count).toBeGreaterThan(5);
    for (const [c, value] of plain.entries()) expect(Math.abs(once[c]! / value - 2)).toBeLessThan(1e-2);
    expect(Math.max(...windows.blocks)).toBe(windows.blockCount - 1);
  });
});
