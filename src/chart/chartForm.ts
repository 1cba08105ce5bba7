/**
 * Operators in a chart: the graphs of a sum, contracted with symmetrised derivatives that are written in partial
 * derivatives, and collected by monomials in these. A tensor is given by its components in the coordinate frame, all
 * indices lowered (so grad(u) has the components ∂_i u) or raised.
 */
import { GraphSum } from '../algebra/index.js';
import { checkOptions, InvalidInput, Unsupported } from '../base/index.js';
import { Polynomial } from '../exact/index.js';
import { degrees, type Multigraph } from '../graph/index.js';
import { contractionProgram, interpretOver, type Ring } from '../program/index.js';
import type { CoordinateChart } from './charts.js';
import { symbolsOf } from './formula.js';
import { monomialOf, type Rule, reduceBy, sumOf } from './geometry.js';
import { chartJets, indexOfKey } from './jets.js';

/** A partial derivative of a field: sorted coordinate numbers; none for its value. */
export interface PartialDerivative {
  readonly field: string;
  readonly index: readonly number[];
}

/** A coefficient times a monomial in partial derivatives. */
export interface ChartTerm {
  /** In the coordinates and generators of the chart, kappa and parameters. */
  readonly coefficient: Polynomial;
  readonly monomial: readonly (readonly [PartialDerivative, exponent: number])[];
}

/** An operator in a chart. */
export interface ChartForm {
  readonly chart: CoordinateChart;
  /** Rank r of the operator; n^r components, row-major. */
  readonly rank: number;
  readonly components: readonly (readonly ChartTerm[])[];
  /** Symbols other than coordinates and derivatives, sorted: parameters, and kappa where it occurs. */
  readonly parameters: readonly string[];
  /** Derivatives that occur, by field, then order, then lexicographically. */
  readonly partials: readonly PartialDerivative[];
}

/** `u_xxy`; with longer names of coordinates `u_theta_phi`. */
export function partialName(coordinates: readonly string[], { field, index }: PartialDerivative): string {
  if (index.length === 0) return field;
  const short = coordinates.every((name) => name.length === 1);
  return `${field}_${index.map((i) => coordinates[i]).join(short ? '' : '_')}`;
}

const where = 'chart form';

/** A field name that is not taken. */
function legName(l: number, fields: readonly string[]): string {
  let name = `leg${l}`;
  while (fields.includes(name)) name += 'x';
  return name;
}

function constantCurvature({ curvature, name }: CoordinateChart): Polynomial {
  if (curvature instanceof Polynomial) return curvature;
  throw new InvalidInput({
    where,
    expected: 'a chart of constant curvature, since kappa occurs in the operator',
    got: `${name} with curvature ${curvature.join(' and ')}`,
  });
}

/**
 * The power of the scale K by which a component in the metric g/K differs from that in g. A contraction of two derivatives
 * gives K, lowered indices of the metric 1/K, a volume form K^(c − n/2) if c of its n half-edges are contracted, a raised leg K.
 */
function scalePower({ edges, legs, epsilon }: Multigraph, raised: boolean): number {
  const metrics = legs.filter((end, l) => end < 0 && end !== -1 - l).length / 2;
  const contracted = epsilon.filter((end) => end >= 0).length;
  return edges.length - metrics + contracted - epsilon.length / 2 + (raised ? legs.length : 0);
}

function scaleFactor(chart: CoordinateChart, exponent: number): Polynomial {
  const { scale } = chart;
  if (scale.equals(Polynomial.one)) return scale;
  if (exponent >= 0) return scale.power(exponent);
  const value = scale.constantValue();
  if (value !== undefined) return Polynomial.constant(value.inverse()).power(-exponent);
  const hint = 'give the curvature as a number, or raise the indices';
  throw new InvalidInput({ where, expected: 'no division by kappa', got: 'lowered indices of the metric', hint });
}

