/** The command as a process: exit status, and pipes that close early. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const binary = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const node = (...argv: readonly string[]) => spawnSync(process.execPath, [binary, ...argv], { encoding: 'utf8' });

it.each([
  [0, ['count', '--edges', '2']],
  [1, ['equal', 'lap(u)', 'u']],
  [2, ['count', '--edges', 'two']],
  [3, ['enumerate', '--edges', '31']],
])('exits with status %i', (status, argv) => {
  expect(node(...argv).status).toBe(status);
});

it('prints the version of the package', () => {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(node('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

it('says what is wrong in one line, without a stack trace', () => {
  const { status, stdout, stderr } = node('normalize', '[u_aaa]');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(
    "jetgraph normalize: expected every index once (free) or twice (contracted), got 'a' 3 times in 'u_aaa'.\n",
  );
});

it('ends quietly when the reader of the pipe goes away', () => {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${binary}" enumerate --edges 6 --format ndjson | head -n 1`],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ vertices: ['u'] });
});
