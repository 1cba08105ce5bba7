/** Jets from values by any linear rule: what kernels can use where there is no stencil. */

/** Computes jet components at all nodes at once. Not to be used by two callers at the same time. */
export interface JetSampler {
  readonly dimension: number;
  readonly order: number;
  /** Sorted frame indices, `jetIndices(dimension, order)`. */
  readonly components: readonly (readonly number[])[];
  /** Number of nodes. */
  readonly size: number;
  /** One new array over the nodes for each number of a component in `wanted`. */
  sample(values: Float64Array, wanted: readonly number[]): readonly Float64Array[];
}
