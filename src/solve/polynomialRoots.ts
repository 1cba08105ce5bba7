/** The roots of a real polynomial, by the iteration of Durand and Kerner on all of them at once ([kerner-1966]). */
import type { Complex } from './incompleteLu.js';

const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
const over = (a: Complex, b: Complex): Complex => {
  const square = b.re ** 2 + b.im ** 2;
  return { re: (a.re * b.re + a.im * b.im) / square, im: (a.im * b.re - a.re * b.im) / square };
};

/**
 * Roots of Σ coefficients[k] x^k, each as often as it occurs: near enough for a preconditioner. A root is real, or the one with im > 0
 * of a pair, which stands for both. The first coefficient is not 0.
 */
export function polynomialRoots(coefficients: readonly number[]): readonly Complex[] {
  let degree = coefficients.length - 1;
  while (degree > 0 && coefficients[degree] === 0) degree--;
  if (degree === 0) return [];
  // In units of the geometric mean of the roots.
  const unit = Math.abs(coefficients[0]! / coefficients[degree]!) ** (1 / degree);
  const monic = Array.from(
    { length: degree + 1 },
    (_, k) => (coefficients[k]! / coefficients[degree]!) * unit ** (k - degree),
  );
  const value = (x: Complex): Complex =>
    monic.reduceRight<Complex>(
      (sum, c) => {
        const { re, im } = times(sum, x);
        return { re: re + c, im };
      },
      { re: 0, im: 0 },
    );
  const roots: Complex[] = Array.from({ length: degree }, (_, k) => {
    const angle = (2 * Math.PI * k + 0.4) / degree;
    return { re: Math.cos(angle), im: Math.sin(angle) };
  });
  for (let iteration = 0; iteration < 200; iteration++) {
    let change = 0;
    for (let i = 0; i < degree; i++) {
      const x = roots[i]!;
      const product = roots.reduce<Complex>(
        (p, y, j) => (j === i ? p : times(p, { re: x.re - y.re, im: x.im - y.im })),
        { re: 1, im: 0 },
      );
      const step = over(value(x), product);
      roots[i] = { re: x.re - step.re, im: x.im - step.im };
      change = Math.max(change, Math.hypot(step.re, step.im));
    }
    if (change < 1e-13) break;
  }
  const isReal = ({ re, im }: Complex): boolean => Math.abs(im) < 1e-6 * Math.hypot(re, im);
  return roots
    .filter((root) => isReal(root) || root.im > 0)
    .map((root) => ({ re: unit * root.re, im: isReal(root) ? 0 : unit * root.im }));
}
