/** The emitted C and NumPy, compiled and run where there is a compiler or a Python with NumPy, against the JavaScript. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { type ChartForm, chartArguments, chartCode, chartForm, coordinateChart } from '../../src/chart/index.js';
import { parse } from '../../src/expression/index.js';

const works = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
const compiler = works('gcc', '--version');
const python = works('python3', '-c', 'import numpy');

const folder = mkdtempSync(join(tmpdir(), 'jetgraph-chart-'));
afterAll(() => rmSync(folder, { recursive: true }));

const cases: readonly (readonly [expression: string, chart: string, dimension: number])[] = [
  ['lap(lap(u))', 'latlon', 2],
  ['hess(u)', 'latlon', 2],
  ['a*det(hess(u)) + kappa*u*f/7', 'stereographic', 2],
  ['dot(grad(u), dot(hess(f), grad(u))) - lambda*u', 'halfplane', 2],
  ['grad(u*lap(f))', 'disk', 3],
  ['rot(grad(u))', 'conformal:exp(x)/sqrt(1+y^2)', 2],
  ['det(hess(u))', 'conformal:x^(1/3) + asin(y/9) + pi', 2],
  ['bracket(u, f)*double', 'conformal:cosh(x)+sinh(y)^2', 2],
];

const forms = cases.map(([expression, chart, dimension]): ChartForm => {
  const sum = normalize(parse(expression, { fields: ['u', 'f'] }), { dimension });
  return chartForm(sum, coordinateChart(chart, { dimension }));
});

const random = new Random(11);
const inputs = forms.map((form) => chartArguments(form).map(() => 0.2 + random.uniform()));

const expected = forms.map((form, k) => {
  const run = new Function(`return ${chartCode(form, 'js')}`)() as (...x: number[]) => unknown;
  const value = run(...inputs[k]!);
  return (form.rank === 0 ? [value] : value) as number[];
});

function compare(printed: string): void {
  const lines = printed.trim().split('\n');
  expect(lines).toHaveLength(cases.length);
  lines.forEach((line, k) => {
    const values = line.split(' ').map(Number);
    expect(values).toHaveLength(expected[k]!.length);
    // The functions of the libraries differ in the last place.
    values.forEach((value, i) => {
      const goal = expected[k]![i]!;
      expect(Math.abs(value - goal), cases[k]!.join(' ')).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(goal)));
    });
  });
}

describe('emitted code', () => {
  it.runIf(compiler)('C', () => {
    const functions = forms.map((form, k) => chartCode(form, 'c', { name: `operator${k}` }));
    const calls = forms.map((form, k) => {
      const given = inputs[k]!.join(', ');
      if (form.rank === 0) return `printf("%.17g\\n", operator${k}(${given}));`;
      const size = form.components.length;
      const print = Array.from(
        { length: size },
        (_, i) => `printf("%.17g${i + 1 < size ? ' ' : '\\n'}", r${k}[${i}]);`,
      );
      return `double r${k}[${size}]; operator${k}(${given}, r${k}); ${print.join(' ')}`;
    });
    const source = `#include <stdio.h>\n${functions.join('\n\n')}\nint main(void) {\n${calls.join('\n')}\nreturn 0;\n}\n`;
    const [file, program] = [join(folder, 'chart.c'), join(folder, 'chart')];
    writeFileSync(file, source);
    const made = spawnSync(
      'gcc',
      ['-O1', '-Wall', '-Wextra', '-Werror', '-Wno-unused-parameter', '-std=c99', '-o', program, file, '-lm'],
      {
        encoding: 'utf8',
      },
    );
    expect(made.stderr).toBe('');
    compare(spawnSync(program, { encoding: 'utf8' }).stdout);
  });

  it.runIf(python)('NumPy, on arrays', () => {
    const parts = forms.map((form, k) => {
      const given = inputs[k]!.map((x) => `np.array([${x}, ${x}])`).join(', ');
      const call = `operator${k}(${given})`;
      const list = form.rank === 0 ? `[${call}]` : call;
      return `${chartCode(form, 'numpy', { name: `operator${k}` })}\n\nprint(*[repr(float(np.broadcast_to(v, 2)[1])) for v in ${list}])`;
    });
    const { stdout, stderr } = spawnSync('python3', ['-c', parts.join('\n\n')], { encoding: 'utf8' });
    expect(stderr).toBe('');
    compare(stdout);
  });
});
