import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { InvalidInput, jetIndices, OutOfRange, Random } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { canonicalize, degrees, enumerateGraphs, type Multigraph, parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import {
  type ContractionProgram,
  componentProgram,
  contractionProgram,
  flopCount,
  formatProgram,
  interpret,
  interpretOver,
  slotName,
} from '../../src/program/index.js';
import { euclidean } from '../../src/space/index.js';
import { bruteContraction, type JetValues } from '../oracle/bruteContraction.js';
import { tensorGraphs, tensorJets } from '../oracle/tensorGraphs.js';

const graphOf = (key: string): GraphSum => GraphSum.of(parseKey(key));

function randomJets(seed: number, dimension: number, fields: readonly string[], order: number): JetValues {
  const random = new Random(seed);
  const table = new Map<string, number>();
  for (const field of fields) {
    for (const index of jetIndices(dimension, order)) table.set(`${field}:${index}`, random.uniform() * 2 - 1);
  }
  return (field, index) => table.get(`${field}:${[...index].sort((a, b) => a - b)}`)!;
}

const evaluate = (program: ContractionProgram, jets: JetValues, parameters: Record<string, number> = {}): number[] =>
  interpret(
    program,
    program.slots.map(({ field, index }) => jets(field, index)),
    parameters,
  );

/** Jets of w ↦ u(Qᵀw): the symmetric tensors with every slot rotated by Q. */
function rotated(jets: JetValues, rotation: readonly (readonly number[])[]): JetValues {
  return (field, index) => {
    const rotate = (done: readonly number[], left: readonly number[]): number =>
      left.length === 0
        ? jets(field, done)
        : rotation[left[0]!]!.reduce((sum, q, j) => sum + q * rotate([...done, j], left.slice(1)), 0);
    return rotate([], index);
  };
}

function randomRotation(seed: number, dimension: number, determinant: 1 | -1): number[][] {
  const random = new Random(seed);
  let matrix: number[][] = Array.from({ length: dimension }, (_, i) =>
    Array.from({ length: dimension }, (_, j) => (i !== j ? 0 : i === 0 ? determinant : 1)),
  );
  for (let i = 0; i < dimension; i++) {
    for (let j = i + 1; j < dimension; j++) {
      const angle = random.uniform() * 2 * Math.PI;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      matrix = matrix.map((row) =>
        row.map((x, k) => (k === i ? c * x - s * row[j]! : k === j ? s * row[i]! + c * x : x)),
      );
    }
  }
  return matrix;
}

const fields = ['u', 'v'];

/** Small multigraphs: loops, parallel edges, isolated vertices, several components, now and then a volume form. */
const arbitraryCase = fc
  .record({
    dimension: fc.integer({ min: 1, max: 3 }),
    vertices: fc.integer({ min: 1, max: 5 }),
    oriented: fc.boolean(),
  })
  .chain(({ dimension, vertices, oriented }) =>
    fc.record({
      dimension: fc.constant(dimension),
      seed: fc.integer(),
      graph: fc.record({
        vertices: fc.array(fc.constantFrom(...fields), { minLength: vertices, maxLength: vertices }),
        edges: fc.array(fc.tuple(fc.nat(vertices - 1), fc.nat(vertices - 1)), { maxLength: 5 }),
        legs: fc.constant([]),
        epsilon:
          oriented && vertices >= dimension
            ? fc.uniqueArray(fc.nat(vertices - 1), { minLength: dimension, maxLength: dimension })
            : fc.constant([]),
      }),
    }),
  );

const orderOf = (graph: Multigraph): number => Math.max(...degrees(graph));

describe('contraction programs', () => {
  it('agree with the sum over all index assignments', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ dimension, seed, graph }) => {
        const jets = randomJets(seed, dimension, fields, orderOf(graph));
        const [value] = evaluate(contractionProgram([GraphSum.of(graph)], dimension), jets);
        expect(value).toBeCloseTo(bruteContraction(graph, dimension, jets), 9);
      }),
      { numRuns: 400 },
    );
  });

  it('do not depend on the orthonormal frame; the volume form changes sign with the orientation', () => {
    fc.assert(
      fc.property(arbitraryCase, fc.integer(), fc.constantFrom(1 as const, -1 as const), (drawn, seed, determinant) => {
        const { dimension, graph } = drawn;
        const jets = randomJets(drawn.seed, dimension, fields, orderOf(graph));
        const program = contractionProgram([GraphSum.of(graph)], dimension);
        const turned = rotated(jets, randomRotation(seed, dimension, determinant));
        const sign = graph.epsilon.length > 0 ? determinant : 1;
        expect(evaluate(program, turned)[0]).toBeCloseTo(sign * evaluate(program, jets)[0]!, 8);
      }),
      { numRuns: 40 },
    );
  });

  it('are not invariant when a component is changed: the invariance test can fail', () => {
    const jets = randomJets(1, 2, ['u'], 2);
    const bent: JetValues = (field, index) => (index.join() === '0,0' ? 1.5 : 1) * jets(field, index);
    const program = contractionProgram([graphOf('u_ab u_ab')], 2);
    expect(Math.abs(evaluate(program, bent)[0]! - evaluate(program, jets)[0]!)).toBeGreaterThan(1e-3);
  });

  it('evaluate coefficients in n, kappa and parameters', () => {
    const coefficient = Polynomial.variable('n')
      .minus(1)
      .times(Polynomial.variable('kappa'))
      .plus(Polynomial.variable('a').power(3));
    const sum = GraphSum.of(parseKey('u_a u_a'), coefficient)
      .plus(GraphSum.constant(7))
      .plus(GraphSum.of(parseKey('u u u'), -2));
    const program = contractionProgram([sum, GraphSum.zero()], 3, { parameters: ['a', 'kappa'] });
    expect(program.parameters).toEqual(['a', 'kappa']);
    expect(program.slots.map(({ index }) => index)).toEqual([[], [0], [1], [2]]);
    expect(interpret(program, [2, 1, 2, 3], { a: 2, kappa: -1 })).toEqual([(2 * -1 + 8) * 14 + 7 - 16, 0]);
  });

  it('vanish exactly on a relation of dimension 2 over the integers', () => {
    const relation = graphOf('u_aa u_bb u_cc')
      .plus(graphOf('u_aa u_bc u_bc').scaled(-3))
      .plus(graphOf('u_ab u_bc u_ca').scaled(2));
    const integers = {
      constant: (r: { numerator: bigint }) => r.numerator,
      add: (a: bigint, b: bigint) => a + b,
      multiply: (a: bigint, b: bigint) => a * b,
    };
    expect(interpretOver(integers, contractionProgram([relation], 2), [12345n, -678n, 91011n], {})).toEqual([0n]);
    expect(interpretOver(integers, contractionProgram([relation], 3), [3n, 1n, 4n, 1n, 5n, 9n], {})).not.toEqual([0n]);
  });
});

