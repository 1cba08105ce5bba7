/**
 * HEALPix grids on S²: `healpix:N[:nest]`, 12 N² nodes at the pixel centres, in the order of healpy's maps. All weights
 * are 4π R²/(12 N²): pixels have equal areas, and sums with these weights converge like N^{-2}. Nodes that a quarter turn
 * about the axis carries to each other share a stencil, and all nodes of a ring whose neighbours lie in the
 * equatorial belt, which a turn by one pixel carries to itself.
 */
import { radius, type Space } from '../space/index.js';
import { type CloudGrid, cloudGrid } from './cloud.js';
import type { CloudSymmetry } from './cloudscheme.js';
import { type HealpixOrder, healpixNeighbours, healpixRing, nestToRing, ringOfPixel, ringToNest } from './healpix.js';

/** Builds the grid; the space must be S², nside a power of 2 for nested order. */
export function healpixGrid(spec: string, space: Space, nside: number, order: HealpixOrder): CloudGrid {
  const n = nside;
  const r = radius(space);
  const size = 12 * n * n;
  const nested = order === 'nested';
  const ofRing = (pixel: number): number => (nested ? ringToNest(n, pixel) : pixel);
  const toRing = (node: number): number => (nested ? nestToRing(n, node) : node);
  const points = new Float64Array(3 * size);
  for (let i = 1; i < 4 * n; i++) {
    const { first, count, z, oneMinusAbsZ, shift } = healpixRing(n, i);
    const sine = Math.sqrt(oneMinusAbsZ * (2 - oneMinusAbsZ));
    for (let j = 0; j < count; j++) {
      const phi = (2 * Math.PI * (j + shift)) / count;
      points.set([r * sine * Math.cos(phi), r * sine * Math.sin(phi), r * z], 3 * ofRing(first + j));
    }
  }
  const place = (node: number) => {
    const pixel = toRing(node);
    const i = ringOfPixel(n, pixel);
    const { first, count } = healpixRing(n, i);
    return { i, first, count, j: pixel - first };
  };
  const inBelt = (i: number) => i >= n && i <= 3 * n;
  const belt: CloudSymmetry = {
    model(node) {
      const { i, first } = place(node);
      return inBelt(i) ? ofRing(first) : node;
    },
    carry(node, other) {
      const { i, first, count, j } = place(other);
      return inBelt(i) ? ofRing(first + ((j + place(node).j) % count)) : -1;
    },
  };
  const quarterTurns: CloudSymmetry = {
    model(node) {
      const { first, count, j } = place(node);
      return ofRing(first + (j % (count / 4)));
    },
    carry(node, other) {
      const { count: own, j: at } = place(node);
      const { first, count, j } = place(other);
      return ofRing(first + ((j + Math.floor((4 * at) / own) * (count / 4)) % count));
    },
  };
  return cloudGrid({
    spec,
    space,
    points,
    closed: true,
    symmetries: [belt, quarterTurns],
    weights: () => new Float64Array(size).fill((4 * Math.PI * r * r) / size),
    neighbours: (node) => Int32Array.from(healpixNeighbours(n, order, node)),
  });
}
