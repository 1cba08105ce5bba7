/** The functions of the expression language: the names and what each argument must be. */

/**
 * What stands at a place of a call: an expression, a whole number (a position, an order, an index k), or a field's name.
 */
export type Argument = 'expression' | 'integer' | 'field' | 'optional field';

/**
 * Signature of every function. Meanings, with indices in order and ∇'s new index first: `grad` ∇T, `div` ∇^i T_i…,
 * `lap` div∘grad, `hess` grad∘grad, `D(u,k)` the symmetrised k-th derivative, `dot` last index with first, `inner` full
 * contraction, `norm2(A)` inner(A,A), `contract(T,i,j)` positions from 1, `sigma(k,A)` the k-th elementary symmetric
 * polynomial, `det` with a given dimension only, and with the volume form `bracket` and `rot` (n = 2),
 * `cross` and `curl` (n = 3), `euler(L)` or `euler(L,v)` the variation of L with respect to u or v.
 */
export const functions = {
  grad: ['expression'],
  div: ['expression'],
  lap: ['expression'],
  hess: ['expression'],
  D: ['field', 'integer'],
  dot: ['expression', 'expression'],
  inner: ['expression', 'expression'],
  norm2: ['expression'],
  trace: ['expression'],
  transpose: ['expression'],
  sym: ['expression'],
  outer: ['expression', 'expression'],
  contract: ['expression', 'integer', 'integer'],
  sigma: ['integer', 'expression'],
  det: ['expression'],
  bracket: ['expression', 'expression'],
  rot: ['expression'],
  cross: ['expression', 'expression'],
  curl: ['expression'],
  euler: ['expression', 'optional field'],
} as const satisfies Record<string, readonly Argument[]>;

/** Name of a function of the language. */
export type FunctionName = keyof typeof functions;

/** Names of functions that are customary for parameters too: alone they are parameters, as in `D*lap(u)`. */
export const alsoParameters: readonly string[] = ['D', 'sigma'];

/** Functions that differentiate: without a field inside they would silently give 0. */
export const differentiating: readonly string[] = ['grad', 'div', 'lap', 'hess', 'bracket', 'curl'];
