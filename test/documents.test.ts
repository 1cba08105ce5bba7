/**
 * Documents are executed. In every Markdown page a block marked `console` shows commands (`$ jetgraph …`) with what they print;
 * in every source file the `@example` of a doc comment is run, and where a line ends in a comment that is a JavaScript
 * value, its value is compared with that.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as front from '../src/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const filesIn = (folder: string, suffix: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix))
    .map((name) => `${folder}/${name}`)
    .sort();
const pages = ['README.md', ...filesIn('docs', '.md')];
const sources = filesIn('src', '.ts');

interface Shown {
  readonly command: string;
  readonly output: string;
}

function commandsOf(page: string): Shown[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block]) =>
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

describe.each(pages)('%s', (page) => {
  const shown = commandsOf(page).filter(({ command }) => command.startsWith('jetgraph '));
  it.each(shown)('$command', ({ command, output }) => {
    const [, ...args] = words(command);
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`.trim().replaceAll(/[^\S\n]+$/gm, '')).toBe(output);
  });
  it('shows no console block without a command', () => {
    expect(commandsOf(page).filter(({ command }) => !command.startsWith('jetgraph '))).toEqual([]);
  });
});

interface Statement {
  readonly page: string;
  readonly statement: string;
  readonly shown: string;
}

/** In a block marked `ts`, a statement followed by a line `// value`. */
const statements: Statement[] = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, block]) =>
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
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/@example\n((?:\s*\* ?(?!@|\/).*\n)+)/g)].map(([, body]) => ({
    file,
    code: body!.replaceAll(/^\s*\* ?/gm, '').trim(),
  }));
});

const scope: Record<string, unknown> = { ...front.space, ...front };
const names = Object.keys(scope);
const run = (code: string): unknown => new Function(...names, code)(...names.map((name) => scope[name]));

/** The value that a comment shows, if it is one. */
function literal(comment: string): { readonly value: unknown } | undefined {
  try {
    return { value: run(`return (${comment});`) };
  } catch {
    return undefined;
  }
}

describe('statements in pages', () => {
  it.each(statements)('$page: $statement', ({ statement, shown }) => {
    expect(run(`return (${statement});`)).toEqual(run(`return (${shown});`));
  });
});

describe('examples in doc comments', () => {
  it('there are some', () => expect(examples.length).toBeGreaterThan(20));

  it.each(examples)('$file: $code', ({ code }) => {
    const lines = code.split('\n');
    const comments = lines.filter((line) => line.startsWith('// ')).map((line) => line.slice(3));
    const statements = lines.filter((line) => !line.startsWith('// '));
    if (statements.length === 0) return;
    const last = /^(?<body>.*?)(?:\s\/\/ (?<comment>.*))?$/.exec(statements.at(-1)!)!.groups!;
    const shown = literal(last.comment ?? comments.join(' '));
    const body = [
      ...statements.slice(0, -1),
      /^(const|let|for|if)\b/.test(last.body!) ? last.body : `return (${last.body!.replace(/;$/, '')});`,
    ];
    const value = run(body.join('\n'));
    if (shown !== undefined) expect(value).toEqual(shown.value);
  });
});
