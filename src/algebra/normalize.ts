/**
 * From an expression to its normal form: a sum of graphs. Two expressions are equal for every dimension and curvature if
 * and only if their normal forms agree [ballerin-grong-2026].
 */
import { checkInteger, checkOptions, InvalidInput, type TensorType, tensorTypeOf } from '../base/index.js';
import { Polynomial, type Rational } from '../exact/index.js';
import type { Expression, FunctionName } from '../expression/index.js';
import { parseKey } from '../graph/index.js';
import { derivative } from './derivative.js';
import { euler } from './euler.js';
import { GraphSum } from './graphSum.js';
import {
  contract,
  divergence,
  dot,
  elementarySymmetric,
  inner,
  laplacian,
  symmetricDerivative,
  symmetrise,
  trace,
  transpose,
} from './tensor.js';
import { bracket, cross, curl, rotate } from './volume.js';

/** Values for the symbols n and kappa; both stay symbolic when absent, but a graph with a volume form fixes n. */
export interface NormalizeOptions {
  readonly dimension?: number;
  readonly curvature?: Rational;
}

/** An evaluated argument: a sum for an expression, a number for a position. */
interface Call {
  readonly sums: readonly GraphSum[];
  readonly integers: readonly number[];
  readonly dimension: number | undefined;
}

/** @throws InvalidInput unless the dimension is given, and the one in which the function has a meaning. */
function needDimension(where: FunctionName, { dimension }: Call, needed: number): void {
  if (dimension === needed) return;
  const got = dimension === undefined ? 'symbolic n' : `dimension ${dimension}`;
  throw new InvalidInput({ where, expected: `dimension ${needed}`, got, hint: `give --dim ${needed}` });
}

/** The field that stands alone as an argument. */
function fieldOf(sum: GraphSum): { readonly name: string; readonly type: TensorType | undefined } {
  const { vertices, tensors } = [...sum.terms.values()][0]!.graph;
  return { name: vertices[0]!, type: tensorTypeOf(tensors, vertices[0]!) };
}

const calls: Record<FunctionName, (call: Call) => GraphSum> = {
  grad: ({ sums: [a] }) => derivative(a!),
  div: ({ sums: [a] }) => divergence(a!),
  lap: ({ sums: [a] }) => laplacian(a!),
  hess: ({ sums: [a] }) => derivative(derivative(a!)),
  D: ({ sums: [a], integers: [k] }) => {
    checkInteger('D', 'the order', k!, 0, 64);
    const { name, type } = fieldOf(a!);
    return symmetricDerivative(name, k!, type);
  },
  dot: ({ sums: [a, b] }) => dot(a!, b!),
  inner: ({ sums: [a, b] }) => inner(a!, b!),
  norm2: ({ sums: [a] }) => inner(a!, a!),
  trace: ({ sums: [a] }) => trace(a!),
  transpose: ({ sums: [a] }) => transpose(a!),
  sym: ({ sums: [a] }) => symmetrise(a!),
  outer: ({ sums: [a, b] }) => a!.times(b!),
  contract: ({ sums: [a], integers: [i, j] }) => contract(a!, i! - 1, j! - 1),
  sigma: ({ sums: [a], integers: [k] }) => elementarySymmetric(k!, a!),
  euler: ({ sums: [a, v] }) => {
    const { name, type } = fieldOf(v!);
    return euler(a!, name, type);
  },
  det: ({ sums: [a], dimension }) => {
    if (dimension === undefined) {
      throw new InvalidInput({
        where: 'det',
        expected: 'a dimension',
        got: 'symbolic n',
        hint: 'give --dim, or use sigma(k, A), which holds for every n',
      });
    }
    return elementarySymmetric(dimension, a!);
  },
  bracket: (call) => {
    needDimension('bracket', call, 2);
    return bracket(call.sums[0]!, call.sums[1]!);
  },
  rot: (call) => {
    needDimension('rot', call, 2);
    return rotate(call.sums[0]!);
  },
  cross: (call) => {
    needDimension('cross', call, 3);
    return cross(call.sums[0]!, call.sums[1]!);
  },
  curl: (call) => {
    needDimension('curl', call, 3);
    return curl(call.sums[0]!);
  },
};

/** The graphs typed in an expression, from left to right. (The room `expression` is for types only: its parser is heavy.) */
function graphsIn(part: unknown): Extract<Expression, { kind: 'graph' }>[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('kind' in part && part.kind === 'graph') return [part as Extract<Expression, { kind: 'graph' }>];
  return Object.values(part).flatMap(graphsIn);
}

