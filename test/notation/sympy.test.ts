import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { sumToSympy } from '../../src/notation/index.js';
import { contractionProgram, interpretOver, slotName } from '../../src/program/index.js';
import { bruteContraction } from '../oracle/bruteContraction.js';
import { declared, sampleSums, sampleTexts } from './samples.js';

const python = 'python3';
const hasSympy = spawnSync(python, ['-c', 'import sympy']).status === 0;
const driver = fileURLToPath(new URL('evaluate.py', import.meta.url));

interface Job {
  readonly program: string;
  readonly values: Readonly<Record<string, string>>;
  readonly dimension: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Python names of the legs, for tensor expressions. */
  readonly legs?: readonly string[];
}

function run(jobs: readonly Job[]): string[][] {
  const { stdout, stderr } = spawnSync(python, [driver], { input: JSON.stringify(jobs), encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[][];
}

/** Small whole numbers in place of symbols, drawn as they are asked for. */
class Values {
  readonly #random: Random;
  readonly drawn: Record<string, string> = {};

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  of(name: string): number {
    this.drawn[name] ??= `${this.#random.below(7) - 3}`;
    return Number(this.drawn[name]);
  }
}

const symmetryOf = (field: string): string => declared.tensors?.[field]?.symmetry ?? 'general';

function component(values: Values, field: string, index: readonly number[], value: readonly number[]): number {
  const symmetry = symmetryOf(field);
  const digits = (list: readonly number[]): string => list.join('');
  const sorted = symmetry === 'general' ? value : [...value].sort();
  if (symmetry === 'antisymmetric' && value[0] === value[1]) return 0;
  const sign = symmetry === 'antisymmetric' && digits(sorted) !== digits(value) ? -1 : 1;
  return sign * values.of(slotName({ field, index: [...index].sort(), ...(value.length > 0 && { value: sorted }) }));
}

/** All components of the operator, by definition. */
function expected(sum: GraphSum, dimension: number, values: Values): number[] {
  return Array.from({ length: dimension ** sum.rank }, (_, code) => {
    const letters = Array.from(
      { length: sum.rank },
      (_, l) => Math.floor(code / dimension ** (sum.rank - 1 - l)) % dimension,
    );
    let total = 0;
    for (const { graph, coefficient } of sum.terms.values()) {
      const numbers = Object.fromEntries(
        coefficient.variables().map((name) => [name, name === 'n' ? dimension : values.of(name)]),
      );
      total +=
        coefficient.evaluate(numbers) *
        bruteContraction(graph, dimension, (field, index, value) => component(values, field, index, value), letters);
    }
    return total;
  });
}

const toNumber = (text: string): number => Rational.parse(text).toNumber();
const fields = Object.fromEntries(['u', 'v', 'X', 'Y', 'h', 'F', 'T'].map((field) => [field, symmetryOf(field)]));
const dimensionsOf = (sum: GraphSum): number[] => {
  const volume = [...sum.terms.values()].map(({ graph }) => graph.epsilon.length).find((n) => n > 0);
  return volume === undefined ? [1, 2, 3] : [volume];
};
/** Without the one that has 12 indices, which the definition sums for too long. */
const small = sampleSums.filter((_, i) => !sampleTexts[i]!.includes('[u_aabb]^2'));

describe.runIf(hasSympy)('SymPy', () => {
  it('in a fixed dimension gives the components of the operator', () => {
    const cases = small.flatMap((sum, i) =>
      dimensionsOf(sum).map((dimension) => {
        const values = new Values(i);
        const wanted = expected(sum, dimension, values);
        return { wanted, job: { program: sumToSympy(sum, { dimension }), values: values.drawn, dimension, fields } };
      }),
    );
    const found = run(cases.map(({ job }) => job));
    found.forEach((list, i) => {
      const { wanted, job } = cases[i]!;
      expect(
        list.map(toNumber).map((x, k) => Math.abs(x - wanted[k]!) < 1e-9),
        job.program,
      ).toEqual(wanted.map(() => true));
    });
    expect(found.flat().filter((text) => text !== '0').length).toBeGreaterThan(60);
  });

  it('in a fixed dimension agrees with the reference interpreter, exactly', () => {
    const texts = [
      'lap(lap(u))',
      'euler(norm2(grad(u))^2*v)',
      'sigma(3, hess(u)) - 2/7*a*kappa*u^3',
      '[u_aabc u_b v_c]',
      'div(dot(X, grad(X)))',
      'norm2(grad(h)) - 2*norm2(F)*lap(u)',
    ];
    const sums = texts.map((text) => normalize(parse(text, declared)));
    const ring = {
      constant: (value: Rational) => value,
      add: (a: Rational, b: Rational) => a.plus(b),
      multiply: (a: Rational, b: Rational) => a.times(b),
    };
    const dimension = 3;
    const values = new Values(1);
    const wanted = sums.map((sum) => {
      const program = contractionProgram([sum], dimension);
      const jets = program.slots.map((slot) => Rational.of(values.of(slotName(slot))));
      const parameters = Object.fromEntries(program.parameters.map((name) => [name, Rational.of(values.of(name))]));
      return interpretOver(ring, program, jets, parameters).map(String);
    });
    expect(
      run(sums.map((sum) => ({ program: sumToSympy(sum, { dimension }), values: values.drawn, dimension, fields }))),
    ).toEqual(wanted);
  });

  it('with symbolic n is a tensor expression with these components', () => {
    const cases = small
      .filter((sum) => sum.rank <= 2 && dimensionsOf(sum).length > 1)
      .map((sum, i) => {
        const dimension = 2;
        const values = new Values(i);
        const wanted = expected(sum, dimension, values);
        const legs = ['i', 'j'].slice(0, sum.rank);
        return { wanted, job: { program: sumToSympy(sum), values: values.drawn, dimension, fields, legs } };
      });
    const found = run(cases.map(({ job }) => job));
    found.forEach((list, i) => {
      const { wanted, job } = cases[i]!;
      expect(
        list.map(toNumber).map((x, k) => Math.abs(x - wanted[k]!) < 1e-9),
        job.program,
      ).toEqual(wanted.map(() => true));
    });
  });

  it('names that Python or the program needs give way', () => {
    const sum = normalize(
      parse('lambda*i*sum*norm2(grad(frame)) + M*Symbol*operator', { fields: ['frame', 'Symbol'] }),
    );
    const values = Object.fromEntries(
      ['lambda', 'i', 'sum', 'frame_0', 'frame_1', 'M', 'Symbol', 'operator'].map((name, k) => [name, `${k + 2}`]),
    );
    const own = { Symbol: 'general', frame: 'general' };
    // 2·3·4·(5² + 6²) + 7·8·9
    expect(run([{ program: sumToSympy(sum, { dimension: 2 }), values, dimension: 2, fields: own }])).toEqual([
      ['1968'],
    ]);
    const tensor = run([
      { program: sumToSympy(sum), values, dimension: 2, fields: { ...own, frame_: 'general' }, legs: [] },
    ]);
    expect(tensor).toEqual([['1968']]);
  });
});

describe('SymPy text', () => {
  it('a volume form has its dimension', () => {
    const sum = GraphSum.of(parseKey('eps_ab u_a v_b'));
    expect(sumToSympy(sum)).toContain('TensorIndexType("M", dim=2)');
    expect(() => sumToSympy(sum, { dimension: 3 })).toThrow('dimension 2, that of the volume form');
    expect(() => sumToSympy(sum, { dimension: 0 })).toThrow('at least 1');
  });
});
