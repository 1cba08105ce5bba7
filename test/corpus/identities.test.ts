/** Every identity of docs/identities/ decided by normal forms and, in single dimensions, by reduction; so is every near miss. */
import { readFileSync } from 'node:fs';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { NormalizeOptions } from '../../src/algebra/index.js';
import { isZeroInDimension, vanishingDimensions } from '../../src/relations/index.js';
import { corpus, difference, type Identity, isOriented, needsDimension, pages, readBlock, readPage } from './corpus.js';

const bibliography = readFileSync(new URL('../../docs/references.bib', import.meta.url), 'utf8');
const known = [...bibliography.matchAll(/^@\w+\{([^,]+),/gm)].map(([, key]) => key!);

describe.each(pages)('%s', (page) => {
  const here = corpus.filter((identity) => identity.page === page);

  it.each(here.map((identity) => [identity.name, identity] as const))('%s', (_name, identity) => {
    const { dimensions, right, curvature } = identity;
    const given = curvature === undefined ? {} : { curvature };
    if (dimensions === 'all') {
      expect(difference(identity, right, given).toString()).toBe('0');
      if (curvature !== undefined) expect(difference(identity, right).isZero()).toBe(false);
      return;
    }
    const holds = (n: number, options: NormalizeOptions): boolean =>
      isZeroInDimension(difference(identity, right, { ...options, dimension: n }), n);
    for (const n of dimensions) {
      expect(holds(n, given)).toBe(true);
      if (curvature !== undefined) expect(holds(n, {})).toBe(false);
    }
    const text = `${identity.left} ${right}`;
    if (!isOriented(text)) expect(holds(Math.max(...dimensions) + 1, given)).toBe(false);
    if (!needsDimension(text)) expect(vanishingDimensions(difference(identity, right, given))).toEqual(dimensions);
  });

  const misses = here.filter(({ miss }) => miss !== undefined);
  it.each(misses.map((identity) => [identity.name, identity] as const))('near miss: %s', (_name, identity) => {
    const { dimensions, miss, curvature } = identity;
    const given = curvature === undefined ? {} : { curvature };
    if (dimensions === 'all') {
      expect(difference(identity, miss!, given).isZero()).toBe(false);
    } else {
      const n = Math.max(...dimensions);
      expect(isZeroInDimension(difference(identity, miss!, { ...given, dimension: n }), n)).toBe(false);
    }
  });

  it('has a formula and a block below every heading, and known sources', () => {
    const sections = readPage(page).split(/^## /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(here.map(({ name }) => name));
    for (const section of sections) {
      const formula = /^```math\n(.+)\n```$/m.exec(section)?.[1];
      expect(() => katex.renderToString(formula!, { strict: 'error' })).not.toThrow();
    }
    expect(here.flatMap(({ sources }) => sources).filter((key) => !known.includes(key))).toEqual([]);
  });
});

describe('the corpus', () => {
  it('has no statement and no name twice', () => {
    const statements = corpus.map(({ left, right }) => `${left} = ${right}`);
    expect(statements.filter((text, i) => statements.indexOf(text) !== i)).toEqual([]);
    const names = corpus.map(({ page, name }) => `${page} ${name}`);
    expect(names.filter((text, i) => names.indexOf(text) !== i)).toEqual([]);
  });

  it('gives a name of a vector or tensor field one type throughout, on which the evaluation relies', () => {
    const types = corpus.flatMap(({ declared: { vectors = [], tensors = {} } }) => [
      ...vectors.map((name) => `${name} vector`),
      ...Object.entries(tensors).map(([name, { symmetry }]) => `${name} ${symmetry}`),
    ]);
    const all = [...new Set(types)].map((text) => text.split(' ')[0]);
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
  });

  it('is listed in its README with the right numbers, a near miss for at least every third', () => {
    const count = (identities: readonly Identity[]): string =>
      `${identities.length} | ${identities.filter(({ miss }) => miss !== undefined).length} |`;
    const rows = pages.map((page) => {
      const [title, , about] = readPage(page).split('\n');
      const words = about!.replace(' [How to read this](README.md).', '');
      return `| [${title!.slice(2)}](${page}) | ${words} | ${count(corpus.filter((identity) => identity.page === page))}`;
    });
    const readme = readPage('README.md');
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
    expect(readme).toContain(`| all | | ${count(corpus)}`);
    expect(corpus.filter(({ miss }) => miss !== undefined).length).toBeGreaterThan(corpus.length / 3);
  });

  it('refuses blocks with unknown, repeated or missing lines', () => {
    const good = 'left: u\nright: u\nsource: evans-2010';
    expect(readBlock('x', 'y', good).sources).toEqual(['evans-2010']);
    for (const bad of [`${good}\nnote: z`, `left: u\n${good}`, 'left: u\nright: u', good.replace('right', 'write')]) {
      expect(() => readBlock('x', 'y', bad)).toThrow('y, x: expected lines');
    }
  });
});
