import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import { enumerateGraphs, parseKey } from '../../src/graph/index.js';
import { computeCounts } from '../../src/relations/countRows.js';
import {
  type Block,
  blockDegrees,
  blockOf,
  blocksWithEdges,
  type CountOptions,
  connectedTotals,
  countGraphs,
  countRows,
  countRowsExactly,
  graphCounter,
  graphsOfBlock,
  graphTotals,
  rankInDimension,
} from '../../src/relations/index.js';
import { countByBurnside } from '../oracle/burnside.js';
import { invariants } from '../oracle/molienWeyl.js';
import { blockInvariants, totalInvariants } from '../oracle/vectorPartitions.js';

const pairs = (block: Block): (readonly [number, number])[] =>
  block.vertices.map(({ degree, count }) => [degree, count] as const);

const independent = (first: number, last: number, dimension: number): number[] =>
  countRows({ edges: [first, last], dimension }).map((row) => row.independent);

/** What SO(n) has beyond O(n), by metric contractions beside the volume form. */
const beyond = (first: number, last: number, dimension: number): number[] =>
  countRows({ edges: [first, last], dimension, group: 'SO', by: 'orientation' })
    .filter(({ oriented }) => oriented)
    .map((row) => row.independent);

/** Seconds of processor time that a function takes: other work on the machine does not count. */
function seconds(body: () => void): number {
  const before = process.cpuUsage();
  body();
  return process.cpuUsage(before).user / 1e6;
}

// OEIS A007717 and A007719, terms 0 to 25 as listed there.
const multigraphs = [
  1n,
  2n,
  7n,
  23n,
  79n,
  274n,
  1003n,
  3763n,
  14723n,
  59663n,
  250738n,
  1090608n,
  4905430n,
  22777420n,
  109040012n,
  537401702n,
  2723210617n,
  14170838544n,
  75639280146n,
  413692111521n,
  2316122210804n,
  13261980807830n,
  77598959094772n,
  463626704130058n,
  2826406013488180n,
  17569700716557737n,
];
const connectedMultigraphs = [
  2n,
  4n,
  11n,
  30n,
  95n,
  328n,
  1211n,
  4779n,
  19902n,
  86682n,
  393072n,
  1847264n,
  8965027n,
  44814034n,
  230232789n,
  1213534723n,
  6552995689n,
  36207886517n,
  204499421849n,
  1179555353219n,
  6942908667578n,
  41673453738272n,
  254918441681030n,
  1588256152307002n,
  10073760672179505n,
];

