/** What `equal` says of two operators that differ. */
import { describe, expect, it } from 'vitest';
import { command } from './command.js';

const lastLine = async (...argv: readonly string[]): Promise<string | undefined> => {
  const { status, stdout, stderr } = await command('equal', ...argv);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  return stdout.trim().split('\n').at(-1);
};

describe('dimensions in which two different operators are equal', () => {
  it.each([
    ['lap(u)^3', '3*lap(u)*norm2(hess(u)) - 2*[u_ab u_bc u_ca]', 'equal in dimension 1 and 2 only'],
    ['lap(u)^2', 'norm2(hess(u))', 'equal in dimension 1 only'],
    ['sigma(4, hess(u))', '0', 'equal in dimension 1, 2 and 3 only'],
    ['n*lap(u)', '4*lap(u)', 'equal in dimension 4 only'],
    ['lap(u)', 'u', 'equal in no dimension'],
  ])('%s and %s', async (a, b, expected) => {
    expect(await lastLine(a, b)).toBe(expected);
  });

  it('are data too, and not asked for with --dim or when all is equal', async () => {
    const [a, b] = ['lap(u)^2', 'norm2(hess(u))'];
    const parsed = async (...argv: readonly string[]): Promise<unknown> =>
      JSON.parse((await command('equal', ...argv, '--format', 'json')).stdout);
    expect(await parsed(a, b)).toMatchObject({ equal: false, dimensions: [1] });
    expect(await parsed(a, b, '--dim', '2')).not.toHaveProperty('dimensions');
    expect(await parsed(a, a)).not.toHaveProperty('dimensions');
    expect(await parsed('div(hess(u))', 'grad(lap(u))', '--curvature', '1')).toMatchObject({ dimensions: [1] });
  });

  it('too large a block is a remark, not a failure', async () => {
    const { status, stdout, stderr } = await command('equal', 'lap(u)^16', 'lap(u)^14*norm2(hess(u))');
    expect({ status, lines: stdout.trim().split('\n').length }).toEqual({ status: 1, lines: 1 });
    expect(stderr).toContain('note: single dimensions were not looked at');
  });
});
