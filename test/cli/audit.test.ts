import { describe, expect, it } from 'vitest';
import { command, json, output } from './command.js';

type Row = { isometries: string; error: number; interpolation: number };
const sphere = ['--space', 'S', '--grid', 'latlon:32x64'];

/** A model in a process of its own: the values times a function of the node. */
const model = (factor: string): string =>
  `node -e "const b = require('fs').readFileSync(0); const u = new Float64Array(b.buffer, b.byteOffset, b.length / 8).map((x, i) => x * (${factor})); process.stdout.write(Buffer.from(u.buffer))"`;

describe('audit', () => {
  it('finds kernels equivariant up to their accuracy', async () => {
    const argv = ['audit', 'lap(u) + norm2(grad(u))', ...sphere, '--accuracy'];
    const coarse = await json<Row[]>(...argv, '2');
    const fine = await json<Row[]>(...argv, '6');
    for (const [k, row] of coarse.entries()) {
      expect(row.error).toBeLessThan(0.02);
      expect(fine[k]!.error).toBeLessThan(row.error / 50);
    }
  });

  it('sees that an oriented operator changes sign under reflections', async () => {
    const [kept, reversed] = await json<Row[]>('audit', 'bracket(u, lap(u))', ...sphere, '--accuracy', '6');
    expect(kept!.error).toBeLessThan(0.01);
    expect(Math.abs(reversed!.error - 2)).toBeLessThan(0.01);
  });

  it('takes any program, and finds what is not equivariant', async () => {
    const [honest] = await json<Row[]>('audit', '--model', model('1'), ...sphere, '--trials', '1');
    expect(honest!.error).toBeLessThan(1e-5);
    const [biased] = await json<Row[]>('audit', '--model', model('i < 1024 ? 2 : 1'), ...sphere, '--trials', '1');
    expect(biased!.error).toBeGreaterThan(0.1);
  });

  it('fails where the tolerance says so', async () => {
    const of = (tolerance: string) => command('audit', 'u^2', ...sphere, '--trials', '1', '--tolerance', tolerance);
    expect(await of('1e-3')).toMatchObject({ status: 0 });
    expect(await of('1e-12')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('is above --tolerance 1e-12'),
    });
    expect(await output('audit', 'u^2', ...sphere, '--trials', '1')).toContain('of which interpolation');
  });

  it.each([
    [[], 'an expression or --model, got neither'],
    [['u', '--model', 'cat'], 'got both'],
    [['--model', 'exit 3'], 'exit status 3'],
    [['--model', 'head -c 8'], '16384 bytes, 2048 doubles, got 8 bytes'],
    [['u', '--trials', '0'], '--trials'],
    [['grad(u)'], 'scalar operators'],
  ])('refuses %j', async (argv, part) => {
    const outcome = await command('audit', ...argv, ...sphere);
    expect(outcome).toMatchObject({ status: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });
});
