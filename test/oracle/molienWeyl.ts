/**
 * Invariants of O(n) and SO(n), n = 1, 2, 3, by averaging characters over the group (Weyl integration): another road to the
 * ranks. The trace on Sym^m(Sym^k V) comes from traces of powers. Averages of trigonometric polynomials over enough equally
 * spaced angles are exact, so the result is an integer up to rounding.
 */

/** A class of the group by its trace on powers, with its weight in the average. */
interface Sample {
  readonly trace: (power: number) => number;
  readonly weight: number;
  readonly determinant: 1 | -1;
}

function samples(n: number, angles: number): Sample[] {
  const parity = (i: number): number => (i % 2 === 0 ? 1 : -1);
  if (n === 1) {
    return [
      { trace: () => 1, weight: 1 / 2, determinant: 1 },
      { trace: parity, weight: 1 / 2, determinant: -1 },
    ];
  }
  const circle = Array.from({ length: angles }, (_, j) => (2 * Math.PI * j) / angles);
  if (n === 2) {
    return [
      ...circle.map((t): Sample => ({ trace: (i) => 2 * Math.cos(i * t), weight: 0.5 / angles, determinant: 1 })),
      { trace: (i) => 1 + parity(i), weight: 1 / 2, determinant: -1 },
    ];
  }
  return circle.flatMap((t): Sample[] => {
    const weight = (1 - Math.cos(t)) / angles / 2;
    const trace = (i: number): number => 1 + 2 * Math.cos(i * t);
    return [
      { trace, weight, determinant: 1 },
      { trace: (i) => parity(i) * trace(i), weight, determinant: -1 },
    ];
  });
}

/** Complete homogeneous functions h_0..h_m from power sums, by Newton: m h_m = Σ p_i h_{m−i}. */
function complete(m: number, power: (i: number) => number): number[] {
  const h = [1];
  for (let j = 1; j <= m; j++) {
    let sum = 0;
    for (let i = 1; i <= j; i++) sum += power(i) * h[j - i]!;
    h.push(sum / j);
  }
  return h;
}

/**
 * Dimension of the invariants of O(n), or of the part that changes sign with the determinant, in Π Sym^m(Sym^k R^n).
 * @param vertices - pairs [k, m]: m vertices of degree k.
 */
export function invariants(vertices: readonly (readonly [number, number])[], n: number, odd = false): number {
  const total = vertices.reduce((sum, [k, m]) => sum + k * m, 0);
  let sum = 0;
  for (const { trace, weight, determinant } of samples(n, 2 * total + 5)) {
    const value = vertices.reduce((product, [k, m]) => {
      const onSym = (i: number): number => complete(k, (j) => trace(i * j))[k]!;
      return product * complete(m, onSym)[m]!;
    }, 1);
    sum += weight * value * (odd ? determinant : 1);
  }
  return sum;
}
