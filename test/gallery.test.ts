/** docs/gallery.md: it is what scripts/gallery.mjs writes now, and what it says is true by other means. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { parseKey } from '../src/graph/index.js';
import { evaluationSpace } from '../src/relations/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const docs = join(root, 'docs');
const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
const drawingsIn = (folder: string): string[] => readdirSync(join(folder, 'gallery')).sort();

interface Row {
  readonly edges: number;
  readonly key: string;
  readonly drawing: string;
  readonly formula: string;
  readonly order: number;
  readonly degree: number;
  /** 0 for a dash. */
  readonly dependent: number;
}

const rows = read(docs, 'gallery.md')
  .split(/^## /m)
  .slice(1)
  .flatMap((section) => {
    const edges = Number.parseInt(section, 10);
    return [...section.matchAll(/^\| !\[(.+)\]\((.+)\) \| `(.+)` \| \$(.+)\$ \| (\d+) \| (\d+) \| (\d+|–) \|$/gm)].map(
      ([, label, drawing, key, formula, order, degree, dependent]): Row => {
        expect(label).toBe(key);
        return {
          edges,
          key: key!,
          drawing: drawing!,
          formula: formula!,
          order: Number(order),
          degree: Number(degree),
          dependent: dependent === '–' ? 0 : Number(dependent),
        };
      },
    );
  });

/** Numbers of indices on the factors of a key, largest first. */
const jets = (key: string): number[] =>
  key
    .split(' ')
    .map((factor) => (factor.split('_')[1] ?? '').length)
    .sort((a, b) => b - a);

describe('docs/gallery.md', () => {
  it('is what scripts/gallery.mjs writes, drawings included', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jetgraph-'));
    try {
      execFileSync(process.execPath, [join(root, 'scripts/gallery.mjs'), folder]);
      expect(read(docs, 'gallery.md')).toBe(read(folder, 'gallery.md'));
      expect(drawingsIn(docs)).toEqual(drawingsIn(folder));
      for (const file of drawingsIn(folder))
        expect(read(docs, `gallery/${file}`)).toBe(read(folder, `gallery/${file}`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has the 2, 7 and 23 graphs of [oeis-a007717], each once', () => {
    expect([1, 2, 3].map((edges) => rows.filter((row) => row.edges === edges).length)).toEqual([2, 7, 23]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(32);
    for (const { edges, key } of rows) expect(jets(key).reduce((a, b) => a + b)).toBe(2 * edges);
  });

  it('order and degree are the longest index and the number of factors', () => {
    for (const { key, order, degree } of rows) expect([order, degree]).toEqual([jets(key)[0], jets(key).length]);
  });

  it('a drawing has a disc for each factor and a curve for each edge', () => {
    for (const { drawing, degree, edges } of rows) {
      const svg = read(docs, drawing);
      expect([svg.match(/<circle class="vertex"/g)?.length, svg.match(/<path /g)?.length]).toEqual([degree, edges]);
    }
    expect(drawingsIn(docs)).toHaveLength(32);
  });

  it('formulas render', () => {
    for (const { formula } of rows) {
      expect(formula).not.toMatch(/\||\\[^a-zA-Z]|operatorname/);
      expect(katex.renderToString(formula, { strict: 'error' })).toContain('katex');
    }
  });

  it.each([1, 2, 3, 4])('dependence in dimension %i, by ranks at random jets', (n) => {
    for (const row of rows) {
      const block = rows.filter(({ key }) => jets(key).join() === jets(row.key).join()).map(({ key }) => key);
      const rank = (keys: readonly string[]): number =>
        evaluationSpace(
          keys.map((key) => parseKey(key)),
          n,
        ).rank;
      const dependent = rank(block) === rank(block.filter((key) => key !== row.key));
      expect([row.key, dependent]).toEqual([row.key, n <= row.dependent]);
    }
  });
});
