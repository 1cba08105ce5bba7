/** Listing into files, in parts, on several threads. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command, inFolder, output } from './command.js';

const words = (text: string): string[] => text.split(' ');
const whole = async (options: string): Promise<string> =>
  `${await output('enumerate', ...words(options), '--format', 'ndjson')}\n`;

describe('enumerate --output', () => {
  it('writes the list and nothing else', async () => {
    await inFolder(async (path, files) => {
      expect(await output('enumerate', '--edges', '5', '--output', path('g.ndjson'))).toBe(
        `274 graphs in ${path('g.ndjson')}`,
      );
      expect(readFileSync(path('g.ndjson'), 'utf8')).toBe(await whole('--edges 5'));
      expect(files()).toEqual(['g.ndjson']);
    });
  });

  it('goes on after an interruption at any byte, without loss or duplicates', async () => {
    const options = '--edges 8 --max-degree 3 --connected';
    const text = await whole(options);
    await inFolder(async (path, files) => {
      for (const fraction of [0, 0.001, 0.3, 0.7, 0.999, 1]) {
        writeFileSync(path('g.part'), text.slice(0, Math.floor(fraction * text.length)));
        await output('enumerate', ...words(options), '--output', path('g'));
        expect(readFileSync(path('g'), 'utf8') === text).toBe(true);
        expect(files()).toEqual(['g']);
      }
    });
  });

  it('refuses to go on with what other options have begun, and leaves it alone', async () => {
    await inFolder(async (path) => {
      const begun = (await whole('--edges 4')).slice(0, 500);
      writeFileSync(path('g.part'), begun);
      const { status, stdout, stderr } = await command('enumerate', '--edges', '5', '--output', path('g'));
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain('graphs of these options');
      expect(existsSync(path('g'))).toBe(false);
      expect(readFileSync(path('g.part'), 'utf8')).toBe(begun.slice(0, begun.lastIndexOf('\n') + 1));
    });
  });
});

it('shards one after the other are the whole', async () => {
  const parts: string[] = [];
  for (const part of [1, 2, 3, 4]) parts.push(await whole(`--edges 6 --shard ${part}/4`));
  expect(parts.join('')).toBe(await whole('--edges 6'));
});

it('the number of threads changes nothing', () => {
  const binary = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const run = (threads: string): string => {
    const argv = ['enumerate', '--edges', '8', '--format', 'ndjson', '--threads', threads];
    const { status, stdout } = spawnSync(process.execPath, [binary, ...argv], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    expect(status).toBe(0);
    return stdout;
  };
  const single = run('1');
  expect(single.split('\n')).toHaveLength(14723 + 1);
  expect(run('3') === single).toBe(true);
});

it('an empty list leaves an empty file', async () => {
  await inFolder(async (path) => {
    await output('enumerate', '--edges', '2', '--components', '9..9', '--output', path('g'));
    expect(readFileSync(path('g'), 'utf8')).toBe('');
  });
});
