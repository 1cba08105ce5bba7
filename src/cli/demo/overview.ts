/** One picture for the first screen: two maps side by side over a row of graphs, on a white card that stands on any ground. */
import type { CanonicalGraph } from '../../graph/index.js';
import { drawGraphSheet } from '../../picture/index.js';

/** An SVG document placed inside another at (x, y), scaled to a width; and the height it takes. */
function nested(
  svg: string,
  x: number,
  y: number,
  width: number,
): { readonly markup: string; readonly height: number } {
  const [, , , across, down] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(svg)!.map(Number);
  const height = (width * down!) / across!;
  const markup = svg.replace(
    /<svg [^>]*>/,
    `<svg x="${x}" y="${y}" width="${width}" height="${height.toFixed(2)}" viewBox="0 0 ${across} ${down}">`,
  );
  return { markup, height };
}

/** @param graphs - drawn in one row, each over its index notation. */
export function overview(left: string, right: string, graphs: readonly CanonicalGraph[]): string {
  const [width, margin, gap] = [1200, 28, 16];
  const mapWidth = (width - 2 * margin - gap) / 2;
  const first = nested(left, margin, margin / 2, mapWidth);
  const second = nested(right, margin + mapWidth + gap, margin / 2, mapWidth);
  const sheet = drawGraphSheet(
    graphs.map((graph) => ({ graph, caption: graph.key })),
    { columns: graphs.length, background: 'none' },
  );
  const top = margin + Math.max(first.height, second.height);
  const row = nested(sheet, margin, top, width - 2 * margin);
  const height = Math.ceil(top + row.height + margin / 2);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" rx="18" fill="#ffffff"/>${first.markup}${second.markup}${row.markup}</svg>\n`
  );
}
