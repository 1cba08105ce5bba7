/**
 * Kernels for programs with fields in tensors: their ambient components are sampled like scalars, and the jets of the
 * transported values put together from these (transported.ts).
 */
import { InvalidInput, Unsupported } from '../base/index.js';
import { type Grid, type JetForm, type JetSampler, type JetScheme, sampleJets } from '../grid/index.js';
import { type ContractionProgram, flopCount, type JetSlot } from '../program/index.js';
import { type PointwiseKernel, pointwiseKernel } from './pointwise.js';
import { type TransportTerm, transportTerms } from './transported.js';

/** A kernel of scalar and tensor fields. */
export interface TensorKernel {
  /** Fields that must be given, with the rank of their values. */
  readonly fields: ReadonlyMap<string, number>;
  readonly parameters: readonly string[];
  readonly size: number;
  readonly flopsPerPoint: number;
  /**
   * Evaluates all operators at all nodes.
   * @param fields - a field of rank r has its n^r components in the frame of the grid one after the other, row-major, each an
   * array over the nodes.
   * @throws InvalidInput for a missing field or a wrong length, and as kernels of scalar fields do.
   */
  run(
    fields: Readonly<Record<string, Float64Array>>,
    parameters: Readonly<Record<string, number>>,
    out: readonly Float64Array[],
  ): void;
}

/** A component of a tensor field as a field of its own; no name of a field has an underscore. */
const componentName = (field: string, value: readonly number[]): string => `${field}_${value.join('_')}`;

/** A scheme as a sampler. */
const schemeSampler = (scheme: JetScheme): JetSampler => ({
  dimension: scheme.dimension,
  order: scheme.order,
  size: scheme.size,
  sample(values, forms) {
    const names = scheme.components.map((index) => index.join());
    const jets = sampleJets(scheme, values);
    return forms.map((form) => {
      const sum = new Float64Array(scheme.size);
      for (const { index, coefficient } of form) {
        const component = jets[names.indexOf(index.join())]!;
        for (let node = 0; node < sum.length; node++) sum[node]! += coefficient * component[node]!;
      }
      return sum;
    });
  },
});

/** All lists of `length` numbers below `bound`, row-major. */
function lists(length: number, bound: number): number[][] {
  if (length === 0) return [[]];
  return lists(length - 1, bound).flatMap((list) => Array.from({ length: bound }, (_, i) => [...list, i]));
}

/**
 * Compiles a program, components of operators with values in tensors among its results.
 * @param given - jets of scalar fields on the grid, from stencils or from a sampler.
 * @example
 * const grid = parseGrid('latlon:16x32', sphere(2));
 * const sum = normalize(parse('div(X)', { vectors: ['X'] }));
 * const kernel = compileTensorKernel(contractionProgram([sum], 2), grid, spectralSampler(grid, 1));
 * kernel.fields.get('X') // 1
 * @throws InvalidInput when the jets needed are not provided; Unsupported for a grid with walls, which have no condition for
 * tensors, or a hyperbolic grid that repeats, because ambient components do not.
 */
export function compileTensorKernel(
  program: ContractionProgram,
  grid: Grid,
  given: JetScheme | JetSampler,
): TensorKernel {
  const jets = 'sample' in given ? given : schemeSampler(given);
  const where = 'tensor kernel';
  const { kind } = grid.space;
  const wall = grid.axes.find(
    ({ rule }) => rule === 'neumann' || rule === 'dirichlet' || (kind === 'H' && rule === 'periodic'),
  );
  if (wall !== undefined) {
    const expected = kind === 'H' ? 'a hyperbolic grid that is open' : 'a periodic or open grid for tensor fields';
    throw new Unsupported({ where, expected, got: `'${wall.rule}' along ${wall.name} in ${grid.spec}` });
  }
  const { dimension } = program;
  const order = program.slots.reduce((most, { index }) => Math.max(most, index.length), 0);
  if (jets.dimension !== dimension || jets.order < order || jets.size !== grid.size) {
    const expected = `jets of order ${order} in dimension ${dimension} at ${grid.size} nodes`;
    throw new InvalidInput({
      where,
      expected,
      got: `order ${jets.order} in dimension ${jets.dimension} at ${jets.size}`,
    });
  }
  const ranks = new Map(program.slots.map(({ field, value = [] }) => [field, value.length]));
  const scalarSlot = ({ field, index, value }: JetSlot): JetSlot =>
    value === undefined ? { field, index } : { field: componentName(field, value), index };
  const pointwise = pointwiseKernel({ ...program, slots: program.slots.map(scalarSlot) }, grid.size);
  const tensorOf = new Map(
    program.slots.flatMap(({ field, value }) =>
      value ? [[componentName(field, value), { field, value }] as const] : [],
    ),
  );
  const frames = frameArrays(grid);
  return {
    fields: ranks,
    parameters: program.parameters,
    size: grid.size,
    flopsPerPoint: flopCount(program),
    run(fields, parameters, out) {
      for (const [field, rank] of ranks) {
        const given = Object.hasOwn(fields, field) ? fields[field]! : undefined;
        const expected = dimension ** rank * grid.size;
        if (given?.length !== expected || !given.every(Number.isFinite)) {
          const got = given === undefined ? 'none' : `${given.length}, or some that are not`;
          throw new InvalidInput({ where, expected: `${expected} finite values of the field '${field}'`, got });
        }
      }
      pointwise.run(sampleAll(pointwise, tensorOf, fields, jets, grid, frames), parameters, out);
    },
  };
}

