/** Values of formulas and of elements of a chart's ring at points, in double precision. */
import { Random } from '../base/index.js';
import type { Polynomial } from '../exact/index.js';
import type { Formula, FunctionName } from './formula.js';
import type { Geometry } from './geometry.js';

const functions: Readonly<Record<FunctionName, (x: number) => number>> = {
  ...{ sin: Math.sin, cos: Math.cos, tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, exp: Math.exp, log: Math.log },
  ...{ sqrt: Math.sqrt, asin: Math.asin, acos: Math.acos, atan: Math.atan, cot: (x: number) => 1 / Math.tan(x) },
};

/** The value of a formula; NaN if a symbol has none. */
export function formulaValue(formula: Formula, values: Readonly<Record<string, number>>): number {
  const value = (f: Formula): number => formulaValue(f, values);
  switch (formula.kind) {
    case 'number':
      return formula.value.toNumber();
    case 'symbol':
      return formula.name === 'pi' ? Math.PI : (values[formula.name] ?? Number.NaN);
    case 'sum':
      return formula.terms.reduce((total, term) => total + value(term), 0);
    case 'product':
      return formula.factors.reduce((total, factor) => total * value(factor), 1);
    case 'quotient':
      return value(formula.numerator) / value(formula.denominator);
    case 'power':
      return value(formula.base) ** formula.exponent.toNumber();
    case 'call':
      return functions[formula.name](value(formula.argument));
  }
}

/** A polynomial of the chart's ring at a point; `values` has the coordinates, and kappa where it is a symbol. */
export function ringValue(
  { generators }: Pick<Geometry, 'generators'>,
  polynomial: Polynomial,
  values: Readonly<Record<string, number>>,
): number {
  const all = { ...values };
  for (const { variable, definition } of generators) all[variable] = formulaValue(definition, values);
  return polynomial.evaluate(all);
}

/** Points of the cube |x_i| ≤ 2, always the same ones. */
export function samplePoints(coordinates: readonly string[], count: number): Record<string, number>[] {
  const random = new Random(2);
  return Array.from({ length: count }, () =>
    Object.fromEntries(coordinates.map((name) => [name, 4 * random.uniform() - 2])),
  );
}
