/**
 * Unicode: Δu, |∇u|², ∇²u(∇u, ∇u), and uᵢⱼ uᵢ uⱼ where there is no name. Indices are i, j, k, … because subscripts b, c, d do
 * not exist; ∇ⱼXᵢ is the derivative of a vector field, ∇ⱼₖXᵢ the symmetrised second one.
 */
import type { GraphSum } from '../algebra/index.js';
import { checkOptions } from '../base/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import type { Style } from './coefficients.js';
import { type Factor, factorsOf, indexName } from './factors.js';
import { greekLetter, splitNumber } from './names.js';
import { partsOf } from './parts.js';
import { type Shapes, writeShape } from './shapes.js';
import { writeSum } from './sum.js';

const digitsAt =
  (zero: readonly string[]) =>
  (text: string): string =>
    [...text].map((c) => zero[Number(c)]!).join('');
const superscript = digitsAt([...'⁰¹²³⁴⁵⁶⁷⁸⁹']);
const subscript = digitsAt([...'₀₁₂₃₄₅₆₇₈₉']);

const fractions: Readonly<Record<string, string>> = Object.fromEntries(
  '1/2½ 1/3⅓ 2/3⅔ 1/4¼ 3/4¾ 1/5⅕ 2/5⅖ 3/5⅗ 4/5⅘ 1/6⅙ 5/6⅚ 1/7⅐ 1/8⅛ 3/8⅜ 5/8⅝ 7/8⅞ 1/9⅑ 1/10⅒'
    .split(' ')
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
);

/** `λ₂` for lambda_2, `c₁` for c1, the name itself otherwise. */
function symbol(name: string): string {
  const { stem, number } = splitNumber(name);
  return (greekLetter(stem) ?? stem) + subscript(number);
}

/** A field keeps its digits: a subscript would look like an index. */
const field = (name: string): string => greekLetter(name) ?? name;

const style: Style = {
  rational: (value) => {
    if (value.denominator === 1n) return `${value.numerator}`;
    return fractions[value.toString()] ?? `${superscript(`${value.numerator}`)}⁄${subscript(`${value.denominator}`)}`;
  },
  variable: symbol,
  power: (base, exponent) => base + superscript(`${exponent}`),
  times: ' ',
  minus: '−',
};

/** `u²`, `uₓ²`, `(Δu)²`; `|∇u|⁴` for the square of |∇u|². */
function power(base: string, exponent: number): string {
  if (exponent === 1) return base;
  const square = /^(\|.*\|)²$/.exec(base);
  if (square !== null) return style.power(square[1]!, 2 * exponent);
  const closed = /^(?!Δ)[\p{L}\d]*[^\P{L}\p{Lm}]\d*ₓ*$|^⟨.*⟩$/u;
  return style.power(closed.test(base) ? base : `(${base})`, exponent);
}

/** Equal factors become powers. */
const powersOf = (factors: readonly string[]): string =>
  [...new Set(factors)].map((factor) => power(factor, factors.filter((other) => other === factor).length)).join(' ');

const inner = (x: string, y: string): string => (x === y ? `|${x}|²` : `⟨${x}, ${y}⟩`);

const shapes: Shapes = {
  laplacian: (x) => `Δ${x}`,
  gradients: (x, y) => inner(`∇${x}`, `∇${y}`),
  hessians: (x, y) => inner(`∇²${x}`, `∇²${y}`),
  images: (x, y, z, w) => inner(`∇²${x} ∇${z}`, `∇²${y} ∇${w}`),
  form: (x, y, z) => `∇²${x}(∇${y}, ∇${z})`,
  trace: (x, y, z) => `tr(${powersOf([x, y, z].map((f) => `∇²${f}`))})`,
  divergence: (X) => `div(${X})`,
  vectors: inner,
  advection: (x, X) => inner(X, `∇${x}`),
};

/** Letters with a subscript form, the customary ones for indices first. */
const alphabet = 'ijklmprstaehox';
const subscriptLetters: Readonly<Record<string, string>> = Object.fromEntries(
  [...'iᵢjⱼkₖlₗmₘpₚrᵣsₛtₜaₐeₑhₕoₒxₓ'].flatMap((c, i, all) => (i % 2 === 0 ? [[c, all[i + 1]!]] : [])),
);

const indices = (list: readonly number[]): string =>
  list
    .map((i) => indexName(i, alphabet))
    .map((name) => subscriptLetters[name[0]!]! + subscript(name.slice(1)))
    .join('');

function indexed({ kind, name, values, derivatives }: Factor): string {
  if (kind === 'metric') return `g${indices(values)}`;
  if (kind === 'volume') return `ε${indices(values)}`;
  if (values.length === 0) return field(name) + indices(derivatives);
  return `${derivatives.length > 0 ? `∇${indices(derivatives)}` : ''}${field(name)}${indices(values)}`;
}

/** On a line every index is a derivative in x. */
function onTheLine(graph: CanonicalGraph): string {
  const factors = factorsOf(graph).filter(({ kind }) => kind === 'field');
  const sorted = factors.sort((a, b) => a.derivatives.length - b.derivatives.length);
  return powersOf(sorted.map(({ name, derivatives }) => field(name) + 'ₓ'.repeat(derivatives.length)));
}

function onAnySpace(graph: CanonicalGraph): string {
  const parts = partsOf(graph).map(({ factors, exponent, name }) => {
    const text = name === undefined ? factors.map(indexed).join(' ') : writeShape(shapes, name, field);
    return power(text, exponent);
  });
  return parts.join(' ');
}

/**
 * The operator of a graph in Unicode.
 * @param options - `dimension: 1` writes derivatives of scalars on the line, `u uₓ`.
 * @example
 * graphToUnicode(canonicalize(parseKey('u_ab u_a u_b')).graph) // '∇²u(∇u, ∇u)'
 * @throws InvalidInput for an unknown option.
 */
export function graphToUnicode(graph: CanonicalGraph, options: { readonly dimension?: number } = {}): string {
  checkOptions('graphToUnicode', options, ['dimension']);
  const scalars = graph.legs.length === 0 && graph.tensors === undefined;
  if (graph.key === '1') return '1';
  return options.dimension === 1 && scalars ? onTheLine(graph) : onAnySpace(graph);
}

/**
 * The sum in Unicode, coefficients factored.
 * @example
 * sumToUnicode(normalize(parse('lap(lap(u))'))) // 'uᵢᵢⱼⱼ − ⅔ κ (n − 1) Δu'
 */
export function sumToUnicode(sum: GraphSum, options: { readonly dimension?: number } = {}): string {
  return writeSum(sum, style, (graph) => (graph.key === '1' ? '' : graphToUnicode(graph, options)));
}
