/** What one block of windows says of a fit, from its Gram matrix alone. */

/** Scores of one block: M_{S,target} − M_SS c. */
export function scores(
  gram: Float64Array,
  columns: number,
  target: number,
  support: readonly number[],
  coefficients: readonly number[],
): readonly number[] {
  return support.map((i) =>
    support.reduce(
      (sum, j, position) => sum - gram[i * columns + j]! * coefficients[position]!,
      gram[i * columns + target]!,
    ),
  );
}

/** (1, −c)ᵀ M (1, −c): what a block leaves unexplained. */
export function unexplained(
  gram: Float64Array,
  columns: number,
  target: number,
  support: readonly number[],
  coefficients: readonly number[],
): number {
  const all = [target, ...support];
  const weights = [1, ...coefficients.map((c) => -c)];
  let sum = 0;
  for (const [i, row] of all.entries()) {
    for (const [j, column] of all.entries()) sum += weights[i]! * weights[j]! * gram[row * columns + column]!;
  }
  return sum;
}