/** The given dimension, or that of the volume forms in the graphs of an expression. */
function dimensionOf(expression: Expression, given: number | undefined): number | undefined {
  let dimension = given;
  for (const part of graphsIn(expression)) {
    const { length } = parseKey(part.text, { fields: part.fields, tensors: part.tensors }).epsilon;
    if (length === 0) continue;
    dimension ??= length;
    if (length !== dimension) {
      throw new InvalidInput({
        where: 'normalize',
        expected: `a volume form with ${dimension} indices in dimension ${dimension}`,
        got: `[${part.text}]`,
      });
    }
  }
  return dimension;
}

/**
 * The normal form, with n and kappa symbolic unless given. A volume form gives n: it has n half-edges.
 * @example
 * normalize(parse('lap(u^2)')).toString() // '2 u_a u_a + 2 u_aa u'
 * @throws InvalidInput where ranks do not fit, `n` is not positive, an index is unbalanced, or a volume form has not
 * `n` half-edges.
 */
export function normalize(expression: Expression, options: NormalizeOptions = {}): GraphSum {
  checkOptions('normalize', options, ['dimension', 'curvature']);
  const { curvature } = options;
  if (options.dimension !== undefined) checkInteger('normalize', 'the dimension n', options.dimension, 1);
  const dimension = dimensionOf(expression, options.dimension);
  const values = {
    ...(dimension !== undefined && { n: Polynomial.constant(dimension) }),
    ...(curvature !== undefined && { kappa: curvature }),
  };
  const settle = (sum: GraphSum): GraphSum => sum.mapCoefficients((coefficient) => coefficient.substitute(values));
  return settle(evaluate(expression, { dimension, settle, known: new Map() }));
}

/**
 * What holds throughout one evaluation; `settle` puts in the values of n and kappa that are given, `known` holds the values of
 * parts by their text, because compositions repeat them.
 */
interface Context {
  readonly dimension: number | undefined;
  readonly settle: (sum: GraphSum) => GraphSum;
  readonly known: Map<string, GraphSum>;
}

/** A text that says what a part is: two parts with the same text have the same value. */
const textOf = (expression: Expression): string =>
  JSON.stringify(expression, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

function evaluate(expression: Expression, context: Context): GraphSum {
  if (expression.kind !== 'call') return evaluatePart(expression, context);
  const text = textOf(expression);
  const value = context.known.get(text) ?? evaluatePart(expression, context);
  context.known.set(text, value);
  return value;
}

function evaluatePart(expression: Expression, context: Context): GraphSum {
  const go = (e: Expression): GraphSum => evaluate(e, context);
  switch (expression.kind) {
    case 'number':
      return GraphSum.constant(expression.value);
    case 'parameter':
      return GraphSum.constant(Polynomial.variable(expression.name));
    case 'field':
      return symmetricDerivative(expression.name, 0, expression.type);
    case 'graph':
      return GraphSum.of(parseKey(expression.text, { fields: expression.fields, tensors: expression.tensors }));
    case 'add':
      return go(expression.left).plus(go(expression.right));
    case 'negate':
      return go(expression.operand).scaled(-1);
    case 'multiply': {
      const [left, right] = [go(expression.left), go(expression.right)];
      if (left.rank > 0 && right.rank > 0) {
        throw new InvalidInput({
          where: 'product',
          expected: 'a scalar factor',
          got: `ranks ${left.rank} and ${right.rank}`,
          hint: 'use dot, inner or outer for tensors',
        });
      }
      return left.times(right);
    }
    case 'divide': {
      const divisor = context.settle(go(expression.divisor));
      const value = divisor.isZero() ? undefined : divisor.terms.get('1')?.coefficient.constantValue();
      if (value === undefined || divisor.terms.size !== 1) {
        throw new InvalidInput({ where: 'quotient', expected: 'a nonzero number as divisor', got: `${divisor}` });
      }
      return go(expression.operand).mapCoefficients((coefficient) => coefficient.times(value.inverse()));
    }
    case 'power': {
      checkInteger('power', 'the exponent', expression.exponent, 0, 64);
      const base = go(expression.base);
      if (base.rank > 0 && expression.exponent !== 1) {
        throw new InvalidInput({ where: 'power', expected: 'a scalar base', got: `rank ${base.rank}` });
      }
      let result = GraphSum.constant(1);
      for (let k = 0; k < expression.exponent; k++) result = result.times(base);
      return result;
    }
    case 'call': {
      const integers = expression.arguments.filter((argument) => typeof argument === 'number');
      const sums = expression.arguments.filter((argument) => typeof argument !== 'number').map(go);
      return calls[expression.name]({ sums, integers, dimension: context.dimension });
    }
  }
}
