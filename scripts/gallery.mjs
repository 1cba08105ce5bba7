/**
 * Writes docs/gallery.md and the drawings in docs/gallery/.
 * Run: npm run build && node scripts/gallery.mjs
 * An argument names another folder than docs.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { degrees, enumerateGraphs, order } from '../dist/graph/index.js';
import { graphToLatex } from '../dist/notation/index.js';
import { drawGraph } from '../dist/picture/index.js';
import { relations } from '../dist/relations/index.js';

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs', import.meta.url));
const drawings = join(folder, 'gallery');
const edgeNumbers = [1, 2, 3];

/**
 * For each graph the largest n in which it occurs in a relation. A relation in dimension n needs n + 1 edges, and one that
 * holds in dimension n holds in every smaller one.
 */
function firstDependent(edges) {
  const found = new Map();
  for (let n = edges - 1; n >= 1; n--) {
    for (const { sum } of relations({ edges, dimension: n })) {
      for (const key of sum.terms.keys()) if (!found.has(key)) found.set(key, n);
    }
  }
  return found;
}

/** LaTeX that survives a Markdown table: no `|`, no escaped punctuation, and only macros that GitHub admits. */
const formula = (graph) =>
  graphToLatex(graph)
    .replaceAll('|', '\\vert ')
    .replaceAll('\\,', '\\thinspace')
    .replaceAll('\\operatorname', '\\mathrm');

const file = ({ key }) => `${key.replaceAll(' ', '-')}.svg`;

function row(graph, dimension) {
  const cells = [
    `![${graph.key}](gallery/${file(graph)})`,
    `\`${graph.key}\``,
    `$${formula(graph)}$`,
    order(graph),
    degrees(graph).length,
    dimension ?? '–',
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function section(edges) {
  const dependent = firstDependent(edges);
  const rows = [...enumerateGraphs({ edges })].map((graph) => row(graph, dependent.get(graph.key)));
  return `
## ${edges} edge${edges === 1 ? '' : 's'}: ${rows.length} operators

| drawing | index notation | operator | order | degree | dependent for n ≤ |
|:---:|---|---|:---:|:---:|:---:|
${rows.join('')}`;
}

const page = `# Gallery

All operators with at most ${edgeNumbers.at(-1)} edges of one scalar field u. Every scalar operator that is polynomial in u and its derivatives, has at most
${2 * edgeNumbers.at(-1)} derivatives in each term and commutes with all isometries is a combination of these, with polynomials in u as coefficients, and of powers of u.

- A dot is a factor: a dot with k edge ends is the symmetrised k-th covariant derivative ∇<sup>k</sup>u. An edge is a contraction with the
  metric; a loop has two ends.
- *Index notation* is the key of the graph, as commands and files write it. *Operator* is the same in customary notation where there
  is one, in indices otherwise; indices stand for symmetrised derivatives.
- *Order* is the largest number of derivatives on one factor, *degree* the number of factors.
- *Dependent for n ≤*: the largest dimension in which the operator is a linear combination of others of the table, as it then is in every
  smaller one. A dash: in no dimension, not even on a line.

[How to list more](guide/classify.md), [where the relations come from](guide/relations.md), [conventions](conventions.md).
${edgeNumbers.map(section).join('')}
This page is written by \`scripts/gallery.mjs\`.
`;

rmSync(drawings, { recursive: true, force: true });
mkdirSync(drawings, { recursive: true });
for (const graph of enumerateGraphs({ edges: [edgeNumbers[0], edgeNumbers.at(-1)] })) {
  const drawing = drawGraph(graph, { unit: 40, background: '#ffffff' });
  writeFileSync(join(drawings, file(graph)), drawing.replace('>', `><title>${graph.key}</title>`));
}
writeFileSync(join(folder, 'gallery.md'), page);
