import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeNpz, readDataset } from '../../src/io/index.js';
import type { ReportJson } from '../../src/report/index.js';
import { dataFile } from '../data.js';
import { decodeApng } from '../oracle/apng.js';
import { command, inFolder, json, output } from './command.js';

interface Summary {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly L2: number;
}

const sphere = ['--space', 'S', '--dim', '2', '--grid', 'latlon:24x48'] as const;

describe('evaluate', () => {
  it('knows that the height is an eigenfunction of the sphere: Δz = −2z', () =>
    inFolder(async (path, files) => {
      const summary = await json<Summary & { backend: string }>(
        ...[
          'evaluate',
          'lap(u)',
          ...sphere,
          '--accuracy',
          '6',
          '--function',
          'z',
          '--output',
          path('v.npz'),
          '--png',
          path('v.png'),
        ],
      );
      expect(files()).toEqual(['v.npz', 'v.png']);
      const { variables } = readDataset(path('v.npz'));
      const theta = variables.get('theta')!.data;
      const values = variables.get('values')!;
      expect(values.shape).toEqual([24, 48]);
      values.data.forEach((value, i) => {
        expect(Math.abs(value + 2 * Math.cos(theta[Math.floor(i / 48)]!))).toBeLessThan(1e-4);
      });
      // ∫ (2z)² over the unit sphere is 16π/3.
      expect(summary.L2).toBeCloseTo(Math.sqrt((16 * Math.PI) / 3), 3);
      expect(summary.mean).toBeCloseTo(0, 6);
      expect(summary.backend).toBe('wasm');
      expect([...readFileSync(path('v.png')).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    }));

  it('scales with the curvature', () =>
    inFolder(async (path) => {
      // On the sphere of curvature 4 the height is an eigenfunction with eigenvalue −2·4; its largest value is 1/2.
      const summary = await json<Summary>(
        ...['evaluate', 'lap(u)', ...sphere, '--curvature', '4', '--function', 'z', '--output', path('v.npz')],
      );
      expect(summary.max).toBeCloseTo(8 * 0.5 * Math.cos(Math.PI / 48), 2);
    }));

  it('knows Δ y² = 2 y² on the half-plane, and reads back what it wrote', () =>
    inFolder(async (path) => {
      const plane = ['--space', 'H', '--dim', '2', '--grid', 'halfplane:24x12', '--accuracy', '6'] as const;
      await output('evaluate', 'u', ...plane, '--function', 'y^2', '--output', path('u.npz'));
      await output(
        'evaluate',
        'lap(u) - 2*u',
        'lap(u)',
        ...plane,
        '--input',
        `${path('u.npz')}:values`,
        '--output',
        path('d.npz'),
      );
      const values = readDataset(path('d.npz')).variables.get('values')!;
      expect(values.shape).toEqual([2, 24, 12]);
      expect(Math.max(...values.data.subarray(0, 288).map(Math.abs))).toBeLessThan(1e-4);
    }));

  it('says where a function of ambient coordinates does not repeat as the grid does', () =>
    inFolder(async (path) => {
      // Δ T = 2 T on the hyperboloid; across the seam of a periodic axis T jumps.
      const evaluate = (spec: string): string[] => [
        ...['evaluate', 'lap(u) - 2*u', '--space', 'H', '--grid', spec, '--accuracy', '6'],
        ...['--function', 'T', '--output', path('v.npz')],
      ];
      const periodic = await command(...evaluate('halfplane:32x32'), '--format', 'json');
      expect(periodic.stderr).toMatch(/^note: 'T' does not repeat along x .*':open' is right\n$/);
      expect((JSON.parse(periodic.stdout) as Summary).L2).toBeGreaterThan(1);
      expect((await json<Summary>(...evaluate('halfplane:32x32:open'))).L2).toBeLessThan(1e-3);
    }));

  it.each([
    ['E', 'cartesian:16x16:1x2pi', 'sin(x)*cos(y)', 'x'],
    ['E', 'cartesian:16x16:1x2pi', 'cos(2*pi*x)*exp(y/100)', 'y'],
    ['E', 'cartesian:16x16:1x2pi', 'cos(2*pi*x)*sin(3*y)', undefined],
    ['E', 'cartesian:16x16:1x1:neumann', 'x', undefined],
    ['S', 'latlon:16x32', 'sin(phi/2)', 'phi'],
    ['S', 'latlon:16x32', 'sin(theta)*cos(phi) - x', undefined],
  ])('on %s, %s: %s does not repeat along %s', (space, grid, text, axis) =>
    inFolder(async (path) => {
      const line = ['--space', space, '--grid', grid, '--function', `u=${text}`, '--output', path('v.npz')];
      const { status, stderr } = await command('evaluate', 'lap(u)', ...line);
      const note = `note: '${text}' does not repeat along ${axis} as grid ${grid} does: derivatives near its ends are wrong; take whole periods\n`;
      expect([status, stderr]).toEqual([0, axis === undefined ? '' : note]);
    }),
  );

  it('refuses results that are too large for doubles and writes nothing', () =>
    inFolder(async (path, files) => {
      const flat = ['--space', 'E', '--dim', '1', '--grid', 'cartesian:16', '--output', path('v.npz')];
      const start = ['--t-end', '1', '--initial'];
      for (const argv of [
        ['evaluate', 'u^3', ...flat, '--function', '1e200*sin(x)'],
        ['evaluate', 'u', ...flat, '--function', '1e200*sin(x)'],
        ['solve', 'lap(u)', ...flat, ...start, '1e200*sin(x)'],
        ['solve', '-1000*u', ...flat, ...start, '1e160*sin(x)'],
      ]) {
        const outcome = await command(...argv, '--format', 'json');
        expect(outcome).toMatchObject({ status: 3, stdout: '' });
        expect(outcome.stderr).toMatch(/finite|vanishing step/);
        expect(files()).toEqual([]);
      }
    }));

  it('takes several fields and parameters', () =>
    inFolder(async (path) => {
      const summary = await json<Summary>(
        ...[
          'evaluate',
          'a*dot(grad(u),grad(v))',
          '--space',
          'E',
          '--dim',
          '1',
          '--grid',
          'cartesian:32',
          '--fields',
          'u,v',
        ],
        ...[
          '--function',
          'sin(x)',
          '--function',
          'v=sin(x)',
          '--param',
          'a=3',
          '--accuracy',
          '6',
          '--output',
          path('v.npz'),
        ],
      );
      expect(summary.mean).toBeCloseTo(1.5, 4);
    }));
});

describe('compile', () => {
  it('prints a module that runs without this package', async () => {
    const { source, target, bytesPerPoint, flopsPerPoint } = await json<Record<string, string | number>>(
      ...['compile', 'lap(u)', '--space', 'E', '--dim', '1', '--grid', 'cartesian:16', '--accuracy', '2'],
    );
    expect(target).toBe('js');
    expect(bytesPerPoint).toBe(16);
    expect(flopsPerPoint).toBeGreaterThan(0);
    expect(source).not.toMatch(/import .* from/);
    const module: Record<string, unknown> = await import(`data:text/javascript,${encodeURIComponent(String(source))}`);
    expect(Object.keys(module).length).toBeGreaterThan(0);
  });

  it('makes one kernel of several operators, which says its grid', async () => {
    const { source } = await json<Record<string, string>>(
      ...['compile', 'lap(u)', 'norm2(grad(v))', '--fields', 'u,v', '--space', 'S', '--grid', 'latlon:12x24'],
    );
    expect(source).toContain('dimension 2, grid latlon:12x24, curvature 1, accuracy 4:');
    expect(source).toContain('out[1] = v_a v_a');
  });

  it.each([
    ['wasm', /^\/\/ Pointwise values .*new WebAssembly\.Module/s],
    ['wgsl', /all numbers have 32 bits.*@compute/s],
  ])('prints a module of target %s', async (target, pattern) => {
    const words = ['compile', 'lap(u)', '--space', 'E', '--dim', '1', '--grid', 'cartesian:16', '--target', target];
    const found = await json<Record<string, string>>(...words);
    expect(found.target).toBe(target);
    expect(found.source).toMatch(pattern);
  });
});

describe('solve', () => {
  it('lets the height decay like e^(−2t)', () =>
    inFolder(async (path) => {
      const summary = await json<Summary & { steps: number }>(
        ...[
          'solve',
          'lap(u)',
          ...sphere,
          '--initial',
          'z',
          '--t-end',
          '0.5',
          '--snapshots',
          '3',
          '--output',
          path('run.npz'),
        ],
      );
      const { variables } = readDataset(path('run.npz'));
      expect([...variables.get('t')!.data]).toEqual([0, 0.25, 0.5]);
      const values = variables.get('values')!;
      expect(values.shape).toEqual([3, 24, 48]);
      expect(values.data[2 * 24 * 48]! / values.data[0]!).toBeCloseTo(Math.exp(-1), 4);
      expect(summary.steps).toBeGreaterThan(1);
    }));

  it('makes the folders of its files, and takes what reads as a function for one', () =>
    inFolder(async (path, files) => {
      writeFileSync(path('z'), 'no numbers');
      const home = process.cwd();
      process.chdir(path(''));
      try {
        const argv = ['solve', 'lap(u)', ...sphere, '--t-end', '0.01', '--output', 'out/run/v.npz', '--initial'];
        expect(await command(...argv, 'z')).toMatchObject({ status: 0, stderr: '' });
        expect(files()).toEqual(['out', 'z']);
        // A file that is named but no data names itself, without a slash too.
        expect((await command(...argv, './z')).stderr).toMatch(/ in \.\/z\.\n$/);
        const evaluate = ['evaluate', 'u', ...sphere, '--output', 'v.npz', '--input'];
        expect((await command(...evaluate, 'z')).stderr).toMatch(/ in z\.\n$/);
        expect((await command(...evaluate, 'none')).stderr).toContain("ENOENT (no such file or folder) for 'none'");
      } finally {
        process.chdir(home);
      }
    }));

  it('warns of an edge without condition', () =>
    inFolder(async (path) => {
      const outcome = await command(
        ...[
          'solve',
          'u',
          '--space',
          'H',
          '--grid',
          'halfplane:12x12',
          '--initial',
          'y',
          '--t-end',
          '0.1',
          '--output',
          path('r.npz'),
        ],
      );
      expect(outcome.status).toBe(0);
      expect(outcome.stderr).toMatch(/^note: no boundary condition along y/);
    }));
});

describe('discover', () => {
  it('learns back what solve computed', () =>
    inFolder(async (path) => {
      const box = ['--space', 'E', '--dim', '1', '--grid', 'cartesian:64', '--accuracy', '6'] as const;
      const run = [
        '--initial',
        'sin(x) + 0.4*cos(2*x)',
        '--t-end',
        '1',
        '--snapshots',
        '41',
        '--tolerance',
        '1e-9',
      ] as const;
      await output('solve', '0.3*lap(u) + 0.5*norm2(grad(u))', ...box, ...run, '--output', path('run.npz'));
      const found = await json<{
        terms: {
          coefficient: number;
          stderr: number;
          graph: { key: string };
          interval: [number, number];
          stability: number;
        }[];
        residual: number;
        proved: boolean;
        alternatives: { score: number; bic: number; terms: unknown[]; proved: boolean }[];
        nearRelations: unknown[];
      }>(...['discover', path('run.npz'), '--grid', 'cartesian:64', '--proved', '--stability', '2']);
      expect(Object.keys(found).slice(0, 2)).toEqual(['terms', 'residual']);
      expect(found.proved).toBe(true);
      for (const { coefficient, interval, stability } of found.terms) {
        expect(interval[0]).toBeLessThanOrEqual(coefficient);
        expect(interval[1]).toBeGreaterThanOrEqual(coefficient);
        expect(stability).toBeGreaterThan(0.5);
      }
      for (const { score, bic, terms, proved } of found.alternatives) {
        expect(Number.isFinite(score) && Number.isFinite(bic)).toBe(true);
        expect(proved).toBe(terms.length <= 5);
      }
      expect(found.nearRelations).toBeInstanceOf(Array);
      const [page, content] = [path('report.html'), path('report.json')];
      const reported = ['--report', page, '--json', content, '--hold-out', '0.25', '--seed', '3', '--max-terms', '3'];
      const again = await json<{ heldOut: number; terms: { coefficient: number }[] }>(
        ...['discover', path('run.npz'), '--grid', 'cartesian:64', ...reported],
      );
      expect(again.heldOut).toBe(10);
      const written = JSON.parse(readFileSync(content, 'utf8')) as ReportJson;
      expect(written.equations[0]!.terms.map(({ coefficient }) => coefficient)).toEqual(
        again.terms.map(({ coefficient }) => coefficient),
      );
      expect(written.forecast.outcome).toBe('complete');
      expect(written.forecast.errors.u!.at(-1)).toBeLessThan(1e-3);
      expect(written.command).toBe(
        'jetgraph discover run.npz --hold-out 0.25 --grid cartesian:64 --max-terms 3 --seed 3',
      );
      expect(readFileSync(page, 'utf8')).toContain('<h1>An equation from run.npz</h1>');
      const text = await output(
        ...['discover', path('run.npz'), '--grid', 'cartesian:64', '--search', 'stlsq', '--criterion', 'bic'],
        ...['--confidence', '0.9', '--strong', '--format', 'text'],
      );
      expect(text).toContain('90 % interval');
      expect(text).toContain('runners-up (score');
      const byKey = Object.fromEntries(found.terms.map(({ coefficient, graph }) => [graph.key, coefficient]));
      expect(Object.keys(byKey).sort()).toEqual(['u_a u_a', 'u_aa']);
      expect(byKey.u_aa).toBeCloseTo(0.3, 3);
      expect(byKey['u_a u_a']).toBeCloseTo(0.5, 3);
    }));

  const burgers = dataFile('burgers.mat');
  it.runIf(burgers !== undefined)('finds u_t + u u_x = 0.1 u_xx in burgers.mat', async () => {
    const { stdout, stderr } = await command('discover', burgers!, '--format', 'json');
    expect(stderr).toBe('note: grid cartesian:256:16:periodic, from the coordinates in the file\n');
    const { terms } = JSON.parse(stdout) as { terms: { coefficient: number; graph: { key: string } }[] };
    const byKey = Object.fromEntries(terms.map(({ coefficient, graph }) => [graph.key, coefficient]));
    expect(Object.keys(byKey).sort()).toEqual(['eps_a u_a u', 'u_aa']);
    expect(Math.abs(byKey['eps_a u_a u']! + 1)).toBeLessThan(1e-4);
    expect(Math.abs(byKey.u_aa! / 0.1 - 1)).toBeLessThan(1e-4);
  });
});

describe('wrong input', () => {
  const out = 'OUT/v.npz';
  const flat = ['--space', 'E', '--dim', '1', '--grid', 'cartesian:16'] as const;
  const cases: readonly (readonly [what: string, argv: readonly string[], status: number, part: string])[] = [
    [
      'a grid too coarse for the jet',
      [
        'evaluate',
        'lap(u)',
        '--space',
        'E',
        '--dim',
        '1',
        '--grid',
        'cartesian:4',
        '--function',
        'x',
        '--accuracy',
        '6',
        '--output',
        out,
      ],
      2,
      'at least 7 points along x',
    ],
    [
      'an unknown grid',
      ['evaluate', 'u', '--space', 'E', '--dim', '1', '--grid', 'square:4', '--function', 'x', '--output', out],
      2,
      "'square'",
    ],
    [
      'a grid of no known kind',
      ['evaluate', 'u', '--space', 'S', '--grid', 'mercator:4x4', '--function', 'x', '--output', out],
      2,
      "'mercator'",
    ],
    [
      'a grid of another space',
      ['evaluate', 'u', '--space', 'E', '--grid', 'latlon:8x16', '--function', 'x', '--output', out],
      2,
      'space S',
    ],
    [
      'a curvature of the wrong sign',
      [
        'evaluate',
        'u',
        '--space',
        'S',
        '--grid',
        'latlon:8x16',
        '--curvature',
        '-1',
        '--function',
        'x',
        '--output',
        out,
      ],
      2,
      'curvature > 0',
    ],
    ['no values', ['evaluate', 'u', ...flat, '--output', out], 2, "values of the field 'u'"],
    ['a missing file', ['evaluate', 'u', ...flat, '--input', 'OUT/none.npz', '--output', out], 2, 'can be read'],
    ['a truncated file', ['evaluate', 'u', ...flat, '--input', 'OUT/short.npz', '--output', out], 2, 'short.npz'],
    ['NaN in the data', ['evaluate', 'u', ...flat, '--input', 'OUT/nan.npz', '--output', out], 2, 'NaN at node 3'],
    [
      'values of another grid',
      [
        'evaluate',
        'u',
        '--space',
        'E',
        '--dim',
        '1',
        '--grid',
        'cartesian:8',
        '--input',
        'OUT/nan.npz',
        '--output',
        out,
      ],
      2,
      '8 values',
    ],
    ['an unknown coordinate', ['evaluate', 'u', ...flat, '--function', 'theta', '--output', out], 2, "'theta'"],
    ['a function with a pole', ['evaluate', 'u', ...flat, '--function', '1/x', '--output', out], 2, 'finite values'],
    [
      'a tensor to integrate',
      ['solve', 'grad(u)', ...flat, '--initial', 'x', '--t-end', '1', '--output', out],
      2,
      'scalar',
    ],
    ['a parameter without value', ['evaluate', 'a*u', ...flat, '--function', 'x', '--output', out], 2, "parameter 'a'"],
    [
      'a folder that is a file',
      ['evaluate', 'u', ...flat, '--function', 'x', '--output', 'OUT/nan.npz/v.npz'],
      2,
      'nan.npz',
    ],
    [
      'a picture of a solid',
      [
        'evaluate',
        'u',
        '--space',
        'E',
        '--dim',
        '3',
        '--grid',
        'cartesian:4x4x4',
        '--function',
        'x',
        '--output',
        out,
        '--png',
        'OUT/v.png',
      ],
      3,
      'dimension 1 or 2',
    ],
    [
      'one equation for two fields',
      ['solve', 'lap(u)', ...flat, '--fields', 'u,v', '--initial', 'x', '--t-end', '1', '--output', out],
      2,
      'one right-hand side',
    ],
    ['no time', ['solve', 'lap(u)', ...flat, '--initial', 'sin(x)', '--t-end', '0', '--output', out], 2, 'end'],
    [
      'anti-diffusion',
      ['solve', '-lap(u)', ...flat, '--initial', 'sin(3*x)', '--t-end', '90', '--output', out],
      3,
      'blows up',
    ],
    ['few snapshots for the weak form', ['discover', 'OUT/run.npz', '--grid', 'cartesian:16', '--weak'], 2, '24 snap'],
    ['data without times', ['discover', 'OUT/nan.npz'], 2, "'t'"],
    ['NaN in snapshots', ['discover', 'OUT/run.npz', '--grid', 'cartesian:16'], 2, 'NaN'],
    ['data on a curved space without grid', ['discover', 'OUT/run.npz', '--space', 'S'], 2, 'a grid'],
  ];

  it.each(cases)('%s is one line and writes nothing', (_what, argv, status, part) =>
    inFolder(async (path, files) => {
      const values = Float64Array.from({ length: 16 }, (_, i) => (i === 3 ? Number.NaN : i));
      const bytes = encodeNpz([{ name: 'values', shape: [16], data: values }]);
      const t = { name: 't', shape: [12], data: Float64Array.from({ length: 12 }, (_, k) => k) };
      const snapshots = Float64Array.from({ length: 192 }, (_, i) => values[i % 16]! + i);
      writeFileSync(path('nan.npz'), bytes);
      writeFileSync(path('short.npz'), bytes.subarray(0, 100));
      writeFileSync(path('run.npz'), encodeNpz([{ name: 'values', shape: [12, 16], data: snapshots }, t]));
      const outcome = await command(...argv.map((word) => word.replace('OUT/', path(''))).map((word) => word));
      expect(outcome).toMatchObject({ status, stdout: '' });
      expect(outcome.stderr).toMatch(/^jetgraph [a-z]+: expected [^\n]+, got [^\n]+\n$/);
      expect(outcome.stderr).toContain(part);
      expect(files()).toEqual(['nan.npz', 'run.npz', 'short.npz']);
    }),
  );
});

describe('solve --animation', () => {
  const line = ['solve', 'lap(u)', '--space', 'E', '--dim', '1', '--grid', 'cartesian:24', '--initial', 'sin(x)'];
  it('draws every snapshot with its time, all with one range', () =>
    inFolder(async (path, files) => {
      await output(
        ...[...line, '--t-end', '1', '--snapshots', '4'],
        ...['--output', path('run.npz'), '--animation', path('run.png')],
      );
      expect(files()).toEqual(['run.npz', 'run.png']);
      const { width, plays, frames } = decodeApng(readFileSync(path('run.png')));
      expect([width, plays, frames.map(({ delay }) => delay)]).toEqual([720, 0, [0.2, 0.2, 0.2, 1.5]]);
      // The title changes, and the curve; the ticks of the axes, left of the curve, stay.
      for (const { part } of frames.slice(1)) expect(part[0]).toBeGreaterThan(80);
    }));

  it('is as wide and as fast as it is told', () =>
    inFolder(async (path) => {
      await output(
        ...[
          ...line,
          '--t-end',
          '1',
          '--snapshots',
          '2',
          '--pixels',
          '240',
          '--fps',
          '0.5',
          '--output',
          path('run.npz'),
        ],
        ...['--png', path('end.png'), '--animation', path('none/yet/run.apng')],
      );
      const { width, frames } = decodeApng(readFileSync(path('none/yet/run.apng')));
      expect([width, frames.map(({ delay }) => delay)]).toEqual([240, [2, 2]]);
      expect(readFileSync(path('end.png')).readUInt32BE(16)).toBe(240);
    }));
});
