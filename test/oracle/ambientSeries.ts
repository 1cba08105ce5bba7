/** Truncated power series in several variables with double coefficients, dense, by rising total degree. */

/** Coefficients in the order of {@link SeriesRing.exponents}; a shorter list means a lower order of truncation. */
export type Series = Float64Array;

export interface SeriesRing {
  readonly exponents: readonly (readonly number[])[];
  /** Number of coefficients up to a total degree. */
  readonly count: (order: number) => number;
  /** Product, truncated to the shorter factor. */
  readonly multiply: (a: Series, b: Series) => Series;
  /** ∂/∂y_i, one order shorter. */
  readonly differentiate: (a: Series, i: number) => Series;
}

function exponentsOfDegree(variables: number, degree: number): number[][] {
  if (variables === 1) return [[degree]];
  return Array.from({ length: degree + 1 }, (_, first) => degree - first).flatMap((first) =>
    exponentsOfDegree(variables - 1, degree - first).map((rest) => [first, ...rest]),
  );
}

export function seriesRing(variables: number, order: number): SeriesRing {
  const exponents = Array.from({ length: order + 1 }, (_, d) => exponentsOfDegree(variables, d)).flat();
  const place = new Map(exponents.map((e, i) => [e.join(), i]));
  const degree = exponents.map((e) => e.reduce((sum, x) => sum + x, 0));
  const count = (o: number): number => degree.filter((d) => d <= o).length;
  const product = exponents.map((a) => exponents.map((b) => place.get(a.map((x, i) => x + b[i]!).join()) ?? -1));
  const multiply = (a: Series, b: Series): Series => {
    const size = Math.min(a.length, b.length);
    const out = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      if (a[i] === 0) continue;
      for (let j = 0; j < size; j++) {
        const k = product[i]![j]!;
        if (k >= 0 && k < size) out[k]! += a[i]! * b[j]!;
      }
    }
    return out;
  };
  const differentiate = (a: Series, i: number): Series => {
    const out = new Float64Array(count(degree[a.length - 1]! - 1));
    for (let j = 0; j < a.length; j++) {
      const e = exponents[j]!;
      if (e[i] === 0) continue;
      out[place.get(e.map((x, v) => (v === i ? x - 1 : x)).join())!]! += e[i]! * a[j]!;
    }
    return out;
  };
  return { exponents, count, multiply, differentiate };
}

export function combineSeries(terms: readonly (readonly [number, Series])[]): Series {
  const out = new Float64Array(Math.min(...terms.map(([, s]) => s.length)));
  for (const [factor, s] of terms) for (let i = 0; i < out.length; i++) out[i]! += factor * s[i]!;
  return out;
}
