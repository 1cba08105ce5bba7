/**
 * ERA-Interim monthly means against the momentum equation: ∇Φ = f εV − V·∇V and what is missing [holton-hakim-2013]. The
 * coefficients 1 and −1 are physics; how far data stray from them is asserted with room.
 */
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { discoverBalance } from '../../src/discovery/index.js';
import { parse } from '../../src/expression/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { readDataset } from '../../src/io/index.js';
import { candidateLibrary } from '../../src/library/index.js';
import { sphere } from '../../src/space/index.js';
import { dataFile } from '../data.js';

const file = dataFile('eraint_uvz.nc');

describe.runIf(file !== undefined)('eraint_uvz.nc', () => {
  it('has the geostrophic wind and its advection in January on 200 hPa', () => {
    // Every fourth latitude and longitude; on the grid (south, east) are the directions of the frame.
    const grid = parseGrid('latlon:61x120:poles', sphere(2, 1 / 6.371e6 ** 2));
    const { variables } = readDataset(file!);
    const coarse = (name: string): Float64Array => {
      const { data } = variables.get(name)!;
      return Float64Array.from({ length: grid.size }, (_, i) => data[4 * Math.floor(i / 120) * 480 + 4 * (i % 120)]!);
    };
    const sample = {
      Phi: coarse('z'),
      V: Float64Array.from([...coarse('v').map((x) => -x), ...coarse('u')]),
      f: grid.variables.get('theta')!.map((theta) => 2 * 7.2921e-5 * Math.cos(theta)),
    };
    const target = normalize(parse('grad(Phi)', { fields: ['Phi'] }), { dimension: 2 });
    const library = candidateLibrary({
      ...{
        dimension: 2,
        edges: [0, 1],
        maxOrder: 1,
        maxDegree: 2,
        fields: ['f'],
        vectors: ['V'],
        rank: 1,
        group: 'SO',
      },
    });
    const found = discoverBalance({
      ...{ grid, target, library, samples: [sample] },
      ...{ accuracy: 4, maxTerms: 2, stabilityPairs: 2 },
    });
    const [coriolis, advection, ...others] = found.terms;
    expect([coriolis?.key, advection?.key, others]).toEqual(['eps_ab V_b f', 'V_a;b V_b', []]);
    expect(Math.abs(coriolis!.coefficient - 1)).toBeLessThan(0.05);
    expect(Math.abs(advection!.coefficient + 1)).toBeLessThan(0.15);
    expect(found.crossValidation.error).toBeLessThan(0.06);
  });
});
