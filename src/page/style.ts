/** The style sheet of a page: one column, the type of the formulas, tables with rules above and below. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Faces that the page and its pictures use; the others stay out of the file. */
const faces: readonly string[] = [
  'AMS-Regular',
  'Main-Bold',
  'Main-Italic',
  'Main-Regular',
  'Math-Italic',
  'Size1-Regular',
  'Size2-Regular',
  'Size3-Regular',
  'Size4-Regular',
  'Typewriter-Regular',
];

/** KaTeX's style sheet with its fonts inside, so that the page asks no network for anything. */
function katexStyle(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('katex'));
  const css = readFileSync(join(folder, 'katex.min.css'), 'utf8');
  return css.replaceAll(/@font-face\{[^}]*\}/g, (rule) => {
    const face = /KaTeX_([\w-]+)\.woff2/.exec(rule)?.[1];
    if (face === undefined || !faces.includes(face)) return '';
    const data = readFileSync(join(folder, 'fonts', `KaTeX_${face}.woff2`)).toString('base64');
    return rule.replace(/src:.*\}/, `src:url(data:font/woff2;base64,${data}) format("woff2")}`);
  });
}

const pageStyle = `
:root { color-scheme: light; --ink: #22304a; --soft: #5b677d; --line: #d9dee8; --accent: #2f5d9b; --warm: #b7410e; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: #fff; color: var(--ink);
  font: 20px/1.52 KaTeX_Main, "Latin Modern Roman", "STIX Two Text", Georgia, serif;
}
main, header { max-width: 44rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 4.5rem; }
h1 { font-size: 2.7rem; line-height: 1.1; font-weight: 400; letter-spacing: -0.01em; margin: 0 0 1rem; }
h2 { font-size: 1.65rem; line-height: 1.2; font-weight: 400; margin: 4.5rem 0 0.8rem; padding-top: 1.4rem; border-top: 1px solid var(--line); }
h2 .number { color: var(--accent); margin-right: 0.6em; }
h3 { font-size: 1.1rem; font-weight: 700; margin: 2.2rem 0 0.4rem; }
p { margin: 0.8rem 0; hyphens: auto; }
.lede { font-size: 1.18rem; line-height: 1.5; }
.soft, figcaption, footer { color: var(--soft); }
.plain { font-style: italic; font-family: KaTeX_Main, serif; color: var(--soft); margin-top: 0; }
code { font-family: KaTeX_Typewriter, ui-monospace, Menlo, Consolas, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
sup { line-height: 0; }
.together, td code { white-space: nowrap; }
pre { background: #f5f6f9; padding: 0.8rem 1rem; border-radius: 6px; overflow-x: auto; line-height: 1.4; }
pre code { overflow-wrap: normal; font-size: 0.85em; }
figure { margin: 1.6rem 0 2rem; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 0.9rem; line-height: 1.42; margin-top: 0.5rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: center; }
@media (min-width: 62rem) { .pair { margin-left: -6rem; margin-right: -6rem; } .pair figcaption { margin-left: 6rem; margin-right: 6rem; } }
@media (min-width: 72rem) { .pair { margin-left: -12rem; margin-right: -12rem; } .pair figcaption { margin-left: 12rem; margin-right: 12rem; } }
@media (max-width: 38rem) { .pair { grid-template-columns: 1fr; } body { font-size: 18px; } h1 { font-size: 2.1rem; } header { padding-top: 2.5rem; } h2 { margin-top: 3.2rem; } .formula .katex { font-size: 0.96em; } .formula .katex-display.fleqn > .katex { padding-left: 0.6rem; } th, td { padding-right: 0.6rem; } table { font-size: 0.84rem; } }
.pair figcaption { grid-column: 1 / -1; }
.narrow svg { max-width: 30rem; margin: 0 auto; }
.drawn { display: flex; flex-wrap: wrap; align-items: center; gap: 0.2rem 0.5rem; margin: 1.2rem 0; }
.drawn .term { display: flex; align-items: center; gap: 0.1rem; }
.drawn .factor { white-space: nowrap; }
.drawn svg { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1.2rem 0; border-top: 1.5px solid var(--ink); border-bottom: 1.5px solid var(--ink); font-variant-numeric: tabular-nums; font-size: 0.95rem; width: 100%; }
th { font-weight: 400; font-style: italic; color: var(--soft); border-bottom: 1px solid var(--ink); text-align: left; }
th, td { padding: 0.32rem 0.9rem 0.32rem 0; vertical-align: baseline; }
th.number, td.number { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr + tr td { border-top: 1px solid #eef0f5; }
.formula { margin: 1.2rem 0; overflow-x: auto; overflow-y: hidden; padding: 0.2rem 0; }
.formula .katex-display { margin: 0; }
.katex { font-size: 1.06em; white-space: nowrap; }
.graphs { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.6rem, 1fr)); gap: 1.5rem 0.6rem; margin: 1.6rem 0; padding: 0; list-style: none; }
.graphs li { display: flex; flex-direction: column; align-items: center; text-align: center; min-width: 0; }
.graphs svg { max-width: 100%; height: auto; }
.graphs .drawing { height: 5.6rem; display: flex; align-items: center; justify-content: center; max-width: 100%; }
.graphs .katex { font-size: 0.95em; }
.graphs code { color: var(--soft); font-size: 0.76em; }
.graphs .dependent code::after { content: " †"; color: var(--warm); }
.contents { margin: 2rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.contents li { border-bottom: 1px solid var(--line); }
.contents a { display: grid; grid-template-columns: 1.6rem 9rem 1fr; gap: 0.5rem; padding: 0.45rem 0; color: inherit; text-decoration: none; font-size: 0.97rem; line-height: 1.4; }
.contents a:hover .name { text-decoration: underline; }
.contents .position, .contents .name { color: var(--accent); }
@media (max-width: 38rem) { .contents a { grid-template-columns: 1.6rem 1fr; } .contents .figure { grid-column: 2; } }
footer { font-size: 0.9rem; margin-top: 4.5rem; padding: 1.2rem 0 3rem; border-top: 1px solid var(--line); }
`;

/** Everything the page needs to look right. */
export const styleSheet = (): string => katexStyle() + pageStyle;
