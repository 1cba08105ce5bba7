// Chaos on the plane, a sphere and the hyperbolic plane: u_t = −Δu − Δ²u − |∇u|²/2. The linear part grows for wavelengths beyond 2π.
import assert from 'node:assert/strict';
import { euclidean, hyperbolic, normalize, parse, parseGrid, solveEquation, sphere } from 'jetgraph';
import { draw, noise } from './lib/draw.mjs';

const equation = normalize(parse('-lap(u) - lap(lap(u)) - norm2(grad(u))/2'));

for (const [place, grid, bandLimit, tEnd] of [
  ['plane', parseGrid('cartesian:64x64:16pix16pi', euclidean(2)), 21, 40],
  ['sphere', parseGrid('latlon:45x90', sphere(2, 1 / 81)), 29, 40],
  // Curvature radius 6, periodic in x, walls without flux at y = 0.5 and 2.
  ['hyperbolic', parseGrid('halfplane:28x28:2:0.5..2:neumann', hyperbolic(2, -1 / 36)), undefined, 24],
]) {
  const run = solveEquation({
    equations: { u: equation },
    grid,
    initial: { u: noise(grid, 5).map((x) => 0.1 * x) },
    tEnd,
    snapshots: [0, tEnd / 2, tEnd],
    method: 'imex',
    ...(bandLimit && { bandLimit }),
    relativeTolerance: 1e-3,
    absoluteTolerance: 1e-6,
  });
  // The mean falls for ever, d/dt ∫ u = −∫ |∇u|²/2: the picture shows the rest.
  const volume = grid.weights.reduce((sum, w) => sum + w, 0);
  const means = run.conserved.u.integral.map((x) => x / volume);
  const u = run.fields.u.at(-1).map((x) => x - means.at(-1));
  console.log(`${place}: ${run.accepted} steps, means ${means.map((x) => x.toFixed(2)).join(' → ')}`);
  assert(means[0] > means[1] && means[1] > means[2]);
  assert(u.every((x) => Math.abs(x) < 30));
  await draw(`09-kuramoto-sivashinsky-${place}`, `Kuramoto–Sivashinsky, t = ${tEnd}, ${grid.spec}`, grid, u);
}
