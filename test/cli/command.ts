/** Runs the command line in this process and catches what it prints. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run.js';

/** What a command did. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function command(...argv: readonly string[]): Promise<Outcome> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  try {
    return { status: await runCommandLine(argv), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Standard output of a command that succeeds without remarks. */
export async function output(...argv: readonly string[]): Promise<string> {
  const outcome = await command(...argv);
  expect(outcome).toMatchObject({ status: 0, stderr: '' });
  return outcome.stdout.trim();
}

/** The same, read as JSON. */
export async function json<T>(...argv: readonly string[]): Promise<T> {
  return JSON.parse(await output(...argv, '--format', 'json')) as T;
}

/** Runs the body in a fresh folder, which is removed afterwards. */
export async function inFolder(
  body: (path: (name: string) => string, files: () => string[]) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jetgraph-cli-'));
  try {
    await body(
      (name) => `${folder}/${name}`,
      () => readdirSync(folder).sort(),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
