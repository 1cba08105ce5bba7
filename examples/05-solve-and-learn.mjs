// Integrate a nonlinear equation on the sphere, then learn it back from the run.
import assert from 'node:assert/strict';
import { candidateLibrary, discoverEquation, normalize, parse, parseGrid, solveEquation, sphere } from 'jetgraph';

const grid = parseGrid('latlon:24x48', sphere(2));
const x = grid.variables.get('x');
const y = grid.variables.get('y');
const z = grid.variables.get('z');
const initial = { u: x.map((_, i) => 0.5 * x[i] * y[i] + 0.3 * z[i] ** 3 + 0.2 * x[i]) };

const run = solveEquation({
  equations: { u: normalize(parse('1/20*lap(u) + 3/10*norm2(grad(u)) + u - u^3'), { dimension: 2 }) },
  grid,
  initial,
  tEnd: 1,
  accuracy: 6,
  relativeTolerance: 1e-8,
  snapshots: Array.from({ length: 41 }, (_, k) => k / 40),
});
console.log(`${run.accepted} steps, ${run.rejected} rejected`);

const library = candidateLibrary({ dimension: 2, edges: [0, 2], maxOrder: 2, maxDegree: 3 });
const fields = [{ name: 'u', values: run.fields.u }];
const [equation] = discoverEquation({ grid, fields, times: run.times, library }).equations;
for (const { coefficient, stderr, key } of equation.terms) {
  console.log(`${coefficient.toFixed(6).padStart(10)} ± ${stderr.toExponential(1)}  ${key}`);
}

const truth = { u_aa: 0.05, 'u_a u_a': 0.3, u: 1, 'u u u': -1 };
assert.deepEqual(equation.terms.map(({ key }) => key).sort(), Object.keys(truth).sort());
for (const { key, coefficient } of equation.terms) assert(Math.abs(coefficient / truth[key] - 1) < 0.01);
