// Fronts that move by their curvature: u_t = ε Δu + u − u³. On the sphere a front of colatitude θ obeys θ' = −ε cot θ.
import assert from 'node:assert/strict';
import { euclidean, hyperbolic, normalize, parse, parseGrid, solveEquation, sphere } from 'jetgraph';
import { draw, noise } from './lib/draw.mjs';

const equation = normalize(parse('epsilon*lap(u) + u - u^3'));
const epsilon = 0.01;
const solve = (grid, u, tEnd, options) =>
  solveEquation({
    equations: { u: equation },
    grid,
    parameters: { epsilon },
    initial: { u },
    tEnd,
    method: 'imex',
    relativeTolerance: 1e-4,
    ...options,
  });

for (const [place, grid] of [
  ['plane', parseGrid('cartesian:64x64:2pix2pi', euclidean(2))],
  ['sphere', parseGrid('latlon:40x80', sphere(2))],
]) {
  const run = solve(grid, noise(grid, 3), 12, { bandLimit: 26 });
  console.log(`${place}: ${run.accepted} steps`);
  await draw(`08-allen-cahn-${place}`, `Allen–Cahn, t = 12, ${grid.spec}`, grid, run.fields.u.at(-1));
}

// On the hyperbolic plane, between walls, by differences and stabilised explicit steps.
{
  const grid = parseGrid('halfplane:56x56:3:0.4..3:neumann', hyperbolic(2));
  const run = solve(grid, noise(grid, 4), 12, { method: 'chebyshev', accuracy: 4 });
  console.log(`hyperbolic plane: ${run.accepted} steps`);
  await draw('08-allen-cahn-hyperbolic', `Allen–Cahn, t = 12, ${grid.spec}`, grid, run.fields.u.at(-1));
}

// A polar cap: cos θ grows like e^(εt), up to terms of the order of the width of the front.
const grid = parseGrid('latlon:64x128', sphere(2));
const front = Math.acos(0.5);
const cap = grid.variables.get('theta').map((theta) => Math.tanh((front - theta) / Math.sqrt(2 * epsilon)));
const run = solve(grid, cap, 30, { bandLimit: 42 });
const u = run.fields.u.at(-1);
const row = grid.axes[0].values.findIndex((_, i) => u[i * 128] < 0);
const [above, below] = [u[(row - 1) * 128], u[row * 128]];
const [theta0, theta1] = [grid.axes[0].values[row - 1], grid.axes[0].values[row]];
const theta = theta0 + ((theta1 - theta0) * above) / (above - below);
const expected = Math.acos(0.5 * Math.exp(epsilon * 30));
console.log(`front at θ = ${theta.toFixed(4)}, motion by curvature ${expected.toFixed(4)}`);
assert(Math.abs(theta - expected) < 0.02);
