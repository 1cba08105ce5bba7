/**
 * What every kernel target must do: give, at every node, what the interpreter gives on jets sampled term by term from
 * the scheme, within a rounding bound. The bound is the standard one for a straight-line program: evaluated on
 * absolute values it is multiplied by k ε, k the number of operations on the longest path [higham-2002, section 3].
 */
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { enumerateGraphs, parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram, interpret, interpretOver, type Ring } from '../../src/program/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';

const magnitudes: Ring<number> = {
  constant: (value) => Math.abs(value.toNumber()),
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
};

const grids = [
  ['cartesian:37', euclidean(1)],
  ['cartesian:300:neumann', euclidean(1)],
  ['cartesian:18x23:2x3:periodic', euclidean(2)],
  ['cartesian:18x21:dirichlet', euclidean(2)],
  ['cartesian:8x9x10', euclidean(3)],
  ['latlon:20x40', sphere(2, 2)],
  ['halfplane:16x18', hyperbolic(2)],
] as const;

/** The suite for one target. */
export function kernelConformance(target: string): void {
  describe(`kernel target ${target}`, () => {
    for (const [spec, space] of grids) {
      for (const accuracy of [2, 4]) {
        it(`agrees with the interpreter on ${spec} at accuracy ${accuracy}`, () => {
          const grid = parseGrid(spec, space);
          const order = accuracy === 2 ? 4 : 3;
          const scheme = grid.jetScheme(order, accuracy);
          const random = new Random(5);
          const fields = {
            u: Float64Array.from({ length: grid.size }, () => random.normal()),
            v: Float64Array.from({ length: grid.size }, () => random.normal()),
          };
          const sums = [2, 3].flatMap((edges) =>
            [
              ...enumerateGraphs({ edges, fields: ['u', 'v'], maxDegree: order, connected: true, vertices: [1, 3] }),
            ].map((graph) => GraphSum.of(graph, Polynomial.variable('a').plus(Polynomial.variable('n')))),
          );
          sums.push(GraphSum.zero(), GraphSum.constant(3), GraphSum.of(parseKey('u u v'), Polynomial.variable('a')));
          const program = contractionProgram(sums, space.dimension);
          const parameters = { a: -0.75 };
          const out = sums.map(() => new Float64Array(grid.size).fill(Number.NaN));
          compileKernel(program, scheme, { target }).run(fields, parameters, out);

          let worst = 0;
          for (const { start, count, stencil, offsets } of scheme.runs) {
            const { width, weights } = scheme.stencils[stencil]!;
            const steps = width + program.ops.length;
            for (let node = start; node < start + count; node++) {
              const jet = ({ field, index }: (typeof program.slots)[0], size: (x: number) => number): number => {
                const c = scheme.components.findIndex((other) => other.join() === index.join());
                const values = field === 'u' ? fields.u : fields.v;
                let sum = 0;
                offsets.forEach((offset, s) => {
                  sum += size(weights[c * width + s]! * values[node + offset]!);
                });
                return sum;
              };
              const expected = interpret(
                program,
                program.slots.map((slot) => jet(slot, (x) => x)),
                parameters,
              );
              const bound = interpretOver(
                magnitudes,
                program,
                program.slots.map((slot) => jet(slot, Math.abs)),
                { a: 0.75 },
              );
              expected.forEach((value, k) => {
                const error = Math.abs(out[k]![node]! - value);
                worst = Math.max(worst, error === 0 ? 0 : error / (steps * Number.EPSILON * bound[k]!));
                if (Number.isNaN(error)) worst = Number.POSITIVE_INFINITY;
              });
            }
          }
          expect(worst).toBeLessThan(1);
        });
      }
    }
  });
}
