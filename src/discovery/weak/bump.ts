/**
 * The bump (1 − s²)^p on [−1, 1], zero outside, and its derivatives: p − 1 times continuously differentiable, so that the
 * trapezoidal rule integrates it times a smooth function with an error that falls like the (p + 1)-th power of the spacing.
 * As weak test functions: [messenger-bortz-2021].
 */

/**
 * The derivatives 0..order of (1 − s²)^p at s, by d/ds (1−s²)^m Q = (1−s²)^(m−1) ((1−s²) Q′ − 2 m s Q).
 * @param degree p, larger than `order`.
 * @example
 * bumpDerivatives(0.5, 2, 1) // [0.5625, -1.5]
 */
export function bumpDerivatives(s: number, degree: number, order: number): readonly number[] {
  const base = 1 - s * s;
  if (base <= 0) return new Array<number>(order + 1).fill(0);
  let q = [1]; // coefficients of Q, lowest first
  const result: number[] = [];
  for (let k = 0; ; k++) {
    result.push(base ** (degree - k) * q.reduceRight((sum, c) => sum * s + c, 0));
    if (k === order) return result;
    const next = new Array<number>(q.length + 1).fill(0);
    for (const [i, c] of q.entries()) {
      if (i > 0) next[i - 1] = next[i - 1]! + i * c;
      next[i + 1] = next[i + 1]! - (i + 2 * (degree - k)) * c;
    }
    q = next;
  }
}

/** ∫ (1 − s²)^p ds over [−1, 1]. */
export function bumpMass(degree: number): number {
  let mass = 2;
  for (let m = 1; m <= degree; m++) mass *= (2 * m) / (2 * m + 1);
  return mass;
}
