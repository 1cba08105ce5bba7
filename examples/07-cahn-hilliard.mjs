// Two phases part: u_t = Δ(u³ − u − ε Δu). The mass stays, to rounding; the energy falls.
import assert from 'node:assert/strict';
import { euclidean, euler, hyperbolic, normalize, parse, parseGrid, solveEquation, sphere } from 'jetgraph';
import { draw, noise } from './lib/draw.mjs';

const equation = normalize(parse('lap(u^3 - u - epsilon*lap(u))'));
const energy = normalize(parse('epsilon*norm2(grad(u))/2 + (1 - u^2)^2/4'));
// A divergence: its Euler operator vanishes. That is why the solver may hold ∫ u fixed.
assert(euler(equation).isZero());

for (const [place, grid, bandLimit] of [
  ['plane', parseGrid('cartesian:64x64:2pix2pi', euclidean(2)), 21],
  ['sphere', parseGrid('latlon:36x72', sphere(2)), 23],
]) {
  const run = solveEquation({
    equations: { u: equation },
    grid,
    parameters: { epsilon: 0.02 },
    initial: { u: noise(grid, 7).map((x) => -0.2 + 0.2 * x) },
    tEnd: 1,
    snapshots: [0, 0.1, 0.3, 1],
    method: 'imex',
    bandLimit,
    relativeTolerance: 1e-3,
    quantities: { energy },
  });
  const { integral } = run.conserved.u;
  const drift = Math.max(...integral.map((mass) => Math.abs(mass / integral[0] - 1)));
  console.log(
    `${place}: ${run.accepted} steps, mass moved by ${drift.toExponential(1)}, ` +
      `energy ${run.quantities.energy.map((x) => x.toFixed(3)).join(' → ')}`,
  );
  assert(drift < 1e-13);
  run.quantities.energy.forEach((after, k, all) => {
    assert(k === 0 || after < all[k - 1]);
  });
  await draw(`07-cahn-hilliard-${place}`, `Cahn–Hilliard, t = 1, ${grid.spec}`, grid, run.fields.u.at(-1));
}

// On the hyperbolic plane, periodic in x, between walls without flux, by differences: the mass stays to their accuracy.
{
  const grid = parseGrid('halfplane:28x28:2:0.5..2:neumann', hyperbolic(2));
  const run = solveEquation({
    equations: { u: equation },
    grid,
    parameters: { epsilon: 0.02 },
    initial: { u: noise(grid, 7).map((x) => 0.2 * x) },
    tEnd: 0.3,
    snapshots: [0, 0.03, 0.1, 0.3],
    method: 'imex',
    relativeTolerance: 1e-3,
    quantities: { energy },
  });
  const { energy: energies } = run.quantities;
  const area = grid.weights.reduce((sum, w) => sum + w, 0);
  const drift = Math.max(...run.conserved.u.integral.map((mass, _, all) => Math.abs(mass - all[0]))) / area;
  console.log(
    `hyperbolic plane: ${run.accepted} steps, mean moved by ${drift.toExponential(1)}, ` +
      `energy ${energies.map((x) => x.toFixed(3)).join(' → ')}`,
  );
  assert(drift < 1e-3);
  assert(energies.every((after, k) => k === 0 || after < energies[k - 1]));
  await draw('07-cahn-hilliard-hyperbolic', `Cahn–Hilliard, t = 0.3, ${grid.spec}`, grid, run.fields.u.at(-1));
}
