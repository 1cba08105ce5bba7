/**
 * One side of an identity in numbers, twice: carried out literally in the ambient model, and its normal form on symmetrised
 * derivatives from Taylor expansion along geodesics. The two roads share only the parser.
 */
import type { GraphSum } from '../../src/algebra/index.js';
import type { TensorType, TensorTypes } from '../../src/base/index.js';
import { partsOf } from '../../src/expression/expression.js';
import type { Expression } from '../../src/expression/index.js';
import {
  type AmbientCalculus,
  type AmbientPoint,
  type AmbientPolynomial,
  type AmbientTensor,
  ambientCalculus,
  geodesicDerivatives,
} from '../oracle/ambient.js';
import { evaluateAmbient } from '../oracle/ambientExpression.js';
import { ambientTensorField } from '../oracle/ambientTensorField.js';
import { bruteContraction, type TensorJetValues } from '../oracle/bruteContraction.js';

/** Values of the parameters of the corpus. */
const parameters: Readonly<Record<string, number>> = {
  a: 0.37,
  b: -0.71,
  c: 0.53,
  chi: 0.43,
  gamma: 0.29,
  lambda: -0.61,
  m: 0.67,
  mu: 1.21,
  nu: 0.83,
  p: 3.3,
  r: 0.47,
};

/** Derivatives that the innermost field may meet. */
export function derivatives(e: Expression): number {
  switch (e.kind) {
    case 'add':
    case 'multiply':
      return Math.max(derivatives(e.left), derivatives(e.right));
    case 'negate':
    case 'divide':
      return derivatives(e.operand);
    case 'power':
      return derivatives(e.base);
    case 'call': {
      const inner = Math.max(...e.arguments.map((x) => (typeof x === 'number' ? 0 : derivatives(x))));
      if (e.name === 'D') return e.arguments.find((x) => typeof x === 'number')!;
      return inner + ({ grad: 1, div: 1, bracket: 1, curl: 1, lap: 2, hess: 2 }[e.name as string] ?? 0);
    }
    default:
      return 0;
  }
}

/** The graph g_ab, the only one in the corpus, as a field of that name. */
function metricAsField(e: Expression): Expression {
  switch (e.kind) {
    case 'graph':
      if (e.text !== 'g_ab') throw new Error(`expected no graph but g_ab, got ${e.text}`);
      return { kind: 'field', name: 'g_ab' };
    case 'add':
    case 'multiply':
      return { ...e, left: metricAsField(e.left), right: metricAsField(e.right) };
    case 'negate':
    case 'divide':
      return { ...e, operand: metricAsField(e.operand) };
    case 'power':
      return { ...e, base: metricAsField(e.base) };
    case 'call':
      return { ...e, arguments: e.arguments.map((x) => (typeof x === 'number' ? x : metricAsField(x))) };
    default:
      return e;
  }
}

/** Types of the vector and tensor fields that occur. */
function typesIn(e: Expression): TensorTypes {
  return Object.fromEntries(
    [...partsOf(e)].flatMap((part) => (part.kind === 'field' && part.type ? [[part.name, part.type] as const] : [])),
  );
}

/** η_ij − κ η_ik x_k η_jl x_l: the ambient form on tangent vectors. */
function metric({ kappa, signs }: AmbientPoint, calculus: AmbientCalculus): AmbientTensor {
  const parts = signs.flatMap((s, i) =>
    signs.map((t, j) => {
      const powers = signs.map((_, k) => Number(k === i) + Number(k === j));
      const flat = { coefficient: i === j ? s : 0, powers: [] };
      return calculus.field([flat, { coefficient: -kappa * s * t, powers }]).parts[0]!;
    }),
  );
  return { rank: 2, parts };
}

function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((p) => Array.from({ length: count }, (_, i) => p.toSpliced(i, 0, count - 1)));
}

/** Frame components of the symmetrised k-th derivative, derivatives first, straight from the definition. */
function symmetrised(calculus: AmbientCalculus, value: AmbientTensor, k: number): readonly number[] {
  let t = value;
  for (let i = 0; i < k; i++) t = calculus.derivative(t);
  const all = permutations(k);
  const slots = Array.from({ length: value.rank }, (_, s) => k + s);
  return calculus.values(
    calculus.combine(all.map((order) => [1 / all.length, calculus.permute(t, [...order, ...slots])])),
  );
}

/** What is known at one point for expressions with so many derivatives. */
interface Calculation {
  readonly calculus: AmbientCalculus;
  readonly fields: Record<string, AmbientTensor>;
}

