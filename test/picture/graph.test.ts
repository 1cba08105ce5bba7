import { describe, expect, it } from 'vitest';
import { canonicalize, enumerateGraphs, type Multigraph, parseKey } from '../../src/graph/index.js';
import { drawGraph, drawGraphSheet } from '../../src/picture/index.js';
import { descendants, parseXml, type XmlElement } from '../oracle/xml.js';

const ofClass = (elements: readonly XmlElement[], name: string) => elements.filter((e) => e.attributes.class === name);
const numbers = (text: string): number[] => (text.match(/-?[\d.]+/g) ?? []).map(Number);

/** Reads the graph back from its drawing: what its strokes join, by place. */
function readDrawing(svg: string): Multigraph {
  const elements = descendants(parseXml(svg));
  const centre = ({ attributes }: XmlElement): string => `${attributes.cx} ${attributes.cy}`;
  const discs = ofClass(elements, 'vertex');
  const place = new Map(discs.map((disc, i) => [centre(disc), i]));
  expect(place.size).toBe(discs.length);
  const ends = (name: string): [string, string][] =>
    ofClass(elements, name).map(({ attributes }) => {
      const n = numbers(attributes.d!);
      expect(n).toHaveLength(8);
      return [`${n[0]} ${n[1]}`, `${n[6]} ${n[7]}`];
    });
  const edges = [...ends('edge'), ...ends('loop')].map(([a, b]) => [place.get(a)!, place.get(b)!] as const);
  const letters = elements.filter((e) => e.name === 'text').map((e) => e.text);
  const openEnds = new Map(ofClass(elements, 'end').map((e, i) => [centre(e), i]));
  const legs: number[] = [];
  for (const [a, b] of ends('leg')) {
    const from = openEnds.get(a);
    const to = openEnds.get(b)!;
    legs[to] = from === undefined ? place.get(a)! : -1 - from;
    if (from !== undefined) legs[from] = -1 - to;
  }
  // Open ends stand in the order of their letters only after sorting.
  const legLetters = letters.filter((letter) => /^[a-t]$/.test(letter));
  const order = legs.map((_, i) => i).sort((i, j) => legLetters[i]!.localeCompare(legLetters[j]!));
  const labels = letters.filter((letter) => /^[u-w]$/.test(letter));
  return {
    vertices: discs.map((_, i) => labels[i] ?? 'u'),
    edges,
    legs: order.map((i) => (legs[i]! >= 0 ? legs[i]! : -1 - order.indexOf(-1 - legs[i]!))),
    epsilon: ends('epsilon').map(([a, b]) => place.get(a) ?? place.get(b)!),
  };
}

const keyOf = (graph: Multigraph): string => canonicalize(graph).graph.key;

