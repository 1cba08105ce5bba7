import { describe, expect, it } from 'vitest';
import { command, json, output } from './command.js';

const bilaplacian = 'lap(lap(u))';

describe('--as', () => {
  it.each([
    ['text', 'u_aabb - 2/3*kappa*(n - 1) u_aa'],
    ['unicode', 'uᵢᵢⱼⱼ − ⅔ κ (n − 1) Δu'],
    ['latex', 'u_{aabb} - \\tfrac{2}{3} \\kappa (n - 1) \\Delta u'],
    ['mathjs', '[u_aabb] - 2/3*kappa*(n - 1)*lap(u)'],
  ])('%s', async (notation, expected) => {
    expect(await output('normalize', bilaplacian, '--as', notation)).toBe(expected);
  });

  it('programs', async () => {
    expect(await output('normalize', bilaplacian, '--as', 'sympy')).toContain('TensorIndexType("M", dim=n)');
    expect(await output('normalize', bilaplacian, '--as', 'sympy', '--dim', '2')).toContain('frame = range(2)');
    expect(await output('normalize', bilaplacian, '--as', 'cadabra')).toContain('ex := u_{a a b b}');
  });

  it('what mathjs notation says is read back', async () => {
    const again = await output('normalize', bilaplacian, '--as', 'mathjs');
    expect((await command('equal', bilaplacian, again)).status).toBe(0);
  });

  it('--latex is --as latex; JSON stays as it was; reduce has both', async () => {
    expect(await output('normalize', bilaplacian, '--latex')).toBe(
      await output('normalize', bilaplacian, '--as', 'latex'),
    );
    expect(await json('normalize', bilaplacian)).toMatchObject({
      terms: [{}, { coefficient: '-2/3*kappa*n + 2/3*kappa' }],
    });
    expect(await output('reduce', 'lap(u)^3', '--dim', '2', '--as', 'unicode')).toBe('3 |∇²u|² Δu − 2 tr((∇²u)³)');
    expect(await output('normalize', 'norm2(grad(X))', '--vectors', 'X', '--as', 'latex')).toBe('X_{a;b} X_{a;b}');
    expect(await output('normalize', '[eps_a u_a]*u', '--dim', '1', '--as', 'unicode')).toBe('u uₓ');
  });

  it('another notation is refused in one line', async () => {
    const outcome = await command('normalize', 'u', '--as', 'word');
    expect(outcome).toMatchObject({ status: 2, stdout: '' });
    expect(outcome.stderr).toMatch(
      /^jetgraph normalize: expected [^\n]*text, unicode, latex, sympy, mathjs, cadabra[^\n]*\n$/,
    );
  });
});
