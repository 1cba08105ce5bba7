/**
 * From graphs to straight-line programs: each connected
 * component is a network of symmetric tensors, one for each vertex and one for the volume form, contracted pairwise.
 * Entries of intermediate tensors are value numbers, so symmetry and repetition cost nothing.
 */
import type { GraphSum } from '../algebra/index.js';
import { checkFieldName, checkInteger, checkOptions, InvalidInput, tensorTypeOf } from '../base/index.js';
import { type Polynomial, Rational } from '../exact/index.js';
import { components, type Multigraph, slotOwners } from '../graph/index.js';
import { ProgramBuilder, signOf } from './builder.js';
import { type ContractionTree, contractionOrder } from './order.js';
import type { ContractionProgram } from './program.js';

/** Options of {@link contractionProgram}. */
export interface ContractionOptions {
  /** The only names allowed in coefficients besides `n`; any name unless given. */
  readonly parameters?: readonly string[];
}

/** A tensor with named indices; entries are value numbers, row-major. */
interface Tensor {
  readonly labels: readonly number[];
  readonly entries: readonly number[];
}

/**
 * Compiles operators (sums of rank 0) in dimension n to one program; the k-th result is the k-th sum.
 * `n` in coefficients becomes the dimension; every other variable, `kappa` included, becomes a parameter.
 * @example
 * const program = contractionProgram([GraphSum.of(parseKey('u_a u_a'))], 2);
 * interpret(program, [3, 4], {}) // [25]
 * @throws InvalidInput for a sum with legs, a name not among `parameters`, or a volume form of another dimension.
 * @throws OutOfRange for a connected graph of more than 14 vertices.
 */
export function contractionProgram(
  sums: readonly GraphSum[],
  dimension: number,
  options: ContractionOptions = {},
): ContractionProgram {
  const tensor = sums.find(({ rank }) => rank !== 0);
  if (tensor !== undefined) {
    throw new InvalidInput({ where, expected: 'scalar operators', got: `a tensor of rank ${tensor.rank}` });
  }
  return componentProgram(sums, dimension, options);
}

/**
 * The same for operators with values in tensors: a sum of rank r gives n^r results, its components in the frame, row-major.
 * @example
 * const gradient = componentProgram([GraphSum.of(parseKey('u_a'))], 2);
 * interpret(gradient, [3, 4], {}) // [3, 4]
 * @throws InvalidInput for a name not among `parameters`, or a volume form of another dimension.
 * @throws OutOfRange for a connected graph of more than 14 vertices.
 */
export function componentProgram(
  sums: readonly GraphSum[],
  dimension: number,
  options: ContractionOptions = {},
): ContractionProgram {
  checkOptions(where, options, ['parameters']);
  checkInteger(where, 'the dimension', dimension, 1);
  const builder = new ProgramBuilder();
  const coefficientValue = (coefficient: Polynomial): number => {
    const fixed = coefficient.substitute({ n: Rational.of(dimension) });
    for (const name of fixed.variables()) {
      if (options.parameters !== undefined && !options.parameters.includes(name)) {
        throw new InvalidInput({
          where,
          expected: `parameters among ${['n', ...options.parameters].join(', ')}`,
          got: `'${name}'`,
        });
      }
    }
    return builder.sum(
      fixed.terms().map(({ monomial, coefficient: factor }) => {
        const powers = monomial.flatMap(([name, k]) => new Array<number>(k).fill(builder.parameter(name)));
        return builder.product([builder.constant(factor), ...powers]);
      }),
    );
  };
  const results = sums.flatMap((sum) =>
    assignments(sum.rank, dimension).map((letters) => ({
      title: sum.rank === 0 ? sum.toString() : `${sum} [${letters.join(',')}]`,
      value: builder.sum(
        [...sum.terms.values()].map(({ graph, coefficient }) =>
          builder.multiply(coefficientValue(coefficient), graphValue(builder, graph, dimension, letters)),
        ),
      ),
    })),
  );
  return builder.finish(
    dimension,
    results.map(({ value }) => value),
    results.map(({ title }) => title),
  );
}

const where = 'contraction program';

