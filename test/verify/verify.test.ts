/** A checker that cannot fail is none: every way to damage a list of relations is tried. */
import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import { type RelationOptions, relations, relationToJson } from '../../src/relations/index.js';
import { readRelationFile, type Verification, verifyRelations, type WrittenRelation } from '../../src/verify/index.js';

/** The list as it stands in a file, to be changed at will. */
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Entry = Mutable<Omit<WrittenRelation, 'degrees'>> & { degrees: number[] | Record<string, number[]> };

const generated = new Map<string, string>();

function list(options: RelationOptions): Entry[] {
  const name = JSON.stringify(options);
  const text = generated.get(name) ?? JSON.stringify(relations(options).map((r) => relationToJson(r, options.fields)));
  generated.set(name, text);
  return JSON.parse(text) as Entry[];
}

const verify = (entries: readonly Entry[]): Verification => verifyRelations(entries as readonly WrittenRelation[]);

/** The first complaint about a damaged list, and all of them. */
function complaints(options: RelationOptions, damage: (entries: Entry[]) => void): readonly string[] {
  const entries = list(options);
  damage(entries);
  const { valid, failures } = verify(entries);
  expect(valid).toBe(failures.length === 0);
  return failures.map(({ block, entry, expected, got }) => `${block} ${entry ?? '-'}: ${expected}; ${got}`);
}

/** Two blocks of one relation each. */
const small = { edges: 3, dimension: 2 } as const;
/** Blocks of several relations, with and without the volume form. */
const oriented = { edges: 3, dimension: 2, group: 'SO' } as const;
const several = { edges: 4, dimension: 2 } as const;

describe('what the generator prints is valid and complete', () => {
  const cases: RelationOptions[] = [1, 2, 3, 4].flatMap((dimension) => [
    ...[3, 4, 5].map((edges): RelationOptions => ({ edges, dimension })),
    ...[1, 2, 3].map((edges): RelationOptions => ({ edges, dimension, group: 'SO' })),
    { edges: 3, dimension, fields: ['u', 'v'] },
  ]);
  it.each([
    ...cases,
    { edges: 4, dimension: 3, group: 'SO' },
    { edges: 2, dimension: 2, group: 'SO', fields: ['v', 'u'] },
    { edges: 3, dimension: 1, degrees: [4, 2, 0] },
  ] satisfies RelationOptions[])('%j', (options) => {
    const entries = list(options);
    const { edges, dimension, group, fields, degrees } = options as RelationOptions;
    const all = { edges, dimension, ...(group && { group }), ...(fields && { fields }) };
    const found = verifyRelations(entries as readonly WrittenRelation[], degrees === undefined ? { all } : {});
    const blocks = new Set(entries.map((e) => JSON.stringify([e.degrees, e.terms[0]?.graph.epsilon?.length]))).size;
    expect(found).toEqual({
      valid: true,
      relations: entries.length,
      blocks,
      dimensions: [dimension],
      completenessChecked: blocks,
      evaluated: blocks,
      failures: [],
    });
  });

  it('two dimensions in one list', () => {
    expect(verify([...list(small), ...list({ edges: 4, dimension: 3 })])).toMatchObject({
      valid: true,
      blocks: 4,
      dimensions: [2, 3],
    });
  });
});

const double = ({ terms }: Entry): void => {
  for (const term of terms) term.coefficient = `${2 * Number(term.coefficient)}`;
};

