/** Libraries as source, run by the interpreters and compilers that are there, against the plain meaning of programs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import {
  candidateLibrary,
  type LibraryEntry,
  type LibraryOptions,
  librarySource,
  type SourceLanguage,
} from '../../src/library/index.js';
import { componentProgram, interpret } from '../../src/program/index.js';

const folder = mkdtempSync(join(tmpdir(), 'library-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

const runs = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const hasNumpy = runs('python3', '-c', 'import numpy');
const hasSympy = runs('python3', '-c', 'import sympy');
const hasCompiler = runs('cc', '--version');

const cases: readonly (readonly [string, LibraryOptions])[] = [
  ['scalars', { dimension: 2, edges: [0, 2], maxDegree: 3 }],
  ['two fields, oriented', { dimension: 2, edges: [0, 1], maxDegree: 2, fields: ['u', 'lambda'], group: 'SO' }],
  ['a vector field', { dimension: 3, edges: [0, 1], maxDegree: 2, fields: ['p'], vectors: ['X'], rank: 1 }],
  ['on the line', { dimension: 1, edges: [0, 2], maxDegree: 2, maxOrder: 3, group: 'SO' }],
];

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const python = (name: string, text: string): unknown => {
  const { stdout, stderr, status } = spawnSync('python3', [write(name, text)], { encoding: 'utf8', cwd: folder });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

/** The features at a point whose jet components are 0.1, 0.3, …, by the interpreter. */
function expected(library: readonly LibraryEntry[], dimension: number): { inputs: number[]; features: number[] } {
  const program = componentProgram(
    library.map(({ graph }) => GraphSum.of(graph)),
    dimension,
  );
  const inputs = program.slots.map((_, k) => 0.1 + 0.2 * k);
  return { inputs, features: interpret(program, inputs) };
}

function expectClose(got: readonly number[], wanted: readonly number[]): void {
  expect(got).toHaveLength(wanted.length);
  got.forEach((x, k) => {
    expect(Math.abs(x - wanted[k]!)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(wanted[k]!)));
  });
}

describe.each(cases)('a library of %s', (_, options) => {
  const library = candidateLibrary(options);
  const { inputs, features } = expected(library, options.dimension);
  const source = (language: SourceLanguage): string => librarySource(library, options.dimension, language);

  it('in JavaScript', async () => {
    const url = `data:text/javascript,${encodeURIComponent(source('js'))}`;
    const module = (await import(url)) as { features: (...x: number[]) => number[]; names: string[]; inputs: string[] };
    expectClose(module.features(...inputs), features);
    expect(module.names).toHaveLength(features.length);
    expect(module.inputs).toHaveLength(inputs.length);
  });

  it.skipIf(!hasNumpy)('in NumPy, for arrays that broadcast', () => {
    const main = `import json
${source('numpy')}
given = ${JSON.stringify(inputs)}
at_point = features(*given)
at_many = features(np.full((3, 1), given[0]), *given[1:])
assert at_many.shape == (len(NAMES), 3, 1) if given else True
print(json.dumps([at_point.tolist(), at_many[:, 1, 0].tolist()]))
`;
    const [point, many] = python('broadcast.py', main) as [number[], number[]];
    expectClose(point, features);
    expectClose(many, features);
  });

  it.skipIf(!hasSympy)('in SymPy', () => {
    const main = `import json
${source('sympy')}
values = dict(zip(INPUTS, ${JSON.stringify(inputs)}))
print(json.dumps([float(feature.subs(values)) for feature in FEATURES.values()]))
`;
    expectClose(python('symbols.py', main) as number[], features);
  });

  it.skipIf(!hasCompiler)('in C', () => {
    const main = `${source('c')}
#include <stdio.h>
int main(void) {
  const double values[] = { ${inputs.join(', ')} };
  const double *input[${inputs.length}];
  double out[${features.length}];
  for (int k = 0; k < ${inputs.length}; k++) input[k] = &values[k];
  features(1, input, out);
  for (int k = 0; k < ${features.length}; k++) printf("%.17g\\n", out[k]);
}
`;
    const program = join(folder, 'features');
    const compiled = spawnSync(
      'cc',
      ['-std=c11', '-Wall', '-Wextra', '-Werror', '-Wno-unused-variable', write('features.c', main), '-o', program],
      { encoding: 'utf8' },
    );
    expect(compiled.stderr).toBe('');
    const { stdout } = spawnSync(program, [], { encoding: 'utf8' });
    expectClose(stdout.trim().split('\n').map(Number), features);
  });
});

