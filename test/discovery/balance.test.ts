/**
 * Balances of vector fields on the sphere, the torus and the hyperbolic plane, recovered from fields whose derivatives are
 * known in closed form, without the kernels that evaluate the candidates.
 */
import { describe, expect, it } from 'vitest';
import { type GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput, Random, Unsupported } from '../../src/base/index.js';
import { compactRegions } from '../../src/discovery/balance/regions.js';
import {
  type DiscoverBalanceRequest,
  discoverBalance as discover,
  evaluateBalance,
  fitBalance,
} from '../../src/discovery/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { candidateLibrary } from '../../src/library/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { type AmbientField, type AmbientValues, ambientValues } from '../oracle/ambientVector.js';

const declared = { fields: ['f', 'Phi'], vectors: ['V', 'W'] };
const operator = (text: string): GraphSum =>
  normalize(parse(text, declared), { dimension: 2, curvature: Rational.parse('0') });

/** Rank 1, to one derivative and two factors: 20 candidates. */
const library = candidateLibrary({
  ...{ dimension: 2, edges: [0, 1], maxOrder: 1, maxDegree: 2, fields: ['f'], vectors: ['V'], rank: 1, group: 'SO' },
});

/** With few halves for stability, which take most of the time. */
const discoverBalance = (request: DiscoverBalanceRequest) => discover({ maxTerms: 4, stabilityPairs: 2, ...request });

const R = 2;
const flows: readonly AmbientField[] = [
  {
    c: [0.3, -0.1, 0.4],
    M: [
      [0.1, -1, 0.2],
      [0.8, 0, 0.3],
      [0.1, 0.4, -0.2],
    ],
    b: [0.5, 0.2, -0.3],
    d: [0.1, 0.4, 0.6],
  },
  {
    c: [-0.2, 0.5, 0.1],
    M: [
      [0.3, 0.6, 0],
      [-0.9, 0.1, 0.5],
      [0.2, -0.3, 0.4],
    ],
    b: [0.1, -0.6, 0.2],
    d: [0.7, -0.2, 0.3],
  },
];

/** The frame components, one after the other, of tangent vectors given in R³. */
function inFrame(grid: Grid, vector: (p: readonly number[], node: number) => readonly number[]): Float64Array {
  const values = new Float64Array(2 * grid.size);
  for (let node = 0; node < grid.size; node++) {
    const v = vector([...grid.points.subarray(3 * node, 3 * node + 3)], node);
    grid.frame(node).forEach((e, i) => {
      values[i * grid.size + node] = e.reduce((sum, x, a) => sum + x * v[a]!, 0);
    });
  }
  return values;
}

const plus = (...parts: readonly (readonly [number, readonly number[]])[]): number[] =>
  [0, 1, 2].map((i) => parts.reduce((sum, [s, v]) => sum + s * v[i]!, 0));

/** f = z, and W from the values of V with noise of a part of its root mean square. */
function sample(grid: Grid, flow: AmbientField, w: (v: AmbientValues, f: number) => readonly number[], noise = 0) {
  const f = Float64Array.from({ length: grid.size }, (_, node) => grid.points[3 * node + 2]!);
  const V = inFrame(grid, (p) => ambientValues(flow, p).V);
  const W = inFrame(grid, (p, node) => w(ambientValues(flow, p), f[node]!));
  const size = Math.sqrt(W.reduce((sum, x) => sum + x * x, 0) / W.length);
  const random = new Random(5);
  return { f, V, W: W.map((x) => x + noise * size * random.normal()) };
}

const truth = ({ turned, advection, divergence, V }: AmbientValues, f: number): readonly number[] =>
  plus([0.8 * f, turned], [-0.5, advection], [0.3 * divergence, V]);
const trueTerms = new Map([
  ['eps_ab V_b f', 0.8],
  ['V_a;b V_b', -0.5],
  ['V_b;b V_a', 0.3],
]);

