/** The files of the demo: pictures as PNG, fields and runs as NPZ, the library as JSON, and the page that shows them all. */

import type { Grid } from '../../grid/index.js';
import { encodeNpz, type WritableArray } from '../../io/index.js';
import { emitLibrary } from '../../library/index.js';
import { escapeHtml, page, type Section } from '../../page/index.js';
import { svgToPng } from '../../picture/index.js';
import { coordinateArrays } from '../evaluate.js';
import type { Demonstration } from './demonstrate.js';
import type { Flow } from './flow.js';
import { drawPictures } from './pictures.js';
import { reportSections } from './report.js';

export interface DemoFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

const fieldsFile = (grid: Grid, fields: Readonly<Record<string, Float64Array>>): Uint8Array =>
  encodeNpz([
    ...Object.entries(fields).map(([name, data]) => ({ name, shape: [...grid.shape], data })),
    ...coordinateArrays(grid),
  ]);

function runFile({ grid, result }: Flow): Uint8Array {
  const snapshots = result.fields.u!;
  const data = new Float64Array(snapshots.length * grid.size);
  snapshots.forEach((values, k) => {
    data.set(values, k * grid.size);
  });
  const values: WritableArray = { name: 'values', shape: [snapshots.length, ...grid.shape], data };
  const t: WritableArray = { name: 't', shape: [snapshots.length], data: Float64Array.from(result.times) };
  return encodeNpz([values, t, ...coordinateArrays(grid)]);
}

/** Widths of PNG files: 1.5 pixels for each unit of a picture, the overview one. */
const scaleOf = (name: string): number => (name === 'overview' ? 1 : 1.5);

/**
 * All files; the page is the last.
 * @param seconds - how long the computation took.
 */
export async function demoFiles(
  demo: Demonstration,
  seconds: number,
  onProgress: (fraction: number) => void,
): Promise<{ readonly files: readonly DemoFile[]; readonly sections: readonly Section[] }> {
  const pictures = drawPictures(demo, (fraction) => onProgress(0.6 * fraction));
  const { grid, evaluation, sphereFlow, planeFlow, configuration } = demo;
  const files: DemoFile[] = [
    { name: 'geoid.npz', content: fieldsFile(grid, { metres: demo.heights, values: demo.field }) },
    {
      name: 'operators.npz',
      content: fieldsFile(grid, {
        laplacian: evaluation.laplacian,
        gradient: evaluation.gradient,
        determinant: evaluation.determinant,
      }),
    },
    { name: 'sphere.npz', content: runFile(sphereFlow) },
    { name: 'plane.npz', content: runFile(planeFlow) },
    { name: 'library.json', content: `${emitLibrary(demo.classification.library, 'json')}\n` },
  ];
  const drawn = Object.values(pictures);
  for (const [k, { name, svg }] of drawn.entries()) {
    files.push({ name: `${name}.png`, content: await svgToPng(svg, { scale: scaleOf(name) }) });
    onProgress(0.6 + (0.4 * (k + 1)) / drawn.length);
  }
  const sections = reportSections(demo, pictures);
  const names = files.map(({ name }) => `<code>${name}</code>`).join(', ');
  const command = `jetgraph discover sphere.npz --space S --grid ${configuration.sphere} --edges 0..3 --max-degree 4`;
  const html = page(
    'From a graph to an equation',
    `<p>One run of <i>jetgraph</i>, start to end, computed in ${seconds.toFixed(0)} seconds on this machine: operators that respect the symmetry of a space are listed, related, evaluated on real data, put into an equation, and learned back from its solutions.</p>`,
    sections,
    `<p>Beside this page: ${names}. The lesson of section 6 once more, from the file:</p><pre><code>${escapeHtml(command)}</code></pre>
<p>The mathematics is that of F. Ballerin and E. Grong, <i>Equivariant nonlinear partial differential operators on constant curvature spaces</i>, arXiv:2605.16847.</p>`,
  );
  return { files: [...files, { name: 'index.html', content: html }], sections };
}
