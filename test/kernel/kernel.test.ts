import { describe, expect, it, vi } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { InvalidInput, jetIndices, OutOfRange, Unsupported } from '../../src/base/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { enumerateGraphs, parseKey } from '../../src/graph/index.js';
import { parseGrid, sampleJets } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { checkModuleLength } from '../../src/kernel/sampling.js';
import { contractionProgram, interpret } from '../../src/program/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { bruteContraction } from '../oracle/bruteContraction.js';

const grid = parseGrid('cartesian:8x8', euclidean(2));
const heat = contractionProgram([GraphSum.of(parseKey('u_aa'), Polynomial.variable('nu'))], 2);
const kernel = compileKernel(heat, grid.jetScheme(2, 2));
const zeros = () => new Float64Array(64);

describe('kernels', () => {
  it('describe themselves', () => {
    expect(kernel.source).toContain('out[0] = nu u_aa');
    expect([kernel.fields, kernel.parameters, kernel.bytesPerPoint]).toEqual([['u'], ['nu'], 16]);
    // Three sums of four neighbours, two products and their sum, the product with ν.
    expect(kernel.flopsPerPoint).toBe(3 + 2 + 1 + 1);
    expect(compileKernel(heat, grid.jetScheme(2, 2)).source).toBe(kernel.source);
  });

  it('are no modules where tables are too long for a text', () => {
    const stencil = { first: Int32Array.of(0), neighbours: new Int32Array(0), weights: new Float64Array(1.4e7) };
    expect(() => checkModuleLength({ offsets: [], stencils: [stencil] })).toThrow(
      /kernel\.module.*at most 256 MB of text.*14000000 weights, about 267 MB.*fewer nodes/,
    );
    expect(() => checkModuleLength({ offsets: [new Int32Array(2.9e7)], stencils: [] })).not.toThrow();
    expect(() => checkModuleLength({ offsets: [new Int32Array(3e7)], stencils: [] })).toThrow(OutOfRange);
  });

  it('are complete modules', async () => {
    const text = kernel.module();
    const module: { run: typeof kernel.run } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    const u = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const [own, standalone] = [zeros(), zeros()];
    kernel.run({ u }, { nu: 2 }, [own]);
    module.run({ u }, { nu: 2 }, [standalone]);
    expect(standalone).toEqual(own);
    expect(own.some((x) => x !== 0)).toBe(true);
  });

  it('cut long programs into loops and hand values on', () => {
    const library = [...enumerateGraphs({ edges: [4, 5], maxDegree: 4 })].map((graph) => GraphSum.of(graph));
    const program = contractionProgram(library, 2);
    const scheme = grid.jetScheme(4, 2);
    const { source, run } = compileKernel(program, scheme, { target: 'js' });
    expect(source).toContain('function evaluate3(');
    expect(source).toMatch(/ = spill\[\d+ \+ i\]/);
    const u = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const out = library.map(zeros);
    run({ u }, {}, out);
    const jets = sampleJets(scheme, u);
    const names = scheme.components.map((index) => index.join());
    const inputs = program.slots.map(({ index }) => jets[names.indexOf(index.join())]![9]!);
    interpret(program, inputs).forEach((value, k) => {
      expect(Math.abs(out[k]![9]! - value)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(value)));
    });
  });

  it('keep the components of any dimension apart', () => {
    // One node: component c of the jet of u = 1 is c + 2. In dimension 12, [1, 1] and [11] are different components.
    const dimension = 12;
    const components = jetIndices(dimension, 2);
    const weights = Float64Array.from(components, (_, c) => c + 2);
    const runs = [{ start: 0, count: 1, stencil: 0, offsets: Int32Array.of(0) }];
    const scheme = { dimension, order: 2, accuracy: 2, components, size: 1, stencils: [{ width: 1, weights }], runs };
    const graph = parseKey('u_ab u_a u_b u');
    const place = new Map(components.map((index, c) => [index.join(), c + 2]));
    const out = [new Float64Array(1)];
    compileKernel(contractionProgram([GraphSum.of(graph)], dimension), scheme).run({ u: Float64Array.of(1) }, {}, out);
    const jet = (_: string, index: readonly number[]): number => place.get([...index].sort((a, b) => a - b).join())!;
    expect(out[0]![0]).toBe(bruteContraction(graph, dimension, jet));
  });

  it('accept any field name', () => {
    const names = ['in', 'out0', 'jets', 't1', 'i', 'base'];
    const sums = names.map((name) => GraphSum.of(parseKey(`${name}_a ${name}_a ${name}`), Polynomial.variable('if')));
    const out = names.map(zeros);
    const u = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const fields = Object.fromEntries(names.map((name) => [name, u]));
    compileKernel(contractionProgram(sums, 2), grid.jetScheme(1, 2)).run(fields, { if: 3 }, out);
    for (const values of out) expect(values).toEqual(out[0]);
  });

  it('refuse wrong input and write nothing', () => {
    const u = zeros();
    const out = [zeros().fill(7)];
    const bad = zeros();
    bad[13] = Number.NaN;
    expect(() => kernel.run({}, { nu: 1 }, out)).toThrow(/field 'u', got none/);
    expect(() => kernel.run({ u: new Float64Array(63) }, { nu: 1 }, out)).toThrow(/64 values of the field 'u', got 63/);
    expect(() => kernel.run({ u: bad }, { nu: 1 }, out)).toThrow(/got NaN at node 13/);
    expect(() => kernel.run({ u }, {}, out)).toThrow(/parameter 'nu'/);
    expect(() => kernel.run({ u }, { nu: 1 }, [])).toThrow(InvalidInput);
    expect(() => kernel.run({ u }, { nu: 1 }, [u])).toThrow(/both/);
    expect(out[0]).toEqual(zeros().fill(7));
    expect(() => compileKernel(heat, grid.jetScheme(1, 2))).toThrow(/order 2 or more, got order 1/);
    expect(() => compileKernel(heat, parseGrid('cartesian:8', euclidean(1)).jetScheme(2, 2))).toThrow(/dimension 2/);
    expect(() => compileKernel(heat, grid.jetScheme(2, 2), { target: 'cobol' })).toThrow(Unsupported);
  });
});

