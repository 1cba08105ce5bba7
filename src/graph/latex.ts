/**
 * Graphs as LaTeX: the customary name where there is one (Δu, |∇u|², ∇²u(∇u,∇u), …), otherwise indices on the
 * symmetrised covariant derivatives, u_{ab} u_{a} u_{b}.
 */
import { checkOptions } from '../base/index.js';
import { type CanonicalGraph, canonicalize } from './canonical.js';
import { parseKey } from './key.js';
import { components, degrees, type Multigraph } from './multigraph.js';

type Name = (...fields: string[]) => string;

const inner = (x: string, y: string): string => (x === y ? `|${x}|^2` : `\\langle ${x}, ${y} \\rangle`);

/** Connected graphs with a customary name: key with fields x, y, … in the order of the factors. */
const customary: readonly (readonly [key: string, name: Name])[] = [
  ['x', (x) => x],
  ['x_aa', (x) => `\\Delta ${x}`],
  ['x_a y_a', (x, y) => inner(`\\nabla ${x}`, `\\nabla ${y}`)],
  ['x_ab y_ab', (x, y) => inner(`\\nabla^2 ${x}`, `\\nabla^2 ${y}`)],
  ['x_ab y_ac z_b w_c', (x, y, z, w) => inner(`\\nabla^2 ${x} \\, \\nabla ${z}`, `\\nabla^2 ${y} \\, \\nabla ${w}`)],
  ['x_ab y_a z_b', (x, y, z) => `\\nabla^2 ${x}(\\nabla ${y}, \\nabla ${z})`],
  ['x_ab y_ac z_bc', (x, y, z) => `\\operatorname{tr}(${powers([x, y, z].map((f) => `\\nabla^2 ${f}`))})`],
];

const greek =
  /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)$/;

/** A name of letters, digits and underscores: `u` for one letter, `\rho` for a Greek one, `\mathit{name}` otherwise. */
export function nameToLatex(name: string): string {
  if (name.length === 1) return name;
  return greek.test(name) ? `\\${name}` : `\\mathit{${name.replaceAll('_', '\\_')}}`;
}

/** Undifferentiated factors first, then the others with their indices. */
function indexed(graph: CanonicalGraph): string {
  const factors = graph.key.split(' ').map((factor) => factor.split('_'));
  const differentiated = factors
    .filter(([, indices]) => indices !== undefined)
    .map(([name, indices]) => {
      const symbol = name === 'eps' ? '\\varepsilon' : nameToLatex(name!);
      return `${symbol}_{${indices!.replaceAll(/[a-z][0-9]+/g, (i) => `${i[0]}_{${i.slice(1)}}`)}}`;
    });
  const free = factors.filter(([, indices]) => indices === undefined).map(([name]) => nameToLatex(name!));
  return powers(free.length === 0 ? [differentiated.join(' ')] : [...free, differentiated.join(' ')]);
}

/** On a line every half-edge is a derivative in x: `u_{xxx}`. */
function onTheLine(graph: CanonicalGraph): string {
  const degree = degrees(graph);
  const factors = graph.vertices.map((name, v) => {
    return degree[v] === 0 ? nameToLatex(name) : `${nameToLatex(name)}_{${'x'.repeat(degree[v]!)}}`;
  });
  return powers(factors.reverse());
}

/** What may carry an exponent without brackets: a name, with indices x, or something between angles. */
const closed = /^(\w|\\[a-z]+|\\mathit\{[^}]*\})(_\{x+\})?$|^\\langle .* \\rangle$/;

/** Joins factors, equal neighbours as powers. */
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
      return closed.test(factor) ? `${factor}^{${count}}` : `(${factor})^{${count}}`;
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
    if (canonicalize(renamed).graph.key === graph.key) return name(...graph.vertices.map(nameToLatex));
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
