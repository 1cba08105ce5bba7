/**
 * The language of expressions (docs/conventions.md), in mathjs syntax: names such as lap(u) and norm2(grad(u)) where there
 * are any, index notation between brackets otherwise. What is written reads back to the same sum.
 */
import type { MathNode } from 'mathjs';
import type { GraphSum } from '../algebra/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import { writeFactors } from './factors.js';
import { type Part, partsOf } from './parts.js';
import { type Shapes, writeShape } from './shapes.js';
import { writeSum } from './sum.js';
import { plainStyle } from './text.js';

const grad = (x: string): string => `grad(${x})`;
const hess = (x: string): string => `hess(${x})`;
const dot = (x: string, y: string): string => `dot(${x}, ${y})`;
const inner = (x: string, y: string): string => (x === y ? `norm2(${x})` : `inner(${x}, ${y})`);

const shapes: Shapes = {
  laplacian: (x) => `lap(${x})`,
  gradients: (x, y) => inner(grad(x), grad(y)),
  hessians: (x, y) => inner(hess(x), hess(y)),
  images: (x, y, z, w) => inner(dot(hess(x), grad(z)), dot(hess(y), grad(w))),
  form: (x, y, z) => dot(grad(y), dot(hess(x), grad(z))),
  trace: (x, y, z) => `trace(${dot(hess(x), dot(hess(y), hess(z)))})`,
  divergence: (X) => `div(${X})`,
  vectors: inner,
  advection: (x, X) => dot(X, grad(x)),
};

/** One part: its name, a derivative of one field, or index notation. */
function base({ factors, name }: Part): string {
  if (name !== undefined) return writeShape(shapes, name, (field) => field);
  const [first, ...more] = factors;
  const { kind, values, derivatives, name: field } = first!;
  const inOrder = [...values, ...derivatives].every((index, i) => index === i);
  const { length } = derivatives;
  if (kind === 'field' && more.length === 0 && inOrder && (values.length === 0 || length === 0)) {
    return [field, grad(field), hess(field)][length] ?? `D(${field}, ${length})`;
  }
  return `[${writeFactors(factors)}]`;
}

const operator = (graph: CanonicalGraph): string =>
  partsOf(graph)
    .map((part) => (part.exponent === 1 ? base(part) : plainStyle.power(base(part), part.exponent)))
    .join('*');

/**
 * The sum as an expression: `parse` (with the same fields declared) and `normalize` give the sum back.
 * @example
 * sumToMathjs(normalize(parse('div(norm2(grad(u))*grad(u))'))) // 'lap(u)*norm2(grad(u)) + 2*dot(grad(u), dot(hess(u), grad(u)))'
 */
export const sumToMathjs = (sum: GraphSum): string => writeSum(sum, plainStyle, operator);

/**
 * The same as a node of mathjs.
 * @param read - the function `parse` of mathjs.
 */
export const mathjsNode = (sum: GraphSum, read: (text: string) => MathNode): MathNode => read(sumToMathjs(sum));
