/**
 * Writes src/relations/tableData.ts (src/relations/table.ts describes the text) from computations that do not read it.
 * Run: npm run build && node scripts/table.mjs > src/relations/tableData.ts
 * Two arguments, the largest numbers of edges of relations and of counts, give a smaller table: node scripts/table.mjs 4 6
 */

import { computeRelations } from '../dist/relations/certificate.js';
import { computeCounts } from '../dist/relations/countRows.js';
import { blockDegrees, blocksWithEdges, countGraphs } from '../dist/relations/index.js';
import { checksum } from '../dist/relations/table.js';

const [mostRelationEdges = 7, mostCountEdges = 12] = process.argv.slice(2).map(Number);

const upTo = (last) => Array.from({ length: last + 1 }, (_, i) => i);
const closed = (place, body) => `${body}~${checksum(`${place} ${body}`)}`;

function term(column, value) {
  const size = Math.abs(value);
  return `${value < 0 ? '-' : '+'}${size === 1 ? '' : `${size}*`}${column}`;
}

function entry(block, dimension) {
  const { graphs, rows, relations } = computeRelations(block, dimension);
  const texts = rows.map(({ columns, values }, i) => {
    const { graph, edges } = relations[i].certificate.minor;
    const at = graphs.findIndex(({ key }) => key === graph);
    return `;${columns.map((column, k) => term(column, values[k])).join('')}@${at}:${edges
      .flat()
      .map((v) => v.toString(36))
      .join('')}`;
  });
  return closed(dimension, `${blockDegrees(block).join()}=${countGraphs(block)}${texts.join('')}`);
}

const relationTexts = [2, 3, 4].flatMap((dimension) =>
  upTo(mostRelationEdges).map((edges) => {
    const entries = [...blocksWithEdges(edges)].map((block) => ` ${entry(block, dimension)}`);
    return [`${dimension},${edges}`, entries.join('')];
  }),
);

const countTexts = [1, 2, 3, 4, 5, 6].flatMap((dimension) =>
  [0, dimension].map((epsilon) => {
    const pairs = upTo(mostCountEdges).map((edges) => computeCounts(edges, epsilon, dimension).join('/'));
    return [`${dimension},${epsilon}`, closed(`${dimension},${epsilon}`, pairs.join(' '))];
  }),
);

/** A property in the form of the formatter. */
function property(key, text) {
  const line = `  '${key}': '${text}',\n`;
  return line.length > 121 ? line.replace(': ', ':\n    ') : line;
}

const record = (comment, name, texts) =>
  `/** ${comment} */
export const ${name}: Readonly<Record<string, string>> = {
${texts.map(([key, text]) => property(key, text)).join('')}};
`;

process.stdout.write(
  `/** Written by scripts/table.mjs: do not edit. table.ts describes the text. */

${record('Relations of the blocks of one field, by `dimension,edges`.', 'relationTable', relationTexts)}
${record('Numbers of graphs and of independent operators, by `dimension,half-edges of the volume form`.', 'countTable', countTexts)}`,
);
