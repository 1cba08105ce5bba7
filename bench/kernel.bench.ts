/**
 * Throughput of the JavaScript kernel for Δu + |∇u|² on a torus of 512² nodes; the answer is checked first.
 * Run: npx vitest bench bench/kernel.bench.ts (million nodes per second = hz × 0.262).
 */
import { bench, describe, expect } from 'vitest';
import { GraphSum } from '../src/algebra/index.js';
import { parseKey } from '../src/graph/index.js';
import { parseGrid } from '../src/grid/index.js';
import { compileKernel } from '../src/kernel/index.js';
import { contractionProgram } from '../src/program/index.js';
import { euclidean } from '../src/space/index.js';

const grid = parseGrid('cartesian:512x512', euclidean(2));
const program = contractionProgram([GraphSum.of(parseKey('u_aa')).plus(GraphSum.of(parseKey('u_a u_a')))], 2);
const phase = (i: number): number => grid.points[2 * i]! - 2 * grid.points[2 * i + 1]!;
const u = Float64Array.from({ length: grid.size }, (_, i) => Math.sin(phase(i)));

describe('Δu + |∇u|² on 512² nodes', () => {
  for (const accuracy of [2, 4, 6]) {
    const kernel = compileKernel(program, grid.jetScheme(2, accuracy));
    const out = new Float64Array(grid.size);
    kernel.run({ u }, {}, [out]);
    const error = out.reduce((max, x, i) => Math.max(max, Math.abs(x - 5 * Math.cos(phase(i)) ** 2 + 5 * u[i]!)), 0);
    expect(error).toBeLessThan(20 * ((2 * 2 * Math.PI) / 512) ** accuracy);
    bench(`accuracy ${accuracy}, ${kernel.flopsPerPoint} flops per node`, () => kernel.run({ u }, {}, [out]));
  }
});
