/**
 * What every kernel target must do: give, at every node, what the interpreter gives on jets sampled term by term from
 * the scheme, within a rounding bound. The bound is the standard one for a straight-line program: evaluated on
 * absolute values it is multiplied by k ε, k the number of operations on the longest path [higham-2002, section 3].
 */
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { enumerateGraphs, parseKey } from '../../src/graph/index.js';
import { type Grid, type JetScheme, parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import {
  type ContractionProgram,
  contractionProgram,
  interpret,
  interpretOver,
  type Ring,
} from '../../src/program/index.js';
import { euclidean, hyperbolic, type Space, sphere } from '../../src/space/index.js';

const magnitudes: Ring<number> = {
  constant: (value) => Math.abs(value.toNumber()),
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
};

/** Every kind of grid with a jet scheme: rows that wrap around, rows between walls, caps, clouds. */
export const conformanceGrids: readonly (readonly [spec: string, space: Space, accuracies: readonly number[]])[] = [
  ['cartesian:37', euclidean(1), [2, 6]],
  ['cartesian:300:neumann', euclidean(1), [4]],
  ['cartesian:5000', euclidean(1), [4]],
  ['cartesian:18x23:2x3:periodic', euclidean(2), [2, 4]],
  ['cartesian:18x21:dirichlet', euclidean(2), [4]],
  ['cartesian:24x40:neumann', euclidean(2), [2]],
  ['cartesian:8x9x10', euclidean(3), [2, 4]],
  ['cartesian:10x10x36:neumann', euclidean(3), [2]],
  ['cartesian:9x11x40', euclidean(3), [4]],
  ['latlon:20x40', sphere(2, 2), [2, 4]],
  ['latlon:36x48', sphere(2), [4]],
  ['latlon:21x70:poles', sphere(2), [2, 4]],
  ['halfplane:16x18', hyperbolic(2), [4]],
  ['halfplane:20x40:neumann', hyperbolic(2), [2]],
  ['healpix:4', sphere(2), [2]],
  ['icosahedral:2', sphere(2), [2]],
  ['fibonacci:300', sphere(2), [2]],
  ['tiling:7,3:3', hyperbolic(2), [2]],
  ['disk:16x64', hyperbolic(2), [4]],
  ['cubed:8', sphere(2), [2]],
  ['ball:300', euclidean(3), [2]],
];

/** A library with two fields and a parameter, results without derivatives, and (`small` too) constants and zero. */
function operators(space: Space, order: number, size: 'small' | 'large'): readonly GraphSum[] {
  const n = space.dimension;
  const sum = (text: string): GraphSum => normalize(parse(text, { fields: ['u', 'v'] }), { dimension: n });
  const common = [
    ...[
      'lap(u)',
      'a*lap(u) + norm2(grad(u)) - u^3',
      'norm2(hess(u))',
      'dot(grad(u),grad(v)) + 3*lap(v)/7',
      'u*u*v*a',
    ].map(sum),
    GraphSum.zero(),
    GraphSum.constant(3),
  ];
  // The volume form of an oriented frame.
  if (n === 1) common.push(GraphSum.of(parseKey('eps_a u_a u')));
  if (n === 2) common.push(GraphSum.of(parseKey('eps_ab u_a v_b')), GraphSum.of(parseKey('eps_ab u_a v_bc u_c')));
  if (size === 'small') return common;
  return [
    ...common,
    ...(order >= 4
      ? [normalize(parse('lap(lap(u))'), { dimension: n, curvature: Rational.parse(String(space.kappa)) })]
      : []),
    ...[2, 3].flatMap((edges) =>
      [...enumerateGraphs({ edges, fields: ['u', 'v'], maxDegree: order, connected: true, vertices: [1, 3] })].map(
        (graph) => GraphSum.of(graph, Polynomial.variable('a').plus(Polynomial.variable('n'))),
      ),
    ),
  ];
}

/** Largest error at any node, in units of the bound. */
export function worstError(
  program: ContractionProgram,
  scheme: JetScheme,
  fields: Readonly<Record<string, Float64Array>>,
  parameters: Readonly<Record<string, number>>,
  out: readonly Float64Array[],
): number {
  const component = new Map(scheme.components.map((index, c) => [index.join(), c]));
  const sizes = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, Math.abs(value)]));
  let worst = 0;
  for (const { start, count, stencil, offsets } of scheme.runs) {
    const { width, weights } = scheme.stencils[stencil]!;
    const steps = width + program.ops.length;
    for (let node = start; node < start + count; node++) {
      const jets = (size: (x: number) => number): number[] =>
        program.slots.map(({ field, index }) => {
          const c = component.get(index.join())!;
          let sum = 0;
          for (let s = 0; s < width; s++) sum += size(weights[c * width + s]! * fields[field]![node + offsets[s]!]!);
          return sum;
        });
      const expected = interpret(
        program,
        jets((x) => x),
        parameters,
      );
      const bound = interpretOver(magnitudes, program, jets(Math.abs), sizes);
      expected.forEach((value, k) => {
        const error = Math.abs(out[k]![node]! - value);
        worst = Math.max(worst, error === 0 ? 0 : error / (steps * Number.EPSILON * bound[k]!));
        if (Number.isNaN(error)) worst = Number.POSITIVE_INFINITY;
      });
    }
  }
  return worst;
}

/** Random values at every node, or a smooth function with values of very different sizes. */
export function conformanceField(grid: Grid, kind: 'random' | 'smooth', seed: number): Float64Array {
  const random = new Random(seed);
  const width = grid.points.length / grid.size;
  return Float64Array.from({ length: grid.size }, (_, i) =>
    kind === 'random' ? random.normal() : Math.exp(3 * Math.sin(seed + 2 * grid.points[width * i]!)),
  );
}

/** Options of {@link kernelConformance}. */
export interface ConformanceOptions {
  /** Only small programs, for targets that start a compiler for each. */
  readonly small?: boolean;
  readonly threads?: number;
}

/** The suite for one target. */
export function kernelConformance(target: string, options: ConformanceOptions = {}): void {
  const { small = false, threads = 1 } = options;
  describe(`kernel target ${target}${threads > 1 ? `, ${threads} threads` : ''}`, () => {
    for (const [spec, space, accuracies] of conformanceGrids) {
      for (const accuracy of small ? accuracies.slice(0, 1) : accuracies) {
        it(`agrees with the interpreter on ${spec} at accuracy ${accuracy}`, () => {
          const grid = parseGrid(spec, space);
          const high = accuracy === 2 && /\dx\d/.test(spec) ? 4 : 3;
          const order = small || !/\dx\d/.test(spec) ? 2 : high;
          const scheme = grid.jetScheme(order, accuracy);
          const sizes = small || accuracy !== accuracies[0] ? (['small'] as const) : (['small', 'large'] as const);
          for (const size of sizes) {
            const program = contractionProgram(operators(space, order, size), space.dimension);
            const kernel = compileKernel(program, scheme, { target, threads, shape: grid.shape });
            for (const kind of small || size === 'large' ? (['random'] as const) : (['random', 'smooth'] as const)) {
              const fields = { u: conformanceField(grid, kind, 5), v: conformanceField(grid, kind, 6) };
              const out = program.outputs.map(() => new Float64Array(grid.size).fill(Number.NaN));
              kernel.run(fields, { a: -0.75 }, out);
              expect(worstError(program, scheme, fields, { a: -0.75 }, out)).toBeLessThan(1);
            }
          }
        });
      }
    }
  });
}