describe('sharing', () => {
  it('makes a library cheaper than its members', () => {
    const library = [...enumerateGraphs({ edges: 4, maxDegree: 3 })].map((graph) => GraphSum.of(graph));
    const separate = library.reduce((sum, entry) => sum + flopCount(contractionProgram([entry], 2)), 0);
    const together = flopCount(contractionProgram(library, 2));
    expect(together).toBeLessThan(separate / 2);
  });

  it('uses symmetry, equal halves and powers', () => {
    // u_00² + 2 u_01² + u_11²: three squares, two sums, one doubling.
    expect(flopCount(contractionProgram([graphOf('u_ab u_ab')], 2))).toBe(6);
    // x⁵ by squaring.
    expect(flopCount(contractionProgram([graphOf('u u u u u')], 2))).toBe(3);
    // |H∇u|² once H∇u is there: two squares and a sum more than u_ab u_a u_b without its last contraction.
    const vector = flopCount(contractionProgram([graphOf('u_ab u_a u_b')], 2)) - 3;
    expect(flopCount(contractionProgram([graphOf('u_ab u_a u_bc u_c')], 2))).toBe(vector + 3);
  });

  it('numbers isomorphic graphs once', () => {
    const program = contractionProgram([graphOf('u_ab u_a u_b'), graphOf('u_c u_cd u_d')], 3);
    expect(program.outputs[0]).toBe(program.outputs[1]);
  });

  it('prints a listing', () => {
    const text = formatProgram(contractionProgram([graphOf('eps_ab u_a v_b')], 2));
    expect(text.split('\n').at(-1)).toMatch(/^eps_ab u_a v_b = %\d+$/);
    expect(text).toContain('u_0 * v_1');
    expect(text).toContain('-1 *');
  });
});

