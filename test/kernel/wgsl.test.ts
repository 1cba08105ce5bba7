import { afterAll, describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { Random, Unsupported } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram, interpret, interpretOver, type Ring } from '../../src/program/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { browser, inBrowser } from './browser.js';

const sums = [
  GraphSum.of(parseKey('u_aa'), Polynomial.variable('nu'))
    .plus(GraphSum.of(parseKey('u_ab u_ab')))
    .minus(GraphSum.of(parseKey('u u u'))),
  GraphSum.of(parseKey('u_a v_a')),
];
const parameters = { nu: 0.375 };

const cases = [
  ['cartesian:24x40', euclidean(2)],
  ['cartesian:21x22:neumann', euclidean(2)],
  ['cartesian:12x10x9', euclidean(3)],
  ['latlon:24x48', sphere(2)],
  ['halfplane:18x20', hyperbolic(2)],
  ['fibonacci:500', sphere(2)],
] as const;

const kernelOn = ([spec, space]: (typeof cases)[number]) => {
  const scheme = parseGrid(spec, space).jetScheme(2, 2);
  const program = contractionProgram(sums, space.dimension);
  return { scheme, program, kernel: compileKernel(program, scheme, { target: 'wgsl', precision: 'f32' }) };
};

describe('kernel target wgsl', () => {
  it('computes with 32 bits only where that is asked for', () => {
    const scheme = parseGrid('cartesian:8', euclidean(1)).jetScheme(2, 2);
    const program = contractionProgram(sums, 1);
    expect(() => compileKernel(program, scheme, { target: 'wgsl' })).toThrow(/precision: 'f32'.*got 'f64'/);
    expect(() => compileKernel(program, scheme, { target: 'js', precision: 'f32' })).toThrow(Unsupported);
    expect(() => compileKernel(program, scheme, { precision: 'f32' })).toThrow(Unsupported);
    const { kernel } = kernelOn(cases[0]);
    expect([kernel.precision, kernel.bytesPerPoint]).toEqual(['f32', 16]);
    expect(kernel.source).toContain('all numbers have 32 bits');
    // Results of 64 bits are not to be had.
    const [u, v] = [new Float64Array(kernel.size), new Float64Array(kernel.size)];
    expect(() =>
      kernel.run({ u, v }, parameters, [new Float64Array(kernel.size), new Float64Array(kernel.size)]),
    ).toThrow(Unsupported);
  });

  it('refuses numbers beyond 32 bits', () => {
    const program = contractionProgram([GraphSum.of(parseKey('u_aabb'))], 1);
    const scheme = parseGrid('cartesian:9:1e-11', euclidean(1)).jetScheme(4, 2);
    expect(() => compileKernel(program, scheme, { target: 'wgsl', precision: 'f32' }).source).toThrow(Unsupported);
  });

  it('is readable, and the same every time', async () => {
    const { kernel } = kernelOn(cases[0]);
    expect(kernel.source).toBe(kernelOn(cases[0]).kernel.source);
    await expect(kernel.source).toMatchFileSnapshot('golden/kernel.wgsl');
  });

  it.each(cases)('declares what it uses, once, before it is used, on %s', (spec, space) => {
    const { source } = kernelOn([spec, space] as (typeof cases)[number]).kernel;
    const code = source.replaceAll(/\/\/.*$/gm, '');
    expect(code.split('{').length).toBe(code.split('}').length);
    expect(code).not.toMatch(/NaN|Infinity|undefined|f64/);
    const global = [...code.matchAll(/var<storage[^>]*> (\w+)/g)].map(([, name]) => name!);
    expect(global).toEqual(['fields', 'results', 'parameters', 'integers', 'numbers']);
    const functions = code.split('@compute').slice(1);
    expect(functions.length).toBeGreaterThan(0);
    for (const text of functions) {
      const known = new Set([...global, 'id', 'groups']);
      // Every statement is a declaration, an assignment, a loop head or a return.
      for (const line of text
        .slice(text.indexOf('{') + 1)
        .split('\n')
        .map((own) => own.trim())
        .filter(Boolean)) {
        const declared = /^(?:let|var) (\w+) = /.exec(line) ?? /^for \(var (\w+) = /.exec(line);
        if (declared?.[1] !== undefined && line.startsWith('for')) known.add(declared[1]);
        for (const [name] of line
          .replace(/^(let|var) \w+ = /, '')
          .replaceAll(/\.[xy]\b|(?<!\w)\d[\w.]*(?:(?<=e)[+-]?\d+f?)?/g, '')
          .matchAll(/\b[a-z]\w*/g)) {
          if (!['i32', 'if', 'for', 'var', 'return', 'let'].includes(name)) expect(known, line).toContain(name);
        }
        if (declared?.[1] !== undefined && !line.startsWith('for')) {
          expect(known).not.toContain(declared[1]);
          known.add(declared[1]);
        }
        expect(line).toMatch(
          /^(let \w+ = .*;|var \w+ = .*;|[\w[\] +*]+ \+?= .*;|for \(.*\) \{|if \(.*\) \{ return; \}|\})$/,
        );
      }
    }
  });
});

const magnitudes: Ring<number> = {
  constant: (value) => Math.abs(value.toNumber()),
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
};

describe.runIf(browser !== undefined)('kernel target wgsl in a browser', () => {
  let ran = false;
  afterAll(() => {
    if (!ran) console.warn('the browser has no WebGPU: shaders were not run');
  });

  it('agrees with the interpreter to 32 bits', { timeout: 60_000 }, async () => {
    const compiled = cases.map((own) => kernelOn(own));
    const random = new Random(7);
    const fields = compiled.map(({ kernel: { size } }) => ({
      u: Float32Array.from({ length: size }, () => random.normal()),
      v: Float32Array.from({ length: size }, () => random.normal()),
    }));
    const files = new Map(compiled.map(({ kernel }, k) => [`/kernel${k}.js`, kernel.module()]));
    const answer = await inBrowser(
      `const adapter = await navigator.gpu?.requestAdapter();
       if (!adapter) return null;
       const device = await adapter.requestDevice();
       const fields = ${JSON.stringify(fields.map(({ u, v }) => ({ u: [...u], v: [...v] })))};
       const results = [];
       for (let k = 0; k < fields.length; k++) {
         const { createKernel } = await import('/kernel' + k + '.js');
         const kernel = await createKernel(device);
         const out = await kernel.run({ u: Float32Array.from(fields[k].u), v: Float32Array.from(fields[k].v) }, ${JSON.stringify(parameters)});
         results.push(out.map((values) => [...values]));
       }
       return results;`,
      { file: (path) => files.get(path) },
    );
    if (answer === null) return;
    expect(answer).toBeInstanceOf(Array);
    ran = true;
    const results = answer as readonly (readonly (readonly number[])[])[];
    compiled.forEach(({ scheme, program }, k) => {
      let worst = 0;
      for (const { start, count, stencil, offsets } of scheme.runs) {
        const { width, weights } = scheme.stencils[stencil]!;
        // Three more roundings for each product: the field is exact, the weight, the coefficient and the parameter are not.
        const unit = (width + program.ops.length + 3) * 2 ** -23;
        for (let node = start; node < start + count; node++) {
          const jets = (size: (x: number) => number): number[] =>
            program.slots.map(({ field, index }) => {
              const c = scheme.components.findIndex((other) => other.join() === index.join());
              const values = field === 'u' ? fields[k]!.u : fields[k]!.v;
              return offsets.reduce(
                (sum, offset, s) => sum + size(weights[c * width + s]! * values[node + offset]!),
                0,
              );
            });
          const expected = interpret(
            program,
            jets((x) => x),
            parameters,
          );
          const bound = interpretOver(magnitudes, program, jets(Math.abs), parameters);
          expected.forEach((value, r) => {
            worst = Math.max(worst, Math.abs(results[k]![r]![node]! - value) / (unit * bound[r]!));
          });
        }
      }
      expect(worst, cases[k]![0]).toBeLessThan(1);
      expect(worst, cases[k]![0]).toBeGreaterThan(0);
    });
  });
});