describe('numbers of graphs', () => {
  it('are OEIS A007717', () => {
    expect(graphTotals(25)).toEqual(multigraphs);
    expect(countRows({ edges: [0, 12] }).map(({ graphs }) => graphs)).toEqual(multigraphs.slice(0, 13).map(Number));
  });

  it('connected, are OEIS A007719', () => {
    expect(connectedTotals(25)).toEqual([0n, ...connectedMultigraphs]);
    const [row] = countRowsExactly({ edges: [25, 25], connected: true });
    expect(row).toEqual({ edges: 25, graphs: 10073760672179505n, independent: 10073760672179505n, relations: 0n });
  });

  it('are those of Burnside’s lemma for permutations of vertices, in several fields too', () => {
    for (const [colours, most] of [
      [1, 7],
      [2, 4],
      [3, 2],
    ] as const) {
      for (let edges = 0; edges <= most; edges++) {
        expect(Number(graphTotals(edges, colours)[edges]), `${edges} edges`).toBe(countByBurnside(edges, colours));
      }
    }
  });

  it('reach 30 edges in time, and the generating function of connected graphs gives all graphs back', () => {
    let all: readonly bigint[] = [];
    expect(
      seconds(() => {
        all = graphTotals(30);
      }),
    ).toBeLessThan(5);
    // Confirmed by the sum over all 966467 cycle types of 60 vertices modulo two primes of 61 bits.
    expect(all[30]).toBe(214037936020273624777n);
    for (const colours of [1, 2]) {
      const connected = connectedTotals(12, colours);
      const series = [1n, ...new Array<bigint>(12).fill(0n)];
      for (let k = 1; k <= 12; k++) {
        // Multisets of b things of size k: C(b + m − 1, m) with m of them.
        const b = connected[k]!;
        const choices = [1n];
        for (let m = 1n; m <= 12 / k; m++) choices.push((choices.at(-1)! * (b + m - 1n)) / m);
        for (let e = 12; e >= k; e--) {
          for (let m = 1; m * k <= e; m++) series[e]! += choices[m]! * series[e - m * k]!;
        }
      }
      expect(series).toEqual(graphTotals(12, colours));
    }
  });

  it('connected, agree with listing, in two fields too', () => {
    for (const fields of [['u'], ['u', 'v']]) {
      const totals = connectedTotals(4, fields.length).map(Number);
      for (const edges of [1, 2, 3, 4]) {
        expect(totals[edges]).toBe([...enumerateGraphs({ edges, fields, connected: true })].length);
      }
    }
  });

  it('agree with listing, block by block, with and without the volume form', () => {
    const counter = graphCounter();
    for (const [edges, epsilon] of [
      [3, 0],
      [4, 0],
      [5, 0],
      [3, 1],
      [3, 2],
      [3, 3],
      [2, 4],
    ] as const) {
      for (const block of blocksWithEdges(edges, { epsilon })) {
        const listed = graphsOfBlock(block).length;
        expect(countGraphs(block), JSON.stringify(block)).toBe(listed);
        expect(counter(block), JSON.stringify(block)).toBe(listed);
      }
    }
  });

  it('of all 1575 blocks of 12 edges are the whole, in time, in any order', () => {
    const blocks = [...blocksWithEdges(12)];
    expect(blocks).toHaveLength(1575);
    const counter = graphCounter();
    let numbers: number[] = [];
    expect(
      seconds(() => {
        numbers = blocks.map(counter);
      }),
    ).toBeLessThan(3);
    expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(4905430);
    const shuffled = graphCounter();
    for (let i = 0; i < 100; i++) {
      const at = (i * 787) % 1575;
      expect(shuffled(blocks[at]!)).toBe(numbers[at]);
    }
  });

  it('with legs as vertices of degree 1, joined or not, agree with listing', () => {
    for (const [edges, legs] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [1, 3],
    ] as const) {
      // Blocks with an odd number of half-edges: those of a volume form, without it.
      for (const { vertices } of blocksWithEdges(edges, { epsilon: legs })) {
        const ends = Array.from({ length: legs }, (_, l) => ({ field: `leg${l}`, degree: 1, count: 1 }));
        const degrees = blockDegrees({ vertices, epsilon: 0 }) as readonly number[];
        let listed = 0;
        for (let joined = 0; 2 * joined <= legs; joined++) {
          listed += [...enumerateGraphs({ edges: edges + joined, legs, degrees })].length;
        }
        expect(countGraphs({ vertices: [...vertices, ...ends], epsilon: 0 }), String(degrees)).toBe(listed);
      }
    }
  });

  it('listing finds what the room graph enumerates', () => {
    const keys = (graphs: Iterable<{ key: string }>): string[] => [...graphs].map(({ key }) => key).sort();
    for (const options of [{ edges: 5 }, { edges: 3, fields: ['u', 'v'] }, { edges: 3, epsilon: 3 }] as const) {
      const { edges, ...rest } = options;
      const listed = [...blocksWithEdges(edges, rest)].flatMap((block) => graphsOfBlock(block));
      expect(keys(listed)).toEqual(keys(enumerateGraphs(options)));
    }
  });

  it('agree with listing for two fields', () => {
    const fields = ['u', 'v'];
    const [row] = countRows({ edges: [3, 3], fields });
    expect(row!.graphs).toBe([...enumerateGraphs({ edges: 3, fields })].length);
    const byDegrees = countRows({ edges: [3, 3], fields, by: 'degrees' });
    expect(byDegrees.reduce((sum, { graphs }) => sum + graphs, 0)).toBe(row!.graphs);
    expect(byDegrees.map(({ degrees }) => degrees)).toContainEqual({ u: [2, 1], v: [3] });
  });
});

