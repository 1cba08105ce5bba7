/**
 * Covariant calculus on S^n and H^n from the ambient model {x : κ⟨x,x⟩ = 1} alone. A tensor on M is a tangential
 * covariant tensor with ambient components; its covariant derivative is the flat derivative of any extension, projected
 * to the tangent space on every slot: (∇T) = Π ∂T with Π v = v − κ⟨v,x⟩x. Components are power series around one point,
 * so derivatives are exact up to rounding. Knows no curvature identity and no symmetrised derivative.
 */
import { combineSeries, type Series, type SeriesRing, seriesRing } from './ambientSeries.js';

/** A polynomial in the ambient coordinates. */
export type AmbientPolynomial = readonly { readonly coefficient: number; readonly powers: readonly number[] }[];

/** A point of the model with an orthonormal tangent frame. `signs` is the diagonal of the ambient form. */
export interface AmbientPoint {
  readonly kappa: number;
  readonly signs: readonly number[];
  readonly point: readonly number[];
  readonly frame: readonly (readonly number[])[];
}

/** The point above (H) or in the direction of (S) an arbitrary vector of R^{n+1}; its last entry is not used on H. */
export function ambientPoint(kappa: number, direction: readonly number[]): AmbientPoint {
  const size = direction.length;
  const signs = direction.map((_, i) => (kappa < 0 && i === size - 1 ? -1 : 1));
  const form = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + signs[i]! * x * b[i]!, 0);
  const spatial = direction.slice(0, -1);
  const point =
    kappa > 0
      ? direction.map((x) => x / Math.sqrt(kappa * form(direction, direction)))
      : [...spatial, Math.sqrt(spatial.reduce((sum, x) => sum + x * x, -1 / kappa))];
  const frame: number[][] = [];
  // Gram–Schmidt on the coordinate directions, without the one nearest to the point.
  const skipped = point.reduce((best, x, i) => (Math.abs(x) > Math.abs(point[best]!) ? i : best), 0);
  for (let i = 0; i < size; i++) {
    if (i === (kappa < 0 ? size - 1 : skipped)) continue;
    let e = point.map((_, j): number => (i === j ? 1 : 0));
    for (const [f, factor] of [[point, kappa] as const, ...frame.map((f) => [f, 1] as const)]) {
      const along = factor * form(e, f);
      e = e.map((x, j) => x - along * f[j]!);
    }
    const length = Math.sqrt(form(e, e));
    frame.push(e.map((x) => x / length));
  }
  return { kappa, signs, point, frame };
}

/** Components in row-major order of the slots. */
export interface AmbientTensor {
  readonly rank: number;
  readonly parts: readonly Series[];
}

export interface AmbientCalculus {
  readonly field: (polynomial: AmbientPolynomial) => AmbientTensor;
  readonly combine: (terms: readonly (readonly [number, AmbientTensor])[]) => AmbientTensor;
  /** The new slot comes first. */
  readonly derivative: (t: AmbientTensor) => AmbientTensor;
  readonly outer: (a: AmbientTensor, b: AmbientTensor) => AmbientTensor;
  readonly contract: (t: AmbientTensor, i: number, j: number) => AmbientTensor;
  /** Slot l of the result is slot `from[l]` of the argument. */
  readonly permute: (t: AmbientTensor, from: readonly number[]) => AmbientTensor;
  /** The volume form, positive on the frame of the point: √|κ| det(x, ·, …, ·). */
  readonly volume: () => AmbientTensor;
  /** Components at the point, in its orthonormal frame, row-major. */
  readonly values: (t: AmbientTensor) => number[];
}

/** By expansion along the first row. */
function determinant(rows: readonly (readonly number[])[]): number {
  if (rows.length === 0) return 1;
  const [first, ...rest] = rows as [readonly number[], ...(readonly number[])[]];
  return first.reduce(
    (sum, x, j) => sum + (j % 2 === 0 ? x : -x) * determinant(rest.map((row) => row.toSpliced(j, 1))),
    0,
  );
}

