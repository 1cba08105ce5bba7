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

it('classify finds the flux of an oriented operator, whose volume form gives the dimension', async () => {
  const text = await output('classify', '[eps_ab u_a v_b]', '--fields', 'u,v');
  expect(text).toContain('reflection      odd');
  expect(text).toContain('conserves ∫u²   yes');
  expect(text).toMatch(/divergence {6}of -?1\/2 eps_ab/);
});

it('classify of vector fields: an evolution equation, and a scalar that is none', async () => {
  const moving = await output('classify', 'lap(X) - norm2(X)*X', '--vectors', 'X');
  expect(moving).toMatch(/gradient flow +of/);
  expect(moving).toContain('conserves ∫|X|²');
  expect(moving).not.toContain('divergence');
  const still = await output('classify', 'div(dot(X,grad(X)) - div(X)*X)', '--vectors', 'X');
  expect(still).toMatch(/divergence {6}of /);
  expect(still).not.toContain('conserves');
  expect(await output('classify', 'dot(X,grad(u))', '--vectors', 'X', '--field', 'u')).toContain('conserves ∫u    no');
});

it('a library of oriented divergences on the line: the terms of Korteweg and de Vries', async () => {
  const rows = await json<(Terms & { flux: Terms; order: number })[]>(
    ...words('library --dim 1 --edges 0..1 --max-degree 2 --class divergence --group SO'),
  );
  const keys = rows.flatMap(({ terms }) => terms.map(({ graph }) => graph.key));
  expect(keys).toContain('eps_a u_a u');
  expect(keys).toContain('eps_a u_abb');
  for (const row of rows) {
    expect(await output('equal', written(row), `div(${written(row.flux)})`, '--dim', '1')).toBe('equal');
  }
});