describe('values of both sides agree with the ambient model', () => {
  const cases: readonly (readonly [string, (v: AmbientValues, f: number) => readonly number[]])[] = [
    ['V_a', ({ V }) => V],
    ['eps_ab V_b f', ({ turned }, f) => turned.map((x) => f * x)],
    ['V_a;b V_b', ({ advection }) => advection],
    ['V_b;a V_b', ({ energyGradient }) => energyGradient],
    ['V_b;b V_a', ({ V, divergence }) => V.map((x) => divergence * x)],
    ['f_a', (_, f) => [0, 0, f]],
  ];
  it.each(['latlon:20x40', 'latlon:21x40:poles'])('on %s', (spec) => {
    const grid = parseGrid(spec, sphere(2, 1 / R ** 2));
    const { f, V } = sample(grid, flows[0]!, truth);
    for (const [key, exact] of cases) {
      const entry = library.filter(({ graph }) => graph.key === key);
      const found = evaluateBalance({ grid, target: operator('V'), library: entry, accuracy: 'spectral' }, [1], {
        f,
        V,
      }).right;
      // grad z is the projection of the axis; all other vectors are tangent as they are.
      const wanted = inFrame(grid, (p, node) =>
        key === 'f_a' ? plus([1, [0, 0, 1]], [-p[2]! / R ** 2, p]) : exact(ambientValues(flows[0]!, p), f[node]!),
      );
      const error = found.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted[i]!)), 0);
      expect([key, error < 1e-11 * Math.max(...wanted.map(Math.abs))]).toEqual([key, true]);
    }
  });
});

describe('a balance on the sphere', () => {
  it.each([
    ['latlon:20x40', 'spectral' as const, 1e-11],
    ['latlon:25x48:poles', 6, 1e-4],
    ['healpix:8', 4, 2e-2],
  ])('is found on %s with accuracy %s', (spec, accuracy, tolerance) => {
    const grid = parseGrid(spec, sphere(2, 1 / R ** 2));
    const samples = flows.map((flow) => sample(grid, flow, truth));
    const found = discoverBalance({ grid, target: operator('W'), library, samples, accuracy });
    expect(new Set(found.terms.map(({ key }) => key))).toEqual(new Set(trueTerms.keys()));
    for (const { key, coefficient } of found.terms) {
      expect(Math.abs(coefficient / trueTerms.get(key)! - 1)).toBeLessThan(tolerance);
    }
    expect(found.residual).toBeLessThan(tolerance);
    expect(found.transfer).toBeLessThan(2 * tolerance);
    expect(found.stability.slice(0, 3).map(({ share }) => share)).toEqual([1, 1, 1]);
  });

  it('is found with 30% noise, within its standard errors', () => {
    const grid = parseGrid('latlon:25x48:poles', sphere(2, 1 / R ** 2));
    const samples = flows.map((flow) => sample(grid, flow, truth, 0.3));
    const found = discoverBalance({
      grid,
      target: operator('W'),
      library,
      samples,
      accuracy: 'spectral',
      bandLimit: 8,
    });
    expect(new Set(found.terms.map(({ key }) => key))).toEqual(new Set(trueTerms.keys()));
    for (const { key, coefficient, stderr } of found.terms) {
      expect(Math.abs(coefficient - trueTerms.get(key)!)).toBeLessThan(4 * stderr);
      expect(stderr).toBeLessThan(0.02);
    }
    expect(found.evidence).toBeGreaterThan(1);
    expect(found.alternatives.filter(({ evidence }) => evidence > 1).every(({ terms }) => terms.length < 3)).toBe(true);
  });

  it('chooses nothing for noise alone', () => {
    const grid = parseGrid('latlon:24x48', sphere(2, 1 / R ** 2));
    const random = new Random(9);
    const samples = flows.map((flow) => {
      const { f, V } = sample(grid, flow, truth);
      return { f, V, W: V.map(() => random.normal()) };
    });
    const found = discoverBalance({ grid, target: operator('W'), library, samples, accuracy: 'spectral' });
    expect(found.terms).toEqual([]);
    expect(found.stability).toEqual([]);
  });

  // Solid rotation ω about the axis under f = 2Ω cos θ: ∂Φ/∂θ = R² (ω² + 2Ωω) sin θ cos θ, so Φ = ½ (ω² + 2Ωω) ρ². Clockwise εV points
  // away from the axis, f εV = ∇Φ + V·∇V.
  it('is the one of solid rotation: the gradient wind', () => {
    const grid = parseGrid('latlon:24x48', sphere(2, 1 / R ** 2));
    const Omega = 0.7;
    const samples = [0.3, -0.2, 1.1].map((omega) => {
      const rho2 = Float64Array.from(
        { length: grid.size },
        (_, i) => grid.points[3 * i]! ** 2 + grid.points[3 * i + 1]! ** 2,
      );
      return {
        f: Float64Array.from({ length: grid.size }, (_, i) => (2 * Omega * grid.points[3 * i + 2]!) / R),
        V: inFrame(grid, ([x, y]) => [-omega * y!, omega * x!, 0]),
        Phi: rho2.map((x) => ((omega ** 2 + 2 * Omega * omega) / 2) * x),
      };
    });
    const two = library.filter(({ graph }) => ['eps_ab V_b f', 'V_a;b V_b'].includes(graph.key));
    const { terms, residual } = fitBalance({
      ...{ grid, target: operator('grad(Phi)'), library: two, samples, accuracy: 'spectral' },
    });
    const coefficients = Object.fromEntries(terms.map(({ key, coefficient }) => [key, coefficient]));
    expect(coefficients['eps_ab V_b f']).toBeCloseTo(1, 10);
    expect(coefficients['V_a;b V_b']).toBeCloseTo(-1, 10);
    expect(residual).toBeLessThan(1e-11);
  });
});

