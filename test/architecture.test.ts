/** Who may import whom: the table of ARCHITECTURE.md, held as data and compared with the code and with the page. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');

/** Rooms beside `base` that each room may import. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  base: [],
  exact: [],
  graph: [],
  space: [],
  expression: ['exact'],
  algebra: ['exact', 'graph', 'expression'],
  notation: ['exact', 'graph', 'algebra'],
  relations: ['exact', 'graph', 'algebra'],
  program: ['exact', 'graph', 'algebra'],
  chart: ['exact', 'graph', 'expression', 'algebra', 'program'],
  grid: ['space'],
  spectral: ['space', 'grid'],
  kernel: ['program', 'grid'],
  solve: ['algebra', 'program', 'kernel', 'grid', 'spectral'],
  library: ['exact', 'graph', 'algebra', 'notation', 'relations', 'program'],
  discovery: ['exact', 'graph', 'algebra', 'library', 'program', 'kernel', 'grid', 'spectral', 'solve'],
  io: [],
  picture: ['graph', 'space', 'grid', 'io'],
  page: [],
  testing: ['space', 'grid', 'kernel', 'program'],
  report: [
    'exact',
    'graph',
    'algebra',
    'notation',
    'program',
    'kernel',
    'grid',
    'spectral',
    'solve',
    'discovery',
    'picture',
    'page',
    'testing',
  ],
  verify: [],
};
const everything = Object.keys(allowed);
const rules: Readonly<Record<string, readonly string[]>> = { ...allowed, cli: everything };

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort();

const roomOf = (file: string): string => (file.includes('/') ? file.split('/')[0]! : '.');

const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(join(src, from), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) => ({
    from,
    to: relative(src, normalize(join(src, dirname(from), target!))).replace(/\.js$/, '.ts'),
  }));
});

/** Why an import is refused, or undefined. */
function objection({ from, to }: Import): string | undefined {
  const [a, b] = [roomOf(from), roomOf(to)];
  if (a === b) return undefined;
  if (to !== `${b}/index.ts`) return `${from} imports ${to}: enter a room through its index.ts`;
  if (a === '.' || b === 'base' || rules[a]?.includes(b)) return undefined;
  return `${from} imports ${to}: ${a} may import ${['base', ...(rules[a] ?? [])].join(', ')} only`;
}

describe('architecture', () => {
  it('every room is in the table', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => room !== '.').sort()).toEqual(Object.keys(rules).sort());
  });

  it('every import is allowed', () => {
    expect(imports.map(objection).filter((reason) => reason !== undefined)).toEqual([]);
  });

  it('an import upwards, and one past the index, are refused', () => {
    expect(objection({ from: 'graph/key.ts', to: 'algebra/index.ts' })).toContain('graph may import base only');
    expect(objection({ from: 'algebra/normalize.ts', to: 'graph/key.ts' })).toContain('index.ts');
  });

  it('no cycle between files', () => {
    const next = new Map(files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (path.includes(file) || done.has(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('ARCHITECTURE.md shows the same table', () => {
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|$/gm)].map(([, room, cell]) => {
      const listed = [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
      return [room!, cell!.trim() === 'every room' ? everything : listed] as const;
    });
    const sorted = (table: Iterable<readonly [string, readonly string[]]>): unknown =>
      [...table].map(([room, list]) => [room, [...list].sort()]).sort();
    expect(sorted(rows)).toEqual(sorted(Object.entries(rules)));
  });

  it('no file has more than 400 lines', () => {
    const long = files.filter((file) => readFileSync(join(src, file), 'utf8').split('\n').length > 401);
    expect(long).toEqual([]);
  });
});
