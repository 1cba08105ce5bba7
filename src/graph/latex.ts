/**
 * Graphs as LaTeX: the customary name where there is one (Δu, |∇u|², ∇²u(∇u,∇u), …), otherwise indices on the
 * symmetrised covariant derivatives, u_{ab} u_{a} u_{b}.
 */
import { checkOptions } from '../base/index.js';
import { type CanonicalGraph, canonicalize } from './canonical.js';
import { parseKey } from './key.js';
import { components, degrees, type Multigraph } from './multigraph.js';

type Name = (...fields: string[]) => string;

/** Connected graphs with a customary name: key with fields x, y, z in the order of the factors. */
const customary: readonly (readonly [key: string, name: Name])[] = [
  ['x', (x) => x],
  ['x_aa', (x) => `\\Delta ${x}`],
  ['x_a y_a', (x, y) => (x === y ? `|\\nabla ${x}|^2` : `\\langle \\nabla ${x}, \\nabla ${y} \\rangle`)],
  ['x_ab y_ab', (x, y) => (x === y ? `|\\nabla^2 ${x}|^2` : `\\langle \\nabla^2 ${x}, \\nabla^2 ${y} \\rangle`)],
  ['x_ab y_a z_b', (x, y, z) => `\\nabla^2 ${x}(\\nabla ${y}, \\nabla ${z})`],
  ['x_ab y_ac z_bc', (x, y, z) => `\\operatorname{tr}(${[x, y, z].map((f) => `\\nabla^2 ${f}`).join('\\,')})`],
];

/** `u` for one letter, `\mathit{name}` for longer names. */
const fieldName = (name: string): string => (name.length === 1 ? name : `\\mathit{${name}}`);

function indexed(graph: CanonicalGraph): string {
  return graph.key
    .split(' ')
    .map((factor) => {
      const [name, indices] = factor.split('_');
      const symbol = name === 'eps' ? '\\varepsilon' : fieldName(name!);
      return indices === undefined
        ? symbol
        : `${symbol}_{${indices.replaceAll(/[a-z][0-9]+/g, (i) => `${i[0]}_{${i.slice(1)}}`)}}`;
    })
    .join(' ');
}

/** On a line every half-edge is a derivative in x: `u_{xxx}`. */
function onTheLine(graph: CanonicalGraph): string {
  const degree = degrees(graph);
  const factors = graph.vertices.map((name, v) => {
    return degree[v] === 0 ? fieldName(name) : `${fieldName(name)}_{${'x'.repeat(degree[v]!)}}`;
  });
  return powers(factors.reverse());
}

/** Joins factors, equal neighbours as powers; factors that end in a power or are sums of symbols get brackets. */
function powers(factors: readonly string[]): string {
  const groups: { factor: string; count: number }[] = [];
  for (const factor of factors) {
    const last = groups.at(-1);
    if (last?.factor === factor) last.count++;
    else groups.push({ factor, count: 1 });
  }
  return groups
    .map(({ factor, count }) => {
      if (count === 1) return factor;
      const square = /^(\|.*\|)\^2$/.exec(factor);
      if (square !== null) return `${square[1]}^{${2 * count}}`;
      return /^\w$/.test(factor) || /^\w_\{x+\}$/.test(factor) ? `${factor}^{${count}}` : `(${factor})^{${count}}`;
    })
    .join(' \\, ');
}

function part(graph: Multigraph, members: readonly number[]): CanonicalGraph {
  const place = new Map(members.map((v, i) => [v, i]));
  return canonicalize({
    vertices: members.map((v) => graph.vertices[v]!),
    edges: graph.edges.filter(([v]) => place.has(v)).map(([v, w]) => [place.get(v)!, place.get(w)!] as const),
    legs: [],
    epsilon: [],
  }).graph;
}

function component(graph: CanonicalGraph): string {
  for (const [key, name] of customary) {
    const shape = parseKey(key);
    if (shape.vertices.length !== graph.vertices.length) continue;
    const renamed = { ...shape, vertices: graph.vertices };
    if (canonicalize(renamed).graph.key === graph.key) return name(...graph.vertices.map(fieldName));
  }
  return indexed(graph);
}

/**
 * LaTeX of the operator of a graph.
 * @param options - `dimension: 1` writes derivatives on the line, `u \, u_{x}`.
 * @throws InvalidInput for an unknown option.
 * @example
 * graphToLatex(canonicalize(parseKey('u_ab u_a u_b')).graph) // '\\nabla^2 u(\\nabla u, \\nabla u)'
 */
export function graphToLatex(graph: CanonicalGraph, options: { readonly dimension?: number } = {}): string {
  checkOptions('graphToLatex', options, ['dimension']);
  if (graph.vertices.length === 0 && graph.legs.length === 0) return '1';
  if (options.dimension === 1 && graph.legs.length === 0) return onTheLine(graph);
  if (graph.legs.length > 0 || graph.epsilon.length > 0) return indexed(graph);
  // Undifferentiated factors stand first, as in u² Δu.
  const parts = components(graph).map((members) => part(graph, members));
  const free = parts.filter(({ edges }) => edges.length === 0);
  const rest = parts.filter(({ edges }) => edges.length > 0);
  return powers([...free, ...rest].map(component));
}
