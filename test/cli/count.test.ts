import { describe, expect, it } from 'vitest';
import { command, json, output } from './command.js';

describe('count', () => {
  it('prints every digit, in a table and in JSON', async () => {
    // OEIS A007717(25) is beyond 2^53; A007719(25) connected.
    expect(await output('count', '--edges', '25')).toContain(
      '\n   25  17569700716557737  17569700716557737          0',
    );
    expect(await output('count', '--edges', '25', '--format', 'json')).toBe(
      '[{"edges":25,"graphs":17569700716557737,"independent":17569700716557737,"relations":0}]',
    );
    expect(await json('count', '--edges', '4..5', '--connected')).toEqual([
      { edges: 4, graphs: 30, independent: 30, relations: 0 },
      { edges: 5, graphs: 95, independent: 95, relations: 0 },
    ]);
  });

  it('shows what SO has beyond O apart', async () => {
    const words = ['count', '--edges', '1..2', '--dim', '2', '--group', 'SO', '--by', 'orientation'];
    expect((await json<{ oriented?: true }[]>(...words)).filter(({ oriented }) => oriented)).toEqual([
      { edges: 1, derivatives: 4, graphs: 2, independent: 2, relations: 0, oriented: true },
      { edges: 2, derivatives: 6, graphs: 13, independent: 10, relations: 3, oriented: true },
    ]);
    const lines = (await output(...words)).split('\n');
    expect(lines[0]).toMatch(/^edges +derivatives +operators +graphs +independent +relations$/);
    expect(lines[3]).toMatch(/^ +1 +4 +SO only +2 +2 +0$/);
  });

  it.each([
    [3, 'at most 50 edges', ['--edges', '60']],
    [3, 'at most 33 derivatives', ['--edges', '1..20', '--dim', '3']],
    [2, 'without a dimension', ['--edges', '3', '--dim', '2', '--connected']],
  ])('refuses with status %i and %s', async (status, text, words) => {
    const result = await command('count', ...words);
    expect(result.status).toBe(status);
    expect(result.stderr).toContain(text);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stdout).toBe('');
  });
});
