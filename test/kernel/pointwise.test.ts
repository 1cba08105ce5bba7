/** Kernels on spectral jets: identities that hold for fields within the band limit, and what is refused. */
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput, Unsupported } from '../../src/base/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, sphere } from '../../src/space/index.js';
import { spectralSampler } from '../../src/spectral/index.js';

describe('kernels on spectral jets', () => {
  it.each([
    ['latlon:24x48', sphere(2, 2)],
    ['cartesian:24x30', euclidean(2)],
  ] as const)('satisfy the identities of Bochner and of the fourth order on %s', (spec, space) => {
    const grid = parseGrid(spec, space);
    const names = [...grid.variables.values()];
    const u =
      space.kind === 'S'
        ? grid.points
            .filter((_, i) => i % 3 === 0)
            .map((x, i) => x * grid.points[3 * i + 2]! + 0.3 * grid.points[3 * i + 1]!)
        : names[0]!.map((x, i) => Math.cos(x - 2 * names[1]![i]!) + 0.4 * Math.sin(2 * x));
    const expressions = ['lap(norm2(grad(u)))/2', 'norm2(hess(u)) + dot(grad(u),grad(lap(u))) + kappa*norm2(grad(u))'];
    const sums = expressions.map((text) => normalize(parse(text), { dimension: 2 }));
    // Δ|∇u|²/2 as Δ of the field |∇u|², and by jets of u of order 3.
    const density = new Float64Array(grid.size);
    compileKernel(contractionProgram([GraphSum.of(parseKey('u_a u_a'))], 2), spectralSampler(grid, 1)).run({ u }, {}, [
      density,
    ]);
    const left = new Float64Array(grid.size);
    compileKernel(contractionProgram([GraphSum.of(parseKey('u_aa'), 1)], 2), spectralSampler(grid, 2)).run(
      { u: density },
      {},
      [left],
    );
    const out = sums.map(() => new Float64Array(grid.size));
    const kernel = compileKernel(contractionProgram(sums, 2), spectralSampler(grid, 3));
    kernel.run({ u }, { kappa: space.kappa }, out);
    expect(kernel.fields).toEqual(['u']);
    for (const values of out) {
      const error = values.reduce((worst, x, i) => Math.max(worst, Math.abs(x - left[i]! / 2)), 0);
      expect(error).toBeLessThan(1e-10);
    }
  });

  it('are refused a module, short jets and fields that do not fit', () => {
    const grid = parseGrid('cartesian:8', euclidean(1));
    const program = contractionProgram([GraphSum.of(parseKey('u_aa'))], 1);
    const kernel = compileKernel(program, spectralSampler(grid, 2));
    expect(() => kernel.module()).toThrow(Unsupported);
    expect(kernel.source).toContain('u_00');
    expect(() => compileKernel(program, spectralSampler(grid, 1))).toThrow(InvalidInput);
    const out = [new Float64Array(8)];
    expect(() => kernel.run({}, {}, out)).toThrow(InvalidInput);
    expect(() => kernel.run({ u: new Float64Array(7) }, {}, out)).toThrow(InvalidInput);
    expect(() => kernel.run({ u: new Float64Array(8).fill(Number.NaN) }, {}, out)).toThrow(InvalidInput);
  });
});
