// Errors of the discrete Laplacian on every grid: node bench/convergence.mjs [part of a specification]
// u = exp(<a, p>) where no condition holds at an edge, otherwise a function that satisfies it; largest error over all nodes, edges included, relative to the largest |Δu|, at accuracy 2, 4 and 6; in brackets
// its order since the row above, and that of the root mean square.
import { euclidean, space as geometry, hyperbolic, parseGrid, sampleJets, sphere } from '../dist/index.js';

const a = [0.5, -0.4, 0.6, 0.3];

/** e^<a, p> and its Laplacian. */
function exponential(space) {
  const { kappa, dimension } = space;
  const direction = a.slice(0, geometry.ambientDimension(space));
  const square = geometry.inner(space, direction, direction);
  return (p) => {
    const s = geometry.inner(space, direction, p);
    return [Math.exp(s), (square - kappa * s * s - dimension * kappa * s) * Math.exp(s)];
  };
}

/** Products of f(x) for every coordinate, f with its second derivative. */
const products = (f) => () => (p) => {
  const parts = [...p].map(f);
  const u = parts.reduce((product, [value]) => product * value, 1);
  return [u, parts.reduce((sum, [value, second]) => sum + (u / value) * second, 0)];
};
const { PI, cos, sin, exp } = Math;
const periodic = products((x) => [exp(cos(x)), exp(cos(x)) * (sin(x) ** 2 - cos(x))]);
/** f' = 0 at 0 and 1, f''' is not. */
const slopeless = (x) => [2 + cos(PI * x) + x * x * (3 - 2 * x), 6 - 12 * x - PI ** 2 * cos(PI * x)];
const vanishing = (x) => [exp(x) * sin(PI * x), exp(x) * ((1 - PI ** 2) * sin(PI * x) + 2 * PI * cos(PI * x))];

// In the disk of radius R of the Poincaré model, T = (1 + R²) / (1 − R²) at the wall. ΔT = 2T, ΔX = 2X, <∇T, ∇X> = T X.
const edge = (1 + 0.6 ** 2) / (1 - 0.6 ** 2);
const slope = -edge / (2 * edge ** 2 - 1);
const diskSlopeless =
  () =>
  ([x, , t]) => [
    (1 + slope * t) * x + 0.3 * (t - edge) ** 2,
    2 * x + 6 * slope * t * x + 0.6 * (t * t - 1 + 2 * t * (t - edge)),
  ];
const diskVanishing =
  () =>
  ([x, , t]) => [(t - edge) * (1 + x), 2 * t * (1 + x) + 2 * (t - edge) * x + 2 * t * x];

/** On the rows 1/2 ≤ y ≤ 2 of the half-plane; Δ = ∂_s² − ∂_s + e^{2s} ∂_x², s = log y. */
const stripSlopeless = (space) => (p) => {
  const [x, y] = geometry.halfPlaneChart(space).fromAmbient(p);
  const length = Math.log(4);
  const t = Math.log(2 * y) / length;
  const [f, second] = slopeless(t);
  const first = 6 * t * (1 - t) - PI * sin(PI * t);
  const along = 2 + cos(PI * x);
  return [f * along, (second / length ** 2 - first / length) * along - (y * PI) ** 2 * f * cos(PI * x)];
};

