/**
 * SymPy in a fixed dimension: a polynomial in the components of the jet in an orthonormal frame e_0, e_1, …. `u_01` is the
 * value of the symmetrised second covariant derivative at e_0, e_1; `X_2_01` is the same for component 2 of a vector field. An operator
 * with values in tensors is an array of its components.
 */
import type { GraphSum } from '../algebra/index.js';
import { InvalidInput, type TensorType } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { type Factor, indicesOf } from './factors.js';
import { partsOf } from './parts.js';
import { fieldsOf, importLine, pythonNames, pythonStyle, symbolLines, volumeDimension } from './python.js';
import { writeSum } from './sum.js';

const fromSympy = ['Array', 'KroneckerDelta', 'LeviCivita', 'Rational', 'Symbol'];
const functions = ['combinations', 'component', 'frame', 'operator', 'prod', 'sign'];

const component = `def component(field, derivatives, value=()):
    """The symbol u_01, or X_2_01 with the indices of the value of X first."""
    lists = ["".join(str(i) if i < 10 else f"_{i}_" for i in index) for index in (value, sorted(derivatives))]
    return Symbol("_".join([field, *lists[0 if value else 1:]]) if value or derivatives else field)
`;

const sign = `def sign(index):
    """Of the permutation that sorts the indices; 0 if two are equal."""
    return prod((q > p) - (q < p) for p, q in combinations(index, 2))
`;

function fieldFunction(name: string, python: string, type: TensorType | undefined): string {
  if (type === undefined) return `def ${python}(*derivatives):\n    return component("${name}", derivatives)\n`;
  const value = type.symmetry === 'general' ? 'value' : 'sorted(value)';
  const factor = type.symmetry === 'antisymmetric' ? 'sign(value)*' : '';
  return `def ${python}(value, *derivatives):\n    return ${factor}component("${name}", derivatives, ${value})\n`;
}

/**
 * The program; it defines `operator`.
 * @throws InvalidInput for a volume form of another dimension.
 */
export function jetProgram(given: GraphSum, dimension: number): string {
  const volume = volumeDimension(given);
  if (volume !== undefined && volume !== dimension) {
    const expected = `dimension ${volume}, that of the volume form`;
    throw new InvalidInput({ where: 'sumToSympy', expected, got: `dimension ${dimension}` });
  }
  const sum = given.mapCoefficients((c) => c.substitute({ n: Rational.of(dimension) }));
  const names = pythonNames(sum, [...fromSympy, ...functions]);
  const list = (indices: readonly number[]): string[] => indices.map((i) => names.indices[i]!);
  const written = ({ kind, name, values, derivatives }: Factor): string => {
    if (kind === 'metric') return `KroneckerDelta(${list(values).join(', ')})`;
    if (kind === 'volume') return `LeviCivita(${list(values).join(', ')})`;
    const tuple = values.length === 0 ? [] : [`(${list(values).join(', ')}${values.length === 1 ? ',' : ''})`];
    return `${names.fields.get(name)}(${[...tuple, ...list(derivatives)].join(', ')})`;
  };
  const loops = (indices: readonly number[]): string =>
    list(indices)
      .map((i) => ` for ${i} in frame`)
      .join('');
  const { rank } = sum;
  const operator = writeSum(sum, pythonStyle(names), (graph) =>
    partsOf(graph)
      .map(({ factors, exponent }) => {
        const bound = [...new Set(factors.flatMap(indicesOf))].filter((i) => i >= rank);
        const product = factors.map(written).join('*');
        const text = bound.length === 0 ? product : `sum(${product}${loops(bound)})`;
        return exponent === 1 ? text : `${text}**${exponent}`;
      })
      .join('*'),
  );
  let nested = `(\n    ${operator}\n)`;
  for (let leg = rank - 1; leg >= 0; leg--) nested = `[${nested}${loops([leg])}]`;
  const types = fieldsOf(sum);
  const definitions = [...names.fields].map(([name, python]) => fieldFunction(name, python, types.get(name)));
  const body = [
    ...symbolLines(names.variables),
    `frame = range(${dimension})`,
    '',
    ...(definitions.length === 0 ? [] : [component]),
    ...(definitions.some((text) => text.includes('sign(')) ? [sign] : []),
    ...definitions,
    `operator = ${rank === 0 ? nested : `Array(${nested})`}`,
  ];
  const text = body.join('\n');
  const imports = [
    ...importLine('itertools', ['combinations'], text),
    ...importLine('math', ['prod'], text),
    ...importLine('sympy', fromSympy, text),
  ];
  return [...imports, '', text].join('\n');
}
