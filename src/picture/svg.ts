/**
 * The common look of all pictures: ink, type, and small SVG builders. Type is set in the fonts that come with KaTeX, so a picture
 * looks the same on a machine that has no fonts; a browser without them falls back to its serif.
 */

export const ink = '#22304a';
export const faint = '#8a94a6';
export const paper = '#ffffff';

const FAMILY = "KaTeX_Main, 'Latin Modern Roman', 'STIX Two Text', Georgia, serif";
const ITALIC_FAMILY = `KaTeX_Math, ${FAMILY}`;

/** A coordinate with at most two decimals. */
export function num(x: number): string {
  return String(Number(x.toFixed(2)));
}

/** Text safe inside an element or attribute; control characters become spaces. */
function escapeXml(text: string): string {
  return [...text]
    .map((c) => (c < ' ' ? ' ' : c))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
  readonly weight?: 'normal' | 'bold';
  readonly italic?: boolean;
  /** Degrees, clockwise about the anchor. */
  readonly turn?: number;
}

/** A text element; Unicode super- and subscripts, which the fonts lack, and indices as in `u_ab` become shifted smaller characters. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 15, anchor = 'start', colour = ink, weight = 'normal', italic = false, turn } = style;
  const family = italic ? ITALIC_FAMILY : FAMILY;
  const rotation = turn === undefined ? '' : ` transform="rotate(${turn} ${num(x)} ${num(y)})"`;
  const slant = italic ? ' font-style="italic"' : '';
  return (
    `<text x="${num(x)}" y="${num(y)}" font-family="${family}" font-size="${num(size)}" font-weight="${weight}"${slant} ` +
    `text-anchor="${anchor}" fill="${colour}"${rotation}>${shifted(escapeXml(content), size)}</text>`
  );
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉₋ₙ';
const PLAIN = '0123456789−n';

function shifted(content: string, size: number): string {
  const lift = (run: string, rise: number): string => {
    const back = num(rise * size);
    const away = num(-rise * size);
    return `<tspan dy="${away}" font-size="${num(0.7 * size)}">${run}</tspan><tspan dy="${back}">&#8203;</tspan>`;
  };
  const plain = (set: string, run: string): string => [...run].map((c) => PLAIN[set.indexOf(c)]).join('');
  return content
    .replaceAll(new RegExp(`[${SUPERSCRIPTS}]+`, 'g'), (run) => lift(plain(SUPERSCRIPTS, run), 0.36))
    .replaceAll(new RegExp(`[${SUBSCRIPTS}]+`, 'g'), (run) => lift(plain(SUBSCRIPTS, run), -0.16))
    .replaceAll(
      /\b(eps|[A-Za-z])_([A-Za-z0-9]+)\b/g,
      (_, name, indices) => `${name === 'eps' ? 'ε' : name}${lift(indices, -0.16)}`,
    );
}

/** A number for people: at most `digits` significant digits, a true minus sign, powers of ten beyond 10⁵ and 10⁻³. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(rounded)));
  if (exponent >= -3 && exponent <= 5) return String(rounded).replace('-', '−');
  const mantissa = String(Number((rounded / 10 ** exponent).toPrecision(digits))).replace('-', '−');
  const power = [...String(exponent)].map((c) => SUPERSCRIPTS['0123456789-'.indexOf(c)]).join('');
  return mantissa === '1' ? `10${power}` : `${mantissa}×10${power}`;
}

/** Round numbers inside [min, max], about `count` of them. */
export function ticks(min: number, max: number, count = 5): readonly number[] {
  // below this, steps are lost in the rounding of the ends
  if (!(max - min > 1e-12 * Math.max(Math.abs(min), Math.abs(max)))) return [min];
  const raw = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * power).find((candidate) => candidate >= raw * 0.999)!;
  const result: number[] = [];
  for (let k = Math.ceil(min / step - 1e-9); k * step <= max + 1e-9 * step; k++)
    result.push(Number((k * step).toPrecision(12)));
  return result;
}

/** A complete SVG document. */
export function svgDocument(
  width: number,
  height: number,
  body: string,
  background: string | undefined = paper,
): string {
  const sheet = background === undefined ? '' : `<rect width="100%" height="100%" fill="${escapeXml(background)}"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${num(width)}" height="${num(height)}" ` +
    `viewBox="0 0 ${num(width)} ${num(height)}">${sheet}${body}</svg>\n`
  );
}

/** A document with all text larger by a factor, for pictures that are shown small. */
export function withTextScale(svg: string, factor: number): string {
  if (factor === 1) return svg;
  return svg.replaceAll(
    / (font-size|dy)="(-?[\d.]+)"/g,
    (_, name: string, value: string) => ` ${name}="${num(factor * Number(value))}"`,
  );
}

/** An open or closed polyline as path data. */
export function polyline(points: readonly (readonly [number, number])[], closed = false): string {
  return `M${points.map(([x, y]) => `${num(x)} ${num(y)}`).join('L')}${closed ? 'Z' : ''}`;
}
