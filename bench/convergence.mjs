// Errors of the discrete Laplacian on every grid: node bench/convergence.mjs [part of a specification]
// u = exp(<a, p>), relative maximum error over all nodes, edges included, at accuracy 2, 4 and 6.
import { euclidean, space as geometry, hyperbolic, parseGrid, sampleJets, sphere } from '../dist/index.js';

const a = [0.5, -0.4, 0.6, 0.3];
const cases = [
  [sphere(2), (n) => `latlon:${n}x${2 * n}`, [16, 32, 64]],
  [sphere(2), (n) => `healpix:${n}`, [8, 16, 32]],
  [sphere(2), (n) => `icosahedral:${n}`, [2, 3, 4]],
  [sphere(2), (n) => `fibonacci:${n}`, [400, 1600, 6400]],
  [sphere(2), (n) => `cubed:${n}`, [8, 16, 32]],
  [hyperbolic(2), (n) => `halfplane:${n}x${n}:2:0.5..2:open`, [16, 32, 64]],
  [hyperbolic(2), (n) => `disk:${n}x${2 * n}:0.8`, [16, 32, 64]],
  [hyperbolic(2), (n) => `tiling:7,3:1:${n}`, [1, 2, 3]],
  [hyperbolic(2), (n) => `tiling:4,5:1:${n}`, [2, 3, 4]],
  [hyperbolic(2), (n) => `fibonacci:${n}:1`, [400, 1600, 6400]],
  [euclidean(2), (n) => `fibonacci:${n}:1`, [400, 1600, 6400]],
  [sphere(3), (n) => `cubed:${n}`, [4, 6, 8], [2, 4]],
  [euclidean(3), (n) => `ball:${n}:1`, [600, 2400], [2, 4]],
  [hyperbolic(3), (n) => `ball:${n}:1`, [600, 2400], [2, 4]],
];

function laplacianError(grid, accuracy) {
  const { kappa, dimension: n } = grid.space;
  const width = grid.points.length / grid.size;
  const direction = a.slice(0, width);
  const q = geometry.inner(grid.space, direction, direction);
  const heights = Float64Array.from({ length: grid.size }, (_, node) =>
    geometry.inner(grid.space, direction, grid.points.subarray(node * width, (node + 1) * width)),
  );
  const scheme = grid.jetScheme(2, accuracy);
  const jets = sampleJets(scheme, heights.map(Math.exp));
  const traces = scheme.components.flatMap((index, c) => (index.length === 2 && index[0] === index[1] ? [c] : []));
  let [worst, scale] = [0, 0];
  for (const [node, s] of heights.entries()) {
    const exact = (q - kappa * s * s - n * kappa * s) * Math.exp(s);
    worst = Math.max(worst, Math.abs(traces.reduce((sum, c) => sum + jets[c][node], 0) - exact));
    scale = Math.max(scale, Math.abs(exact));
  }
  return worst / scale;
}

console.log('| grid | nodes | accuracy 2 | accuracy 4 | accuracy 6 |\n|---|--:|--:|--:|--:|');
for (const [space, spec, sizes, accuracies = [2, 4, 6]] of cases) {
  if (process.argv[2] !== undefined && !spec(sizes[0]).includes(process.argv[2])) continue;
  let coarse;
  for (const size of sizes) {
    const grid = parseGrid(spec(size), space);
    const errors = [2, 4, 6].map((p) => (accuracies.includes(p) ? laplacianError(grid, p) : undefined));
    const refinement = coarse && Math.log(grid.size / coarse.size) / space.dimension;
    const cell = (error, p) => {
      if (error === undefined) return '–';
      const order = coarse ? ` (${(Math.log(coarse.errors[p] / error) / refinement).toFixed(1)})` : '';
      return error.toExponential(1) + order;
    };
    console.log(
      `| \`${spec(size)}\` on ${space.kind}${space.dimension} | ${grid.size} | ${errors.map(cell).join(' | ')} |`,
    );
    coarse = { size: grid.size, errors };
  }
}