const jetVariable = (field: string, index: readonly number[]): string => ['J', field, ...index].join('_');
const partialOf = (variable: string): PartialDerivative => {
  const [, field, ...index] = variable.split('_');
  return { field: field!, index: index.map(Number) };
};

/** One vertex of degree 1, a field of its own, for every leg: the coefficient of its derivatives is the component. */
function closeLegs({ vertices, edges, legs, epsilon }: Multigraph, names: readonly string[]): Multigraph {
  const vertexOf = (l: number): number => vertices.length + l;
  return {
    vertices: [...vertices, ...names],
    edges: [
      ...edges,
      ...legs.flatMap((end, l): [number, number][] => {
        if (end >= 0) return [[end, vertexOf(l)]];
        return -1 - end > l ? [[vertexOf(-1 - end), vertexOf(l)]] : [];
      }),
    ],
    legs: [],
    epsilon: epsilon.map((end) => (end >= 0 ? end : vertexOf(-1 - end))),
  };
}

/** Polynomials, unreduced: only the collected coefficients are brought to normal form. */
const ring: Ring<Polynomial> = {
  constant: (value) => Polynomial.constant(value),
  add: (a, b) => a.plus(b),
  multiply: (a, b) => a.times(b),
};

/** Collects by monomials in partial derivatives, coefficients in normal form. */
function collect(value: Polynomial, rules: readonly Rule[]): ChartTerm[] {
  const groups = new Map<string, { jets: Rule['lead']; parts: Polynomial[] }>();
  for (const { monomial, coefficient } of value.terms()) {
    const jets = monomial.filter(([name]) => name.startsWith('J_'));
    const rest = monomialOf(monomial.filter(([name]) => !name.startsWith('J_'))).times(coefficient);
    const key = jets.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { jets, parts: [rest] });
    else group.parts.push(rest);
  }
  return [...groups.values()]
    .map(({ jets, parts }) => ({
      coefficient: reduceBy(rules, sumOf(parts)),
      monomial: jets.map(([name, e]) => [partialOf(name), e] as const),
    }))
    .filter(({ coefficient }) => !coefficient.isZero())
    .map((term) => ({ term, factors: factorsOf(term.monomial) }))
    .sort((a, b) => compareFactors(a.factors, b.factors))
    .map(({ term }) => term);
}

type Monomial = ChartTerm['monomial'];
const factorsOf = (monomial: Monomial): PartialDerivative[] =>
  monomial.flatMap(([derivative, e]) => new Array<PartialDerivative>(e).fill(derivative)).sort(comparePartials);