describe('refusals', () => {
  it('name what was expected', () => {
    const vector = GraphSum.of(parseKey('u_a'));
    expect(() => contractionProgram([vector], 2)).toThrow(InvalidInput);
    expect(() => contractionProgram([graphOf('u')], 0)).toThrow(/dimension/);
    expect(() => contractionProgram([graphOf('eps_ab u_a v_b')], 3)).toThrow(/volume form with 3 indices/);
    const code = { vertices: ['u\nprocess.exit()'], edges: [], legs: [], epsilon: [] };
    expect(() => contractionProgram([GraphSum.of(code)], 2)).toThrow(/field name/);
    const unknown = GraphSum.of(parseKey('u'), Polynomial.variable('mu'));
    expect(() => contractionProgram([unknown], 2, { parameters: ['kappa'] })).toThrow(/got 'mu'/);
    expect(() => interpret(contractionProgram([unknown], 2), [1])).toThrow(/parameter 'mu'/);
    expect(() => interpret(contractionProgram([unknown], 2), [], { mu: 1 })).toThrow(/1 jet components/);
    const chain = {
      vertices: new Array<string>(15).fill('u'),
      edges: Array.from({ length: 14 }, (_, i) => [i, i + 1] as const),
      legs: [],
      epsilon: [],
    };
    expect(() => contractionProgram([GraphSum.of(canonicalize(chain).graph)], 2)).toThrow(OutOfRange);
  });
});

describe('fields with values in tensors', () => {
  it('give the contractions that the graphs define', () => {
    fc.assert(
      fc.property(tensorGraphs, fc.nat(1000), (given, seed) => {
        const { graph, sign } = canonicalize(given);
        fc.pre(sign !== 0);
        const jets = tensorJets(seed);
        const program = componentProgram([GraphSum.of(graph)], 3);
        const inputs = program.slots.map(({ field, index, value = [] }) => jets(field, index, value));
        interpret(program, inputs).forEach((component, code) => {
          const letters = graph.legs.map((_, l) => Math.floor(code / 3 ** (graph.legs.length - 1 - l)) % 3);
          expect(component).toBeCloseTo(bruteContraction(graph, 3, jets, letters), 10);
        });
      }),
      { numRuns: 300, seed: 20261127 },
    );
  });

  it('metrics and volume forms with free indices', () => {
    const components = (key: string): number[] => interpret(componentProgram([GraphSum.of(parseKey(key))], 2), [], {});
    expect(components('g_ab')).toEqual([1, 0, 0, 1]);
    expect(components('eps_ab')).toEqual([0, 1, -1, 0]);
  });

  it('name their components', () => {
    const types = { X: { rank: 1, symmetry: 'general' as const }, h: { rank: 2, symmetry: 'symmetric' as const } };
    const sum = GraphSum.of(parseKey('h_ab X_a;b', { tensors: types }));
    expect(contractionProgram([sum], 2).slots.map(slotName)).toEqual(
      expect.arrayContaining(['X_0_0', 'X_1_0', 'X_0_1', 'X_1_1', 'h_00_', 'h_01_', 'h_11_']),
    );
    expect(contractionProgram([sum], 2).slots).toHaveLength(7);
  });

  it('are refused by kernels', () => {
    const sum = GraphSum.of(parseKey('X_a;a', { tensors: { X: { rank: 1, symmetry: 'general' } } }));
    const scheme = parseGrid('cartesian:8x8', euclidean(2)).jetScheme(1, 2);
    expect(() => compileKernel(contractionProgram([sum], 2), scheme)).toThrow("components of 'X'");
  });
});
