// Patterns of one wavelength: u_t = r u − (1 + Δ)² u + g u² − u³ on the plane, a sphere and the hyperbolic plane, implicitly in Δ.
import assert from 'node:assert/strict';
import { euclidean, hyperbolic, normalize, parse, parseGrid, solveEquation, sphere } from 'jetgraph';
import { animate, draw, noise } from './lib/draw.mjs';

const equation = normalize(parse('r*u - u - 2*lap(u) - lap(lap(u)) + g*u^2 - u^3'));
// Gradient flow of this energy.
const energy = normalize(parse('(u + lap(u))^2/2 - r*u^2/2 - g*u^3/3 + u^4/4'));

const cases = [
  // Seven wavelengths 2π. The Nyquist wave is 32; squares of what is kept are free of aliasing.
  ['plane', parseGrid('cartesian:64x64:14pix14pi', euclidean(2)), 21],
  // κ l(l+1) = 1 for l = 14: the sphere has room for harmonics of degree 14.
  ['sphere', parseGrid('latlon:45x90', sphere(2, 1 / 210)), 29],
  // Curvature radius 6, periodic in x, walls without flux at y = 0.5 and 2; differences, what is implicit by Krylov steps.
  ['hyperbolic', parseGrid('halfplane:28x28:2:0.5..2:neumann', hyperbolic(2, -1 / 36)), undefined],
];
const plane = Array.from({ length: 11 }, (_, k) => 5 * k);
for (const [place, grid, bandLimit] of cases) {
  const run = solveEquation({
    equations: { u: equation },
    grid,
    parameters: { r: 0.1, g: 1 },
    initial: { u: noise(grid, 1).map((x) => 0.3 * x) },
    tEnd: 50,
    snapshots: place === 'plane' ? plane : [0, 15, 30, 50],
    method: 'imex',
    ...(bandLimit && { bandLimit }),
    relativeTolerance: 1e-3,
    quantities: { energy },
  });
  console.log(`${place}: ${run.accepted} steps, energy ${run.quantities.energy.map((x) => x.toFixed(2)).join(' → ')}`);
  run.quantities.energy.forEach((after, k, all) => {
    assert(k === 0 || after < all[k - 1]);
  });
  await draw(`06-swift-hohenberg-${place}`, `Swift–Hohenberg, t = 50, ${grid.spec}`, grid, run.fields.u.at(-1));
  if (place === 'plane') await animate('06-swift-hohenberg', 'Swift–Hohenberg', grid, run.times, run.fields.u);
}
