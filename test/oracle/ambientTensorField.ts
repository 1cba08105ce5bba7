/** Tensor fields in the ambient model, made of scalar functions. */
import type { TensorType } from '../../src/base/index.js';
import type { AmbientCalculus, AmbientTensor } from './ambient.js';

/** Σ f dg ⊗ … ⊗ dh with the symmetry of its type; different names have different factors. */
export function ambientTensorField(
  calculus: AmbientCalculus,
  size: number,
  name: string,
  { rank, symmetry }: TensorType,
): AmbientTensor {
  const seed = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 13;
  const scalar = (k: number): AmbientTensor =>
    calculus.field(
      [
        { coefficient: 0.7 + 0.1 * k, powers: [(k * seed) % 3, 1] },
        { coefficient: -0.4, powers: [1, k % 2, (seed + k) % 3] },
        { coefficient: 0.2 + 0.1 * seed, powers: [0, (seed + k) % 2, 1] },
      ].map((monomial) => ({ ...monomial, powers: monomial.powers.slice(0, size) })),
    );
  const product = (from: number): AmbientTensor => {
    let result = scalar(from);
    for (let r = 1; r <= rank; r++) result = calculus.outer(result, calculus.derivative(scalar(from + r)));
    return result;
  };
  const sum = calculus.combine([
    [1, product(1)],
    [-0.6, product(3)],
  ]);
  if (symmetry === 'general') return sum;
  return calculus.combine([
    [1, sum],
    [symmetry === 'symmetric' ? 1 : -1, calculus.permute(sum, [1, 0])],
  ]);
}