describe('numbers of independent operators', () => {
  // Found once by characters and once by Molien–Weyl integration; below, from vector partitions.
  it.each([
    [1, [2, 5, 11, 22, 42, 77, 135, 231, 385, 627]],
    [2, [2, 7, 21, 66, 192, 565, 1579, 4348, 11582, 30205]],
    [3, [2, 7, 23, 77, 261, 914, 3201, 11329, 40044, 140726]],
  ])('in dimension %i', (dimension, totals) => {
    expect(independent(1, totals.length, dimension)).toEqual(totals);
  });

  it('in dimension 4, and as many as graphs from E dimensions on, however many', () => {
    expect(independent(5, 6, 4)).toEqual([272, 990]);
    for (const row of countRows({ edges: [1, 6], dimension: 6 })) expect(row.relations).toBe(0);
    expect(countRows({ edges: [20, 20], dimension: 20 })[0]!.relations).toBe(0);
    // One relation for each block with n + 1 = E vertices on each side: (2, …, 2) and (2, …, 2, 1, 1).
    for (const dimension of [2, 4, 8]) {
      const [row] = countRows({ edges: [dimension + 1, dimension + 1], dimension });
      expect(row!.relations).toBe(2);
    }
  });

  it('for SO beyond O', () => {
    // The same two methods; 2, 4, …, 20 derivatives, then 7, 9, …, 15.
    expect(beyond(0, 9, 2)).toEqual([0, 2, 10, 43, 147, 478, 1419, 4058, 11070, 29316]);
    expect(beyond(2, 6, 3)).toEqual([3, 32, 181, 894, 3934]);
  });

  it('agree with alternating sums of numbers of vector partitions', () => {
    for (const [dimension, most] of [
      [1, 12],
      [2, 20],
      [3, 15],
      [4, 10],
    ] as const) {
      const even = totalInvariants(dimension, most).filter((_, total) => total % 2 === 0);
      expect(independent(0, even.length - 1, dimension)).toEqual(even);
      const odd = totalInvariants(dimension, most, true).filter(
        (_, total) => total >= dimension && (total - dimension) % 2 === 0,
      );
      expect(beyond(0, odd.length - 1, dimension)).toEqual(odd);
    }
  });

  it('in several fields', () => {
    for (const [dimension, most] of [
      [1, 9],
      [2, 8],
      [3, 7],
    ] as const) {
      const rows = countRows({
        edges: [0, Math.floor((most - dimension) / 2)],
        dimension,
        group: 'SO',
        fields: ['u', 'v'],
        by: 'orientation',
      });
      const [even, odd] = [false, true].map((parity) => totalInvariants(dimension, most, parity, 2));
      for (const { derivatives, oriented, independent: found } of rows) {
        expect(found, `${derivatives}`).toBe((oriented ? odd : even)![derivatives!]);
      }
    }
  });

  it('in dimension 2 together are the bipartite partitions of (E, E), OEIS A002774', () => {
    // SO(2) is diagonal: a vertex of degree k contributes z^a w^(k−a), an invariant has as many z as w.
    const rows = countRows({ edges: [0, 10], dimension: 2, group: 'SO', by: 'orientation' });
    const sums = Array.from({ length: 11 }, (_, half) =>
      rows.reduce((sum, row) => sum + (row.derivatives === 2 * half ? row.independent : 0), 0),
    );
    expect(sums).toEqual([1, 2, 9, 31, 109, 339, 1043, 2998, 8406, 22652, 59521]);
  });

  it('agree with Molien–Weyl integration, block by block', () => {
    for (const n of [1, 2, 3]) {
      for (const edges of [1, 2, 3, 4, 5, 6]) {
        for (const block of blocksWithEdges(edges)) {
          expect(invariants(pairs(block), n)).toBeCloseTo(rankInDimension(block, n), 6);
        }
        for (const block of blocksWithEdges(edges - 1, { epsilon: n })) {
          expect(invariants(pairs(block), n, true)).toBeCloseTo(rankInDimension(block, n), 6);
        }
      }
    }
  });

  it('agree with vector partitions in dimension 4, block by block', () => {
    // The two blocks with a relation, and two without.
    for (const key of [
      'u_aa u_bb u_cc u_dd u_ee',
      'u_aa u_bb u_cc u_dd u_e u_e',
      'u_aab u_cc u_dd u_ee u_b',
      'u_aa u_bb u_cc u_d u_d u_e u_e',
    ]) {
      const block = blockOf(parseKey(key));
      expect(rankInDimension(block, 4), key).toBe(blockInvariants(pairs(block), 4));
    }
    for (const block of blocksWithEdges(1, { epsilon: 4 })) {
      expect(rankInDimension(block, 4), JSON.stringify(block)).toBe(blockInvariants(pairs(block), 4, true));
    }
  });

  it('do not change with isolated vertices', () => {
    const [plain, more] = ['u_aa u_bb u_cc', 'u_aa u_bb u_cc u u'].map((key) => blockOf(parseKey(key)));
    expect(countGraphs(more!)).toBe(countGraphs(plain!));
    expect(rankInDimension(more!, 2)).toBe(rankInDimension(plain!, 2));
  });

  it('reach 10 edges in dimensions 1 to 6 and 15 in 2 and 3 in time', () => {
    const taken = seconds(() => {
      for (let dimension = 1; dimension <= 6; dimension++) computeCounts(10, 0, dimension);
      for (const dimension of [2, 3]) countRows({ edges: [15, 15], dimension });
    });
    expect(taken).toBeLessThan(10);
  });
});