/** Number of ambient coordinates. */
const ambientDimension = ({ points, size }: Grid): number => points.length / size;

/** Component a of frame vector i, over the nodes: `frames[i][a]`. */
function frameArrays(grid: Grid): readonly (readonly Float64Array[])[] {
  const { dimension } = grid.space;
  const frames = Array.from({ length: dimension }, () =>
    Array.from({ length: ambientDimension(grid) }, () => new Float64Array(grid.size)),
  );
  for (let node = 0; node < grid.size; node++) {
    grid.frame(node).forEach((vector, i) => {
      vector.forEach((x, a) => {
        frames[i]![a]![node] = x;
      });
    });
  }
  return frames;
}

/** One array for each sample of the program. */
function sampleAll(
  { samples }: PointwiseKernel,
  tensorOf: ReadonlyMap<string, { readonly field: string; readonly value: readonly number[] }>,
  fields: Readonly<Record<string, Float64Array>>,
  jets: JetSampler,
  grid: Grid,
  frames: readonly (readonly Float64Array[])[],
): Float64Array[] {
  const { space } = grid;
  const arrays = new Array<Float64Array>(samples.length);
  const tensorSamples = new Map<string, { readonly at: number; readonly terms: readonly TransportTerm[] }[]>();
  samples.forEach((sample, at) => {
    const tensor = tensorOf.get(sample.field);
    if (tensor === undefined) {
      arrays[at] = jets.sample(fields[sample.field]!, [sample.terms])[0]!;
      return;
    }
    const terms = sample.terms.flatMap(({ index, coefficient }) =>
      transportTerms(tensor.value, index, space.dimension, space.kappa).map((term) => ({
        ...term,
        coefficient: coefficient * term.coefficient,
      })),
    );
    tensorSamples.set(tensor.field, [...(tensorSamples.get(tensor.field) ?? []), { at, terms }]);
  });
  for (const [field, wanted] of tensorSamples) {
    for (const { at } of wanted) arrays[at] = new Float64Array(grid.size);
    const rank = wanted[0]!.terms[0]!.value.length;
    const names = [...new Set(wanted.flatMap(({ terms }) => terms.map(({ index }) => index.join())))];
    const forms = names.map(
      (name): JetForm => [{ index: name === '' ? [] : name.split(',').map(Number), coefficient: 1 }],
    );
    for (const place of lists(rank, ambientDimension(grid))) {
      const ambient = ambientComponent(fields[field]!, place, frames, grid.size);
      const derivatives = jets.sample(ambient, forms);
      for (const { at, terms } of wanted) {
        for (const { value, index, coefficient } of terms) {
          addProduct(
            arrays[at]!,
            derivatives[names.indexOf(index.join())]!,
            coefficient,
            value,
            place,
            frames,
            space.kind === 'H',
          );
        }
      }
    }
  }
  return arrays;
}

/** Σ over frame indices i of X_i… e_i^a…. */
function ambientComponent(
  components: Float64Array,
  place: readonly number[],
  frames: readonly (readonly Float64Array[])[],
  size: number,
): Float64Array {
  const result = new Float64Array(size);
  lists(place.length, frames.length).forEach((value, c) => {
    const part = components.subarray(c * size, (c + 1) * size);
    addProduct(result, part, 1, value, place, frames, false);
  });
  return result;
}

/** Adds coefficient · values · e_{v0}^{a0} e_{v1}^{a1} …; with the time coordinate counted negative if the form is Lorentzian. */
function addProduct(
  target: Float64Array,
  values: Float64Array,
  coefficient: number,
  value: readonly number[],
  place: readonly number[],
  frames: readonly (readonly Float64Array[])[],
  lorentzian: boolean,
): void {
  const vectors = value.map((i, slot) => frames[i]![place[slot]!]!);
  const times = lorentzian ? place.filter((a) => a === frames[0]!.length - 1).length : 0;
  const factor = times % 2 === 0 ? coefficient : -coefficient;
  for (let node = 0; node < target.length; node++) {
    let product = factor * values[node]!;
    for (const vector of vectors) product *= vector[node]!;
    target[node]! += product;
  }
}
