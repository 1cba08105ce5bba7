/**
 * Candidate libraries with structure: all divergences, which conserve ∫ u, or all right-hand sides −E(L) of gradient flows,
 * along which ∫ L falls: d/dt ∫ L = −∫ (u_t)². Within the bounds they span everything of their class in dimension n, up to
 * operators with fewer edges times κ.
 */
import type { GraphSum } from '../algebra/index.js';
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { order } from '../graph/index.js';
import { sumToLatex } from '../notation/index.js';
import { contractionProgram, flopCount } from '../program/index.js';
import { type ImageEntry, Images, integral, type OperatorClass } from './image.js';

/** Bounds; all inclusive. */
export interface StructuredOptions {
  readonly class: OperatorClass;
  /** The dimension n. */
  readonly dimension: number;
  /** Range of the number of metric contractions. */
  readonly edges: readonly [number, number];
  /** Largest number of derivatives on one factor; default no bound. */
  readonly maxOrder?: number;
  /** Largest number of factors, undifferentiated ones included. */
  readonly maxDegree: number;
  /** Field names; default `['u']`. Gradient flows take one. */
  readonly fields?: readonly string[];
  /** `SO` adds operators with one volume form, which change sign under reflections; default `O`. */
  readonly group?: 'O' | 'SO';
}

/** One candidate. */
export interface StructuredEntry extends ImageEntry {
  readonly latex: string;
  readonly order: number;
  /** Number of factors. */
  readonly degree: number;
  /** Additions and multiplications at one point, given the jet. */
  readonly cost: number;
}

const highest = (sum: GraphSum): number => Math.max(...[...sum.terms.values()].map(({ graph }) => order(graph)));

/**
 * The library: by number of edges, without and with the volume form, then by number of factors.
 * @example
 * structuredLibrary({ class: 'divergence', dimension: 2, edges: [1, 1], maxDegree: 2 }).map(({ operator }) => operator.toString())
 * // ['u_aa', 'u_a u_a + u_aa u']
 * @throws InvalidInput for an unknown option, a bound out of range, or several fields of a gradient flow.
 */
export function structuredLibrary(options: StructuredOptions): readonly StructuredEntry[] {
  const where = 'library';
  checkOptions(where, options, ['class', 'dimension', 'edges', 'maxOrder', 'maxDegree', 'fields', 'group']);
  const { dimension, edges, maxOrder = Number.POSITIVE_INFINITY, maxDegree, fields = ['u'], group = 'O' } = options;
  checkInteger(where, 'the dimension n', dimension, 1);
  checkInteger(where, 'the smallest number of edges', edges[0], 0);
  checkInteger(where, 'the largest number of edges', edges[1], edges[0]);
  checkInteger(where, 'the largest degree', maxDegree, 1);
  if (fields.length === 0 || (options.class === 'gradient-flow' && fields.length > 1)) {
    const expected = fields.length === 0 ? 'at least one field' : 'one field for gradient flows';
    throw new InvalidInput({ where, expected, got: fields.join(', ') || 'none' });
  }
  if (group !== 'O' && group !== 'SO') {
    throw new InvalidInput({ where, expected: 'group O or SO', got: `'${group}'` });
  }
  const images = new Images(options.class, dimension, fields);
  const entries: StructuredEntry[] = [];
  for (let E = edges[0]; E <= edges[1]; E++) {
    for (const epsilon of group === 'SO' ? [0, dimension] : [0]) {
      for (let degree = 1; degree <= maxDegree; degree++) {
        for (const row of images.rows(E, degree, epsilon)) {
          if (order(row.pivot) > maxOrder) continue;
          const { operator, source } = integral(row);
          entries.push({
            operator,
            source,
            latex: sumToLatex(operator, { dimension }),
            order: highest(operator),
            degree,
            cost: flopCount(contractionProgram([operator], dimension)),
          });
        }
      }
    }
  }
  return entries;
}
