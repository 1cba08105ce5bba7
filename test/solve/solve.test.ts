import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import { checkTableau, type SolveOptions, solve, solverMethods, type Tableau } from '../../src/solve/index.js';
import { convergenceOrder } from '../../src/testing/index.js';

/** y' = y cos t, y(0) = 1: y = exp(sin t). */
const growth = {
  initial: Float64Array.of(1),
  rightHandSide: (t: number, y: Float64Array, out: Float64Array): void => {
    out[0] = y[0]! * Math.cos(t);
  },
};
/** x' = v, v' = −x. */
const oscillator = {
  initial: Float64Array.of(1, 0),
  rightHandSide: (_: number, y: Float64Array, out: Float64Array): void => {
    out[0] = y[1]!;
    out[1] = -y[0]!;
  },
};
const last = <T>(list: readonly T[]): T => list[list.length - 1]!;

describe('tables', () => {
  const heun: Tableau = {
    name: 'heun',
    a: [[], [1], [1 / 2, 1 / 2]],
    b: [1 / 2, 1 / 2, 0],
    c: [0, 1, 1],
    order: 2,
    embedded: [1, 0, 0],
    embeddedOrder: 1,
  };
  it('are checked when they are built', () => {
    expect(checkTableau(heun)).toBe(heun);
    expect(() => checkTableau({ ...heun, order: 3 })).toThrow(/order 3/);
    expect(() => checkTableau({ ...heun, embedded: [0.9, 0, 0] })).toThrow(/embedded order 1/);
    expect(() => checkTableau({ ...heun, embedded: heun.b })).toThrow(/order 1 only/);
    expect(() => checkTableau({ ...heun, c: [0, 1, 0.9] })).toThrow(/row sums/);
    expect(() => checkTableau({ ...heun, a: [[], [1], [1, 0]], c: [0, 1, 1] })).toThrow(/last stage/);
  });
});

const orders: Readonly<Record<string, number>> = {
  'dormand-prince': 5,
  'bogacki-shampine': 3,
  chebyshev: 2,
  imex: 4,
  ssp: 3,
  ssp33: 3,
};

describe.each(solverMethods.map((method) => [method, orders[method]!] as const))('%s', (method, order) => {
  it('has its order', () => {
    // With a large tolerance every step is stretched to the next snapshot, so the steps are equal.
    const sizes = [40, 80, 160];
    for (const [problem, exact] of [
      [growth, Math.exp(Math.sin(4))],
      [oscillator, Math.cos(4)],
    ] as const) {
      const errors = sizes.map((count) => {
        const snapshots = Array.from({ length: count + 1 }, (_, i) => (4 * i) / count);
        const result = solve({ ...problem, tEnd: 4, method, snapshots, absoluteTolerance: 1e6 });
        expect(result.rejected).toBe(0);
        return Math.abs(last(result.values)[0]! - exact);
      });
      expect(Math.abs(convergenceOrder(errors, sizes) - order)).toBeLessThan(0.35);
    }
  });

  it('has an error in proportion to the tolerance', () => {
    // The pairs carry on the better solution; otherwise a local error h³ = tolerance leaves h² in the end.
    const expected = method === 'chebyshev' ? 2 / 3 : 1;
    const tolerances = [1e-4, 1e-6, 1e-8];
    const errors = tolerances.map((tolerance) => {
      const run = solve({
        ...oscillator,
        tEnd: 10,
        method,
        relativeTolerance: tolerance,
        absoluteTolerance: tolerance,
      });
      return Math.abs(last(run.values)[0]! - Math.cos(10));
    });
    const slope = convergenceOrder(
      errors,
      tolerances.map((x) => 1 / x),
    );
    expect(Math.abs(slope - expected)).toBeLessThan(0.2);
    expect(errors[2]!).toBeLessThan(1e-5);
  });
});

describe('solve', () => {
  it('meets snapshot times exactly and records monitors', () => {
    const snapshots = [0, 0.1, 0.1 + 1e-9, 2, 2.5];
    const times: number[] = [];
    const run = solve({
      ...oscillator,
      tEnd: 3,
      snapshots,
      relativeTolerance: 1e-9,
      monitors: { energy: ([x, v]) => x! * x! + v! * v! },
      onProgress: ({ time }) => times.push(time),
    });
    expect(run.times).toEqual(snapshots);
    run.values.forEach((y, k) => {
      expect(y[0]).toBeCloseTo(Math.cos(snapshots[k]!), 7);
      expect(run.monitors.energy![k]).toBeCloseTo(1, 7);
    });
    expect(last(times)).toBe(3);
    expect(times.length).toBe(run.accepted);
    expect(oscillator.initial).toEqual(Float64Array.of(1, 0));
  });

  it('counts: two methods, first stage reused', () => {
    const run = solve({ ...oscillator, tEnd: 10, relativeTolerance: 1e-8 });
    expect(run.evaluations).toBe(1 + 6 * (run.accepted + run.rejected));
  });

  it('stops at a blow-up and says where', () => {
    const square = {
      initial: Float64Array.of(0.5, 1),
      rightHandSide: (_: number, y: Float64Array, out: Float64Array) => out.set(y.map((x) => x * x)),
    };
    expect(() => solve({ ...square, tEnd: 2 })).toThrow(OutOfRange);
    expect(() => solve({ ...square, tEnd: 2 })).toThrow(/t = (0\.9999|1\.0000)\d* .*at position 1.*blows up/);
  });

  it('survives a right-hand side that is not finite beyond the solution', () => {
    // y' = −1/√y is defined for y > 0: y^{3/2} = 1 − 3t/2. A large first step would leave the domain.
    const root = {
      initial: Float64Array.of(1),
      rightHandSide: (_: number, y: Float64Array, out: Float64Array) => {
        out[0] = -1 / Math.sqrt(y[0]!);
      },
    };
    const run = solve({ ...root, tEnd: 0.6666, relativeTolerance: 1e-4 });
    expect(last(run.values)[0]! ** 1.5).toBeCloseTo(1e-4, 5);
    expect(run.rejected).toBeGreaterThan(0);
  });

  it('can be aborted, limited, and refuses nonsense', () => {
    const abort = new AbortController();
    const stop = (): void => abort.abort(new Error('enough'));
    expect(() => solve({ ...growth, tEnd: 9, signal: abort.signal, onProgress: stop })).toThrow('enough');
    expect(() => solve({ ...growth, tEnd: 9, maxSteps: 3 })).toThrow(/3 steps/);
    const refused: Partial<SolveOptions>[] = [
      { tEnd: 0 },
      { tEnd: Number.NaN },
      { method: 'euler' },
      { absoluteTolerance: 0 },
      { snapshots: [0.5, 0.2] },
      { snapshots: [2] },
      { initial: Float64Array.of(Number.NaN) },
      { tolerance: 1 } as object,
    ];
    for (const change of refused) expect(() => solve({ ...growth, tEnd: 1, ...change })).toThrow(InvalidInput);
  });
});
