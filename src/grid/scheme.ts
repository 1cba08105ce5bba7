/**
 * A jet scheme: pure data that says how the jet of a field at every node is computed from the values at the nodes.
 * Component [i1 … ik] is P_k(e_i1, …, e_ik) in the orthonormal frame of the node, where
 * P_k(w, …, w) = d^k/dt^k u(exp_p(tw)) at t = 0: the symmetrised covariant derivatives.
 */
import { Inconsistent, InvalidInput } from '../base/index.js';

/** Weights of one kind of node: component c, neighbour s at `weights[c * width + s]`. */
export interface Stencil {
  readonly width: number;
  readonly weights: Float64Array;
}

/** Consecutive nodes with one stencil and one list of offsets: neighbour s of node start+j is start+j+offsets[s]. */
export interface Run {
  readonly start: number;
  readonly count: number;
  /** Position in `JetScheme.stencils`. */
  readonly stencil: number;
  readonly offsets: Int32Array;
}

/** Jets up to `order` with error O(h^accuracy). Runs are sorted and cover every node once; offset lists are shared. */
export interface JetScheme {
  readonly dimension: number;
  readonly order: number;
  readonly accuracy: number;
  /** Sorted frame indices, `jetIndices(dimension, order)`. */
  readonly components: readonly (readonly number[])[];
  /** Number of nodes. */
  readonly size: number;
  readonly stencils: readonly Stencil[];
  readonly runs: readonly Run[];
}

/**
 * Verifies the structure of a scheme and returns it.
 * @throws Inconsistent when runs leave a gap, an offset leaves the grid, sizes disagree or a weight is not finite.
 */
export function checkJetScheme(scheme: JetScheme): JetScheme {
  const fail = (expected: string, got: string): never => {
    throw new Inconsistent({ where: 'jet scheme', expected, got });
  };
  for (const [i, stencil] of scheme.stencils.entries()) {
    if (stencil.weights.length !== stencil.width * scheme.components.length) {
      fail(`${stencil.width} × ${scheme.components.length} weights in stencil ${i}`, `${stencil.weights.length}`);
    }
    if (!stencil.weights.every(Number.isFinite)) fail('finite weights', `others in stencil ${i}`);
  }
  const extremes = new Map<Int32Array, readonly [number, number]>();
  let next = 0;
  for (const run of scheme.runs) {
    if (run.start !== next || run.count < 1) fail(`a run that starts at node ${next}`, `node ${run.start}`);
    next += run.count;
    const { width } = scheme.stencils[run.stencil] ?? fail('a known stencil', `number ${run.stencil}`);
    if (run.offsets.length !== width) fail(`${width} offsets`, `${run.offsets.length} at node ${run.start}`);
    let range = extremes.get(run.offsets);
    if (range === undefined) {
      let low = 0;
      let high = 0;
      for (const offset of run.offsets) {
        if (offset < low) low = offset;
        if (offset > high) high = offset;
      }
      range = [low, high];
      extremes.set(run.offsets, range);
    }
    if (run.start + range[0] < 0 || next - 1 + range[1] >= scheme.size) {
      fail('neighbours inside the grid', `an offset that leaves it near node ${run.start}`);
    }
  }
  if (next !== scheme.size) fail(`${scheme.size} nodes in runs`, `${next}`);
  return scheme;
}

/**
 * All jet components of a field, one array for each component: the plain meaning of a scheme, for tests and pictures
 * (kernels do the same faster).
 * @throws InvalidInput when the number of values is not the number of nodes.
 */
export function sampleJets(scheme: JetScheme, values: ArrayLike<number>): Float64Array[] {
  if (values.length !== scheme.size) {
    throw new InvalidInput({ where: 'sampleJets', expected: `${scheme.size} values`, got: `${values.length}` });
  }
  const out = scheme.components.map(() => new Float64Array(scheme.size));
  for (const { start, count, stencil, offsets } of scheme.runs) {
    const { width, weights } = scheme.stencils[stencil]!;
    for (let node = start; node < start + count; node++) {
      for (const [c, component] of out.entries()) {
        let sum = 0;
        for (let s = 0; s < width; s++) sum += weights[c * width + s]! * values[node + offsets[s]!]!;
        component[node] = sum;
      }
    }
  }
  return out;
}
