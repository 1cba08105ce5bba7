/** Wrong input: one line on standard error that says what was expected and what came, and nothing written. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeNpz } from '../../src/io/index.js';
import { command, inFolder, type Outcome } from './command.js';

const line = '--space E --dim 1 --grid cartesian:16';
const sphere = '--space S --grid latlon:8x16';
const out = '--output OUT/v.npz';
const film = `solve lap(u) ${line} --initial sin(x) --t-end 1 ${out} --animation`;

/** Words separated by spaces; quotes hold one together. */
const split = (text: string): string[] => [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, a, b]) => a ?? b!);

function expectRefusal(outcome: Outcome, status: number, part: string): void {
  expect(outcome.stderr).toContain(part);
  expect(outcome).toMatchObject({ status, stdout: '' });
  expect(outcome.stderr).toMatch(/^jetgraph( [a-z]+)?: expected [^\n]+, got [^\n]+\.\n$/);
  expect(outcome.stderr).not.toMatch(/\.\.( |\n)|\bat .*:\d+:\d+/);
}

describe('symbols', () => {
  it.each<[string, number, string]>([
    ['enumerate', 2, 'the option --edges <E|A..B>, got none'],
    ['enumerate --edges 2.5', 2, "got '2.5'"],
    ['enumerate --edges 2 extra', 2, 'too many arguments'],
    ['enumerate --edges 2 --format xml', 2, "'xml'"],
    ['enumerate --edges 2 --format json --max-degree x', 2, "--max-degree to be a whole number of at least 0, got 'x'"],
    ['enumerate --edges 2 --format json --group SO', 2, '--dim with --group SO'],
    ['enumerate --edges 31 --format json', 3, 'at most 30 edges'],
    ['enumerate --edges 2 --vertices 3..1', 2, 'A ≤ B'],
    ['enumerate --edges 2 --components x', 2, '--components'],
    [`normalize ${new Array(20000).fill('u').join('+')}`, 3, 'nested too deeply'],
    ['enumerate --edges 2 --dim 2', 2, '--dim only with --group SO'],
    ['enumerate --edges 2 --isolated 0..99', 2, 'isolated'],
    ['enumerate --edges 11 --fields u,v,w,x1,x2,x3,x4,x5,x6,x7', 3, 'blocks'],
    ['enumerate --edges 2 --output /dev/null', 2, 'which is no file'],
    ['reduce lap(u)^11 --dim 10', 3, 'dimension up to 8'],
    ['enumerate --edges 2 --threads 0', 2, '--threads to be a whole number'],
    ['enumerate --edges 2 --shard 3/2', 2, 'i/k'],
    ['enumerate --edges 2 --output /dev/null/x', 2, 'a file that can be written'],
    ['enumerate --edges 2 --legs -1', 2, "got '-1'"],
    ['enumerate --edges 2 --degrees 1,x', 2, "got 'x'"],
    ['enumerate --edges 2 --degrees 1,1', 2, "sum 4, got '1,1' with sum 2"],
    ['enumerate --edges 2 --fields u,', 2, "got 'u,'"],
    ['enumerate --edges 2 --fields u,u', 2, "'u' twice"],
    ['enumerate --edges 2 --fields 1u', 2, "'1u'"],
    ['enumerate --edges 2 --group SO --dim 0', 2, '--dim to be a whole number from 1'],
    ['count --edges -1', 2, '--edges'],
    ['count --edges 2 --dim 0', 2, '--dim'],
    ['count --edges 2 --dim two', 2, "'two'"],
    ['count --edges 51', 3, 'at most 50 edges'],
    ['count --edges 2 --by edges', 2, "'edges'"],
    ['relations --edges 3', 2, 'the option --dim <n>, got none'],
    ['relations --edges 3..4 --dim 2', 2, "'3..4'"],
    ['relations --edges -1 --dim 2', 2, '--edges'],
    ['relations --edges 3 --dim 0', 2, '--dim'],
    ['relations --edges 3 --dim 2 --degrees 2,2', 2, 'sum 6'],
    ['relations --edges 20 --dim 2', 3, 'at most 8 edges'],
    ['relations --edges 3 --dim 2 --fields kappa', 2, "'kappa'"],
    ['reduce lap(u)', 2, 'the option --dim <n>, got none'],
    ['reduce lap(u) --dim 0', 2, '--dim'],
    ['reduce [u_aaa] --dim 2', 2, "'a' 3 times"],
    ['reduce lap(w) --dim 2', 2, 'a field (u)'],
    ['reduce "[eps_ab u_a v_b]" --fields u,v --dim 3', 2, '3 indices'],
    ['normalize ""', 2, 'an expression'],
    ['normalize []', 2, 'a graph in index notation'],
    ['normalize "[u_ab"', 2, 'an expression'],
    ['normalize 1/u', 2, 'a nonzero number as divisor'],
    ['normalize u/0', 2, 'a nonzero number as divisor'],
    ['normalize u^0.5', 2, 'whole exponent'],
    ['normalize "u = 3"', 2, 'the functions of the language'],
    ['normalize lap(u,u)', 2, 'lap with 1 argument'],
    ['normalize contract(hess(u),1,3)', 2, 'from 1 to 2'],
    ['normalize trace(u)', 2, 'rank 2'],
    ['normalize u --curvature 1/0', 2, 'a nonzero denominator, got 0.'],
    ['normalize u --dim 40', 2, 'from 1 to 16'],
    ['normalize euler(grad(u))', 2, 'a scalar, got rank 1'],
    ['classify grad(u)', 2, 'a scalar operator'],
    ['classify grad(grad(X)) --vectors X', 2, "one of rank 1, that of 'X'"],
    ['classify dot(h,h)-hess(u) --tensors h:antisymmetric', 2, 'antisymmetric values'],
    ['classify lap(u) --field v', 2, 'a field (u)'],
    ['classify bracket(u,v) --fields u,v --dim 3', 2, 'dimension 2'],
    ['classify lap(u) --dim 0', 2, '--dim'],
    ['classify lap(u) --curvature x', 2, "'x'"],
    ['equal u', 2, "missing required argument 'B'"],
    ['equal u [u_aaa]', 2, "'a' 3 times"],
    ['equal u lap(w)', 2, 'a field (u)'],
    ['equal u u --dim 0', 2, '--dim'],
    ['normalize X --tensors X:odd', 2, 'symmetric, antisymmetric, general'],
    ['normalize X --tensors X:general:0', 2, 'from 1 to 6'],
    ['normalize X --tensors X:general,X:general', 2, "'X' twice"],
    ['normalize u --fields u --vectors u', 2, "'u' twice"],
    ['normalize [X_ab] --vectors X', 2, '1 value index'],
    ['normalize X*X --vectors X', 2, 'a scalar factor'],
    ['library --edges 1 --max-degree 1', 2, '--dim'],
    ['library --dim 0 --edges 1 --max-degree 1', 2, '--dim'],
    ['library --dim 2 --edges -1 --max-degree 1', 2, '--edges'],
    ['library --dim 2 --edges 1 --max-degree 0', 2, '--max-degree'],
    ['library --dim 2 --edges 1 --max-degree 1 --max-order -1', 2, "got '-1'"],
    ['library --dim 2 --edges 1 --max-degree 1 --emit pdf', 2, "'pdf'"],
    ['library --dim 2 --edges 1 --max-degree 1 --class gradient-flow --fields u,v', 2, 'one field'],
    ['library --dim 2 --edges 1 --max-degree 1 --class divergence --vectors X', 3, 'scalar fields with --class'],
    ['-x', 2, 'unknown command'],
    ['"" --edges 2', 2, 'jetgraph'],
    ['--format json count', 2, "unknown option '--format'"],
  ])('jetgraph %s', async (text, status, part) => {
    expectRefusal(await command(...split(text)), status, part);
  });
});

