/** `jetgraph relations verify`: what `relations` prints is accepted, anything else is refused with a reason. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { command, inFolder, json, output } from './command.js';

const words = (text: string): string[] => text.split(' ');

/** Runs the checker on a file with the given text. */
async function check(text: string, ...options: readonly string[]): ReturnType<typeof command> {
  let outcome: Awaited<ReturnType<typeof command>> | undefined;
  await inFolder(async (path) => {
    writeFileSync(path('relations.txt'), text);
    outcome = await command('relations', 'verify', path('relations.txt'), ...options);
  });
  return outcome!;
}

const flat = '--edges 3 --dim 2';

describe('a good file', () => {
  it.each([
    ['--edges 3 --dim 2', 'verified 2 relations in 2 blocks, dimension 2: all hold, independent, complete'],
    ['--edges 4 --dim 3', 'verified 2 relations in 2 blocks, dimension 3: all hold, independent, complete'],
    ['--edges 4 --dim 4 --group SO', 'dimension 4: all hold, independent, complete'],
    ['--edges 2 --dim 3 --group SO --fields u,v', 'dimension 3: all hold, independent, complete'],
  ])('%s', async (options, line) => {
    for (const format of ['json', 'ndjson']) {
      const text = await output('relations', ...words(options), '--format', format);
      for (const claim of [[], words(options)]) {
        const { status, stdout, stderr } = await check(text, ...claim);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout).toContain(line);
      }
    }
  });

  it('as JSON', async () => {
    const text = await output('relations', ...words(flat), '--format', 'json');
    const { status, stdout } = await check(text, '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      valid: true,
      relations: 2,
      blocks: 2,
      completenessChecked: 2,
      evaluated: 2,
      failures: [],
    });
  });

  it('without relations', async () => {
    const text = await output('relations', '--edges', '2', '--dim', '2', '--format', 'json');
    expect(text).toBe('[]');
    const line = 'verified 0 relations in 0 blocks, dimension 2: all hold, independent, complete\n';
    expect(await check(text, '--edges', '2', '--dim', '2')).toEqual({ status: 0, stdout: line, stderr: '' });
  });
});

describe('a bad file', () => {
  const changed = async (from: string, to: string, ...options: readonly string[]): ReturnType<typeof command> => {
    const text = await output('relations', ...words(flat), '--format', 'json');
    expect(text).toContain(from);
    return check(text.replace(from, to), ...options);
  };

  it('one line for each block that fails', async () => {
    const { status, stdout } = await changed('"-3"', '"-4"');
    expect(status).toBe(1);
    expect(stdout).toBe(
      'u:2,2,2, dimension 2: entry 1: expected coefficients in proportion 1:-3:2 as in the minor of its certificate, ' +
        'got 1:-4:2 (and 1 more)\n2 relations in 2 blocks, dimension 2: 2 checks failed\n',
    );
  });

  it('failures as JSON and one a line', async () => {
    const failure = { block: 'u:2,2,2', dimension: 2, entry: 1, got: "'-3/2'" };
    const whole = await changed('"-3"', '"-3/2"', '--format', 'json');
    expect(whole.status).toBe(1);
    expect(JSON.parse(whole.stdout)).toMatchObject({ valid: false, relations: 2, blocks: 2, failures: [failure] });
    const lines = await changed('"-3"', '"-3/2"', '--format', 'ndjson');
    expect(lines.status).toBe(1);
    expect(
      lines.stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toMatchObject([failure]);
  });

  it('a block that is missing is found with the options of the query', async () => {
    const [, second] = await json<object[]>('relations', ...words(flat));
    const text = JSON.stringify([second]);
    expect((await check(text)).status).toBe(0);
    const { status, stdout } = await check(text, ...words(flat));
    expect(status).toBe(1);
    expect(stdout).toContain('u:2,2,2, dimension 2: expected 1 relation, got none\n');
  });

  it.each<[string, string]>([
    ['', 'expected relations as JSON, got an empty file. Hint: '],
    ['u_aa = 0', 'expected JSON in line 1, got '],
    ['[{"degrees":[2,2,2],"terms":[', 'expected JSON, got '],
    ['{"edges":3}', "got entry 1 whose 'degrees' is missing or of another kind."],
  ])("no file of relations: '%s'", async (text, message) => {
    const { status, stdout, stderr } = await check(text);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^jetgraph relations: expected [^\n]+\.\n$/);
    expect(stderr).toContain(message);
  });
});

describe('wrong options', () => {
  it.each<[string, string]>([
    ['verify', "missing required argument 'file'"],
    [
      'verify /nowhere/relations.json',
      "expected a file that can be read, got ENOENT .no such file or folder. for '/nowhere/relations.json'",
    ],
    ['verify /nowhere/relations.json --edges 3', '--edges together with --dim, got --edges alone'],
    ['verify /nowhere/relations.json --dim 3', '--edges together with --dim, got --dim alone'],
    ['verify /nowhere/relations.json --edges x --dim 3', "got 'x'"],
    ['verify /nowhere/relations.json --edges 3 --dim 2 --degrees 2,2,2', 'got --degrees'],
    ['verify /nowhere/relations.json --loudly', '--loudly'],
    ['verify a b', 'too many arguments'],
    ['proof', 'too many arguments|--edges'],
    ['--dim 2', 'the option --edges <E>, got none'],
  ])('relations %s', async (line, message) => {
    const { status, stdout, stderr } = await command('relations', ...words(line));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(message.replaceAll(/[.<>]/g, '.')));
    expect(stderr).toMatch(/^jetgraph relations: expected [^\n]+, got [^\n]+\.\n$/);
  });

  it('help names the argument', async () => {
    const { status, stdout } = await command('relations', 'verify', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('no\nblock is missing');
  });
});