it('on a torus, with a tensor for target: the strain', () => {
  const grid = parseGrid('cartesian:24x24', euclidean(2));
  const [x, y] = [grid.variables.get('x')!, grid.variables.get('y')!];
  const V = Float64Array.from([
    ...x.map((a, i) => Math.sin(a + 2 * y[i]!)),
    ...x.map((a, i) => Math.cos(2 * a - y[i]!)),
  ]);
  const [xx, xy, yx, yy] = [
    x.map((a, i) => Math.cos(a + 2 * y[i]!)),
    x.map((a, i) => 2 * Math.cos(a + 2 * y[i]!)),
    x.map((a, i) => -2 * Math.sin(2 * a - y[i]!)),
    x.map((a, i) => Math.sin(2 * a - y[i]!)),
  ];
  // T = 2 ∇V with the derivative first, as `grad` has it.
  const T = Float64Array.from(
    [xx, yx, xy, yy].flatMap((part) => [...part!]),
    (value) => 2 * value,
  );
  const tensors = { T: { rank: 2, symmetry: 'general' as const } };
  const target = normalize(parse('T', { fields: [], vectors: ['V'], tensors }), { dimension: 2 });
  const graphs = ['grad(V)', 'transpose(grad(V))', 'outer(V, V)'].map((text) => {
    const sum = normalize(parse(text, { fields: [], vectors: ['V'] }), { dimension: 2 });
    return { graph: [...sum.terms.values()][0]!.graph };
  });
  const found = discoverBalance({ grid, target, library: graphs, samples: [{ V, T }], accuracy: 'spectral' });
  expect(found.terms).toHaveLength(1);
  expect(found.terms[0]!.graph).toBe(graphs[0]!.graph);
  expect(found.terms[0]!.coefficient).toBeCloseTo(2, 10);
});

it('on the half-plane, a scalar balance of vector fields', () => {
  const grid = parseGrid('halfplane:24x24:open', hyperbolic(2));
  const [x, y] = [grid.variables.get('x')!, grid.variables.get('y')!];
  // In the frame y∂_x, y∂_y: V = (a, b) has div V = y (a_x + b_y) − b; here a = sin x, b = y.
  const V = Float64Array.from([...x.map(Math.sin), ...y]);
  const s = x.map((a, i) => y[i]! * (Math.cos(a) + 1) - y[i]!);
  const scalars = candidateLibrary({
    ...{ dimension: 2, edges: [0, 1], maxOrder: 1, maxDegree: 2, fields: [], vectors: ['V'] },
  });
  const target = normalize(parse('s', { fields: ['s'] }), { dimension: 2 });
  const found = discoverBalance({ grid, target, library: scalars, samples: [{ V, s }], accuracy: 6 });
  expect(found.terms.map(({ key }) => key)).toEqual(['V_a;a']);
  expect(found.terms[0]!.coefficient).toBeCloseTo(1, 4);
});

