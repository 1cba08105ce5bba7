import { describe, expect, it } from 'vitest';
import { decodeDataset, readDataset } from '../../src/io/index.js';
import { dataFile } from '../data.js';
import { type MatArray, matFile } from '../oracle/matfile.js';

const read = (arrays: readonly MatArray[], little = true) => decodeDataset(matFile(arrays, little), 'test.mat');

describe('MAT 5', () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('turns 2×3 into C order (little endian %s, compressed %s)', (little, compressed) => {
    const a = { name: 'a', shape: [2, 3], values: [11, 21, 12, 22, 13, 23], compressed };
    const dataset = read([a, { name: 'b', shape: [1, 2], values: [0.5, -1e300] }], little);
    expect(dataset.format).toBe('mat5');
    expect(dataset.variables.get('a')).toMatchObject({ shape: [2, 3], data: Float64Array.of(11, 12, 13, 21, 22, 23) });
    expect(dataset.variables.get('b')!.data).toEqual(Float64Array.of(0.5, -1e300));
  });

  it.each(['Int8', 'Uint8', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64'] as const)(
    'reads values stored as %s',
    (stored) => {
      const values = stored.startsWith('U') ? [0, 1, 200] : [0, -1, 100];
      for (const count of [1, 3]) {
        const a = { name: 'long_name', shape: [count, 1], values: values.slice(-count), stored };
        expect([...read([a], false).variables.get('long_name')!.data]).toEqual(values.slice(-count));
      }
    },
  );

  it('keeps the index order of arrays of rank 3', () => {
    const values = [];
    for (let k = 0; k < 4; k++)
      for (let j = 0; j < 3; j++) for (let i = 0; i < 2; i++) values.push(100 * i + 10 * j + k);
    const { data } = read([{ name: 'a', shape: [2, 3, 4], values }]).variables.get('a')!;
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 3; j++)
        for (let k = 0; k < 4; k++) expect(data[(i * 3 + j) * 4 + k]).toBe(100 * i + 10 * j + k);
  });

  it('splits complex arrays and skips other classes by name', () => {
    const dataset = read([
      { name: 'z', shape: [1, 2], values: [1, 2], imaginary: [3, 4] },
      { name: 'note', shape: [1, 1], values: [65], class: 4 },
      { name: 's', shape: [1, 1], values: [0], class: 2 },
      { name: 'empty', shape: [0, 3], values: [] },
    ]);
    expect(dataset.variables.get('z')!.data).toEqual(Float64Array.of(1, 2));
    expect(dataset.variables.get('z_imag')!.data).toEqual(Float64Array.of(3, 4));
    expect(dataset.variables.get('empty')!.shape).toEqual([0, 3]);
    expect([...dataset.skipped]).toEqual([
      ['note', 'text'],
      ['s', 'a struct'],
    ]);
  });
});

/** Values u[i][j], first axis space, and the steps of a uniform grid. */
function field(path: string) {
  const { variables } = readDataset(path);
  const u = variables.get('usol')!;
  const step = (name: string): number => variables.get(name)!.data[1]! - variables.get(name)!.data[0]!;
  const [nx, nt] = u.shape as [number, number];
  return { at: (i: number, j: number) => u.data[i * nt + j]!, dx: step('x'), dt: step('t'), nx, nt };
}

const burgers = dataFile('burgers.mat');
describe.runIf(burgers !== undefined)('burgers.mat (in $JETGRAPH_DATA or ../shared/data)', () => {
  it('satisfies u_t + u u_x = 0.1 u_xx up to the error of central differences', () => {
    const { at, dx, dt, nx, nt } = field(burgers!);
    expect([nx, nt, dx, dt]).toEqual([256, 101, 0.0625, 0.1]);
    let residual = 0;
    let size = 0;
    for (let i = 1; i < nx - 1; i++) {
      for (let j = 1; j < nt - 1; j++) {
        const ut = (at(i, j + 1) - at(i, j - 1)) / (2 * dt);
        const ux = (at(i + 1, j) - at(i - 1, j)) / (2 * dx);
        const uxx = (at(i + 1, j) - 2 * at(i, j) + at(i - 1, j)) / dx ** 2;
        residual += (ut + at(i, j) * ux - 0.1 * uxx) ** 2;
        size += ut ** 2;
      }
    }
    expect(Math.sqrt(residual / size)).toBeLessThan(0.05);
  });
});

const kdv = dataFile('kdv.mat');
describe.runIf(kdv !== undefined)('kdv.mat (in $JETGRAPH_DATA or ../shared/data)', () => {
  it('conserves the integrals of u and u², as Korteweg–de Vries does', () => {
    const { at, nx, nt } = field(kdv!);
    expect([nx, nt]).toEqual([512, 201]);
    const integral = (j: number, power: number): number => {
      let sum = 0;
      for (let i = 0; i < nx; i++) sum += at(i, j) ** power;
      return sum;
    };
    for (const power of [1, 2]) {
      for (const j of [50, 100, 200]) expect(integral(j, power) / integral(0, power)).toBeCloseTo(1, 3);
    }
  });
});