describe('relations of dimension 2', () => {
  const relation = GraphSum.of(parseKey('u_aa u_bb u_cc'))
    .plus(GraphSum.of(parseKey('u_aa u_bc u_bc'), -3))
    .plus(GraphSum.of(parseKey('u_ab u_ac u_bc'), 2));
  const cayleyHamilton = GraphSum.of(parseKey('u_ab u_ac u_b u_c'))
    .minus(GraphSum.of(parseKey('u_aa u_bc u_b u_c')))
    .plus(GraphSum.of(parseKey('u_aa u_bb u_c u_c'), Rational.of(1, 2)))
    .minus(GraphSum.of(parseKey('u_ab u_ab u_c u_c'), Rational.of(1, 2)));
  const sizes = [GraphSum.of(parseKey('u_ab u_ab')), GraphSum.of(parseKey('u_a u_a'))];

  it.each([
    ['latlon:48x96', sphere(2)],
    ['halfplane:40x40', hyperbolic(2)],
    ['cartesian:40x40:neumann', euclidean(2)],
  ] as const)('vanish to rounding at every node of %s', (spec, space) => {
    const { size, points, jetScheme } = parseGrid(spec, space);
    const width = points.length / size;
    const u = Float64Array.from({ length: size }, (_, i) => Math.sin(3 * points[width * i]! + points[width * i + 1]!));
    const sums = [relation, cayleyHamilton, ...sizes];
    const [cubic, quartic, hessian, gradient] = sums.map(() => new Float64Array(size));
    compileKernel(contractionProgram(sums, 2), jetScheme(2, 4)).run({ u }, {}, [cubic!, quartic!, hessian!, gradient!]);
    let worst = 0;
    hessian!.forEach((h, i) => {
      worst = Math.max(worst, Math.abs(cubic![i]!) / h ** 1.5, Math.abs(quartic![i]!) / (h * gradient![i]!));
    });
    expect(worst).toBeLessThan(50 * Number.EPSILON);
    expect(worst).toBeGreaterThan(0);
  });
});

describe('a machine without compiler and interpreter', () => {
  it.each([
    ['c', /a C compiler, got none of cc, gcc, clang/],
    ['numpy', /Python, got none of python3, python/],
  ])('is told so by target %s', (target, message) => {
    vi.stubEnv('PATH', '/nowhere');
    try {
      const elsewhere = compileKernel(heat, grid.jetScheme(2, 2), { target });
      expect(() => elsewhere.run({ u: zeros() }, { nu: 1 }, [zeros()])).toThrow(message);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('a module', () => {
  it('may have more weights than a call may have arguments', async () => {
    const nodes = parseGrid('fibonacci:1800', sphere(2));
    const sphereKernel = compileKernel(contractionProgram([GraphSum.of(parseKey('u_aa'))], 2), nodes.jetScheme(2, 4), {
      target: 'js',
    });
    const text = sphereKernel.module();
    expect(text.length).toBeGreaterThan(65536 * 15);
    const { run } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    const u = nodes.variables.get('z')!;
    const [laplacian, expected] = [new Float64Array(nodes.size), new Float64Array(nodes.size)];
    run({ u }, {}, [laplacian]);
    sphereKernel.run({ u }, {}, [expected]);
    expect(laplacian).toEqual(expected);
  });

  it('says on which grid it works, in words that end no comment', () => {
    for (const target of ['js', 'c', 'numpy', 'wasm']) {
      const text = compileKernel(heat, grid.jetScheme(2, 2), { target, grid: 'cloud:"*/`.npz' }).module();
      expect(text).toMatch(/dimension 2, grid cloud:__\/_\.npz:/);
    }
  });
});