describe('numbers and files', () => {
  const values = Float64Array.from({ length: 16 }, (_, i) => Math.sin(i));
  const t = { name: 't', shape: [12], data: Float64Array.from({ length: 12 }, (_, k) => k) };
  const run = encodeNpz([
    { name: 'values', shape: [12, 16], data: Float64Array.from({ length: 192 }, (_, i) => Math.sin(i)) },
    t,
  ]);
  const gap = values.map((value, i) => (i === 3 ? Number.NaN : value));
  /** The header of a MAT 5 file, and the first bytes of a variable that goes on for 4096 more. */
  const mat = Buffer.alloc(160);
  mat.write('MATLAB 5.0 MAT-file', 0);
  mat.writeUInt16LE(0x0100, 124);
  mat.write('IM', 126);
  mat.writeUInt32LE(14, 128);
  mat.writeUInt32LE(4096, 132);
  const given: Readonly<Record<string, Uint8Array>> = {
    'u.npz': encodeNpz([{ name: 'values', shape: [16], data: values }]),
    'nan.npz': encodeNpz([{ name: 'values', shape: [16], data: gap }]),
    'run.npz': run,
    'short.npz': run.subarray(0, run.length - 40),
    'short.mat': mat,
  };

  it.each<[string, number, string]>([
    [`evaluate u --space E --dim 1 --grid cartesian:0 --function x ${out}`, 2, 'numbers of points'],
    [`evaluate u --space E --dim 1 --grid cartesian:16x16 --function x ${out}`, 2, 'numbers of points along one axis'],
    [`evaluate u --space E --dim 1 --grid cartesian:16:0 --function x ${out}`, 2, 'a length > 0'],
    [`evaluate u --space E --grid cartesian:99999x99999 --function x ${out}`, 3, 'nodes'],
    [`evaluate u --space S --grid latlon:8x15 --function x ${out}`, 2, 'an even number of longitudes'],
    [`evaluate u --space S --dim 3 --grid latlon:8x16 --function x ${out}`, 2, 'dimension 2'],
    [`evaluate u --space S --dim 0 --grid latlon:8x16 --function x ${out}`, 2, '--dim'],
    [`evaluate u --space X --grid latlon:8x16 --function x ${out}`, 2, "'X'"],
    [`evaluate u --space H --grid halfplane:16x16:2:3..1 --function y ${out}`, 2, 'Y0..Y1'],
    [`evaluate u --space S --grid icosahedral:40 --function x ${out}`, 2, 'the number of bisections'],
    [`evaluate u --space H --grid disk:16x16:1.5 --function x ${out}`, 2, 'a radius below 1'],
    [`evaluate u ${line} --accuracy 3 --function x ${out}`, 2, "'3'"],
    [`evaluate u ${line} --curvature 1 --function x ${out}`, 2, 'curvature 0'],
    [`evaluate ${line} --function x ${out}`, 2, "missing required argument 'expressions'"],
    [`evaluate u ${line} --function x`, 2, 'the option --output <file>, got none'],
    [`evaluate lap(w) ${line} --function x ${out}`, 2, 'a field (u)'],
    [`evaluate [u_aaa] ${line} --function x ${out}`, 2, "'a' 3 times"],
    [`evaluate "[eps_a u_a]" ${sphere} --function x ${out}`, 2, 'a volume form with 2 indices'],
    [`evaluate u ${line} --function "sin(" ${out}`, 2, 'a function of the coordinates'],
    [`evaluate u ${line} --function sqrt(x-100) ${out}`, 2, 'finite values'],
    [`evaluate u ${line} --function x --function x ${out}`, 2, "one set of values of 'u'"],
    [`evaluate a*u ${line} --function x --param a ${out}`, 2, '--param name=value'],
    [`evaluate a*u ${line} --function x --param a=x ${out}`, 2, '--param a to be a number'],
    [`evaluate a*u ${line} --function x --param a=1 --param a=2 ${out}`, 2, "'a' twice"],
    [`evaluate u ${line} --function x --param b=1 ${out}`, 2, "no --param, got 'b'"],
    [`evaluate u ${line} --input OUT/u.npz:w ${out}`, 2, "'w'"],
    [`evaluate u ${line} --input OUT/run.npz ${out}`, 2, '12×16'],
    [`evaluate u ${line} --input OUT ${out}`, 2, 'a file that can be read'],
    [`evaluate u ${line} --input OUT/none.mat ${out}`, 2, 'none.mat'],
    [`evaluate u ${line} --input OUT/short.npz ${out}`, 2, 'short.npz'],
    [`evaluate u ${line} --input OUT/short.mat ${out}`, 2, 'short.mat'],
    [`evaluate u ${line} --input OUT/nan.npz ${out}`, 2, 'NaN'],
    [`evaluate u ${line} --function x --output OUT`, 2, 'the name of a file'],
    [`evaluate u ${line} --function x ${out} --png OUT/u.npz/v.png`, 2, 'u.npz'],
    [`evaluate u ${line} --function x ${out} --png OUT/w.npz`, 2, '--png with a file name that ends in .png'],
    [
      `evaluate u ${line} --function x --output OUT/v.png --png OUT/v.npz`,
      2,
      'ends in .npz, .nc, .nc4, .zarr or .parquet',
    ],
    [`solve u v --fields u,t ${line} --initial x --initial t=x --t-end 1 ${out}`, 2, "x, got 't'"],
    [`solve u v --fields x,v ${line} --initial x --initial v=x --t-end 1 ${out}`, 2, "x, got 'x'"],
    [`compile u`, 2, '--space'],
    [`compile grad(u) ${line}`, 2, 'rank 1'],
    [`compile lap(u) --space E --dim 1 --grid cartesian:2`, 2, 'at least 5 points along x'],
    [`compile u ${line} --target ruby`, 2, "--target <target> among auto, js, wasm, c, numpy, wgsl, got 'ruby'"],
    [`compile u --space H --grid disk:8x16:neuman`, 2, "a radius, neumann, dirichlet, got 'neuman'"],
    [`compile u --space S --grid disk:8x16`, 2, 'Hint: there are latlon, healpix'],
    [`compile u --space S --grid sphere:8`, 2, "tiling, cloud, got 'sphere'"],
    [`evaluate u ${line} --function v=x ${out}`, 2, 'Hint: --fields declares more'],
    [`evaluate u ${line} ${out}`, 2, 'a function of the coordinates as u=…'],
    [`solve lap(u) ${line} --initial sin(x) ${out}`, 2, '--t-end'],
    [`${film} OUT/a.gif`, 2, "a.gif'"],
    [`${film} OUT/a`, 2, '--animation with a file name that ends in .png or .apng'],
    [`${film} OUT/u.npz/a.png`, 2, 'u.npz/a.png'],
    [`${film} OUT/a.png --snapshots 0`, 2, "--snapshots to be a whole number of at least 2, got '0'"],
    [`${film} OUT/a.png --snapshots 1`, 2, "--snapshots to be a whole number of at least 2, got '1'"],
    [`${film} OUT/a.png --png OUT/a.png`, 2, 'other than that of --png'],
    [`${film} OUT/a.png --fps 0`, 2, "--fps from 0.1 to 50, got '0'"],
    [`${film} OUT/a.png --fps fast`, 2, "--fps to be a number, got 'fast'"],
    [`${film} OUT/a.png --pixels 20`, 2, "--pixels to be a whole number from 100 to 8000, got '20'"],
    [`solve u ${line} --initial x --t-end 1 ${out} --fps 5`, 2, '--fps with --animation, got none'],
    [`solve u ${line} --initial x --t-end 1 ${out} --pixels 500`, 2, '--pixels with a picture to draw, got none'],
    [`solve lap(u) ${line} --initial sin(x) --t-end x ${out}`, 2, "'x'"],
    [`solve lap(u) ${line} --initial sin(x) --t-end -1 ${out}`, 2, 'after the start'],
    [`solve lap(u) ${line} --initial sin(x) --t-end Infinity ${out}`, 2, "'Infinity'"],
    [`solve lap(u) ${line} --initial sin(x) --t-end 1 --snapshots 1 ${out}`, 2, '--snapshots'],
    [`solve lap(u) ${line} --initial sin(x) --t-end 1 --snapshots 5000000000 ${out}`, 3, 'fewer --snapshots'],
    [`evaluate [u_aabb] --space S --grid latlon:12x12 --accuracy 6 --function z ${out}`, 2, 'points along phi'],
    [`evaluate lap(u) --space E --dim 1 --grid cartesian:16:1e-200 --function x ${out}`, 3, 'lengths from 1e-40'],
    [`evaluate lap(u) ${sphere} --curvature 1e-300 --function z ${out}`, 3, '--curvature of size'],
    [
      `solve lap(u) ${line} --initial sin(x) --t-end 1 --tolerance 1e10 ${out}`,
      2,
      'relativeTolerance from 0 to below 1',
    ],
    [`solve lap(u) ${line} --initial sin(x) --t-end 1 --tolerance -1 ${out}`, 2, 'olerance'],
    [`solve lap(u) ${line} --initial sin(x) --t-end 1 --method euler ${out}`, 2, "'euler'"],
    [`solve lap(u) ${line} --t-end 1 ${out}`, 2, "values of the field 'u'"],
    [`solve a*lap(u) ${line} --initial sin(x) --t-end 1 ${out}`, 2, "parameter 'a'"],
    [`solve grad(u) ${line} --initial sin(x) --t-end 1 ${out}`, 2, 'rank 1'],
    [`solve lap(u) ${line} --initial OUT/none.npz --t-end 1 ${out}`, 2, 'none.npz'],
    [`solve lap(u) ${line} --initial OUT/nan.npz --t-end 1 ${out}`, 2, 'NaN'],
    [`solve lap(u) ${line} --initial sin(x) --t-end 1 --output OUT/u.npz/v.npz`, 2, 'u.npz'],
    [`solve u^3+lap(u) ${line} --initial 3+sin(x) --t-end 10 ${out}`, 3, 'blows up'],
    [`discover`, 2, "missing required argument 'file'"],
    [`discover OUT/none.npz`, 2, 'none.npz'],
    [`discover OUT/short.npz`, 2, 'short.npz'],
    [`discover OUT/short.mat`, 2, 'short.mat'],
    [`discover OUT/u.npz`, 2, "times in a variable 't'"],
    [`discover OUT/run.npz`, 2, "coordinates 'x'"],
    [`discover OUT/run.npz --grid cartesian:15`, 2, 'shape 15'],
    [`discover OUT/run.npz --grid cartesian:16 --var w`, 2, "'w'"],
    [`discover OUT/run.npz --grid cartesian:16 --dim 0`, 2, '--dim'],
    [`discover OUT/run.npz --grid cartesian:16 --max-terms 0`, 2, '--max-terms'],
    [`discover OUT/run.npz --grid cartesian:16 --confidence 2`, 2, 'a confidence between 0 and 1'],
    [`discover OUT/run.npz --grid cartesian:16 --resamples 3`, 2, '--resamples'],
    [`discover OUT/run.npz --grid cartesian:16 --search best`, 2, "'best'"],
    [`discover OUT/run.npz --grid cartesian:16 --criterion p`, 2, "'p'"],
    [`discover OUT/run.npz --grid cartesian:16 --stability x`, 2, '--stability'],
    [`discover OUT/run.npz --grid cartesian:16 --report OUT/r.txt`, 2, '.html'],
    [`discover OUT/run.npz --grid cartesian:16 --json OUT/r.html`, 2, '.json'],
    [`discover OUT/run.npz --grid cartesian:16 --hold-out 2`, 2, '--hold-out from 0 to 0.9'],
    [`discover OUT/run.npz --grid cartesian:16 --hold-out 0.9`, 2, '3 to learn from'],
    [`discover OUT/run.npz --grid cartesian:16 --noise -1`, 2, '--noise'],
    [`discover OUT/run.npz --grid cartesian:16 --seed x`, 2, '--seed'],
    [`discover OUT/run.npz --grid cartesian:16 --edges 9..3`, 2, 'A ≤ B'],
    [`discover OUT/run.npz --grid cartesian:16 --weak --strong`, 2, "'--weak'"],
    [`discover OUT/run.npz --space S --grid healpix:4`, 2, 'snapshots of shape 192'],
  ])('jetgraph %s', (text, status, part) =>
    inFolder(async (path, files) => {
      for (const [name, bytes] of Object.entries(given)) writeFileSync(path(name), bytes);
      const folder = path('').slice(0, -1);
      expectRefusal(await command(...split(text).map((word) => word.replace('OUT', folder))), status, part);
      expect(files()).toEqual(Object.keys(given).sort());
    }),
  );
});
