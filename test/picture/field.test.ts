import { describe, expect, it } from 'vitest';
import { parseGrid } from '../../src/grid/index.js';
import { fieldPicture } from '../../src/picture/index.js';
import { hyperbolic, type Space, sphere } from '../../src/space/index.js';
import { descendants, parseXml } from '../oracle/xml.js';

describe('picture of a field', () => {
  it.each<[string, Space]>([
    ['tiling:7,3:2', hyperbolic(2)],
    ['disk:8x16', hyperbolic(2)],
    ['icosahedral:2', sphere(2)],
  ])('shows no value on %s that is not between those at the nodes', (spec, space) => {
    const grid = parseGrid(spec, space);
    // One node stands out: what is interpolated around it swings below zero.
    const values = new Float64Array(grid.size);
    values[0] = 1;
    const svg = fieldPicture(grid, values, { title: '', pixels: 120 });
    const labels = descendants(parseXml(svg)).flatMap(({ name, text }) => (name === 'text' ? [text] : []));
    expect(labels).toContain('1');
    expect(labels.filter((label) => label.startsWith('−'))).toEqual([]);
  });
});