describe.skipIf(!hasNumpy)('derivatives in the NumPy module', () => {
  // Plane waves: u = sin(x + 2y), X = (cos(x - y), sin(x)); all features are known functions.
  const grid = `
def plane(N):
    axis = np.arange(N) * 2 * np.pi / N
    return np.meshgrid(axis, axis, indexing="ij"), 2 * np.pi / N
`;

  it.each([2, 4, 6])('converge at order %i', (accuracy) => {
    const library = candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 2, vectors: ['X'] });
    const names = library.map(({ graph }) => graph.key);
    for (const key of ['u_aa', 'u_a u_a', 'X_a;a', 'u_a X_a']) expect(names).toContain(key);
    const main = `import json
${librarySource(library, 2, 'numpy')}${grid}
errors = []
for N in (24, 48):
    (x, y), h = plane(N)
    X = np.stack([np.cos(x - y), np.sin(x)])
    found = dict(zip(NAMES, features(*jets(h, ${accuracy}, u=np.sin(x + 2 * y), X=X))))
    exact = {
        "u_aa": -5 * np.sin(x + 2 * y),
        "u_a u_a": 5 * np.cos(x + 2 * y) ** 2,
        "X_a;a": -np.sin(x - y),
        "u_a X_a": np.cos(x + 2 * y) * (X[0] + 2 * X[1]),
    }
    errors.append([np.abs(found[key] - exact[key]).max() for key in exact])
print(json.dumps(errors))
`;
    const [coarse, fine] = python('waves.py', main) as [number[], number[]];
    for (const [k, error] of coarse.entries()) {
      expect(Math.log2(error / fine[k]!)).toBeGreaterThan(accuracy - 0.3);
    }
  });

  it('are exact on a chunk that overlaps its neighbours by the width that the module names', () => {
    const library = candidateLibrary({ dimension: 2, edges: [1, 2], maxDegree: 2 });
    const main = `import json
${librarySource(library, 2, 'numpy')}${grid}
(x, y), h = plane(48)
u = np.sin(x + np.cos(2 * y))
whole = features(*jets(h, 4, u=u))
d = overlap(4)
chunk = features(*jets(h, 4, u=u[10 - d : 30 + d, 5 - d : 25 + d]))[:, d:-d, d:-d]
print(json.dumps(np.abs(chunk - whole[:, 10:30, 5:25]).max()))
`;
    expect(python('chunk.py', main)).toBe(0);
  });

  it('serve the class that PySINDy takes', () => {
    const library = candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 2, vectors: ['X'] });
    const main = `import json
${librarySource(library, 2, 'pysindy')}${grid}
(x, y), h = plane(24)
u, X = np.sin(x + 2 * y), np.stack([np.cos(x - y), np.sin(x)])
parts = {"u": [u], "X": list(X)}
data = np.stack([c for name, _ in FIELDS for c in parts[name]], axis=-1)
library = EquivariantLibrary(h, accuracy=4)
one = np.asarray(library.fit(data).transform(data))
series = np.asarray(library.fit([np.stack([data, 2 * data], axis=-2)]).transform([np.stack([data, 2 * data], axis=-2)])[0])
direct = np.moveaxis(features(*jets(h, 4, u=u, X=X)), 0, -1)
refused = ""
try:
    library.fit(data[..., :1])
except ValueError as error:
    refused = str(error)
print(json.dumps([
    np.abs(one - direct).max(), list(series.shape), np.abs(series[..., 0, :] - direct).max(),
    library.get_feature_names() == list(NAMES), library.n_output_features_, refused,
]))
`;
    expect(python('pysindy_like.py', main)).toEqual([
      0,
      [24, 24, 2, library.length],
      0,
      true,
      library.length,
      'expected 3 coordinates on the last axis, got 1',
    ]);
  });

  it('say what is wrong with their input', () => {
    const library = candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 1 });
    const main = `import json
${librarySource(library, 2, 'numpy')}
said = []
for call in (lambda: jets(1.0, v=np.zeros((8, 8))), lambda: jets(1.0, u=np.zeros(8)), lambda: jets(1.0, 3, u=np.zeros((8, 8))), lambda: jets(1.0, 6, u=np.zeros((4, 8)))):
    try:
        call()
    except ValueError as error:
        said.append(str(error))
print(json.dumps(said))
`;
    expect(python('wrong.py', main)).toEqual([
      "expected the field 'u', got v",
      "expected 'u' with 2 axes after its components, got shape (8,)",
      'expected an even accuracy of 2 or more, got 3',
      'expected 7 points or more along axis 0, got 4',
    ]);
  });
});

it('refuses an unknown language and an empty library', () => {
  const library = candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 1 });
  expect(() => librarySource(library, 2, 'fortran' as SourceLanguage)).toThrow(InvalidInput);
  expect(() => librarySource([], 2, 'c')).toThrow('at least one operator');
});