/** Calculus at a point for expressions with at most `order` derivatives. */
export function ambientCalculus({ kappa, signs, point, frame }: AmbientPoint, order: number): AmbientCalculus {
  const size = point.length;
  const ring: SeriesRing = seriesRing(size, order);
  const coordinates = point.map((x, i) =>
    Float64Array.from(ring.exponents, (e) =>
      e.every((p) => p === 0) ? x : e.every((p, j) => p === (i === j ? 1 : 0)) ? 1 : 0,
    ),
  );
  const indexOf = (digits: readonly number[]): number => digits.reduce((code, d) => code * size + d, 0);
  const digitsOf = (code: number, rank: number): number[] =>
    Array.from({ length: rank }, (_, l) => Math.floor(code / size ** (rank - 1 - l)) % size);
  const build = (rank: number, part: (digits: readonly number[]) => Series): AmbientTensor => ({
    rank,
    parts: Array.from({ length: size ** rank }, (_, code) => part(digitsOf(code, rank))),
  });
  const at = (t: AmbientTensor, digits: readonly number[]): Series => t.parts[indexOf(digits)]!;
  const put = (digits: readonly number[], slot: number, value: number): number[] => digits.with(slot, value);

  /** T_j − κ (x^i T_i) x_j in one slot. */
  const project = (t: AmbientTensor, slot: number): AmbientTensor => {
    const radial = new Map<string, Series>();
    return build(t.rank, (digits) => {
      const own = at(t, digits);
      const key = put(digits, slot, 0).join();
      const along =
        radial.get(key) ??
        combineSeries(coordinates.map((x, i) => [1, ring.multiply(x, at(t, put(digits, slot, i)))] as const));
      radial.set(key, along);
      const j = digits[slot]!;
      return combineSeries([
        [1, own],
        [-kappa * signs[j]!, ring.multiply(coordinates[j]!, along)],
      ]);
    });
  };

  const calculus: AmbientCalculus = {
    field: (polynomial) => {
      const one = Float64Array.from(ring.exponents, (_, i) => (i === 0 ? 1 : 0));
      const monomials = polynomial.map(({ coefficient, powers }) => {
        let product: Series = one;
        powers.forEach((p, i) => {
          for (let k = 0; k < p; k++) product = ring.multiply(coordinates[i]!, product);
        });
        return [coefficient, product] as const;
      });
      return { rank: 0, parts: [combineSeries([[0, one], ...monomials])] };
    },
    combine: (terms) =>
      build(terms[0]![1].rank, (digits) => combineSeries(terms.map(([factor, t]) => [factor, at(t, digits)] as const))),
    derivative: (t) => {
      let result = build(t.rank + 1, ([i, ...digits]) => ring.differentiate(at(t, digits), i!));
      for (let slot = 0; slot <= t.rank; slot++) result = project(result, slot);
      return result;
    },
    outer: (a, b) =>
      build(a.rank + b.rank, (digits) => ring.multiply(at(a, digits.slice(0, a.rank)), at(b, digits.slice(a.rank)))),
    contract: (t, i, j) =>
      build(t.rank - 2, (digits) => {
        const [low, high] = [Math.min(i, j), Math.max(i, j)];
        const whole = (k: number): number[] => digits.toSpliced(low, 0, k).toSpliced(high, 0, k);
        return combineSeries(signs.map((sign, k) => [sign, at(t, whole(k))] as const));
      }),
    permute: (t, from) =>
      build(t.rank, (digits) => {
        const source = new Array<number>(t.rank);
        from.forEach((m, l) => {
          source[m] = digits[l]!;
        });
        return at(t, source);
      }),
    volume: () => {
      const factor = Math.sqrt(Math.abs(kappa)) * Math.sign(determinant([point, ...frame]));
      const unit = (i: number): number[] => point.map((_, j) => (i === j ? 1 : 0));
      const everyIndex = point.map((_, i) => i);
      return build(frame.length, (digits) => {
        const rest = everyIndex.filter((i) => !digits.includes(i));
        // Without a repeated index exactly one is left for x.
        const sign = rest.length === 1 ? determinant([unit(rest[0]!), ...digits.map(unit)]) : 0;
        return combineSeries([[sign * factor, coordinates[rest[0]!]!]]);
      });
    },
    values: (t) => {
      let values = t.parts.map((s) => s[0]!);
      // Each pass turns the first slot into frame components and moves it to the end.
      for (let slot = 0; slot < t.rank; slot++) {
        const rest = values.length / size;
        values = Array.from({ length: rest }, (_, r) =>
          frame.map((e) => e.reduce((sum, x, i) => sum + x * values[i * rest + r]!, 0)),
        ).flat();
      }
      return values;
    },
  };
  return calculus;
}

/**
 * Symmetrised covariant derivatives in the frame, by Taylor expansion of the polynomial along all geodesics at once:
 * exp_x w = c(κ|w|²) x + s(κ|w|²) w with c = Σ (−t)^j/(2j)!, s = Σ (−t)^j/(2j+1)!.
 */
export function geodesicDerivatives(
  { kappa, point, frame }: AmbientPoint,
  polynomial: AmbientPolynomial,
  order: number,
): (index: readonly number[]) => number {
  const n = frame.length;
  const ring = seriesRing(n, order);
  const monomial = (e: readonly number[], value: number): Series =>
    Float64Array.from(ring.exponents, (f) => (f.join() === e.join() ? value : 0));
  const zero = frame.map(() => 0);
  const t = combineSeries([
    [0, monomial(zero, 1)],
    ...frame.map((_, a) => [kappa, monomial(zero.with(a, 2), 1)] as const),
  ]);
  let [c, s, power] = [monomial(zero, 1), monomial(zero, 1), monomial(zero, 1)];
  for (let j = 1, factorial = 1; 2 * j <= order; j++) {
    power = Float64Array.from(ring.multiply(power, t), (x) => -x);
    factorial *= (2 * j - 1) * (2 * j);
    c = Float64Array.from(
      combineSeries([
        [1, c],
        [1 / factorial, power],
      ]),
    );
    s = Float64Array.from(
      combineSeries([
        [1, s],
        [1 / (factorial * (2 * j + 1)), power],
      ]),
    );
  }
  const coordinates = point.map((x, i) => {
    const w = combineSeries(frame.map((e, a) => [e[i]!, monomial(zero.with(a, 1), 1)] as const));
    return combineSeries([
      [x, c],
      [1, ring.multiply(w, s)],
    ]);
  });
  const taylor = combineSeries([
    [0, monomial(zero, 1)],
    ...polynomial.map(({ coefficient, powers }) => {
      let product: Series = monomial(zero, 1);
      powers.forEach((p, i) => {
        for (let k = 0; k < p; k++) product = ring.multiply(coordinates[i]!, product);
      });
      return [coefficient, product] as const;
    }),
  ]);
  const place = new Map(ring.exponents.map((e, i) => [e.join(), i]));
  return (index) => {
    const e = [...zero];
    let size = 1;
    for (const i of index) size *= ++e[i]!;
    return size * taylor[place.get(e.join())!]!;
  };
}
