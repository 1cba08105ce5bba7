/**
 * The table against what it replaces: relations from minors and counts from characters, both computed here without it (and
 * held to theory and literature by relations.test.ts and count.test.ts).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Inconsistent } from '../../src/base/index.js';
import { parseKey } from '../../src/graph/index.js';
import { computeRelations } from '../../src/relations/certificate.js';
import { computeCounts } from '../../src/relations/countRows.js';
import {
  type Block,
  blockLabel,
  blockOf,
  blocksWithEdges,
  countRows,
  relationsOfBlock,
} from '../../src/relations/index.js';
import { type Table, tabledCounts, tabledRelations } from '../../src/relations/table.js';
import { countTable, relationTable } from '../../src/relations/tableData.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const dimensions = [2, 3, 4];

const fromTable = (block: Block, dimension: number): readonly unknown[] | undefined =>
  tabledRelations(block, dimension)?.list.map(({ row, minor }) => ({ row, minor: minor() }));

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, i) => i);

describe('relations', () => {
  for (const dimension of dimensions) {
    it(`every block with up to 5 edges in dimension ${dimension} is there, and as computed`, () => {
      for (const edges of upTo(5)) {
        for (const block of blocksWithEdges(edges)) {
          expect(fromTable(block, dimension), blockLabel(block)).toBeDefined();
          expect(relationsOfBlock(block, dimension)).toEqual(computeRelations(block, dimension));
        }
      }
    });

    it(`with 6 and 7 edges in dimension ${dimension}, every block is there, some recomputed`, () => {
      for (const [edges, step] of [
        [6, 9],
        [7, 37],
      ] as const) {
        for (const [place, block] of [...blocksWithEdges(edges)].entries()) {
          expect(fromTable(block, dimension), blockLabel(block)).toBeDefined();
          if (place % step !== dimension) continue;
          expect(relationsOfBlock(block, dimension)).toEqual(computeRelations(block, dimension));
        }
      }
    });
  }

  it('every entry has as many graphs and relations as characters say, up to 7 edges', () => {
    for (const [place, text] of Object.entries(relationTable)) {
      const [dimension, edges] = place.split(',').map(Number) as [number, number];
      const entries = text.slice(1).split(' ');
      const found = entries.map((entry) => {
        const [, degrees, graphs, relations] = /^(.*)=(\d+)(.*)~/.exec(entry) ?? [];
        return [degrees, Number(graphs), relations!.split(';').length - 1];
      });
      const rows = countRows({ edges: [edges, edges], dimension, by: 'degrees' });
      expect(found).toEqual(rows.map(({ degrees, graphs, relations }) => [String(degrees), graphs, relations]));
    }
  });

  it('holds for a field of another name and with isolated vertices', () => {
    for (const options of [{ fields: ['phi'] }, { isolated: 1 }, { fields: ['A'], isolated: 2 }]) {
      for (const block of blocksWithEdges(4, options)) {
        for (const dimension of [2, 3]) {
          expect(fromTable(block, dimension)).toBeDefined();
          expect(relationsOfBlock(block, dimension)).toEqual(computeRelations(block, dimension));
        }
      }
    }
  });

  it('is silent about other blocks', () => {
    const block = blockOf(parseKey('u_ab u_ac u_bc'));
    expect(fromTable(block, 2)).toHaveLength(1);
    expect(fromTable(block, 1)).toBeUndefined();
    expect(fromTable(block, 5)).toBeUndefined();
    expect(fromTable(blockOf(parseKey('u_aabbccddeeffgghh')), 2)).toBeUndefined();
    expect(fromTable(blockOf(parseKey('u_ab v_ac u_bc')), 2)).toBeUndefined();
    expect(fromTable(blockOf(parseKey('u_ab u_ac u_bc v')), 2)).toBeUndefined();
    expect(fromTable(blockOf(parseKey('eps_ab u_ac u_bc')), 2)).toBeUndefined();
    expect(fromTable({ vertices: [{ field: 'u', degree: 3, count: 1 }], epsilon: 0 }, 2)).toBeUndefined();
  });

  it('a damaged entry is noticed where it is read, and only there', () => {
    const damage = (from: string, to: string): Table => {
      const text = relationTable['2,3']!;
      expect(text).toContain(from);
      return { '2,3': text.replace(from, to) };
    };
    const cubic = blockOf(parseKey('u_ab u_ac u_bc'));
    const other = blockOf(parseKey('u_ab u_ac u_b u_c'));
    expect(tabledRelations(cubic, 2, damage('2,2,2=', '2,2,2='))?.list).toHaveLength(1);
    for (const [from, to] of [
      ['-3*1', '-2*1'],
      ['2,2,2=3;', '2,2,2=4;'],
      ['2,2,2=3;+0-3*1+2*2@0:001122~', '2,2,2=3~'],
      ['2,2,2=3;+0-3*1+2*2@0:001122~', '2,2,2=3'],
      ['@0:001122', '@0:001112'],
    ] as const) {
      const table = damage(from, to);
      expect(() => tabledRelations(cubic, 2, table)).toThrow(Inconsistent);
      expect(tabledRelations(other, 2, table)?.list).toHaveLength(1);
    }
    const lost = damage(' 2,2,2=', ' 2,2=');
    expect(tabledRelations(cubic, 2, lost)).toBeUndefined();
    const swapped: Table = { '2,3': relationTable['3,3']! };
    expect(() => tabledRelations(cubic, 2, swapped)).toThrow(Inconsistent);
  });
});

describe('counts', () => {
  it('are what characters give', () => {
    for (const dimension of [1, 2, 3, 4, 5, 6]) {
      for (const epsilon of [0, dimension]) {
        for (const edges of upTo(12)) {
          expect(tabledCounts(edges, epsilon, dimension)).toEqual(computeCounts(edges, epsilon, dimension));
        }
        expect(tabledCounts(13, epsilon, dimension)).toBeUndefined();
      }
    }
  });

  it('a damaged row is noticed', () => {
    const table = { '2,0': countTable['2,0']!.replace('79/66', '79/67') };
    expect(() => tabledCounts(4, 0, 2, table)).toThrow(Inconsistent);
    expect(() => tabledCounts(4, 0, 2, { '2,0': countTable['3,0']! })).toThrow(Inconsistent);
  });
});

it('the file is what the script writes', () => {
  /** The lines about relations and those about counts, one for each property. */
  const halves = (text: string): readonly (readonly string[])[] =>
    text
      .replaceAll(":\n    '", ": '")
      .split('\n/** Numbers')
      .map((half) => half.split('\n'));
  const [relations, counts] = halves(readFileSync(join(root, 'src/relations/tableData.ts'), 'utf8'));
  const script = ['scripts/table.mjs', '4', '8'];
  const [fewRelations, fewCounts] = halves(execFileSync(process.execPath, script, { cwd: root, encoding: 'utf8' }));
  expect(fewRelations).toEqual(relations!.filter((line) => !/^ {2}'\d,[567]'/.test(line)));
  expect(fewCounts).toHaveLength(counts!.length);
  for (const [i, line] of fewCounts!.entries()) {
    const [before] = line.split('~');
    expect(counts![i]!.slice(0, before!.length)).toBe(before);
  }
});