describe('rows', () => {
  it('by degrees add up and name the block', () => {
    const rows = countRows({ edges: [3, 3], dimension: 2, by: 'degrees' });
    expect(rows.filter(({ relations }) => relations > 0)).toEqual([
      { edges: 3, graphs: 3, independent: 2, relations: 1, degrees: [2, 2, 2] },
      { edges: 3, graphs: 4, independent: 3, relations: 1, degrees: [2, 2, 1, 1] },
    ]);
    for (const [dimension, edges] of [
      [2, 4],
      [3, 3],
      [4, 2],
    ] as const) {
      const options: CountOptions = { edges: [edges, edges], dimension, group: 'SO', fields: ['u', 'v'] };
      const blocks = countRows({ ...options, by: 'degrees' });
      const parts = countRows({ ...options, by: 'orientation' });
      for (const part of parts) {
        const mine = blocks.filter(({ oriented }) => oriented === part.oriented);
        for (const of of ['graphs', 'independent', 'relations'] as const) {
          expect(mine.reduce((sum, row) => sum + row[of], 0)).toBe(part[of]);
        }
      }
      const [whole] = countRows(options);
      expect(whole!.independent).toBe(parts[0]!.independent + parts[1]!.independent);
      expect(whole!.graphs).toBe(parts[0]!.graphs + parts[1]!.graphs);
    }
  });

  it('by orientation say how many derivatives there are', () => {
    const rows = countRows({ edges: [1, 1], dimension: 3, group: 'SO', by: 'orientation' });
    expect(rows).toEqual([
      { edges: 1, derivatives: 2, graphs: 2, independent: 2, relations: 0 },
      { edges: 1, derivatives: 5, graphs: 0, independent: 0, relations: 0, oriented: true },
    ]);
    expect(countRows({ edges: [1, 1], by: 'orientation' })).toEqual([{ ...rows[0], edges: 1 }]);
  });

  it('are exact as bigints and refused as numbers beyond 2^53', () => {
    expect(countRowsExactly({ edges: [25, 25] })[0]!.graphs).toBe(17569700716557737n);
    expect(() => countRows({ edges: [25, 25] })).toThrow(OutOfRange);
  });

  it('refuse bad input', () => {
    expect(() => countRows({ edges: [1, 2], dimension: 0 })).toThrow(InvalidInput);
    expect(() => countRows({ edges: [2, 1] })).toThrow(InvalidInput);
    expect(() => countRows({ edges: [1, 1], group: 'SO' })).toThrow(/a dimension with the group SO/);
    expect(() => countRows({ edges: [1, 1], fields: ['n'] })).toThrow(InvalidInput);
    expect(() => countRows({ edges: [1, 1], connected: true, dimension: 2 })).toThrow(/without a dimension/);
    expect(() => countRows({ edges: [1, 1], connected: true, by: 'degrees' })).toThrow(InvalidInput);
    const unknown: object = { edges: [1, 1], dim: 2 };
    expect(() => countRows(unknown as { edges: [number, number] })).toThrow(/'dim'/);
    expect(() => rankInDimension({ vertices: [{ field: 'u', degree: 1, count: 2 }], epsilon: 2 }, 3)).toThrow(
      InvalidInput,
    );
  });

  it('refuse at once what is too large', () => {
    const taken = seconds(() => {
      expect(() => graphTotals(51)).toThrow(OutOfRange);
      expect(() => countRows({ edges: [0, 17], dimension: 2 })).toThrow(/at most 33 derivatives/);
      expect(() => countRows({ edges: [0, 15], dimension: 4, group: 'SO' })).toThrow(OutOfRange);
      expect(() => countRows({ edges: [17, 17], by: 'degrees' })).toThrow(OutOfRange);
      expect(() => countRows({ edges: [15, 15], fields: ['u', 'v', 'w'], by: 'degrees' })).toThrow(/degree sequences/);
      expect(() => countRows({ edges: [16, 16], dimension: 15 })).toThrow(/safe integers/);
      expect(() => countGraphs({ vertices: [{ field: 'u', degree: 1, count: 34 }], epsilon: 0 })).toThrow(OutOfRange);
    });
    expect(taken).toBeLessThan(5);
  });
});
