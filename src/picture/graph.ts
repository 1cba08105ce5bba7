/** Drawings of multigraphs as SVG: one graph, or a sheet of many with captions. */
import { checkOptions } from '../base/index.js';
import type { Multigraph } from '../graph/index.js';
import { type Figure, figureOf, type Mark, type Stroke } from './figure.js';
import { palette } from './plot.js';
import { faint, ink, num, paper, svgDocument, text } from './svg.js';

const MARGIN = 22;
const EPSILON_COLOUR = '#b7410e';

export interface GraphDrawingOptions {
  /** Length of an edge, 64 unless told. */
  readonly unit?: number;
  /** A colour, or 'none' for a transparent picture (unless told). */
  readonly background?: string;
  /** Fields in the order of their colours; those of the graph, sorted, unless told. With one field vertices are plain dots. */
  readonly fields?: readonly string[];
}

/**
 * One graph. Vertices are dots, or discs with the field's name where there are several fields; the volume form is a
 * triangle, legs end in open circles with their index letters.
 * @throws InvalidInput for an unknown option.
 * @example
 * drawGraph(parseKey('u_ab u_a u_b'))
 */
export function drawGraph(graph: Multigraph, options: GraphDrawingOptions = {}): string {
  checkOptions('drawGraph', options, ['unit', 'background', 'fields']);
  const { unit = 64, background = 'none', fields = fieldsOf([graph]) } = options;
  const figure = figureOf(graph);
  const [left, top, right, bottom] = figure.bounds;
  return svgDocument(
    (right - left) * unit + 2 * MARGIN,
    (bottom - top) * unit + 2 * MARGIN,
    paint(figure, unit, MARGIN - left * unit, MARGIN - top * unit, fields),
    background === 'none' ? undefined : background,
  );
}

export interface GraphSheetOptions {
  readonly title?: string;
  /** Graphs in a row, 4 unless told. */
  readonly columns?: number;
  readonly unit?: number;
  readonly background?: string;
  readonly fields?: readonly string[];
}

/**
 * Many graphs in rows with a caption under each; in captions `u_ab` becomes u with subscripts.
 * @throws InvalidInput for an unknown option.
 * @example
 * drawGraphSheet(graphs.map((graph) => ({ graph, caption: graph.key })), { columns: 5 })
 */
export function drawGraphSheet(
  items: readonly { readonly graph: Multigraph; readonly caption?: string }[],
  options: GraphSheetOptions = {},
): string {
  checkOptions('drawGraphSheet', options, ['title', 'columns', 'unit', 'background', 'fields']);
  const {
    title,
    columns = 4,
    unit = 52,
    background = paper,
    fields = fieldsOf(items.map(({ graph }) => graph)),
  } = options;
  const figures = items.map(({ graph }) => figureOf(graph));
  const across = Math.max(1, Math.min(columns, items.length));
  const captionWidth = Math.max(0, ...items.map(({ caption }) => 8 * (caption ?? '').length));
  const widest = Math.max(0, ...figures.map(({ bounds: [left, , right] }) => (right - left) * unit));
  const cell = Math.max(widest, captionWidth, 60) + 2 * MARGIN;
  const head = title === undefined ? 14 : 62;

  const parts = title === undefined ? [] : [text((across * cell) / 2, 38, title, { size: 22, anchor: 'middle' })];
  let y = head;
  for (let start = 0; start < items.length; start += across) {
    const row = figures.slice(start, start + across);
    const height = Math.max(...row.map(({ bounds: [, top, , bottom] }) => (bottom - top) * unit)) + 2 * MARGIN;
    for (const [i, figure] of row.entries()) {
      const [left, top, right, bottom] = figure.bounds;
      const centre = (i + 0.5) * cell;
      const dx = centre - ((left + right) / 2) * unit;
      parts.push(paint(figure, unit, dx, y + height / 2 - ((top + bottom) / 2) * unit, fields));
      const caption = items[start + i]!.caption;
      if (caption !== undefined) {
        parts.push(text(centre, y + height + 6, caption, { size: 16, anchor: 'middle', italic: true }));
      }
    }
    y += height + 34;
  }
  return svgDocument(across * cell, y, parts.join(''), background === 'none' ? undefined : background);
}

function fieldsOf(graphs: readonly Multigraph[]): string[] {
  return [...new Set(graphs.flatMap(({ vertices }) => vertices))].sort();
}

function paint(figure: Figure, unit: number, dx: number, dy: number, fields: readonly string[]): string {
  const x = (p: readonly [number, number]): string => `${num(p[0] * unit + dx)} ${num(p[1] * unit + dy)}`;
  const stroke = ({ kind, points: [a, b, c, d] }: Stroke): string => {
    const colour = kind === 'epsilon' ? EPSILON_COLOUR : ink;
    return `<path class="${kind}" d="M${x(a)}C${x(b)} ${x(c)} ${x(d)}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  };
  const mark = (m: Mark): string => {
    const [cx, cy] = [m.at[0] * unit + dx, m.at[1] * unit + dy];
    if (m.kind === 'vertex') return vertex(cx, cy, m.field, fields);
    if (m.kind === 'epsilon') {
      const corners = [-90, 30, 150].map((degrees) => {
        const angle = (degrees * Math.PI) / 180;
        return `${num(cx + 10 * Math.cos(angle))} ${num(cy + 10 * Math.sin(angle))}`;
      });
      return `<polygon class="form" points="${corners.join(' ')}" fill="${paper}" stroke="${EPSILON_COLOUR}" stroke-width="2"/>`;
    }
    const [lx, ly] = [cx + 14 * m.outward[0], cy + 14 * m.outward[1] + 4.5];
    return (
      `<circle class="end" cx="${num(cx)}" cy="${num(cy)}" r="3.4" fill="${paper}" stroke="${ink}" stroke-width="1.6"/>` +
      text(lx, ly, legLetter(m.leg), { size: 15, anchor: 'middle', italic: true, colour: faint })
    );
  };
  const marks = [...figure.marks].sort((a, b) => Number(a.kind === 'vertex') - Number(b.kind === 'vertex'));
  return `<g class="graph">${figure.strokes.map(stroke).join('')}${marks.map(mark).join('')}</g>`;
}

function vertex(cx: number, cy: number, field: string, fields: readonly string[]): string {
  const colour = palette[Math.max(0, fields.indexOf(field)) % palette.length]!;
  const radius = fields.length > 1 ? 11.5 : 6.2;
  const disc = `<circle class="vertex" cx="${num(cx)}" cy="${num(cy)}" r="${radius}" fill="${colour}" stroke="${paper}" stroke-width="1.6"/>`;
  if (fields.length < 2) return disc;
  const size = field.length > 2 ? 26 / field.length : 15;
  return disc + text(cx, cy + 0.3 * size, field, { size, anchor: 'middle', italic: true, colour: paper });
}

/** a, b, …, z, a1, b1, …: as in the key. */
function legLetter(leg: number): string {
  return String.fromCharCode(97 + (leg % 26)) + (leg < 26 ? '' : String(Math.floor(leg / 26)));
}
