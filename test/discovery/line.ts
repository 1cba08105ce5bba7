/**
 * For tests: candidates on a periodic line, the monomials in u, u_x, u_xx, … up to a total number of derivatives and a
 * degree, with derivatives by the textbook central differences, written out. Shares no code with the package.
 */
const tables: Record<number, Record<number, readonly number[]>> = {
  2: { 1: [0, 1 / 2], 2: [-2, 1], 3: [0, -1, 1 / 2], 4: [6, -4, 1] },
  4: {
    1: [0, 2 / 3, -1 / 12],
    2: [-5 / 2, 4 / 3, -1 / 12],
    3: [0, -13 / 8, 1, -1 / 8],
    4: [28 / 3, -13 / 2, 2, -1 / 6],
  },
  6: {
    1: [0, 3 / 4, -3 / 20, 1 / 60],
    2: [-49 / 18, 3 / 2, -3 / 20, 1 / 90],
    3: [0, -61 / 30, 169 / 120, -3 / 10, 7 / 240],
    4: [91 / 8, -122 / 15, 169 / 60, -2 / 5, 7 / 240],
  },
};

/** k-th derivative on a periodic line of spacing h, accuracy 2, 4 or 6. */
export function lineDerivative(values: Float64Array, h: number, k: number, accuracy: number): Float64Array {
  if (k === 0) return values;
  const half = tables[accuracy]![k]!;
  const n = values.length;
  const sign = k % 2 === 0 ? 1 : -1;
  return values.map((_, i) => {
    let sum = half[0]! * values[i]!;
    for (let s = 1; s < half.length; s++) {
      sum += half[s]! * (values[(i + s) % n]! + sign * values[(i - s + n) % n]!);
    }
    return sum / h ** k;
  });
}

/** Orders of derivative of the factors, e.g. [0, 1] is u u_x. */
export function lineMonomials(totalOrder: number, degree: number): readonly (readonly number[])[] {
  const result: number[][] = [];
  const extend = (factors: number[], order: number): void => {
    result.push(factors);
    if (factors.length === degree) return;
    for (let k = factors.at(-1) ?? 0; order + k <= totalOrder; k++) extend([...factors, k], order + k);
  };
  extend([], 0);
  return result.slice(1);
}

/** Name of a monomial: [0, 1, 2] is `u u_x u_xx`. */
export function lineKey(factors: readonly number[]): string {
  return factors.map((k) => (k === 0 ? 'u' : `u_${'x'.repeat(k)}`)).join(' ');
}

/** Values of all monomials. */
export function lineFeatures(monomials: readonly (readonly number[])[], h: number, accuracy: number) {
  const order = Math.max(...monomials.flat());
  return ({ u }: Readonly<Record<string, Float64Array>>): Float64Array[] => {
    const jets = Array.from({ length: order + 1 }, (_, k) => lineDerivative(u!, h, k, accuracy));
    return monomials.map((factors) => u!.map((_, i) => factors.reduce((product, k) => product * jets[k]![i]!, 1)));
  };
}
