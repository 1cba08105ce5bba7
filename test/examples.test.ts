/** The examples run, and the assertions in them hold. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));

describe('examples', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.mjs')))('%s', (name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [folder + name], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).not.toBe('');
  });
});
