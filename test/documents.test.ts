/**
 * Documents are executed. In every Markdown page a block marked `console` shows commands (`$ jetgraph …`, perhaps with `> FILE`)
 * with what they print, and one marked `python` prints what its comments say, where there is a python3; links lead somewhere;
 * in every source file the `@example` of a doc comment is run, and where a line ends in a comment that is a JavaScript
 * value, its value is compared with that.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../src/base/index.js';
import * as front from '../src/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const filesIn = (folder: string, suffix: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix))
    .map((name) => `${folder}/${name}`)
    .sort();
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');
const pages = ['README.md', ...filesIn('docs', '.md')];
const sources = filesIn('src', '.ts');
/** Commands run in this folder, and leave their files there. */
const folder = mkdtempSync(join(tmpdir(), 'jetgraph-'));

interface Shown {
  readonly command: string;
  readonly output: string;
}

function commandsOf(page: string): Shown[] {
  return [...textOf(page).matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    block!
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command, ...output] = part.split('\n');
        return { command: command!, output: output.join('\n').trim() };
      }),
  );
}

/** Words of a command line with double quotes. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);

const main = join(root, 'dist/cli/main.js');

describe.each(pages)('%s', (page) => {
  const shown = commandsOf(page).filter(({ command }) => command.startsWith('jetgraph '));
  it.each(shown)('$command', ({ command, output }) => {
    const [, line, file] = /^jetgraph (.*?)(?: > ([^\s"]+))?$/.exec(command)!;
    const { stdout, stderr } = spawnSync(process.execPath, [main, ...words(line!)], { encoding: 'utf8', cwd: folder });
    if (file !== undefined) writeFileSync(join(folder, file), stdout);
    expect(`${file === undefined ? stdout : ''}${stderr}`.trim().replaceAll(/[^\S\n]+$/gm, '')).toBe(output);
  });
  it('shows no console block without a command', () => {
    expect(commandsOf(page).filter(({ command }) => !command.startsWith('jetgraph '))).toEqual([]);
  });
});

/** The anchor that a heading gets on GitHub. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, text]) => anchorOf(text!));

const links = [...pages, 'ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap((page) =>
  [...textOf(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => ({ page, link: link! })),
);

describe('links', () => {
  it('lead to files and headings', () => {
    expect(links.length).toBeGreaterThan(50);
    const broken = links.filter(({ page, link }) => {
      const [path, anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path!);
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

const python = pages.flatMap((page) =>
  [...textOf(page).matchAll(/```python\n([\s\S]*?)```/g)].map(([, code]) => ({ page, code: code! })),
);
const pythonWorks = process.platform !== 'win32' && spawnSync('python3', ['--version']).status === 0;

describe.runIf(pythonWorks)('python blocks', () => {
  it.each(python)('$page', ({ code }) => {
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'jetgraph'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    const { stdout, stderr } = spawnSync('python3', ['-c', code], { encoding: 'utf8', cwd: folder, env });
    const comments = [...code.matchAll(/^# (.*)$/gm)].map(([, line]) => line);
    expect(`${stdout}${stderr}`.trim()).toBe(comments.join('\n'));
  });
});

interface Statement {
  readonly page: string;
  readonly statement: string;
  readonly shown: string;
}

/** In a block marked `ts`, a statement followed by a line `// value`. */
const statements: Statement[] = pages.flatMap((page) =>
  [...textOf(page).matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    [...block!.matchAll(/^(?!import|\/\/)(.+);\n\/\/ (.+)$/gm)].map(([, statement, shown]) => ({
      page,
      statement: statement!,
      shown: shown!,
    })),
  ),
);

interface Example {
  readonly file: string;
  readonly code: string;
}

const examples: Example[] = sources.flatMap((file) => {
  return [...textOf(file).matchAll(/@example\n((?:\s*\*(?! ?@|\/).*\n)+)/g)].map(([, body]) => ({
    file,
    code: body!.replaceAll(/^\s*\* ?/gm, '').trim(),
  }));
});

/** What examples may use besides the names of their file and of the front door. */
const grid = front.parseGrid('latlon:8x16', front.sphere(2));
const u = grid.points.filter((_, i) => i % 3 === 2);
const graphs = [...front.enumerateGraphs({ edges: 2 })];
const initial = { u };
const sample: front.Sampler = (points) => grid.interpolate(u, points);
/** u(t) = e^(−2t) z solves the heat equation on the sphere. */
const times = Float64Array.from({ length: 9 }, (_, k) => k / 20);
const snapshots = Array.from(times, (t) => u.map((z) => z * Math.exp(-2 * t)));
const library = front.candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 2 });
const fixtures: Readonly<Record<string, unknown>> = {
  ...front.space,
  Random,
  grid,
  u,
  graphs,
  initial,
  sample,
  times,
  snapshots,
  library,
};

