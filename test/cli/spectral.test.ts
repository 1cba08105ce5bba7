/** Spectral accuracy, implicit–explicit steps, checkpoints and quantities from the command line. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeNpz, readDataset } from '../../src/io/index.js';
import { command, inFolder, json } from './command.js';

const sphere = ['--space', 'S', '--grid', 'latlon:16x32'];
const line = ['--space', 'E', '--dim', '1', '--grid', 'cartesian:32:22'];

describe('--accuracy spectral', () => {
  it('evaluates without error of discretisation', () =>
    inFolder(async (path) => {
      // Δ(xy) = −6xy, |∇(xy)|² = x² + y² − 4x²y².
      const text = 'lap(u) + norm2(grad(u)) + 6*u - x2';
      const argv = ['evaluate', text, ...sphere, '--fields', 'u,x2', '--function', 'x*y'];
      const field = ['--function', 'x2=x^2 + y^2 - 4*x^2*y^2', '--output', path('v.npz')];
      for (const band of [[], ['--band-limit', '4']]) {
        const { max, min } = await json<{ max: number; min: number }>(
          ...argv,
          ...field,
          '--accuracy',
          'spectral',
          ...band,
        );
        expect(Math.max(max, -min)).toBeLessThan(1e-12);
      }
    }));

  it('is refused where it makes no sense', () =>
    inFolder(async (path) => {
      const to = ['--function', '1', '--output', path('v.npz')];
      const plane = ['--space', 'H', '--grid', 'halfplane:16x16'];
      for (const [argv, status, part] of [
        [
          ['evaluate', 'lap(u)', ...plane, ...to, '--accuracy', 'spectral'],
          3,
          'a periodic cartesian grid or a latlon grid',
        ],
        [['compile', 'lap(u)', ...sphere, '--accuracy', 'spectral'], 3, 'without a source text'],
        [['evaluate', 'lap(u)', ...sphere, ...to, '--band-limit', '4'], 2, '--accuracy spectral'],
        [['evaluate', 'lap(u)', ...sphere, ...to, '--accuracy', 'spectral', '--band-limit', '16'], 2, 'from 0 to 15'],
        [['evaluate', 'lap(u)', ...sphere, ...to, '--accuracy', '3'], 2, 'spectral'],
      ] as const) {
        const outcome = await command(...argv);
        expect(outcome).toMatchObject({ status, stdout: '' });
        expect(outcome.stderr).toContain(part);
        expect(outcome.stderr.trim().split('\n').length).toBe(1);
      }
    }));
});

describe('solve --method imex', () => {
  const flame = ['solve', '-lap(u) - lap(lap(u)) - norm2(grad(u))/2', ...line, '--method', 'imex', '--snapshots', '5'];
  const start = ['--initial', 'cos(2*pi*x/22) + 0.4*sin(4*pi*x/22)', '--quantity', 'slope=norm2(grad(u))'];

  it('goes on from a checkpoint and ends with the same file', () =>
    inFolder(async (path, files) => {
      const whole = [...flame, ...start, '--t-end', '4'];
      const summary = await json<{ quantities: { slope: [number, number] } }>(
        ...[...whole, '--checkpoint', path('c.npz'), '--output', path('a.npz')],
      );
      // ∫ u_x² = (1 + 0.64) (2π/22)² 11 at the start.
      expect(summary.quantities.slope[0]).toBeCloseTo(1.64 * 11 * ((2 * Math.PI) / 22) ** 2, 6);
      const initial = whole.indexOf('--initial');
      const later = whole.toSpliced(initial, 2);
      await json(...later, '--resume', path('c.npz'), '--output', path('b.npz'));
      const other = whole.with(initial + 1, '0');
      const { stderr } = await command(...other, '--resume', path('c.npz'), '--output', path('d.npz'));
      expect(stderr).toContain('note: --initial is not used');
      expect(files()).toEqual(['a.npz', 'b.npz', 'c.npz', 'd.npz']);
      const [a, b, d] = ['a.npz', 'b.npz', 'd.npz'].map((name) => readDataset(path(name)).variables);
      for (const name of ['values', 't', 'slope']) {
        expect(b!.get(name)!.data).toEqual(a!.get(name)!.data);
        expect(d!.get(name)!.data).toEqual(a!.get(name)!.data);
      }
      expect(a!.get('values')!.shape).toEqual([5, 32]);
      // The last checkpoint is that of the last snapshot before the end.
      expect([...readDataset(path('c.npz')).variables.get('t')!.data]).toEqual([0, 1, 2, 3]);
    }));

  it('refuses what is no checkpoint of the problem', () =>
    inFolder(async (path) => {
      const short = [...flame, ...start, '--t-end', '0.4', '--output', path('a.npz')];
      await json(...short, '--checkpoint', path('c.npz'));
      const other = short.map((text) => (text.startsWith('-lap') ? '-lap(u) - lap(lap(u)) - norm2(grad(u))' : text));
      writeFileSync(path('none.npz'), encodeNpz([{ name: 't', shape: [1], data: Float64Array.of(0) }]));
      for (const [argv, part] of [
        [[...other, '--resume', path('c.npz')], 'got equations {"u":"-u_aabb'],
        [[...short, '--resume', path('d.npz')], 'no file'],
        [[...short, '--resume', path('none.npz')], "without 'problem'"],
        [[...short, '--quantity', 'norm2(grad(u))'], 'name=density'],
        [[...short, '--quantity', 't=u'], 'other names'],
      ] as const) {
        const outcome = await command(...argv);
        expect(outcome).toMatchObject({ status: 2, stdout: '' });
        expect(outcome.stderr).toContain(part);
      }
    }));
});