/** Component of a symmetrised derivative, its frame indices in any order. */
type Jet = (index: readonly number[]) => number;

/** The same, looked up by the number with these digits. */
function remembered(jet: Jet): Jet {
  const known = new Map<number, number>();
  return (index) => {
    const code = index.reduce((digits, i) => 10 * digits + i + 1, 0);
    const value = known.get(code) ?? jet(index);
    known.set(code, value);
    return value;
  };
}

/** Evaluation at one point, for scalar fields that are polynomials in the ambient coordinates, and tensor fields made of such. */
export class Place {
  readonly dimension: number;
  readonly kappa: number;
  readonly #point: AmbientPoint;
  readonly #polynomials: Readonly<Record<string, AmbientPolynomial>>;
  readonly #calculations = new Map<number, Calculation>();
  readonly #tensorJets = new Map<string, readonly number[]>();
  readonly #jets: Readonly<Record<string, Jet>>;

  /**
   * @param polynomials - the fields; powers of coordinates that the point does not have are left out.
   * @param order - the most derivatives of one field.
   */
  constructor(point: AmbientPoint, polynomials: Readonly<Record<string, AmbientPolynomial>>, order: number) {
    this.dimension = point.frame.length;
    this.kappa = point.kappa;
    this.#point = point;
    this.#polynomials = Object.fromEntries(
      Object.entries(polynomials).map(([name, p]) => [
        name,
        p.map((monomial) => ({ ...monomial, powers: monomial.powers.slice(0, point.point.length) })),
      ]),
    );
    this.#jets = Object.fromEntries(
      Object.entries(this.#polynomials).map(([name, p]) => [name, remembered(geodesicDerivatives(point, p, order))]),
    );
  }

  get #values(): Readonly<Record<string, number>> {
    return { ...parameters, n: this.dimension, kappa: this.kappa };
  }

  /** With vector and tensor fields of these types, which have a derivative inside. */
  #calculation(derivativesOutside: number, types: TensorTypes): Calculation {
    const names = Object.keys(types);
    const order = derivativesOutside + (names.length > 0 ? 1 : 0);
    let found = this.#calculations.get(order);
    if (found === undefined) {
      const calculus = ambientCalculus(this.#point, order);
      const fields = Object.fromEntries(Object.entries(this.#polynomials).map(([k, p]) => [k, calculus.field(p)]));
      found = { calculus, fields: { ...fields, g_ab: metric(this.#point, calculus) } };
      this.#calculations.set(order, found);
    }
    for (const name of names) {
      found.fields[name] ??= ambientTensorField(found.calculus, this.#point.point.length, name, types[name]!);
    }
    return found;
  }

  /** Components in the frame, row-major. */
  literal(expression: Expression): readonly number[] {
    const { calculus, fields } = this.#calculation(derivatives(expression), typesIn(expression));
    return calculus.values(evaluateAmbient(metricAsField(expression), calculus, fields, this.#values));
  }

  #tensorJet(name: string, type: TensorType, index: readonly number[], value: readonly number[]): number {
    const k = index.length;
    let jet = this.#tensorJets.get(`${name} ${k}`);
    if (jet === undefined) {
      const { calculus, fields } = this.#calculation(k, { [name]: type });
      jet = symmetrised(calculus, fields[name]!, k);
      this.#tensorJets.set(`${name} ${k}`, jet);
    }
    return jet[[...index, ...value].reduce((code, i) => code * this.dimension + i, 0)]!;
  }

  /** The same from a normal form, and the size of the largest term. */
  ofGraphs(sum: GraphSum): { readonly values: readonly number[]; readonly scale: number } {
    const n = this.dimension;
    let scale = 0;
    const jets =
      (types: TensorTypes): TensorJetValues =>
      (field, index, value) =>
        field in types ? this.#tensorJet(field, types[field]!, index, value) : this.#jets[field]!(index);
    const values = Array.from({ length: n ** sum.rank }, (_, code) => {
      const legs = Array.from({ length: sum.rank }, (_l, l) => Math.floor(code / n ** (sum.rank - 1 - l)) % n);
      let total = 0;
      for (const { graph, coefficient } of sum.terms.values()) {
        const value = coefficient.evaluate(this.#values) * bruteContraction(graph, n, jets(graph.tensors ?? {}), legs);
        total += value;
        scale = Math.max(scale, Math.abs(value));
      }
      return total;
    });
    return { values, scale };
  }
}
