/** Jets from values by any linear rule: what kernels can use where there is no stencil. */

/** A linear combination of jet components, each a sorted list of frame indices. */
export type JetForm = readonly { readonly index: readonly number[]; readonly coefficient: number }[];

/** Computes jet components at all nodes at once. Not to be used by two callers at the same time. */
export interface JetSampler {
  readonly dimension: number;
  readonly order: number;
  /** Number of nodes. */
  readonly size: number;
  /** One new array over the nodes for each combination of components up to the order. */
  sample(values: Float64Array, forms: readonly JetForm[]): readonly Float64Array[];
}
