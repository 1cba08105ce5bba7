// From an expression to numbers on the sphere, up to the poles.
import assert from 'node:assert/strict';
import { compileKernel, contractionProgram, formatProgram, normalize, parse, parseGrid, sphere } from 'jetgraph';

const sum = normalize(parse('lap(u) + norm2(grad(u))'), { dimension: 2 });
const program = contractionProgram([sum], 2);
console.log(formatProgram(program));

// u = z on the unit sphere: Δz = −2z and |∇z|² = 1 − z².
for (const rows of [16, 32, 64]) {
  const grid = parseGrid(`latlon:${rows}x${2 * rows}`, sphere(2));
  const z = grid.variables.get('z');
  const out = new Float64Array(grid.size);
  const kernel = compileKernel(program, grid.jetScheme(2, 4));
  kernel.run({ u: z }, {}, [out]);
  const error = Math.max(...out.map((value, i) => Math.abs(value - (-2 * z[i] + 1 - z[i] ** 2))));
  console.log(
    `${grid.spec}: largest error ${error.toExponential(2)}, ${kernel.flopsPerPoint.toFixed(0)} flops a point`,
  );
  assert(error < 40 * rows ** -4);
}
