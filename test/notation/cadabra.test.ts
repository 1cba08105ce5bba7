import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { parse } from '../../src/expression/index.js';
import { type Multigraph, parseKey, slotOwners } from '../../src/graph/index.js';
import { sumToCadabra } from '../../src/notation/index.js';
import { declared, sampleSums, sampleTexts } from './samples.js';

const hasCadabra = spawnSync('which', ['cadabra2']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'jetgraph-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a Cadabra program prints behind `shown`. */
function shown(program: string): string[] {
  const file = join(folder, 'program.cdb');
  writeFileSync(file, `${program}\n`);
  const { stdout, stderr } = spawnSync('cadabra2', [file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return [...stdout.matchAll(/^shown (.*)$/gm)].map(([, text]) => text!.trim());
}

/** The graph with other names of contracted indices, symmetric indices and factors in another order: the same operator. */
function shuffled(graph: Multigraph, random: Random, letters: readonly string[]): string {
  const count = graph.vertices.length;
  const owners = slotOwners(graph);
  const mix = <T>(list: readonly T[]): T[] =>
    list
      .map((entry) => ({ entry, at: random.uniform() }))
      .sort((a, b) => a.at - b.at)
      .map(({ entry }) => entry);
  const bound = mix(letters.slice(graph.legs.length));
  const ends: string[][] = Array.from({ length: count + owners.length }, () => []);
  const factors: string[] = [];
  graph.legs.forEach((end, l) => {
    if (end >= 0) ends[end]!.push(letters[l]!);
    else if (-1 - end > l) factors.push(`\\delta_{${mix([letters[l], letters[-1 - end]]).join(' ')}}`);
  });
  const volume = graph.epsilon.map((end) => {
    const name = end < 0 ? letters[-1 - end]! : bound.pop()!;
    if (end >= 0) ends[end]!.push(name);
    return name;
  });
  if (volume.length > 0) factors.push(`\\epsilon_{${volume.join(' ')}}`);
  for (const [v, w] of graph.edges) {
    const name = bound.pop()!;
    ends[v]!.push(name);
    ends[w]!.push(name);
  }
  graph.vertices.forEach((field, v) => {
    const values = owners.flatMap((owner, s) => (owner === v ? ends[count + s]! : []));
    const list = [...(graph.tensors?.[field]?.symmetry === 'symmetric' ? mix(values) : values), ...mix(ends[v]!)];
    factors.push(list.length === 0 ? field : `${field}_{${list.join(' ')}}`);
  });
  return mix(factors).join(' ');
}

const algorithms = ['distribute', 'sort_product', 'canonicalise', 'rename_dummies', 'collect_terms'];

/** What is left of the program's operator minus once and twice another writing of it. */
function remainders(sum: GraphSum, seed: number): string[] {
  const random = new Random(seed);
  const program = sumToCadabra(sum);
  const letters = /^\{(.*)\}::Indices/m.exec(program)![1]!.split(',');
  const other = [...sum.terms.values()]
    .map(({ graph, coefficient }) => {
      const number = `${coefficient}`
        .replaceAll(/(\w+)\^2/g, '$1 $1')
        .replaceAll('*', ' ')
        .replaceAll(/kappa|lambda/g, '\\$&');
      return `(${number.replaceAll('c_1', 'c1')}) ${shuffled(graph, random, letters)}`;
    })
    .join(' + ');
  const differences = ['', '2'].map((multiple, i) => {
    const name = `d${'xy'[i]}`;
    return `${name} := @(ex) - ${multiple} (${other}):\n${algorithms.map((step) => `${step}(${name})`).join('\n')}\nprint("shown", ${name})`;
  });
  return shown(`${program}\n${differences.join('\n')}`);
}

const cases = [4, 8, 13, 16, 17].map((i) => ({ text: sampleTexts[i]!, sum: sampleSums[i]!, i }));

describe.runIf(hasCadabra)('Cadabra', () => {
  it.each(cases)('$text: other names of indices make no difference, another factor does', ({ sum, i }) => {
    const [same, other] = remainders(sum, i);
    expect(same).toBe('0');
    expect(other).toMatch(/[a-zA-Z]_\{/);
  });

  it('knows the metric and the volume form', () => {
    const metric = sumToCadabra(GraphSum.of(parseKey('g_ab u_cd v_cd')));
    const product = 'xx := \\delta_{a b} \\delta_{a c} u_{b c}:\neliminate_kronecker(xx)\nprint("shown", xx)';
    expect(shown(`${metric}\n${product}`)).toEqual(['u_{c c}']);
    const volume = sumToCadabra(GraphSum.of(parseKey('eps_ab u_a v_bc w_c')));
    const square =
      'yy := \\epsilon_{a b} \\epsilon_{a c} u_{b} u_{c}:\nepsilon_to_delta(yy)\neliminate_kronecker(yy)\nprint("shown", yy)';
    expect(shown(`${volume}\n${square}`)).toEqual(['u_{c} u_{c}']);
  });
});

describe('Cadabra text', () => {
  it.each([
    ['lap(u)', '{a,b}::Indices(position=free).\n{a,b}::Integer(1..n).\nu_{a b}::Symmetric.\nex := u_{a a};'],
    ['c_1*u', '# c1 is c_1\n{a,b}::Indices(position=free).\n{a,b}::Integer(1..n).\nex := c1 u;'],
    [
      'a*ex*norm2(grad(u))',
      '# exx is ex\n{b,c}::Indices(position=free).\n{b,c}::Integer(1..n).\nex := a exx u_{b} u_{b};',
    ],
    ['c1*c_1*u', '# c1x is c_1\n{a,b}::Indices(position=free).\n{a,b}::Integer(1..n).\nex := c1 c1x u;'],
  ])('%s', (text, expected) => {
    expect(sumToCadabra(normalize(parse(text)))).toBe(expected);
  });

  it('declares the symmetry of every head with enough indices', () => {
    const text = sumToCadabra(normalize(parse('[X_a;ab]', declared)));
    expect(text).toContain('X_{a b c}::TableauSymmetry(shape={2}, indices={1,2}).');
    const both = sumToCadabra(normalize(parse('[F_ab;cc F_ab] + [h_ab;c h_ab;c]', declared)));
    expect(both).toContain('F_{a b c d}::TableauSymmetry(shape={1,1}, indices={0,1}, shape={2}, indices={2,3}).');
    expect(both).toContain('h_{a b c}::TableauSymmetry(shape={2}, indices={0,1}).');
  });
});
