/**
 * The dimensions in which a combination of graphs vanishes, its coefficients being polynomials in n, κ and parameters.
 *
 * Relations in dimension n need n + 1 edges (second fundamental theorem for O(n), [weyl-1946]). So with at most E edges the
 * graphs are independent for n ≥ E, and the combination vanishes where all its coefficients do: at common integer roots of
 * polynomials in n. For each n < E reduction decides.
 */
import { GraphSum } from '../algebra/index.js';
import { InvalidInput } from '../base/index.js';
import { type Polynomial, Rational } from '../exact/index.js';
import { components, type Multigraph, order } from '../graph/index.js';
import { evaluateSum, RandomJet } from './evaluate.js';
import { closeLegs } from './legs.js';
import { Reducer } from './reduce.js';
import { type IntegerPolynomial, integerRoots } from './roots.js';

/** The coefficient as polynomials in n, one for each monomial in the other variables, multiplied to have integer entries. */
function inDimension(coefficient: Polynomial): IntegerPolynomial[] {
  const parts = new Map<string, Rational[]>();
  for (const { monomial, coefficient: value } of coefficient.terms()) {
    const others = monomial.filter(([name]) => name !== 'n').join('*');
    const degree = monomial.find(([name]) => name === 'n')?.[1] ?? 0;
    const list = parts.get(others) ?? [];
    while (list.length <= degree) list.push(Rational.zero);
    list[degree] = value;
    parts.set(others, list);
  }
  return [...parts.values()].map(withoutDenominators);
}

function withoutDenominators(values: readonly Rational[]): bigint[] {
  const scale = values.reduce((product, { denominator }) => product.times(Rational.of(denominator)), Rational.one);
  return values.map((value) => value.times(scale).numerator);
}

/** Terms that one evaluation at a jet may sum over before reduction is asked instead. */
const mostSummands = 1e5;

/**
 * Whether one random jet and random values of the variables show that the sum does not vanish in dimension n: a value that
 * is not 0 mod p is a proof, 0 says nothing.
 */
function refutedAtJet(scalar: GraphSum, n: number): boolean {
  const terms = [...scalar.terms.values()];
  if (n > 10 || terms.some(({ graph }) => order(graph) > 31 || graph.tensors !== undefined)) return false;
  const summands = (graph: Multigraph): number =>
    Math.max(0, ...components(graph).map((part) => n ** graph.edges.filter(([v]) => part.includes(v)).length));
  if (terms.reduce((total, { graph }) => total + summands(graph), 0) > mostSummands) return false;
  const variables = new Set(terms.flatMap(({ coefficient }) => coefficient.variables()));
  const values = Object.fromEntries([...variables].map((name, k) => [name, Rational.of(1009 + 7919 * k)]));
  const numbers = terms.map(
    ({ coefficient }) => coefficient.substitute({ ...values, n: Rational.of(n) }).constantValue()!,
  );
  const integers = withoutDenominators(numbers);
  const sum = GraphSum.collect(
    0,
    terms.map(({ graph }, i) => ({ graph, coefficient: integers[i]! })),
  );
  return evaluateSum(sum, new RandomJet(n, 1)) !== 0;
}

/** Lengths of the volume forms that occur. */
const volumes = (sum: GraphSum): readonly number[] => [
  ...new Set([...sum.terms.values()].map(({ graph }) => graph.epsilon.length).filter((length) => length > 0)),
];

/**
 * The dimensions n ≥ 1, rising, in which the operator vanishes for every κ and all values of the parameters; `all` if it is
 * zero. With a volume form only its own dimension is meant.
 * @example
 * vanishingDimensions(normalize(parse('sigma(3, hess(u))'))) // [1, 2]
 * vanishingDimensions(normalize(parse('(n - 1)*(n - 4)*kappa*lap(u)'))) // [1, 4]
 * @throws InvalidInput for volume forms of two dimensions; OutOfRange if the relations of a block are too many.
 */
export function vanishingDimensions(sum: GraphSum): readonly number[] | 'all' {
  if (sum.isZero()) return 'all';
  const forms = volumes(sum);
  if (forms.length > 1) {
    throw new InvalidInput({
      where: 'vanishing dimensions',
      expected: 'volume forms of one dimension',
      got: `dimensions ${forms.join(' and ')}`,
    });
  }
  const { scalar } = closeLegs(sum);
  const vanishes = (n: number): boolean => !refutedAtJet(scalar, n) && new Reducer(n).vanishes(sum);
  if (forms.length === 1) return forms.filter(vanishes);
  const terms = [...scalar.terms.values()];
  const edges = Math.max(1, ...terms.map(({ graph }) => graph.edges.length));
  const small = Array.from({ length: edges - 1 }, (_, k) => k + 1).filter(vanishes);
  const [first, ...others] = terms.flatMap(({ coefficient }) => inDimension(coefficient));
  const common = integerRoots(first!, BigInt(edges)).filter((root) =>
    others.every((p) => p.reduceRight((value, a) => value * root + a, 0n) === 0n),
  );
  return [...small, ...common.map(Number)];
}
