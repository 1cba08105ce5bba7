/**
 * SymPy with symbolic n: a tensor expression (`sympy.tensor.tensor`). `d2u` is the symmetrised second covariant derivative of
 * u, `d1X` has the index of the value of X first; legs are lower indices i, j, ….
 */
import type { GraphSum } from '../algebra/index.js';
import { type Factor, factorsOf, indicesOf } from './factors.js';
import { fieldsOf, importLine, pythonNames, pythonStyle, symbolLines, volumeDimension } from './python.js';
import { writeSum } from './sum.js';

const fromSympy = ['Rational', 'Symbol'];
const fromTensor = ['TensorHead', 'TensorIndexType', 'TensorSymmetry', 'tensor_indices'];

/** The program; it defines `operator`. */
export function tensorProgram(sum: GraphSum): string {
  const dimension = volumeDimension(sum);
  const names = pythonNames(sum, [...fromSympy, ...fromTensor, 'M', 'operator'], dimension === undefined ? ['n'] : []);
  const types = fieldsOf(sum);
  const heads = new Map<string, { readonly python: string; readonly line: string }>();
  const headOf = ({ name, values, derivatives }: Factor): string => {
    const [rank, order] = [values.length, derivatives.length];
    const known = heads.get(`${name} ${order}`);
    if (known !== undefined) return known.python;
    const python = order === 0 ? names.fields.get(name)! : names.take(`d${order}${name}`);
    const slots = { general: new Array<number>(rank).fill(1), symmetric: [rank], antisymmetric: [-rank] };
    const type = types.get(name);
    const symmetry = [...(type === undefined ? [] : slots[type.symmetry]), ...(order > 0 ? [order] : [])];
    const line = `${python} = TensorHead("${python}", [M]*${rank + order}, TensorSymmetry.direct_product(${symmetry.join(', ')}))`;
    heads.set(`${name} ${order}`, { python, line });
    return python;
  };
  const operator = writeSum(sum, pythonStyle(names), (graph) => {
    const seen = new Set<number>();
    const factors = factorsOf(graph).map((factor) => {
      const indices = indicesOf(factor).map((i) => {
        const upper = seen.has(i);
        seen.add(i);
        return `${upper ? '' : '-'}${names.indices[i]}`;
      });
      if (indices.length === 0) return names.fields.get(factor.name)!;
      const head = { field: headOf, metric: () => 'M.metric', volume: () => 'M.epsilon' }[factor.kind](factor);
      return `${head}(${indices.join(', ')})`;
    });
    return factors.join('*');
  });
  const scalars = [...names.fields].filter(([name]) => types.get(name) === undefined);
  const undifferentiated = scalars.filter(([, python]) => new RegExp(`\\b${python}\\b`).test(operator));
  const { indices } = names;
  const body = [
    ...symbolLines([...names.variables, ...undifferentiated]),
    `M = TensorIndexType("M", dim=${dimension ?? names.variables.get('n')})`,
    ...(indices.length === 0 ? [] : [`${indices.join(', ')} = tensor_indices("${indices.join(' ')}", M)`]),
    ...[...heads.values()].map(({ line }) => line),
    `operator = (\n    ${operator}\n)`,
  ];
  const text = body.join('\n');
  const imports = [...importLine('sympy', fromSympy, text), ...importLine('sympy.tensor.tensor', fromTensor, text)];
  return [...imports, '', text].join('\n');
}
