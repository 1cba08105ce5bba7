/**
 * Cadabra 2: declarations and the expression `ex`, with explicit indices. All indices are low (`position=free`), as in an
 * orthonormal frame, and \delta is the metric. `u_{a b}` is the symmetrised second covariant derivative of u; for a field with values in tensors the
 * indices of the value stand first, `X_{a b}` for the derivative of a vector field.
 */
import type { GraphSum } from '../algebra/index.js';
import type { Style } from './coefficients.js';
import { type Factor, factorsOf, indexName, indicesOf } from './factors.js';
import { greekLetter, Namer } from './names.js';
import { fieldsOf, volumeDimension } from './python.js';
import { writeSum } from './sum.js';

const style = (variable: (name: string) => string): Style => ({
  rational: String,
  variable,
  power: (base, exponent) => `${base}**${exponent}`,
  times: ' ',
  minus: '-',
});

/** Names as Cadabra has them: no underscores, which begin indices; Greek ones with a backslash. */
const wanted = (name: string): string => (greekLetter(name) === undefined ? name.replaceAll('_', '') : `\\${name}`);

/**
 * The text of a Cadabra program that defines `ex`.
 * @example
 * sumToCadabra(normalize(parse('norm2(hess(u))'))).split('\n').at(-1) // 'ex := u_{a b} u_{a b};'
 */
export function sumToCadabra(sum: GraphSum): string {
  const terms = [...sum.terms.values()];
  const types = fieldsOf(sum);
  const namer = new Namer(['ex', '\\delta', '\\epsilon']);
  const given = new Set([...types.keys(), ...terms.flatMap(({ coefficient }) => coefficient.variables())]);
  const names = new Map([...given].sort().map((name) => [name, namer.take(wanted(name), 'x')]));
  const all = terms.flatMap(({ graph }) => factorsOf(graph));
  const used = all.flatMap(indicesOf).reduce((most, i) => Math.max(most, i), -1) + 1;
  const count = all.reduce((most, factor) => Math.max(most, indicesOf(factor).length), Math.max(used, 2));
  const indices: string[] = [];
  for (let i = 0; indices.length < count; i++) {
    if (namer.isFree(indexName(i))) indices.push(indexName(i));
  }
  const pattern = (head: string, length: number): string => `${head}_{${indices.slice(0, length).join(' ')}}`;
  const declarations = new Set<string>();
  const declare = ({ kind, name, values, derivatives }: Factor): void => {
    const [rank, order] = [values.length, derivatives.length];
    if (kind !== 'field') declarations.add('\\delta{#}::KroneckerDelta.');
    if (kind === 'volume') {
      declarations.add(`${pattern('\\epsilon', rank)}::EpsilonTensor(delta=\\delta).`);
    }
    if (kind !== 'field') return;
    const places = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => from + i).join(',');
    const { symmetry } = types.get(name) ?? {};
    const column = symmetry === 'antisymmetric' ? new Array(rank).fill(1).join(',') : `${rank}`;
    const tableaux = [
      ...(rank > 1 && symmetry !== 'general' ? [`shape={${column}}, indices={${places(0, rank)}}`] : []),
      ...(order > 1 ? [`shape={${order}}, indices={${places(rank, rank + order)}}`] : []),
    ];
    if (tableaux.length > 0) {
      const property = rank === 0 ? 'Symmetric' : `TableauSymmetry(${tableaux.join(', ')})`;
      declarations.add(`${pattern(names.get(name)!, rank + order)}::${property}.`);
    }
  };
  all.forEach(declare);
  const written = (factor: Factor): string => {
    const head = { field: names.get(factor.name)!, metric: '\\delta', volume: '\\epsilon' }[factor.kind];
    const list = indicesOf(factor).map((i) => indices[i]);
    return list.length === 0 ? head : `${head}_{${list.join(' ')}}`;
  };
  const expression = writeSum(
    sum,
    style((name) => names.get(name)!),
    (graph) => factorsOf(graph).map(written).join(' '),
  );
  const dimension = volumeDimension(sum) ?? 'n';
  return [
    ...[...names].filter(([name, own]) => own.replace('\\', '') !== name).map(([name, own]) => `# ${own} is ${name}`),
    `{${indices.join(',')}}::Indices(position=free).`,
    `{${indices.join(',')}}::Integer(1..${dimension}).`,
    ...declarations,
    `ex := ${expression};`,
  ].join('\n');
}
