/** `cloud:FILE`: the user's own nodes, right and wrong, and what is said of their stencils. */

import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conditioningOf, type Grid, parseGrid } from '../../src/grid/index.js';
import { encodeNpz, readDataset, type WritableArray } from '../../src/io/index.js';
import { sphere } from '../../src/space/index.js';
import { command, inFolder, json, output } from './command.js';

const grid: Grid = parseGrid('fibonacci:300', sphere(2));
const points: WritableArray = { name: 'points', shape: [300, 3], data: grid.points };
const evaluate = (path: (name: string) => string): string[] => [
  ...['evaluate', 'lap(u)', '--space', 'S', '--grid', `cloud:${path('nodes.npz')}`, '--accuracy', '2'],
  ...['--function', 'z', '--output', path('v.npz')],
];

describe('nodes of a file', () => {
  it('give Δz = −2z, with the weights of the file, and the conditioning of their stencils', () =>
    inFolder(async (path) => {
      const weights = { name: 'weights', shape: [300], data: grid.weights };
      writeFileSync(path('nodes.npz'), encodeNpz([points, weights]));
      const row = await json<{ L2: number; conditioning: { worst: number; node: number; widened: number } }>(
        ...evaluate(path),
      );
      expect(row.L2).toBeCloseTo(Math.sqrt((16 * Math.PI) / 3), 1);
      const worst = conditioningOf(grid.jetScheme(2, 2))!.worst;
      expect(row.conditioning.worst).toBeGreaterThan(1);
      expect(row.conditioning.worst / worst).toBeCloseTo(1, 6);
      const values = readDataset(path('v.npz')).variables.get('values')!.data;
      values.forEach((value, i) => {
        expect(Math.abs(value + 2 * grid.points[3 * i + 2]!)).toBeLessThan(0.1);
      });
      const lines = (await output(...evaluate(path))).split('\n');
      expect(lines.at(-1)).toMatch(/^stencils: condition number at most \d\.\de\+\d, at node \d+$/);
      // Grids with axes have formulas, not fits.
      const axes = await output(
        'evaluate',
        'lap(u)',
        '--space',
        'S',
        '--grid',
        'latlon:12x24',
        '--function',
        'z',
        '--output',
        path('w.npz'),
      );
      expect(axes).not.toContain('stencils');
    }));

  it.each<[string, readonly WritableArray[], string]>([
    [
      'no points',
      [{ ...points, name: 'nodes' }],
      "a variable 'points' of shape N×3, ambient coordinates of the nodes, got the variables nodes",
    ],
    [
      'coordinates of another space',
      [{ name: 'points', shape: [450, 2], data: grid.points }],
      'shape N×3, ambient coordinates of the nodes, got 450×2',
    ],
    [
      'a node off the sphere',
      [{ ...points, data: grid.points.map((x, i) => (i === 7 ? x + 0.1 : x)) }],
      'with curvature 1, got',
    ],
    [
      'one place twice',
      [{ ...points, data: grid.points.map((x, i, all) => (i < 3 ? all[i + 3]! : x)) }],
      'nodes at different places, got nodes',
    ],
    [
      'too few weights',
      [points, { name: 'weights', shape: [20], data: new Float64Array(20).fill(1) }],
      '300 weights, got 20',
    ],
    [
      'too few nodes',
      [{ name: 'points', shape: [8, 3], data: grid.points.slice(0, 24) }],
      'nodes for jets of order 2 at accuracy 2, got 8',
    ],
    [
      'nodes on a circle',
      [
        {
          name: 'points',
          shape: [60, 3],
          data: Float64Array.from(
            { length: 180 },
            (_, i) => [Math.cos(Math.floor(i / 3) / 10), Math.sin(Math.floor(i / 3) / 10), 0][i % 3]!,
          ),
        },
      ],
      'nodes that determine jets of order 2',
    ],
  ])('are refused in one line: %s', (_, arrays, part) =>
    inFolder(async (path, files) => {
      writeFileSync(path('nodes.npz'), encodeNpz(arrays));
      const outcome = await command(...evaluate(path));
      expect(outcome.stderr).toContain(part);
      expect(outcome.stderr).toMatch(/^[^\n]+\n$/);
      expect(outcome).toMatchObject({ status: 2, stdout: '' });
      expect(files()).toEqual(['nodes.npz']);
    }),
  );

  it('are refused in one line where the file is missing', () =>
    inFolder(async (path) => {
      const outcome = await command(...evaluate(path));
      expect(outcome.stderr).toMatch(/^[^\n]+nodes\.npz[^\n]*\n$/);
      expect(outcome.status).toBe(2);
    }));
});