describe('a damaged entry', () => {
  it.each<[string, (entry: Entry) => void, string]>([
    ['coefficient', (e) => (e.terms[1]!.coefficient = '-4'), 'u:2,2,2 1: coefficients in proportion 1:-3:2'],
    ['sign', (e) => (e.terms[2]!.coefficient = '-2'), '1:-3:-2'],
    ['zero', (e) => (e.terms[1]!.coefficient = '0'), "a nonzero integer before u_ab u_ab u_cc; '0'"],
    ['fraction', (e) => (e.terms[1]!.coefficient = '-3/2'), "'-3/2'"],
    ['symbol', (e) => (e.terms[1]!.coefficient = 'n'), "'n'"],
    ['common divisor', double, 'the common divisor 2'],
    ['edge', (e) => (e.terms[0]!.graph.edges[0] = [0, 1]), 'edges 0–0,1–1,2–2 as in u_aa u_bb u_cc; 0–1,1–1,2–2'],
    ['vertex', (e) => (e.terms[0]!.graph.vertices[2] = 'v'), 'vertices u,u,u as in u_aa u_bb u_cc; u,u,v'],
    ['volume form', (e) => (e.terms[0]!.graph.epsilon = [0, 1]), 'the volume form at'],
    ['key', (e) => (e.terms[0]!.graph.key = 'u_aa u_bb u_bc'), "index 'b' twice"],
    ['missing term', (e) => e.terms.pop(), '1:-3:2'],
    ['no terms', (e) => (e.terms = []), 'no terms'],
    ['term twice', (e) => e.terms.push(e.terms[0]!), 'each graph once; u_aa u_bb u_cc a second time'],
    ['degrees', (e) => (e.degrees = [2, 2, 1, 1]), 'graphs with degrees u:2,2,1,1; u_aa u_bb u_cc with u:2,2,2'],
    ['field', (e) => (e.degrees = { v: [2, 2, 2] }), 'graphs with degrees v:2,2,2; u_aa u_bb u_cc with u:2,2,2'],
    ['dimension up', (e) => (e.certificate.dimension = 3), 'a minor of 4 edges in dimension 3; 3 edges'],
    ['dimension down', (e) => (e.certificate.dimension = 1), 'a minor of 2 edges in dimension 1; 3 edges'],
    ['graphs', (e) => (e.certificate.graphs = 4), 'a certificate of 3 graphs, 2 independent, 1 relations'],
    ['independent', (e) => (e.certificate.independent = 1), '3 graphs, 1 independent'],
    ['relations', (e) => (e.certificate.relations = 2), '2 relations'],
    ['completeness', (e) => (e.certificate.complete = false), 'incomplete'],
    ['graph of the minor', (e) => (e.certificate.minor.graph = 'u_ab u_ab u_cc'), 'edges of u_ab u_ab u_cc; 0–0'],
    ['edge of the minor', (e) => (e.certificate.minor.edges[0] = [0, 1]), 'edges of u_aa u_bb u_cc; 0–1'],
    ['edge of the minor twice', (e) => (e.certificate.minor.edges[0] = [1, 1]), 'u_aa u_bb u_cc; 1–1'],
    ['minor too small', (e) => e.certificate.minor.edges.pop(), '3 edges in dimension 2; 2 edges'],
    ['volume', (e) => (e.certificate.minor.volume = true), 'a minor of 1 edges'],
  ])('%s', (_, damage, why) => {
    expect(complaints(small, (entries) => damage(entries[0]!))).toContainEqual(expect.stringContaining(why));
  });

  it('a wrong coefficient is noticed twice: by the minor and by values', () => {
    const found = complaints(small, ([first]) => (first!.terms[1]!.coefficient = '-4'));
    expect(found).toEqual([expect.stringContaining('in proportion'), expect.stringContaining('zero at all jets')]);
  });

  it('a graph replaced, key and parts together', () => {
    const found = complaints(small, ([, second]) => {
      second!.terms[1]!.graph = {
        key: 'u_ac u_bb u_c u_a',
        vertices: ['u', 'u', 'u', 'u'],
        edges: [
          [0, 3],
          [0, 2],
          [1, 1],
        ],
      };
      second!.terms[3]!.graph = { ...second!.terms[0]!.graph, key: 'u_aa u_bb u_c u_c' };
    });
    expect(found).toEqual([expect.stringContaining('each graph once; u_aa u_bb u_c u_c')]);
  });

  it('a graph written in another order is as good', () => {
    const found = complaints(small, ([first]) => {
      first!.terms[1]!.graph = {
        key: 'u_cc u_ab u_ab',
        vertices: ['u', 'u', 'u'],
        edges: [
          [1, 2],
          [2, 1],
          [0, 0],
        ],
      };
    });
    expect(found).toEqual([]);
  });

  it('a minor whose tails or heads meet vanishes identically', () => {
    const found = complaints(several, (entries) => {
      const { minor } = entries[0]!.certificate;
      minor.graph = 'u_aabb u_cc u_dd';
      minor.edges = [
        [0, 0],
        [0, 0],
        [1, 1],
      ];
    });
    expect(found[0]).toContain('a minor that is not zero by itself');
  });

  it('fields that are not known are ignored', () => {
    const found = complaints(small, (entries) => {
      for (const entry of entries) Object.assign(entry.certificate, { from: ['x'] });
    });
    expect(found).toEqual([]);
  });

  it('no leaf can be changed unnoticed', () => {
    const damaged = (value: number | string | boolean): number | string | boolean =>
      typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}1` : !value;
    const leaves = (value: unknown, path: readonly string[]): (readonly string[])[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]))
        : [path];
    const harmless: string[] = [];
    let tried = 0;
    for (const options of [small, { edges: 2, dimension: 2, group: 'SO' }, { edges: 2, dimension: 1 }]) {
      for (const path of leaves(list(options as RelationOptions), [])) {
        const entries = list(options as RelationOptions);
        let place: Record<string, unknown> = entries as unknown as Record<string, unknown>;
        for (const name of path.slice(0, -1)) place = place[name] as Record<string, unknown>;
        const last = path.at(-1)!;
        place[last] = damaged(place[last] as number | string | boolean);
        tried++;
        try {
          if (verifyRelations(readRelationFile(JSON.stringify(entries))).valid) harmless.push(path.join('.'));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }
    }
    expect(tried).toBeGreaterThan(250);
    expect(harmless).toEqual([]);
  });
});

describe('a damaged block', () => {
  const block = (entries: readonly Entry[]): Entry[] => {
    const name = JSON.stringify(entries.find((e) => e.certificate.relations > 2)!.degrees);
    return entries.filter((e) => JSON.stringify(e.degrees) === name);
  };

  it('an entry dropped', () => {
    const found = complaints(several, (entries) => entries.splice(entries.indexOf(block(entries)[1]!), 1));
    expect(found).toEqual([expect.stringMatching(/-: (\d) relations; \d$/)]);
  });

  it('an entry twice', () => {
    const found = complaints(several, (entries) => entries.push(block(entries)[0]!));
    expect(found).toEqual([
      expect.stringContaining('-: independent relations'),
      expect.stringMatching(/relations; \d$/),
    ]);
  });

  it('an entry in place of another, also with the other sign', () => {
    for (const sign of ['', '-']) {
      const found = complaints(several, (entries) => {
        const [first, second] = block(entries);
        second!.certificate.minor = first!.certificate.minor;
        second!.terms = first!.terms.map(({ coefficient, graph }) => ({
          coefficient: `${sign}${coefficient}`.replace('--', ''),
          graph,
        }));
      });
      expect(found).toEqual([expect.stringContaining('-: independent relations; dependent ones')]);
    }
  });

  it('a linear combination holds, but not by its certificate', () => {
    const found = complaints(several, (entries) => {
      const [, first, second] = block(entries);
      const sum = new Map(first!.terms.map((term) => [term.graph.key, term]));
      for (const { coefficient, graph } of second!.terms) {
        const before = Number(sum.get(graph.key)?.coefficient ?? 0);
        sum.set(graph.key, { coefficient: `${before + Number(coefficient)}`, graph });
      }
      second!.terms = [...sum.values()].filter(({ coefficient }) => coefficient !== '0');
    });
    expect(found).toEqual([expect.stringContaining('coefficients in proportion')]);
  });

  it('a wrong volume form', () => {
    const found = complaints(oriented, (entries) => {
      const entry = entries.find((e) => e.certificate.minor.volume)!;
      entry.terms[0]!.graph.epsilon!.reverse();
    });
    expect(found).toEqual([expect.stringContaining('the volume form at')]);
    const signs = complaints(oriented, (entries) => {
      const { graph } = entries.find((e) => e.certificate.minor.volume)!.terms[0]!;
      graph.epsilon!.reverse();
      graph.key = graph.key.replace('eps_ab', 'eps_ba');
    });
    expect(signs).toEqual([expect.stringContaining('in proportion'), expect.stringContaining('zero at all jets')]);
  });

  it('a graph that vanishes by symmetry', () => {
    const found = complaints({ edges: 2, dimension: 2, group: 'SO' }, (entries) => {
      const entry = entries.find((e) => JSON.stringify(e.degrees) === '[2,2,1,1]')!;
      entry.terms[0]!.graph = {
        key: 'eps_ab u_ac u_bc u_d u_d',
        vertices: ['u', 'u', 'u', 'u'],
        edges: [
          [0, 1],
          [2, 3],
        ],
        epsilon: [0, 1],
      };
    });
    expect(found).toEqual([expect.stringContaining('do not vanish by symmetry; eps_ab u_ac u_bc u_d u_d')]);
  });
});

describe('a claim', () => {
  const all = { edges: 3, dimension: 2 } as const;
  const against = (entries: readonly Entry[], claim: object): readonly string[] =>
    verifyRelations(entries as readonly WrittenRelation[], { all: { ...all, ...claim } }).failures.map(
      ({ block, expected, got }) => `${block}: ${expected}; ${got}`,
    );

  it('finds the block that is missing', () => {
    const entries = list(small);
    expect(against(entries, {})).toEqual([]);
    expect(against(entries.slice(1), {})).toEqual(['u:2,2,2: 1 relation; none']);
    expect(against([], {})).toEqual(['u:2,2,2: 1 relation; none', 'u:2,2,1,1: 1 relation; none']);
  });

  it('finds blocks of the volume form and of other fields', () => {
    expect(against(list(small), { group: 'SO' }).length).toBe(
      new Set(
        list(oriented)
          .filter((e) => e.terms[0]!.graph.epsilon)
          .map((e) => `${e.degrees}`),
      ).size,
    );
    expect(against(list(small), { fields: ['u', 'v'] })).toContain('u:2 v:2,2: 1 relation; none');
  });

  it('finds blocks that do not belong', () => {
    const found = against(list(oriented), {});
    expect(found[0]).toContain('blocks with 3 edges in dimension 2, as claimed');
    expect(against(list(small), { edges: 2 }).length).toBe(2);
    expect(against(list(small), { dimension: 3 }).length).toBe(2);
  });

  it('an empty list is right where there are no relations', () => {
    expect(against([], { edges: 2 })).toEqual([]);
    expect(verify([])).toMatchObject({ valid: true, relations: 0, blocks: 0 });
  });
});

describe('limits and wrong input', () => {
  it('a block too large to count is reported as not checked', () => {
    const wide = list({ edges: 3, dimension: 1, degrees: [4, 2] });
    const loops = [...'nopqrstuvwx'];
    for (const entry of wide) {
      const factors = loops.map((index) => ` v_${index}${index}`).join('');
      entry.certificate.minor.graph += factors;
      for (const { graph } of entry.terms) {
        graph.key += factors;
        graph.vertices.push(...loops.map(() => 'v'));
        graph.edges.push(...loops.map((_, i): [number, number] => [2 + i, 2 + i]));
      }
      entry.degrees = { u: entry.degrees as number[], v: loops.map(() => 2) };
    }
    expect(verify(wide)).toMatchObject({ valid: true, blocks: 1, completenessChecked: 0, evaluated: 1 });
    expect(verify([...wide, ...wide]).failures.length).toBe(2);
  });

  it('a block too large to evaluate is reported as not evaluated', () => {
    const indices = [...'abcdefg'];
    const terms = [...indices, 'h'].map((_, k) => {
      const rest = [...indices];
      rest.splice(k, 0, 'z');
      const key = `eps_${indices.join('')} ${rest.map((index, i) => `f${i}_${index}`).join(' ')} w_z`;
      const vertices = [...rest.map((_, i) => `f${i}`), 'w'];
      const epsilon = [0, 1, 2, 3, 4, 5, 6, 7].filter((v) => v !== k);
      return { coefficient: k % 2 === 0 ? '1' : '-1', graph: { key, vertices, edges: [[k, 8]], epsilon } };
    });
    const minor = { graph: terms[0]!.graph.key, edges: [[0, 8]], volume: true };
    const certificate = { dimension: 7, graphs: 36, independent: 28, relations: 8, complete: true, minor };
    const degrees = Object.fromEntries(terms[0]!.graph.vertices.map((field) => [field, [1]]));
    const one = readRelationFile(JSON.stringify({ degrees, terms, certificate }));
    const { failures, ...found } = verifyRelations(one);
    expect(found).toMatchObject({ blocks: 1, completenessChecked: 1, evaluated: 0 });
    // Nine gradients in dimension 7: one relation for each of them as w, with one identity between these nine.
    expect(failures).toMatchObject([{ expected: '8 relations', got: '1' }]);
  });

  it('refuses what it cannot do', () => {
    const entries = list(small);
    entries[0]!.certificate.dimension = 9;
    expect(() => verify(entries)).toThrow(OutOfRange);
    expect(() => verifyRelations([], { edges: 3 } as object)).toThrow(InvalidInput);
    expect(() => verifyRelations([], { all: { edges: -1, dimension: 2 } })).toThrow(InvalidInput);
    expect(() => verifyRelations([], { all: { edges: 1, dimension: 0 } })).toThrow(InvalidInput);
    expect(() => verifyRelations([], { all: { edges: 1, dimension: 1, fields: ['n'] } })).toThrow(InvalidInput);
  });
});

describe('reading', () => {
  const text = JSON.stringify(list(small));

  it('arrays and lines', () => {
    const lines = list(small).map((entry) => JSON.stringify(entry));
    expect(readRelationFile(`\n${lines.join('\r\n')}\n`)).toEqual(readRelationFile(text));
    expect(readRelationFile(lines[0]!)).toEqual([list(small)[0]]);
    expect(readRelationFile(' [ ] ')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['empty', '', 'an empty file'],
    ['blank', ' \n ', 'an empty file'],
    ['not JSON', 'u_aa = 0', 'JSON in line 1'],
    ['truncated', text.slice(0, -20), 'expected JSON, got'],
    ['truncated line', `${JSON.stringify(list(small)[0])}\n${text.slice(1, 50)}`, 'JSON in line 2'],
    ['a number', '3', "'degrees'"],
    ['null', '[null]', "entry 1 whose 'degrees'"],
    ['another list', '[{"edges":3,"graphs":23}]', "entry 1 whose 'degrees'"],
    ['no certificate', text.replaceAll('certificate', 'proof'), "'certificate'"],
    ['no minor', text.replace('"minor"', '"major"'), "entry 1 whose 'certificate'"],
    ['no dimension', text.replace('"dimension":2', '"dimension":0'), "entry 1 whose 'certificate'"],
    ['coefficients as numbers', text.replace('"-3"', '-3'), "entry 1 whose 'terms'"],
    ['edge of three', text.replace('[[0,0]', '[[0,0,0]'), "entry 1 whose 'terms'"],
    ['negative vertex', text.replace('[[0,0]', '[[0,-1]'), "entry 1 whose 'terms'"],
  ])('refuses: %s', (_, damaged, why) => {
    expect(() => readRelationFile(damaged)).toThrow(InvalidInput);
    expect(() => readRelationFile(damaged)).toThrow(why);
  });
});
