/** HTML of the parts that a page is made of. Everything is inside the page: no part refers to another file. */
import katex from 'katex';
import { styleSheet } from './style.js';

/** Text safe inside HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Namespace declarations mean nothing inside HTML and look like addresses. */
const withoutNamespaces = (markup: string): string => markup.replaceAll(/ xmlns(:\w+)?="[^"]*"/g, '');

/** A formula in a line of text. */
export const formula = (latex: string): string =>
  withoutNamespaces(katex.renderToString(latex, { throwOnError: true, strict: 'error' }));

/** A formula on a line of its own. */
export const displayFormula = (latex: string): string =>
  `<div class="formula">${withoutNamespaces(katex.renderToString(latex, { throwOnError: true, strict: 'error', displayMode: true, fleqn: true }))}</div>`;

/** An SVG document as a part of the page; `label` is what a screen reader says. */
export const picture = (svg: string, label: string): string =>
  withoutNamespaces(svg.trim()).replace(
    /<svg width="([^"]*)" height="([^"]*)"/,
    (_, width, height) => `<svg role="img" aria-label="${escapeHtml(label)}" width="${width}" height="${height}"`,
  );

/** Pictures with a caption (HTML); two of them stand side by side where there is room; a narrow one alone stays so. */
export const figure = (pictures: readonly string[], caption: string, width: 'full' | 'narrow' = 'full'): string =>
  `<figure${pictures.length > 1 ? ' class="pair"' : width === 'narrow' ? ' class="narrow"' : ''}>${pictures.join('')}<figcaption>${caption}</figcaption></figure>`;

/** A table; cells are HTML, columns named in `numeric` are set to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[],
): string {
  const cell = (tag: 'td' | 'th', content: string, column: number): string =>
    `<${tag}${numeric.includes(column) ? ' class="number"' : ''}>${content}</${tag}>`;
  const row = (tag: 'td' | 'th', cells: readonly string[]): string =>
    `<tr>${cells.map((content, column) => cell(tag, content, column)).join('')}</tr>`;
  return `<div class="scroll"><table><thead>${row('th', header)}</thead><tbody>${rows.map((cells) => row('td', cells)).join('')}</tbody></table></div>`;
}

/** A section of the page. */
export interface Section {
  /** Names the section in its address. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** The main figure in one line, as plain text. */
  readonly result: string;
  /** HTML. */
  readonly body: string;
}

const power = (mantissa: string, exponent: string): string =>
  `<span class="together">${mantissa.replace('-', '−')} · 10<sup>${Number(exponent).toString().replace('-', '−')}</sup></span>`;

/** A number with `digits` significant digits as HTML; beyond a million and below a thousandth with a power of ten. */
export function quantity(value: number, digits = 3): string {
  const size = Math.abs(value);
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) return power(mantissa!, exponent!);
  const text = size >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
  return text.replace('-', '−');
}

/** A line of plain text as HTML, with `2.1e-13` as a power of ten. */
const plain = (text: string): string =>
  escapeHtml(text).replaceAll(/(\d(?:\.\d+)?)e([+-]\d+)/g, (_, mantissa: string, exponent: string) =>
    power(mantissa, exponent),
  );

/** The page. */
export function page(title: string, lede: string, sections: readonly Section[], footer: string): string {
  const contents = sections.map(
    ({ id, name, result }, k) =>
      `<li><a href="#${id}"><span class="position">${k + 1}</span><span class="name">${name}</span><span class="figure">${plain(result)}</span></a></li>`,
  );
  const bodies = sections.map(
    ({ id, title: heading, body }, k) =>
      `<section id="${id}"><h2><span class="number">${k + 1}</span>${heading}</h2>${body}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${styleSheet()}</style>
</head>
<body>
<header><h1>${title}</h1><div class="lede">${lede}</div><ol class="contents">${contents.join('')}</ol></header>
<main>${bodies.join('\n')}<footer>${footer}</footer></main>
</body>
</html>
`;
}
