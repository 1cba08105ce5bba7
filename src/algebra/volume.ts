/**
 * The volume form ε in the calculus: covariantly constant, ε_{1…n} = 1 in a positively oriented orthonormal frame. The
 * functions of vector calculus contract its last indices with those of a tensor, in order:
 *
 *   rot(X)_a = ε_ab X_b,   bracket(u,v) = ε_ab u_a v_b,   cross(X,Y)_a = ε_abc X_b Y_c,   curl(X)_a = ε_abc ∇_b X_c.
 *
 * So rot turns clockwise: rot(e_1) = −e_2, and rot(grad ψ) = (∂_2 ψ, −∂_1 ψ) is the flow with stream function ψ.
 */
import { checkInteger, InvalidInput } from '../base/index.js';
import { derivative } from './derivative.js';
import { GraphSum } from './graphSum.js';
import { checkRank, contract } from './tensor.js';

/** The volume form itself, rank n. */
export function volumeForm(dimension: number): GraphSum {
  checkInteger('volume form', 'the dimension', dimension, 1);
  const legs = Array.from({ length: dimension }, (_, l) => -1 - l);
  return GraphSum.of({ vertices: [], edges: [], legs, epsilon: legs });
}

/**
 * ε_{a… b…} T_{b…}: the last indices of the volume form with all those of a tensor.
 * @throws InvalidInput for a tensor of rank above the dimension.
 */
export function contractVolume(dimension: number, sum: GraphSum): GraphSum {
  const free = dimension - sum.rank;
  if (free < 0) {
    throw new InvalidInput({
      where: 'volume form',
      expected: `a tensor of rank ${dimension} or less`,
      got: `rank ${sum.rank}`,
    });
  }
  let result = volumeForm(dimension).times(sum);
  for (let left = sum.rank; left > 0; left--) result = contract(result, free, free + left);
  return result;
}

/** ε_ab X_b in dimension 2: the vector turned clockwise by a quarter. */
export function rotate(vector: GraphSum): GraphSum {
  checkRank('rot', vector, 1);
  return contractVolume(2, vector);
}

/**
 * The Poisson bracket ε(∇u, ∇v) of two scalars in dimension 2.
 * @example
 * bracket(GraphSum.of(parseKey('u')), GraphSum.of(parseKey('v'))).toString() // 'eps_ab u_a v_b'
 */
export function bracket(u: GraphSum, v: GraphSum): GraphSum {
  for (const scalar of [u, v]) checkRank('bracket', scalar, 0);
  return contractVolume(2, derivative(u).times(derivative(v)));
}

/** ε_abc X_b Y_c in dimension 3. */
export function cross(x: GraphSum, y: GraphSum): GraphSum {
  for (const vector of [x, y]) checkRank('cross', vector, 1);
  return contractVolume(3, x.times(y));
}

/** ε_abc ∇_b X_c in dimension 3. */
export function curl(vector: GraphSum): GraphSum {
  checkRank('curl', vector, 1);
  return contractVolume(3, derivative(vector));
}