describe('missing values', () => {
  const grid = parseGrid('latlon:24x48', sphere(2, 1 / R ** 2));
  const whole = sample(grid, flows[0]!, truth);
  const hole = { ...whole, V: whole.V.map((x, i) => (i === 500 ? Number.NaN : x)) };
  const request = { grid, target: operator('W'), library };

  it('leave out the nodes that differences would reach them from, and nothing else', () => {
    const coefficients = library.map(({ graph }) => trueTerms.get(graph.key) ?? 0);
    const { left, right } = evaluateBalance({ ...request, accuracy: 2 }, coefficients, hole);
    const gaps = [...left.subarray(0, grid.size).keys()].filter((node) => Number.isNaN(left[node]!));
    expect(gaps).toEqual([452, 499, 500, 501, 548]);
    expect(gaps.every((node) => Number.isNaN(right[node]!) && Number.isNaN(right[grid.size + node]!))).toBe(true);
    const { right: all } = evaluateBalance({ ...request, accuracy: 2 }, coefficients, whole);
    expect(right.every((value, i) => Number.isNaN(value) || value === all[i])).toBe(true);
    const found = discoverBalance({ ...request, samples: [hole] });
    expect(new Set(found.terms.map(({ key }) => key))).toEqual(new Set(trueTerms.keys()));
    expect(found.rows).toBeLessThan(2 * grid.size);
  });

  it('are refused with spectral derivatives', () => {
    expect(() => discoverBalance({ ...request, samples: [hole], accuracy: 'spectral' })).toThrow(Unsupported);
  });
});

describe('refusals', () => {
  const grid = parseGrid('latlon:12x24', sphere(2, 1 / R ** 2));
  const fields = sample(grid, flows[0]!, truth);
  const request = { grid, target: operator('W'), library, samples: [fields], accuracy: 2 };
  it.each([
    [{ target: operator('div(W)') }, 'candidates of rank 0, that of the target'],
    [{ target: operator('a*W') }, 'a target without parameters, got a'],
    [{ target: operator('W - W') }, 'a target that is not zero'],
    [{ samples: [] }, 'at least one sample and one candidate'],
    [{ samples: [{ f: fields.f, V: fields.V }] }, "576 values of the field 'W', got none"],
    [{ nodes: [0, 1, 9999, 3] }, 'numbers below 288, got node 9999'],
    [{ nodes: [0] }, 'at least four nodes'],
    [{ regions: 3 }, 'regions'],
    [{ samples: [{ ...fields, W: fields.W.map(() => 0) }] }, 'a target that does not vanish'],
    [{ samples: [{ ...fields, V: fields.V.map((v) => 1e200 * v) }] }, 'candidates whose squares are finite'],
    [{ colour: 'red' }, 'colour'],
  ])('case %#', (changed, message) => {
    expect(() => discoverBalance({ ...request, ...changed })).toThrow(InvalidInput);
    expect(() => discoverBalance({ ...request, ...changed })).toThrow(message);
  });

  it('another number of coefficients', () => {
    expect(() => evaluateBalance(request, [1], fields)).toThrow(`${library.length} coefficients`);
  });
});

it('regions are compact and of equal weight', () => {
  const grid = parseGrid('latlon:33x64:poles', sphere(2));
  const nodes = Int32Array.from({ length: grid.size }, (_, i) => i);
  const regions = compactRegions(grid, nodes, grid.weights, 12);
  const mass = new Float64Array(12);
  const centre = Array.from({ length: 12 }, () => [0, 0, 0]);
  regions.forEach((r, i) => {
    mass[r]! += grid.weights[i]!;
    for (let a = 0; a < 3; a++) centre[r]![a]! += grid.weights[i]! * grid.points[3 * i + a]!;
  });
  for (const m of mass) expect(Math.abs(m / ((4 * Math.PI) / 12) - 1)).toBeLessThan(0.1);
  // A cap of a twelfth of the sphere has its centre of mass at 11/12 of the radius; compact pieces stay above 3/4.
  centre.forEach((c, r) => {
    expect(Math.hypot(...c) / mass[r]!).toBeGreaterThan(0.7);
  });
});
