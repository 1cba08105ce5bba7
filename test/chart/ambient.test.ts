/** Chart forms, run as code on partial derivatives, against brute contraction of Taylor coefficients along geodesics. */
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { type ChartForm, chartArguments, chartCode, chartForm, coordinateChart } from '../../src/chart/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { degrees, type Multigraph, multigraph } from '../../src/graph/index.js';
import type { AmbientPolynomial } from '../oracle/ambient.js';
import { bruteContraction } from '../oracle/bruteContraction.js';
import { type ChartMap, chartPoint, charts } from './charts.js';

const fields: Readonly<Record<string, AmbientPolynomial>> = {
  u: [
    { coefficient: 0.7, powers: [2, 1] },
    { coefficient: -0.4, powers: [1, 0, 2] },
    { coefficient: 1.1, powers: [3, 1, 1] },
    { coefficient: 0.6, powers: [1, 2, 2] },
  ],
  v: [
    { coefficient: 0.9, powers: [1, 1, 1] },
    { coefficient: -0.8, powers: [0, 2] },
    { coefficient: 0.3, powers: [4] },
  ],
  w: [
    { coefficient: 0.5, powers: [1] },
    { coefficient: 0.25, powers: [2, 3, 0, 1] },
    { coefficient: 1.2, powers: [] },
  ],
};

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** A random graph: up to 3 edges, up to 2 legs, with or without a volume form, no derivative of order above 5. */
function randomGraph(random: Random, dimension: number, legs: number, oriented: boolean): Multigraph {
  for (;;) {
    const graph = anyGraph(random, dimension, legs, oriented);
    if (Math.max(...degrees(graph)) <= 5) return graph;
  }
}

function anyGraph(random: Random, dimension: number, legs: number, oriented: boolean): Multigraph {
  const vertices = Array.from({ length: 1 + random.below(dimension === 2 ? 4 : 3) }, () =>
    pick(random, Object.keys(fields)),
  );
  const vertex = (): number => random.below(vertices.length);
  const ends = Array.from({ length: legs }, vertex);
  if (legs === 2 && random.below(3) === 0) ends.splice(0, 2, -2, -1);
  const volume = oriented ? Array.from({ length: dimension }, vertex) : [];
  if (oriented && ends[0] !== undefined && ends[0] >= 0 && random.below(2) === 0) {
    ends[0] = -1;
    volume[0] = -1;
  }
  const edges = Array.from({ length: random.below(4) }, () => [vertex(), vertex()] as const);
  return multigraph({ vertices, edges, legs: ends, epsilon: volume });
}

function randomSum(random: Random, dimension: number): GraphSum {
  const legs = random.below(dimension === 2 ? 3 : 2);
  const oriented = dimension > 1 && random.below(2) === 0;
  const kappa = Polynomial.variable('kappa')
    .times(random.below(3))
    .plus(Rational.of(1 + random.below(5), 3));
  const coefficients = [kappa, Polynomial.variable('n'), Polynomial.variable('a')];
  return GraphSum.collect(
    legs,
    coefficients.map((coefficient) => ({ graph: randomGraph(random, dimension, legs, oriented), coefficient })),
  );
}

const a = 0.37;

/** Values by the emitted JavaScript. */
function run(
  form: ChartForm,
  kappa: number,
  x: readonly number[],
  partial: (field: string, alpha: readonly number[]) => number,
): number[] {
  const values: Readonly<Record<string, number>> = { a, kappa };
  const inputs = [
    ...x,
    ...form.parameters.map((name) => values[name]!),
    ...form.partials.map(({ field, index }) => partial(field, index)),
  ];
  expect(inputs).toHaveLength(chartArguments(form).length);
  const result = new Function(`return ${chartCode(form, 'js')}`)()(...inputs);
  return form.rank === 0 ? [result] : result;
}

/** Components in the coordinate frame and the size of the largest term. */
function expected(sum: GraphSum, chart: ChartMap, x: readonly number[], indices: 'lower' | 'upper') {
  const { dimension: n, kappa } = chart;
  const graphs = [...sum.terms.values()];
  const order = Math.max(0, ...graphs.flatMap(({ graph }) => degrees(graph)));
  const point = chartPoint(chart, x, order);
  const jets = Object.fromEntries(Object.entries(fields).map(([name, p]) => [name, point.jet(p)]));
  const partials = Object.fromEntries(Object.entries(fields).map(([name, p]) => [name, point.partial(p)]));
  let scale = 1e-6;
  const values = Array.from({ length: n ** sum.rank }, (_, code) => {
    const letters = Array.from({ length: sum.rank }, (_l, l) => Math.floor(code / n ** (sum.rank - 1 - l)) % n);
    const stretch = letters.reduce((product, i) => product * point.lengths[i]! ** (indices === 'lower' ? 1 : -1), 1);
    let total = 0;
    for (const { graph, coefficient } of graphs) {
      const contraction = bruteContraction(graph, n, (field, index) => jets[field]!(index), letters);
      const value = stretch * coefficient.evaluate({ n, kappa, a }) * contraction;
      total += value;
      scale = Math.max(scale, Math.abs(value));
    }
    return total;
  });
  return { values, scale, partial: (field: string, alpha: readonly number[]) => partials[field]!(alpha) };
}

/** How much the result changes if derivatives change by a part in 10^6, times 10^6: rounding errors grow as much. */
const sensitivity = (values: readonly number[], changed: readonly number[]): number =>
  1e6 * Math.max(...values.map((value, k) => Math.abs(value - changed[k]!)));

/** With the curvature as a number or as a symbol, where the chart does not fix it. */
function discrepancy(
  sum: GraphSum,
  chart: ChartMap,
  x: readonly number[],
  indices: 'lower' | 'upper',
  symbolic: boolean,
): number {
  const value = symbolic ? ('kappa' as const) : Rational.parse(String(chart.kappa));
  const curvature = /^conformal|cartesian/.test(chart.name) ? {} : { curvature: value };
  const form = chartForm(sum, coordinateChart(chart.name, { dimension: chart.dimension, ...curvature }), { indices });
  const { values, scale, partial } = expected(sum, chart, x, indices);
  const got = run(form, chart.kappa, x, partial);
  expect(got).toHaveLength(values.length);
  const noise = new Random(3);
  const changed = run(
    form,
    chart.kappa,
    x,
    (field, alpha) => partial(field, alpha) * (1 + 1e-6 * (2 * noise.uniform() - 1)),
  );
  return Math.max(...values.map((value, k) => Math.abs(value - got[k]!))) / Math.max(scale, sensitivity(got, changed));
}

describe.each(charts)('$name, dimension $dimension, curvature $kappa', (chart) => {
  it('random operators', () => {
    const random = new Random(1 + charts.indexOf(chart));
    for (let trial = 0; trial < (chart.dimension === 3 ? 3 : 6); trial++) {
      const sum = randomSum(random, chart.dimension);
      const x = chart.place(Array.from({ length: chart.dimension }, () => random.uniform()));
      const indices = trial % 2 === 0 ? 'lower' : 'upper';
      const symbolic = trial % 4 === 1 || trial % 4 === 2;
      const raised = symbolic && sum.rank === 2 ? 'upper' : indices;
      expect(discrepancy(sum, chart, x, raised, symbolic), sum.toString()).toBeLessThan(1e-9);
    }
  });
});