const run = (code: string, scope: object = {}): unknown => {
  const all: Record<string, unknown> = { ...fixtures, ...front, ...scope };
  const names = Object.keys(all);
  return new Function(...names, `return (async () => {${code}})()`)(...names.map((name) => all[name]));
};

/**
 * The value that a comment shows: a JavaScript value, with a remark after `: ` if need be, or undefined for words.
 * What begins like a value and is none would compare nothing and is refused.
 */
async function literal(comment: string, file: string): Promise<{ readonly value: unknown } | undefined> {
  for (const text of [comment, comment.replace(/: [^:]*$/, '')]) {
    try {
      return { value: await run(`return (${text});`) };
    } catch {
      // Words, or a value with a remark.
    }
  }
  if (!/^([-+.\d'"`[{(]|(true|false|null|undefined|NaN|Infinity)\b)/.test(comment)) return undefined;
  throw new Error(`${file}: expected a value behind the last line of an @example, got '${comment}'`);
}

/** The last statement as a returned value, and the comment behind or below it. */
function readExample(code: string): { readonly body: string; readonly comment: string } {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  const last = source.statements.at(-1);
  if (last === undefined) return { body: '', comment: '' };
  const comment = code
    .slice(last.end)
    .replaceAll(/^\s*\/\/ ?/gm, '')
    .trim();
  const before = code.slice(0, last.getStart());
  const returned = ts.isExpressionStatement(last) ? `return (${last.expression.getText()});` : last.getText();
  return { body: ts.transpile(before + returned, { target: ts.ScriptTarget.ES2022 }), comment };
}

/** Numbers to twelve digits, typed arrays as lists, exact rationals as text. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (value instanceof front.Rational) return value.toString();
  if (value instanceof Float64Array || Array.isArray(value)) return Array.from(value as ArrayLike<unknown>, rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
}

const home = process.cwd();
beforeAll(() => {
  process.chdir(folder);
  front.writeNpz('run.npz', [
    { name: 'values', shape: [2, 3], data: Float64Array.of(0, 1, 2, 3, 4, 5) },
    { name: 't', shape: [2], data: Float64Array.of(0, 1) },
  ]);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

describe('sources', () => {
  const keys = [...textOf('docs/references.bib').matchAll(/^@\w+\{([^,]+),/gm)].map(([, key]) => key!);
  const cited = [...sources, ...pages].flatMap((file) =>
    [...textOf(file).matchAll(/\[((?:[a-z]+-)+(?:19|20)\d\d)\b/g)].map(([, key]) => ({
      file,
      key: key!,
    })),
  );
  it('every key cited in a header or on a page is in docs/references.bib', () => {
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ key }) => !keys.includes(key))).toEqual([]);
  });
  it('no key twice', () => expect(new Set(keys).size).toBe(keys.length));
});

describe('statements in pages', () => {
  it.each(statements)('$page: $statement', async ({ statement, shown }) => {
    expect(await run(`return (${statement});`)).toEqual(await run(`return (${shown});`));
  });
});

describe('examples in doc comments', () => {
  it('there are some, and most of them show a value', async () => {
    expect(examples.length).toBeGreaterThan(20);
    const comments = examples.map(({ code }) => readExample(code).comment).filter((comment) => comment !== '');
    const shown = await Promise.all(comments.map((comment) => literal(comment, '')));
    expect(shown.filter((value) => value !== undefined).length).toBeGreaterThan(0.8 * comments.length);
  });

  it('a comment that begins like a value is one', async () => {
    expect(await literal('[1, 2]: two numbers', 'f')).toEqual({ value: [1, 2] });
    expect(await literal('the unit sphere', 'f')).toBeUndefined();
    for (const comment of ['[±5]', '[-0.5, 0, 0.5], at snapshot 1', '3 and 4'])
      await expect(literal(comment, 'f')).rejects.toThrow(`f: expected a value`);
  });

  it.each(examples)('$file: $code', async ({ file, code }) => {
    const module: object = await import(/* @vite-ignore */ join(root, file));
    const { body, comment } = readExample(code);
    const value = await run(body, module);
    const shown = comment === '' ? undefined : await literal(comment, file);
    if (shown !== undefined) expect(rounded(value)).toEqual(rounded(shown.value));
  });
});