const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lexicographic, for lists of one length. */
function compareIndices(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((i, k) => i !== b[k]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

const comparePartials = (a: PartialDerivative, b: PartialDerivative): number =>
  b.index.length - a.index.length || compareNames(a.field, b.field) || compareIndices(a.index, b.index);

/** Higher derivatives first, then more factors. */
function compareFactors(left: readonly PartialDerivative[], right: readonly PartialDerivative[]): number {
  for (let k = 0; k < Math.min(left.length, right.length); k++) {
    const difference = comparePartials(left[k]!, right[k]!);
    if (difference !== 0) return difference;
  }
  return right.length - left.length;
}

/** Refuses names that would mean two things. */
function checkNames(fields: readonly string[], parameters: readonly string[], coordinates: readonly string[]): void {
  const taken = [...fields, ...parameters].find((name) => coordinates.includes(name));
  if (taken !== undefined) {
    const expected = `fields and parameters other than the coordinates ${coordinates.join(', ')}`;
    throw new InvalidInput({ where, expected, got: `'${taken}'` });
  }
  const doubtful = parameters.find((name) => /^[GJ]_/.test(name) || fields.includes(name.split('_')[0]!));
  if (doubtful !== undefined) {
    const expected = 'parameters that do not look like a derivative';
    throw new InvalidInput({ where, expected, got: `'${doubtful}'` });
  }
}

/**
 * The operator of a sum in a chart. Coefficients may have n, which becomes the dimension, and kappa, which becomes the
 * curvature of the chart. In a chart whose curvature is not constant kappa may not occur; the graphs are then contracted
 * with symmetrised derivatives in the metric as it is.
 * @param options - `indices`: how the components of a tensor are meant, `lower` unless given.
 * @example
 * const form = chartForm(normalize(parse('lap(u)')), coordinateChart('halfplane'));
 * chartText(form) // 'y^2*(u_xx + u_yy)'
 * @throws InvalidInput for a volume form of another dimension, kappa without constant curvature, or a name with two meanings.
 * @throws Unsupported for fields with values in tensors.
 */
export function chartForm(
  sum: GraphSum,
  chart: CoordinateChart,
  options: { readonly indices?: 'lower' | 'upper' } = {},
): ChartForm {
  checkOptions(where, options, ['indices']);
  const { dimension: n, geometry, coordinates } = chart;
  const terms = [...sum.terms.values()];
  const valued = terms.find(({ graph }) => graph.tensors !== undefined)?.graph;
  if (valued !== undefined) throw new Unsupported({ where, expected: 'scalar fields', got: valued.key });
  const fields = [...new Set(terms.flatMap(({ graph }) => graph.vertices))].sort();
  const given = [...new Set(terms.flatMap(({ coefficient }) => coefficient.variables()))].filter(
    (name) => name !== 'n',
  );
  checkNames(fields, given, coordinates);
  const kappa: Readonly<Record<string, Polynomial>> = given.includes('kappa')
    ? { kappa: constantCurvature(chart) }
    : {};
  const legs = Array.from({ length: sum.rank }, (_, l) => legName(l, fields));
  const order = terms.reduce((most, { graph }) => Math.max(most, ...degrees(graph)), 0);
  const jets = chartJets(geometry, order);
  const raised = options.indices === 'upper';
  const closed = terms.map(({ graph, coefficient }) => ({
    graph: closeLegs(graph, legs),
    coefficient: coefficient.substitute(kappa).times(scaleFactor(chart, scalePower(graph, raised))),
  }));
  const program = contractionProgram([GraphSum.collect(0, closed)], n);
  const parameters = Object.fromEntries(program.parameters.map((name) => [name, Polynomial.variable(name)]));
  const legFactor = raised ? geometry.scales : geometry.inverses;
  const components = Array.from({ length: n ** sum.rank }, (_, code) => {
    const indices = legs.map((_leg, l) => Math.floor(code / n ** (sum.rank - 1 - l)) % n);
    const inputs = program.slots.map(({ field, index }) => {
      const leg = legs.indexOf(field);
      if (leg >= 0) return index[0] === indices[leg] ? legFactor[index[0]!]! : Polynomial.zero;
      return sumOf(
        [...jets.get(index.join())!].map(([alpha, coefficient]) =>
          coefficient.times(Polynomial.variable(jetVariable(field, indexOfKey(alpha)))),
        ),
      );
    });
    const [value] = interpretOver(ring, program, inputs, parameters);
    return collect(value!, geometry.rules);
  });
  const used = components.flat();
  const symbols = new Set(used.flatMap(({ coefficient }) => coefficient.variables()));
  // From the last to the first, since definitions refer to earlier generators.
  for (const { variable, definition } of geometry.generators.toReversed()) {
    if (symbols.delete(variable)) for (const name of symbolsOf(definition)) symbols.add(name);
  }
  symbols.delete('pi');
  for (const name of coordinates) symbols.delete(name);
  const partials = new Map(
    used.flatMap(({ monomial }) => monomial.map(([d]) => [jetVariable(d.field, d.index), d] as const)),
  );
  return {
    chart,
    rank: sum.rank,
    components,
    parameters: [...symbols].sort(),
    partials: [...partials.values()].sort(
      (x, y) => compareNames(x.field, y.field) || x.index.length - y.index.length || compareIndices(x.index, y.index),
    ),
  };
}
