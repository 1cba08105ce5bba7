/** Programs, grids, jets and fields drawn at random: every target gives what the interpreter gives, within rounding. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { enumerateGraphs, parseKey } from '../../src/graph/index.js';
import { type Grid, type JetScheme, parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { makeSpace, type Space } from '../../src/space/index.js';
import { conformanceField, worstError } from './kernelConformance.js';

const range = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Nodes of a row: short, long, even, odd, whole cache lines. */
const rowLength = fc.oneof(range(16, 40), range(40, 300), fc.constantFrom(64, 128));
const evenLength = rowLength.map((length) => 2 * Math.ceil(length / 2));
const closing = fc.constantFrom('periodic', 'neumann', 'dirichlet');

/** Kind of space, dimension, specification. */
type Place = readonly [kind: 'E' | 'S' | 'H', dimension: number, spec: string];

const places: fc.Arbitrary<Place> = fc.oneof(
  fc.tuple(range(16, 5000), closing).map(([n, rule]): Place => ['E', 1, `cartesian:${n}:${rule}`]),
  fc.tuple(range(16, 40), rowLength, closing).map(([n, m, rule]): Place => ['E', 2, `cartesian:${n}x${m}:${rule}`]),
  fc
    .tuple(range(10, 12), range(10, 12), range(12, 70), closing)
    .map(([n, m, k, rule]): Place => ['E', 3, `cartesian:${n}x${m}x${k}:${rule}`]),
  fc
    .tuple(range(18, 50), evenLength, fc.constantFrom('', ':poles'))
    .map(([n, m, poles]): Place => ['S', 2, `latlon:${n}x${m}${poles}`]),
  fc
    .tuple(range(24, 40), evenLength, fc.constantFrom('', ':neumann', ':dirichlet'))
    .map(([n, m, wall]): Place => ['H', 2, `disk:${n}x${m}:0.7${wall}`]),
  fc
    .tuple(range(16, 30), rowLength, fc.constantFrom('periodic', 'open', 'neumann'))
    .map(([n, m, rule]): Place => ['H', 2, `halfplane:${n}x${m}:2:0.5..2:${rule}`]),
  fc.constantFrom('healpix:6', 'icosahedral:2', 'fibonacci:300', 'cubed:8').map((spec): Place => ['S', 2, spec]),
  fc.constantFrom('tiling:7,3:2:1', 'fibonacci:250:1').map((spec): Place => ['H', 2, spec]),
);

/** Operators with jets up to an order. */
function candidates(dimension: number, order: number): readonly GraphSum[] {
  const texts = ['u*u*v*a', 'v', '2', 'dot(grad(u),grad(v)) - a*u^3'];
  if (order >= 2) texts.push('lap(u)', 'dot(grad(u),grad(v)) + 3*lap(v)/7');
  const graphs = [1, 2, 3].flatMap((edges) => [
    ...enumerateGraphs({ edges, fields: ['u', 'v'], maxDegree: order, connected: true, vertices: [1, 3] }),
  ]);
  const keys = dimension === 2 ? ['eps_ab u_a v_b', ...(order >= 2 ? ['eps_ab u_a v_bc u_c'] : [])] : [];
  return [
    ...texts.map((text) => normalize(parse(text, { fields: ['u', 'v'] }), { dimension })),
    ...[...graphs, ...keys.map((key) => parseKey(key))].map((graph) =>
      GraphSum.of(graph, Polynomial.variable('a').plus(Polynomial.variable('n'))),
    ),
  ];
}

const cases = (most: number) =>
  fc.record({
    place: places,
    kappa: fc.constantFrom(1, 2, 0.3),
    order: fc.constantFrom(1, 2, 2, 3, 4),
    accuracy: fc.constantFrom(2, 4, 6),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: most }),
    kind: fc.constantFrom<'random' | 'smooth'>('random', 'smooth'),
    seeds: fc.tuple(fc.nat(99), fc.nat(99)),
  });

/** A grid with its scheme, unless it is refused, as one that is too coarse for the jets. */
function gridAndScheme(
  spec: string,
  space: Space,
  order: number,
  accuracy: number,
): { readonly grid: Grid; readonly scheme: JetScheme } | undefined {
  try {
    const grid = parseGrid(spec, space);
    return { grid, scheme: grid.jetScheme(order, accuracy) };
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/** How many cases, within about `seconds`, of how many operators each. */
interface Trial {
  readonly runs: number;
  readonly seconds: number;
  readonly operators: number;
  readonly threads?: number;
}

/** Tries a target; grids that are refused do not count. */
export function randomKernels(target: string, { runs, seconds, operators, threads = 1 }: Trial): void {
  it(`${target}${threads > 1 ? `, ${threads} threads,` : ''} agrees with the interpreter on cases drawn at random`, () => {
    fc.assert(
      fc.property(
        cases(operators),
        ({ place: [kind, dimension, spec], kappa, order, accuracy, picks, seeds, ...rest }) => {
          const space = makeSpace(kind, dimension, { E: 0, S: kappa, H: -kappa }[kind]);
          const found = gridAndScheme(spec, space, order, accuracy);
          fc.pre(found !== undefined);
          const { grid, scheme } = found!;
          const all = candidates(dimension, order);
          const program = contractionProgram(
            picks.map((pick) => all[pick % all.length]!),
            dimension,
          );
          const [u, v] = seeds.map((seed) => conformanceField(grid, rest.kind, seed));
          const fields = { u: u!, v: v! };
          const out = program.outputs.map(() => new Float64Array(grid.size).fill(Number.NaN));
          compileKernel(program, scheme, { target, threads, shape: grid.shape }).run(fields, { a: -0.75 }, out);
          expect(worstError(program, scheme, fields, { a: -0.75 }, out)).toBeLessThan(1);
        },
      ),
      { numRuns: runs, endOnFailure: true, interruptAfterTimeLimit: 1000 * seconds },
    );
  });
}
