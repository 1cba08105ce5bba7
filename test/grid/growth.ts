/** Growth of u_t = L u by repeated squaring: slow and obvious, needs no eigenvalue routine. */

type Matrix = readonly Float64Array[];

function product(a: Matrix, b: Matrix): Float64Array[] {
  return a.map((row) => {
    const out = new Float64Array(row.length);
    for (const [k, x] of row.entries()) {
      if (x !== 0) for (let j = 0; j < out.length; j++) out[j]! += x * b[k]![j]!;
    }
    return out;
  });
}

function rowSumNorm(a: Matrix): number {
  return Math.max(...a.map((row) => row.reduce((sum, x) => sum + Math.abs(x), 0)));
}

/** ‖exp(t L)‖ in the maximum norm, for t at least `time`: e^{time · λ} or more if L has an eigenvalue λ > 0. */
export function growth(matrix: Matrix, time: number): number {
  const squarings = Math.ceil(Math.log2(time * rowSumNorm(matrix) * 4));
  const step = time / 2 ** squarings;
  const scaled = matrix.map((row) => row.map((x) => x * step));
  let power: Matrix = matrix.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  let sum = power;
  for (let k = 1; k <= 12; k++) {
    power = product(power, scaled).map((row) => row.map((x) => x / k));
    sum = sum.map((row, i) => row.map((x, j) => x + power[i]![j]!));
  }
  for (let k = 0; k < squarings; k++) sum = product(sum, sum);
  return rowSumNorm(sum);
}
