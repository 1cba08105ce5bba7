/** Structure of operators from the command line: `classify` and `library --class`. */
import { expect, it } from 'vitest';
import { json, output } from './command.js';

interface Terms {
  readonly terms: readonly { readonly coefficient: string; readonly graph: { readonly key: string } }[];
}

/** A sum as an expression. */
const written = ({ terms }: Terms): string =>
  terms.map(({ coefficient, graph }) => `(${coefficient})*[${graph.key}]`).join(' + ');

const words = (text: string): string[] => text.split(' ');

it('classify says what is conserved and where the flux comes from', async () => {
  const text = await output('classify', 'lap(u^3 - u - g*lap(u))', '--dim', '2');
  expect(text).toContain('conserves ∫u    yes');
  expect(text).toContain('gradient flow   no');
  expect(text).toMatch(/divergence {6}of .*u_abb.*u_a u u/);
});

it('classify as JSON has operators as data', async () => {
  const found = await json<Record<string, unknown>>('classify', 'norm2(grad(u)) + 2*u*lap(u)');
  expect(found).toMatchObject({ order: 2, degrees: [2], parity: 'even', divergence: false });
  expect(written(found.density as Terms)).toContain('[u_a u_a u]');
  expect(found.flux).toBeUndefined();
});

it('every entry of a library of divergences has its vector field', async () => {
  const rows = await json<(Terms & { flux: Terms; order: number })[]>(
    ...words('library --dim 2 --edges 2..2 --max-degree 2 --class divergence'),
  );
  expect(rows.map(({ order }) => order)).toEqual([4, 4, 3, 2]);
  for (const row of rows) {
    expect(await output('equal', written(row), `div(${written(row.flux)})`, '--dim', '2')).toBe('equal');
  }
});

it('every entry of a library of gradient flows has its density', async () => {
  const rows = await json<(Terms & { density: Terms })[]>(
    ...words('library --dim 3 --edges 1..2 --max-degree 2 --class gradient-flow'),
  );
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) {
    expect(await output('equal', written(row), `-euler(${written(row.density)})`, '--dim', '3')).toBe('equal');
  }
});
