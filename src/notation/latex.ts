/**
 * LaTeX: the customary name where there is one (Δu, |∇u|², ∇²u(∇u,∇u), …), otherwise indices on the symmetrised covariant
 * derivatives, u_{ab} u_{a} u_{b}, with a semicolon behind the indices of a value, X_{a;b}.
 */
import type { GraphSum } from '../algebra/index.js';
import { checkOptions } from '../base/index.js';
import type { Polynomial } from '../exact/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import { joinSigned, type Style, writeFactored } from './coefficients.js';
import { type Factor, factorsOf, indexName } from './factors.js';
import { greekLetter, splitNumber } from './names.js';
import { partsOf } from './parts.js';
import { type Shapes, writeShape } from './shapes.js';
import { writeSum } from './sum.js';

/** A name of letters, digits and underscores: `u` for one letter, `\rho` for a Greek one, `\mathit{name}` otherwise. */
export function nameToLatex(name: string): string {
  if (name.length === 1) return name;
  return greekLetter(name) === undefined ? `\\mathit{${name.replaceAll('_', '\\_')}}` : `\\${name}`;
}

/** `\kappa`, `a`, `c_{1}` for c1 and c_1. */
function symbol(name: string): string {
  const { stem, number } = splitNumber(name);
  return number === '' ? nameToLatex(name) : `${nameToLatex(stem)}_{${number}}`;
}

const style: Style = {
  rational: ({ numerator, denominator }) =>
    denominator === 1n ? `${numerator}` : `\\tfrac{${numerator}}{${denominator}}`,
  variable: symbol,
  power: (base, exponent) => `${base}^{${exponent}}`,
  times: ' ',
  minus: '-',
};

/** What may carry an exponent without brackets: a name, with indices x, or something between angles. */
const closed = /^(\w|\\[a-z]+|\\mathit\{[^}]*\})(_\{x+\})?$|^\\langle .* \\rangle$/;

function power(base: string, exponent: number): string {
  if (exponent === 1) return base;
  const square = /^(\|.*\|)\^2$/.exec(base);
  if (square !== null) return style.power(square[1]!, 2 * exponent);
  return style.power(closed.test(base) ? base : `(${base})`, exponent);
}

const product = (factors: readonly string[]): string => factors.join(' \\, ');

/** Equal factors become powers. */
const powersOf = (factors: readonly string[]): string =>
  product([...new Set(factors)].map((factor) => power(factor, factors.filter((other) => other === factor).length)));

const inner = (x: string, y: string): string => (x === y ? `|${x}|^2` : `\\langle ${x}, ${y} \\rangle`);

const shapes: Shapes = {
  laplacian: (x) => `\\Delta ${x}`,
  gradients: (x, y) => inner(`\\nabla ${x}`, `\\nabla ${y}`),
  hessians: (x, y) => inner(`\\nabla^2 ${x}`, `\\nabla^2 ${y}`),
  images: (x, y, z, w) => inner(`\\nabla^2 ${x} \\, \\nabla ${z}`, `\\nabla^2 ${y} \\, \\nabla ${w}`),
  form: (x, y, z) => `\\nabla^2 ${x}(\\nabla ${y}, \\nabla ${z})`,
  trace: (x, y, z) => `\\operatorname{tr}(${powersOf([x, y, z].map((f) => `\\nabla^2 ${f}`))})`,
  divergence: (X) => `\\operatorname{div}(${X})`,
  vectors: inner,
  advection: (x, X) => inner(X, `\\nabla ${x}`),
};

const indices = (list: readonly number[]): string =>
  list.map((i) => indexName(i).replace(/\d+/, (digits) => `_{${digits}}`)).join('');

function indexed({ kind, name, values, derivatives }: Factor): string {
  const head = kind === 'volume' ? '\\varepsilon' : nameToLatex(name);
  const lists = [values, derivatives].filter(({ length }) => length > 0).map(indices);
  return lists.length === 0 ? head : `${head}_{${lists.join(';')}}`;
}

/** On a line every index is a derivative in x: `u_{xxx}`. */
function onTheLine(graph: CanonicalGraph): string {
  const factors = factorsOf(graph).filter(({ kind }) => kind === 'field');
  const sorted = factors.sort((a, b) => a.derivatives.length - b.derivatives.length);
  return powersOf(
    sorted.map(({ name, derivatives }) => {
      const { length } = derivatives;
      return length === 0 ? nameToLatex(name) : `${nameToLatex(name)}_{${'x'.repeat(length)}}`;
    }),
  );
}

/**
 * LaTeX of the operator of a graph.
 * @param options - `dimension: 1` writes derivatives of scalars on the line, `u \, u_{x}`.
 * @throws InvalidInput for an unknown option.
 * @example
 * graphToLatex(canonicalize(parseKey('u_ab u_a u_b')).graph) // '\\nabla^2 u(\\nabla u, \\nabla u)'
 */
export function graphToLatex(graph: CanonicalGraph, options: { readonly dimension?: number } = {}): string {
  checkOptions('graphToLatex', options, ['dimension']);
  if (graph.key === '1') return '1';
  if (options.dimension === 1 && graph.legs.length === 0 && graph.tensors === undefined) return onTheLine(graph);
  const parts = partsOf(graph).map(({ factors, exponent, name }) => {
    const text = name === undefined ? factors.map(indexed).join(' ') : writeShape(shapes, name, nameToLatex);
    return power(text, exponent);
  });
  return product(parts);
}

/** LaTeX of a polynomial, factored. */
export function polynomialToLatex(polynomial: Polynomial): string {
  if (polynomial.isZero()) return '0';
  const { negative, factors } = writeFactored(polynomial, style);
  return joinSigned([{ negative, body: factors.join(style.times) || '1' }], style);
}

/**
 * LaTeX of a sum, coefficients factored.
 * @param options - as of {@link graphToLatex}.
 * @example
 * sumToLatex(normalize(parse('lap(lap(u))'))) // 'u_{aabb} - \\tfrac{2}{3} \\kappa (n - 1) \\Delta u'
 */
export function sumToLatex(sum: GraphSum, options: { readonly dimension?: number } = {}): string {
  return writeSum(sum, style, (graph) => (graph.key === '1' ? '' : graphToLatex(graph, options)));
}