const cases = [
  [euclidean(1), (n) => `cartesian:${n}`, [16, 32, 64], { fieldOf: periodic }],
  [euclidean(2), (n) => `cartesian:${n}x${n}`, [16, 32, 64], { fieldOf: periodic }],
  [euclidean(3), (n) => `cartesian:${n}x${n}x${n}`, [16, 32], { fieldOf: periodic }],
  [euclidean(2), (n) => `cartesian:${n}x${n}:1:neumann`, [16, 32, 64], { fieldOf: products(slopeless) }],
  [euclidean(2), (n) => `cartesian:${n}x${n}:1:dirichlet`, [16, 32, 64], { fieldOf: products(vanishing) }],
  [sphere(2), (n) => `latlon:${n}x${2 * n}`, [16, 32, 64]],
  [sphere(2), (n) => `latlon:${n}x${2 * n}:poles`, [16, 32, 64]],
  [sphere(2), (n) => `healpix:${n}`, [8, 16, 32]],
  [sphere(2), (n) => `icosahedral:${n}`, [2, 3, 4]],
  [sphere(2), (n) => `fibonacci:${n}`, [400, 1600, 6400]],
  [sphere(2), (n) => `cubed:${n}`, [8, 16, 32]],
  [hyperbolic(2), (n) => `halfplane:${n}x${n}:2:0.5..2:open`, [16, 32, 64]],
  [hyperbolic(2), (n) => `halfplane:${n}x${n}:2:0.5..2:neumann`, [16, 32, 64], { fieldOf: stripSlopeless }],
  [hyperbolic(2), (n) => `disk:${n}x${2 * n}:0.8`, [16, 32, 64]],
  [hyperbolic(2), (n) => `disk:${n}x${2 * n}:0.6:neumann`, [16, 32, 64], { fieldOf: diskSlopeless }],
  [hyperbolic(2), (n) => `disk:${n}x${2 * n}:0.6:dirichlet`, [16, 32, 64], { fieldOf: diskVanishing }],
  [hyperbolic(2), (n) => `tiling:7,3:1:${n}`, [2, 3, 4]],
  [hyperbolic(2), (n) => `tiling:4,5:1:${n}`, [2, 3, 4]],
  [hyperbolic(2), (n) => `fibonacci:${n}:1`, [400, 1600, 6400]],
  [euclidean(2), (n) => `fibonacci:${n}:1`, [400, 1600, 6400]],
  [sphere(3), (n) => `cubed:${n}`, [4, 6, 8], { accuracies: [2, 4] }],
  [euclidean(3), (n) => `ball:${n}:1`, [600, 2400, 9600], { accuracies: [2, 4] }],
  [hyperbolic(3), (n) => `ball:${n}:1`, [600, 2400, 9600], { accuracies: [2, 4] }],
];

function laplacianErrors(grid, accuracy, field) {
  const width = grid.points.length / grid.size;
  const both = Array.from({ length: grid.size }, (_, q) => field(grid.points.subarray(q * width, (q + 1) * width)));
  const scheme = grid.jetScheme(2, accuracy);
  const jets = sampleJets(
    scheme,
    Float64Array.from(both, ([u]) => u),
  );
  const traces = scheme.components.flatMap((index, c) => (index.length === 2 && index[0] === index[1] ? [c] : []));
  let [worst, squares, scale] = [0, 0, 0];
  for (const [q, [, exact]] of both.entries()) {
    const error = traces.reduce((sum, c) => sum + jets[c][q], 0) - exact;
    worst = Math.max(worst, Math.abs(error));
    squares += error ** 2;
    scale = Math.max(scale, Math.abs(exact));
  }
  return [worst, Math.sqrt(squares / grid.size)].map((error) => error / scale);
}

console.log('| grid | nodes | accuracy 2 | accuracy 4 | accuracy 6 |\n|---|--:|--:|--:|--:|');
for (const [space, spec, sizes, { fieldOf = exponential, accuracies = [2, 4, 6] } = {}] of cases) {
  if (process.argv[2] !== undefined && !spec(sizes[0]).includes(process.argv[2])) continue;
  let coarse;
  for (const size of sizes) {
    const grid = parseGrid(spec(size), space);
    const errors = [2, 4, 6].map((p) =>
      accuracies.includes(p) ? laplacianErrors(grid, p, fieldOf(space)) : undefined,
    );
    const refinement = coarse && Math.log(grid.size / coarse.size) / space.dimension;
    const cell = (both, p) => {
      if (both === undefined) return '–';
      const orders = coarse && both.map((e, k) => (Math.log(coarse.errors[p][k] / e) / refinement).toFixed(1));
      return both[0].toExponential(1) + (orders ? ` (${orders.join(', ')})` : '');
    };
    console.log(
      `| \`${spec(size)}\` on ${space.kind}${space.dimension} | ${grid.size} | ${errors.map(cell).join(' | ')} |`,
    );
    coarse = { size: grid.size, errors };
  }
}