/** The value of N_γ with given indices at its legs: the product of its connected components. */
function graphValue(builder: ProgramBuilder, graph: Multigraph, dimension: number, letters: readonly number[]): number {
  // Names end up in generated sources.
  for (const field of graph.vertices) checkFieldName(where, field);
  if (graph.epsilon.length !== 0 && graph.epsilon.length !== dimension) {
    throw new InvalidInput({
      where,
      expected: `a volume form with ${dimension} indices in dimension ${dimension}`,
      got: `${graph.epsilon.length}`,
    });
  }
  if (graph.legs.some((end, l) => end < 0 && -1 - end !== l && letters[-1 - end] !== letters[l])) {
    return builder.constant(Rational.zero);
  }
  const owners = slotOwners(graph);
  const ownerOf = (end: number): number => owners[end - graph.vertices.length] ?? end;
  const alone = graph.epsilon.length > 0 && graph.epsilon.every((end) => end < 0);
  return builder.product([
    ...(alone ? [volumeForm(builder, graph, dimension, letters).entries[0]!] : []),
    ...components(graph).map((members) => {
      const tensors = members.map((v) => vertexTensor(builder, graph, v, dimension, letters));
      if (graph.epsilon.some((end) => members.includes(ownerOf(end)))) {
        tensors.push(volumeForm(builder, graph, dimension, letters));
      }
      const bonds = new Map<number, number[]>();
      tensors.forEach(({ labels }, t) => {
        for (const label of labels) bonds.set(label, [...(bonds.get(label) ?? []), t]);
      });
      const tree = contractionOrder(
        tensors.length,
        [...bonds.values()].map(([a, b]) => [a!, b!] as const),
        dimension,
      );
      return contractTree(builder, tree, tensors, dimension).entries[0]!;
    }),
  ]);
}

/**
 * Labels: edge e is e, leg l is E + l for E edges; the i-th half-edge of the volume form is −1−i. Edges that join a vertex or
 * its slots to themselves are traced; legs have given indices.
 */
function vertexTensor(
  builder: ProgramBuilder,
  graph: Multigraph,
  v: number,
  dimension: number,
  letters: readonly number[],
): Tensor {
  const field = graph.vertices[v]!;
  const type = tensorTypeOf(graph.tensors, field);
  const count = graph.vertices.length;
  const slots = slotOwners(graph).flatMap((owner, s) => (owner === v ? [count + s] : []));
  const labelsAt = (end: number): number[] => [
    ...graph.edges.flatMap(([a, b], e) => [a, b].flatMap((other) => (other === end ? [e] : []))),
    ...graph.legs.flatMap((other, l) => (other === end ? [graph.edges.length + l] : [])),
    ...graph.epsilon.flatMap((other, i) => (other === end ? [-1 - i] : [])),
  ];
  const derivatives = labelsAt(v);
  const values = slots.flatMap(labelsAt);
  const all = [...derivatives, ...values];
  const traced = [...new Set(all.filter((label, i) => all.indexOf(label) < i))];
  const labels = all.filter((label) => label < graph.edges.length && !traced.includes(label));
  const closures = assignments(traced.length, dimension);
  const entries = assignments(labels.length, dimension).map((open) =>
    builder.sum(
      closures.map((closed) => {
        const at = (label: number): number =>
          letters[label - graph.edges.length] ?? closed[traced.indexOf(label)] ?? open[labels.indexOf(label)]!;
        const index = derivatives.map(at);
        return type === undefined ? builder.jet(field, index) : builder.tensorJet(field, index, values.map(at), type);
      }),
    ),
  );
  return { labels, entries };
}

/** The Levi-Civita symbol of an oriented orthonormal frame, ε_{01…} = 1, legs having given indices. */
function volumeForm(
  builder: ProgramBuilder,
  { epsilon }: Multigraph,
  dimension: number,
  letters: readonly number[],
): Tensor {
  const labels = epsilon.flatMap((end, i) => (end >= 0 ? [-1 - i] : []));
  const entries = assignments(labels.length, dimension).map((open) => {
    const index = epsilon.map((end, i) => (end < 0 ? letters[-1 - end]! : open[labels.indexOf(-1 - i)]!));
    return builder.constant(Rational.of(signOf(index)));
  });
  return { labels, entries };
}

function contractTree(
  builder: ProgramBuilder,
  tree: ContractionTree,
  tensors: readonly Tensor[],
  dimension: number,
): Tensor {
  if (typeof tree === 'number') return tensors[tree]!;
  const a = contractTree(builder, tree[0], tensors, dimension);
  const b = contractTree(builder, tree[1], tensors, dimension);
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const open = [...a.labels, ...b.labels].filter((label) => !shared.includes(label));
  const closures = assignments(shared.length, dimension);
  const all = [...open, ...shared];
  const entryOf = ({ labels, entries }: Tensor) => {
    const places = labels.map((label) => all.indexOf(label));
    return (values: readonly number[]): number =>
      entries[places.reduce((position, place) => position * dimension + values[place]!, 0)]!;
  };
  const [left, right] = [entryOf(a), entryOf(b)];
  const entries = assignments(open.length, dimension).map((outer) =>
    builder.sum(
      closures.map((inner) => {
        const values = [...outer, ...inner];
        return builder.multiply(left(values), right(values));
      }),
    ),
  );
  return { labels: open, entries };
}

/** All lists of `length` numbers in 0..dimension−1, lexicographically. */
function assignments(length: number, dimension: number): number[][] {
  let lists: number[][] = [[]];
  for (let k = 0; k < length; k++) {
    lists = lists.flatMap((list) => Array.from({ length: dimension }, (_, i) => [...list, i]));
  }
  return lists;
}
