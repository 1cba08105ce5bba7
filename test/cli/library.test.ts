/** `jetgraph library` with a choice of basis, and `library verify`. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { command, inFolder, json, output } from './command.js';

const bounds = ['--dim', '2', '--edges', '1..3', '--max-degree', '3', '--max-order', '2'];

async function check(text: string, ...options: readonly string[]): ReturnType<typeof command> {
  let outcome: Awaited<ReturnType<typeof command>> | undefined;
  await inFolder(async (path) => {
    writeFileSync(path('library.json'), text);
    outcome = await command('library', 'verify', path('library.json'), ...options);
  });
  return outcome!;
}

describe('library verify', () => {
  it('accepts what library prints', async () => {
    for (const format of ['json', 'ndjson']) {
      const text = await output('library', ...bounds, '--format', format);
      for (const claim of [[], bounds]) {
        const { status, stdout, stderr } = await check(text, ...claim);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout).toMatch(/^verified \d+ operators in \d+ blocks, dimension 2: independent, complete\n$/);
      }
    }
  });

  it('says what is missing', async () => {
    const entries = await json<{ key: string }[]>('library', ...bounds);
    const text = JSON.stringify(entries.filter(({ key }) => key !== 'u_ab u_ac u_bc'));
    const { status, stdout } = await check(text);
    expect(status).toBe(1);
    expect(stdout).toContain('u:2,2,2, dimension 2: expected 2 operators, got 1\n');
    const result = JSON.parse((await check(text, '--format', 'json')).stdout) as object;
    expect(result).toMatchObject({ valid: false, failures: [{ block: 'u:2,2,2', expected: '2 operators' }] });
  });

  it.each([
    [['--dim', '2'], 'expected all of --dim, --edges, --max-degree, or none of them, got no --edges, --max-degree'],
    [['--dim', '2', '--edges', '3..1', '--max-degree', '2'], '--edges as E or A..B'],
  ])('refuses %j', async (options, message) => {
    const { status, stderr } = await check('[]', ...options);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('a choice of basis', () => {
  it('operators that are kept stand first', async () => {
    const entries = await json<{ key: string }[]>('library', ...bounds, '--first', 'u_bb u_aa u_cc, u_a u_a');
    expect(entries.slice(0, 2).map(({ key }) => key)).toEqual(['u_aa u_bb u_cc', 'u_a u_a']);
    const text = JSON.stringify(entries);
    expect((await check(text, ...bounds)).status).toBe(0);
  });

  it('sorted by cost', async () => {
    const costs = (await json<{ cost: number }[]>('library', ...bounds, '--sort', 'cost')).map(({ cost }) => cost);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it.each<[string[], string, number?]>([
    [['--first', 'u_aaa'], 'index'],
    [['--first', 'u_aabb'], "got 'u_aabb', which is out of bounds or a combination of those before it"],
    [['--first', ''], '--first'],
    [['--class', 'divergence', '--first', 'u_aa'], 'got --first u_aa', 3],
    [['--sort', 'beauty'], 'edges, order, degree, cost'],
    [['--prefer', 'beauty'], 'cheapest'],
  ])('refuses %j', async (options, message, expected = 2) => {
    const { status, stderr } = await command('library', ...bounds, ...options);
    expect(status).toBe(expected);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n').length).toBe(1);
  });
});