describe('drawGraph', () => {
  it('can be read back: every vertex, edge and loop is drawn once, where it belongs (all graphs up to 4 edges)', () => {
    let count = 0;
    for (let edges = 0; edges <= 4; edges++) {
      for (const graph of enumerateGraphs({ edges })) {
        const drawing = readDrawing(drawGraph(graph));
        expect(keyOf(drawing)).toBe(graph.key);
        count++;
      }
    }
    expect(count).toBe(1 + 2 + 7 + 23 + 79);
  });

  it.each(['u u', 'u_a', 'u_ab u_a', 'u_abc v_c', 'g_ab', 'u_aabb v w', 'u_ab v_a w_b', 'g_ac u_b', 'u_aabc'])(
    'can be read back: %s',
    (text) => {
      const graph = canonicalize(parseKey(text)).graph;
      expect(keyOf(readDrawing(drawGraph(graph)))).toBe(graph.key);
    },
  );

  it('draws the volume form as one triangle with a stroke for each of its half-edges', () => {
    for (const text of ['eps_a u_a u', 'eps_ab u_a u_bc u_c', 'eps_abc u_a v_b w_c']) {
      const graph = parseKey(text);
      const svg = drawGraph(graph);
      expect(ofClass(descendants(parseXml(svg)), 'form')).toHaveLength(1);
      expect(readDrawing(svg).epsilon).toHaveLength(graph.epsilon.length);
      expect(readDrawing(svg).edges).toHaveLength(graph.edges.length);
    }
  });

  it('draws legs of the volume form at its triangle', () => {
    for (const [text, strokes, legs] of [
      ['eps_ab u_b', 1, 1],
      ['eps_ab', 0, 2],
      ['eps_bcd g_ae u_b v_c', 2, 2],
    ] as const) {
      const all = descendants(parseXml(drawGraph(parseKey(text))));
      expect(ofClass(all, 'form')).toHaveLength(1);
      expect(ofClass(all, 'epsilon')).toHaveLength(strokes);
      expect(ofClass(all, 'leg')).toHaveLength(legs);
    }
  });

  it('keeps vertices apart, and edges off vertices that are not theirs (connected graphs with 5 edges)', () => {
    for (const graph of enumerateGraphs({ edges: 5, connected: true })) {
      const elements = descendants(parseXml(drawGraph(graph, { unit: 100 })));
      const discs = ofClass(elements, 'vertex').map((e) => [Number(e.attributes.cx), Number(e.attributes.cy)] as const);
      for (const [i, [x, y]] of discs.entries())
        for (const [a, b] of discs.slice(0, i)) expect(Math.hypot(x - a, y - b), graph.key).toBeGreaterThan(40);
      for (const edge of ofClass(elements, 'edge')) {
        const n = numbers(edge.attributes.d!);
        for (const [x, y] of discs) {
          if ([0, 6].some((i) => Math.hypot(x - n[i]!, y - n[i + 1]!) < 1)) continue;
          for (let t = 0; t <= 1; t += 0.05) {
            const at = (i: number): number =>
              (1 - t) ** 3 * n[i]! +
              3 * (1 - t) ** 2 * t * n[i + 2]! +
              3 * (1 - t) * t ** 2 * n[i + 4]! +
              t ** 3 * n[i + 6]!;
            expect(Math.hypot(x - at(0), y - at(1)), graph.key).toBeGreaterThan(8);
          }
        }
      }
    }
  });

  it('draws parallel edges and loops of one vertex as different curves', () => {
    for (const text of ['u_abcd u_abcd', 'u_aabbcc', 'u_aabbcd u_cd']) {
      const elements = descendants(parseXml(drawGraph(parseKey(text))));
      const paths = [...ofClass(elements, 'edge'), ...ofClass(elements, 'loop')].map(({ attributes }) => attributes.d);
      expect(new Set(paths).size).toBe(paths.length);
    }
  });

  it('is the same text each time, and names fields only where there are several', () => {
    const one = parseKey('u_ab u_a u_b');
    expect(drawGraph(one)).toBe(drawGraph(one));
    expect(drawGraph(one)).not.toContain('<text');
    expect(drawGraph(one, { fields: ['u', 'v'] })).toContain('>u</text>');
    const wrong = { unit: 64, colour: 'red' };
    expect(() => drawGraph(one, wrong)).toThrow(
      "drawGraph: expected options among unit, background, fields, got 'colour'.",
    );
  });
});

it('a sheet has every graph with its caption, inside the page', () => {
  const items = [...enumerateGraphs({ edges: 3 })].map((graph) => ({ graph, caption: graph.key }));
  const root = parseXml(drawGraphSheet(items, { columns: 5, title: 'E = 3' }));
  const elements = descendants(root);
  expect(ofClass(elements, 'graph')).toHaveLength(23);
  expect(elements.filter(({ name }) => name === 'text')).toHaveLength(24);
  const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
  for (const { attributes, name } of elements) {
    if (name !== 'circle') continue;
    expect(Number(attributes.cx)).toBeGreaterThan(0);
    expect(Number(attributes.cx)).toBeLessThan(width);
    expect(Number(attributes.cy)).toBeLessThan(height);
  }
  expect(() => parseXml(drawGraphSheet([]))).not.toThrow();
});
