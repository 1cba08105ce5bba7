/** For tests: the data of Rudy et al. on a periodic line, and noise added to data. */
import { Random } from '../../../src/base/index.js';
import { parseGrid } from '../../../src/grid/index.js';
import { readDataset } from '../../../src/io/index.js';
import { euclidean } from '../../../src/space/index.js';
import { dataFile } from '../../data.js';

/** `usol` (x by t) as one array for each time, on the grid that belongs to it. */
export function lineData(name: string) {
  const { variables } = readDataset(dataFile(name)!);
  const { shape, data } = variables.get('usol')!;
  const [nodes, count] = shape as [number, number];
  const x = variables.get('x')!.data;
  const values = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: nodes }, (_, i) => data[i * count + k]!),
  );
  const grid = parseGrid(`cartesian:${nodes}:${nodes * (x[1]! - x[0]!)}:periodic`, euclidean(1));
  return { grid, values, times: variables.get('t')!.data };
}

/** Gaussian noise of `level` standard deviations of all values. */
export function noisy(values: readonly Float64Array[], level: number, seed: number): Float64Array[] {
  const random = new Random(seed);
  const all = values.flatMap((slice) => [...slice]);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length);
  return values.map((slice) => slice.map((x) => x + level * deviation * random.normal()));
}
