/**
 * Writes docs/winds.md and the maps in docs/winds/ from ERA-Interim monthly means: what balances the gradient of the
 * geopotential. Every number on the page comes from this run.
 * Run: npm run build && node scripts/winds.mjs [FILE] [FOLDER]
 * FILE: eraint_uvz.nc of xarray's example data, looked for in $JETGRAPH_DATA and ../shared/data; FOLDER: docs.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSamples } from '../dist/cli/samples.js';
import {
  candidateLibrary,
  discoverBalance,
  evaluateBalance,
  fitBalance,
  linePlot,
  normalize,
  parse,
  parseGrid,
  sphere,
  sphereMap,
  svgToPng,
  writeFilesAtomic,
} from '../dist/index.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const name = 'eraint_uvz.nc';
const places = [process.env.JETGRAPH_DATA, join(root, '../shared/data')].filter(Boolean);
const file = process.argv[2] ?? places.map((place) => join(place, name)).find(existsSync);
if (file === undefined) {
  console.error(`expected ${name}, got none. Hint: node scripts/winds.mjs FILE, or set JETGRAPH_DATA to its folder.`);
  process.exit(2);
}
const folder = process.argv[3] ?? join(root, 'docs');

const radius = 6.371e6;
const omega = 7.2921e-5;
const grid = parseGrid('latlon:241x480:poles', sphere(2, 1 / radius ** 2));
const fields = [
  { name: 'Phi', variables: ['z'], rank: 0 },
  { name: 'f', variables: [], rank: 0 },
  { name: 'V', variables: ['u', 'v'], rank: 1 },
];
const functions = [`f=${2 * omega}*cos(theta)`];
const data = await readSamples({ file, grid, fields, functions, selection: new Map() });
const samples = data.map((sample) => sample.fields);
const months = new Map([
  [1, 'January'],
  [7, 'July'],
]);
const titles = data.map(({ places: { month, level } }) => `${months.get(month)}, ${level} hPa`);

const target = normalize(parse('grad(Phi)', { fields: ['Phi'] }), { dimension: 2 });
const bounds = { dimension: 2, edges: [0, 1], maxOrder: 1, maxDegree: 2, rank: 1, group: 'SO' };
const library = candidateLibrary({ ...bounds, fields: ['f'], vectors: ['V'] });
const entry = (key) => library.find(({ graph }) => graph.key === key);
const coriolis = entry('eps_ab V_b f');
const advection = entry('V_a;b V_b');
const turned = entry('eps_ab V_b');
const drag = entry('V_a');
const common = { grid, target };

const start = performance.now();
const say = (text) =>
  process.stderr.write(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

// ---- Discovery ----
say('all samples');
const found = discoverBalance({ ...common, library, samples });
const single = samples.map((sample, s) => {
  say(titles[s]);
  return discoverBalance({ ...common, library, samples: [sample] });
});

// ---- Two terms, fitted in bands of latitude, on levels, and with other derivatives ----
const latitude = grid.variables.get('theta').map((angle) => 90 - (angle * 180) / Math.PI);
const band = (from, to) =>
  Int32Array.from([...latitude.keys()].filter((i) => Math.abs(latitude[i]) >= from && Math.abs(latitude[i]) <= to));
const bands = [
  [0, 10],
  [10, 20],
  [20, 40],
  [40, 60],
  [60, 90],
];
const two = [coriolis, advection];
const balance = (options) => fitBalance({ ...common, library: two, samples, ...options });
const inBands = bands.map(([from, to]) => {
  say(`latitudes ${from}° to ${to}°`);
  const nodes = band(from, to);
  return { one: balance({ nodes, library: [coriolis] }), two: balance({ nodes }) };
});
const friction = [850, 500, 200].map((level) => {
  say(`drag on ${level} hPa`);
  const own = samples.filter((_, s) => data[s].places.level === level);
  return { level, model: balance({ samples: own, library: [coriolis, advection, drag] }) };
});
const schemes = [
  ...[2, 4, 6].map((accuracy) => ({ title: `differences of order ${accuracy}`, accuracy })),
  ...[20, 40, 60, 85, 119].map((bandLimit) => ({
    ...{ title: `harmonics to degree ${bandLimit}`, accuracy: 'spectral', bandLimit },
  })),
];
const byScheme = schemes.map(({ title, ...options }) => {
  say(title);
  return { title, one: balance({ ...options, library: [coriolis] }), two: balance(options) };
});

// ---- Both sides at the nodes ----
const coefficientsOf = (model) =>
  two.map(({ graph }) => model.terms.find(({ key }) => key === graph.key)?.coefficient ?? 0);
const best = [found, ...found.alternatives].find(
  ({ terms }) => terms.map(({ key }) => key).join() === two.map(({ graph }) => graph.key).join(),
);
if (best === undefined) throw new Error('the model of the two terms is not among the best of its size');
const geostrophic = [found, ...found.alternatives].find(({ terms }) => terms.length === 1);
const N = grid.size;
const squared = (a, b, node) => (a[node] - (b?.[node] ?? 0)) ** 2 + (a[N + node] - (b?.[N + node] ?? 0)) ** 2;
/** Sums over latitude rows of the squares of the target and of what is left of it, for several coefficients. */
const variants = [
  { title: 'geostrophic, coefficient 1', c: [1, 0] },
  { title: 'geostrophic, fitted', c: coefficientsOf(geostrophic) },
  { title: 'with advection, coefficients 1 and −1', c: [1, -1] },
  { title: 'with advection, fitted', c: coefficientsOf(best) },
];
const sides = samples.map((sample, s) => {
  say(`residuals, ${titles[s]}`);
  return variants.map(({ c }) => evaluateBalance({ ...common, library: two, accuracy: 6 }, c, sample));
});
const explained = (s, v, inside) => {
  let [left, total] = [0, 0];
  for (const one of s) {
    const { left: T, right: R } = sides[one][v];
    for (let node = 0; node < N; node++) {
      if (!inside(Math.abs(latitude[node]))) continue;
      left += grid.weights[node] * squared(T, R, node);
      total += grid.weights[node] * squared(T, undefined, node);
    }
  }
  return 1 - left / total;
};
const everything = samples.map((_, s) => s);
const anywhere = () => true;

// ---- f from the data: the factor of εV in each row of latitudes ----
say('the Coriolis parameter from the data');
const factor = samples.map((sample) => {
  const { left: T, right: R } = evaluateBalance({ ...common, library: [turned] }, [1], sample);
  return Array.from({ length: 241 }, (_, row) => {
    let [up, down] = [0, 0];
    for (let node = row * 480; node < (row + 1) * 480; node++) {
      up += T[node] * R[node] + T[N + node] * R[N + node];
      down += R[node] ** 2 + R[N + node] ** 2;
    }
    return up / down;
  });
});

/** Root mean square over the sphere of the difference between a factor and f. */
function apart(each) {
  let [sum, total] = [0, 0];
  each.forEach((value, row) => {
    const weight = grid.weights[row * 480];
    sum += weight * (value - 2 * omega * Math.sin((latitude[row * 480] * Math.PI) / 180)) ** 2;
    total += weight;
  });
  return Math.sqrt(sum / total);
}

// ---- Pictures ----
const interpolate = (values) => (points) =>
  grid.interpolate(
    values,
    points.map((x) => x * radius),
    { accuracy: 4 },
  );
/** Ambient components of a tangent field given in the frame of the grid. */
function ambient(V) {
  const parts = [0, 1, 2].map(() => new Float64Array(N));
  for (let node = 0; node < N; node++) {
    grid.frame(node).forEach((e, i) => {
      for (let a = 0; a < 3; a++) parts[a][node] += e[a] * V[i * N + node];
    });
  }
  return (points) => {
    const values = parts.map((part) => interpolate(part)(points));
    return Float64Array.from({ length: points.length }, (_, i) => values[i % 3][Math.floor(i / 3)]);
  };
}
const sampleOf = (month, level) => data.findIndex(({ places }) => places.month === month && places.level === level);
const norm = ({ left, right }) =>
  Float64Array.from({ length: N }, (_, node) => 1e4 * Math.sqrt(squared(left, right, node)));
const picture = async (title, svg, scale = 0.75) => ({
  path: join(folder, 'winds', `${title}.png`),
  content: await svgToPng(svg, { scale }),
});
const fieldMap = (s, title) => {
  const height = samples[s].Phi.map((value) => value / 9.80665);
  return sphereMap({ sample: interpolate(height), title, unit: 'm', arrows: ambient(samples[s].V), pixels: 700 });
};
const residualMap = (s, v, title, range) =>
  sphereMap({ sample: interpolate(norm(sides[s][v])), title, unit: '10⁻⁴ m s⁻²', range, pixels: 700 });
const winter = sampleOf(1, 200);
const low = sampleOf(7, 850);
const rows = Array.from({ length: 241 }, (_, row) => 90 - 0.75 * row);
const byRow = (s, v) =>
  rows.map((_, row) => {
    let [left, total] = [0, 0];
    for (let node = row * 480; node < (row + 1) * 480; node++) {
      left += squared(sides[s][v].left, sides[s][v].right, node);
      total += squared(sides[s][v].left, undefined, node);
    }
    return left / total;
  });
say('maps');
const pictures = [
  await picture('height-january-500', fieldMap(sampleOf(1, 500), 'Height of 500 hPa and wind, January')),
  await picture('height-july-200', fieldMap(sampleOf(7, 200), 'Height of 200 hPa and wind, July')),
  await picture('left-geostrophic', residualMap(winter, 1, '|∇Φ − c f εV|, January, 200 hPa', [0, 6])),
  await picture('left-advection', residualMap(winter, 3, '|∇Φ − c f εV − d V⋅∇V|, January, 200 hPa', [0, 6])),
  await picture('left-low', residualMap(low, 3, '|∇Φ − c f εV − d V⋅∇V|, July, 850 hPa', [0, 20])),
  await picture(
    'coriolis',
    linePlot({
      title: 'The factor of εV in ∇Φ, by latitude',
      xLabel: 'latitude',
      yLabel: '10⁻⁴ s⁻¹',
      series: [
        ...[sampleOf(1, 500), sampleOf(7, 500)].map((s) => ({
          ...{ x: rows.slice(1, -1), y: factor[s].slice(1, -1).map((x) => 1e4 * x), label: titles[s] },
        })),
        { x: rows, y: rows.map((x) => 2e4 * omega * Math.sin((x * Math.PI) / 180)), label: '2Ω sin φ' },
      ],
    }),
    1,
  ),
  await picture(
    'left-over',
    linePlot({
      title: 'Share of |∇Φ|² left over, January, 200 hPa',
      xLabel: 'latitude',
      yLabel: 'share',
      series: [
        { x: rows.slice(1, -1), y: byRow(winter, 1).slice(1, -1), label: 'f εV' },
        { x: rows.slice(1, -1), y: byRow(winter, 3).slice(1, -1), label: 'f εV and V⋅∇V' },
      ],
    }),
    1,
  ),
];

// ---- Page ----
const percent = (x) => `${(100 * x).toFixed(1)}%`;
const signed = (x, digits = 3) => x.toFixed(digits).replace('-', '−');
const table = (head, body) =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const code = (key) => `\`${key}\``;
const number = (x) => {
  const text = Math.abs(x) >= 0.01 && Math.abs(x) < 1000 ? x.toFixed(3) : x.toExponential(2);
  return text.replaceAll('-', '−');
};
const model = ({ terms }) =>
  terms.map(({ key, coefficient }) => `${number(coefficient)} ${code(key)}`).join(' + ') || '0';
const term = ({ terms }, { graph }) => {
  const own = terms.find(({ key }) => key === graph.key);
  return own === undefined ? '–' : `${signed(own.coefficient)} ± ${own.stderr.toFixed(3)}`;
};
const bySize = [found, ...found.alternatives].sort((a, b) => a.terms.length - b.terms.length);
const levels = [...new Set(data.map(({ places }) => places.level))];
const picked = single.filter(({ terms }) =>
  two.every(({ graph }) => terms.some(({ key }) => key === graph.key)),
).length;

const page = `# What balances the wind

The equations of the atmosphere are known; this page asks what can be read off from data alone. From ERA-Interim monthly means
([dee-2011](references.bib)) of wind V and geopotential Φ, on ${levels.join(', ')} hPa, in January and July, on the file's own grid of 0.75° with both poles,
it learns which vector operators of V and of the Coriolis parameter f = 2Ω sin φ make up ∇Φ. Nothing is left out, nothing is smoothed: derivatives are
differences of order 6 on the sphere of radius 6371 km, every node counts with its area. All maps and numbers are written by

    npm run build && node scripts/winds.mjs

and the first result is that of one command (Φ is the variable \`z\`, V has the components \`u\` and \`v\`):

    jetgraph discover eraint_uvz.nc --target "grad(Phi)" --space S --radius 6371000 --fields Phi=z,f \\
      --vectors V=u,v --function "f=${2 * omega}*cos(theta)" --units f=s-1

![Height of the 500 hPa surface with wind arrows, January](winds/height-january-500.png)
![Height of the 200 hPa surface with wind arrows, July](winds/height-july-200.png)

## What is found

There are ${library.length} candidates: all vector operators with at most two factors V, f and one derivative on each, rotated ones included, without redundancy
([guide](guide/balance.md)). The chosen balance, of all ${data.length} fields together, is

**∇Φ = ${found.terms.map(({ key, coefficient, stderr }) => `(${signed(coefficient)} ± ${stderr.toFixed(3)}) ${code(key)}`).join(' + ')}**

In index notation \`eps_ab V_b f\` is f εV, the wind turned clockwise by a right angle, times f; \`V_a;b V_b\` is V·∇V. The residual is ${percent(found.residual)} of the
root mean square of ∇Φ, ${percent(found.crossValidation.error)} in regions and ${percent(found.transfer)} in months and levels that the fit has not seen. A term is taken when the error in
${found.regions} regions left out falls beyond chance (evidence above 1):

${table(
  ['terms', 'error in regions left out', 'evidence', 'best model of this size'],
  bySize.map((each) => [each.terms.length, percent(each.crossValidation.error), each.evidence.toFixed(2), model(each)]),
)}

The reference is the momentum equation of the mean wind, ∂V/∂t + V·∇V + ω ∂V/∂p + f k×V = −∇Φ + friction − div(mean of V′V′). With k×V = −εV it says that the
coefficients of f εV and V·∇V are 1 and −1 ([holton-hakim-2013](references.bib), sections 2.4 and 3.2: geostrophic and gradient wind). Of its other terms the data
know nothing: **these are monthly means, so the momentum flux of the weather of the month, div(mean of V′V′), is missing**, as is vertical advection, for there is no ω
in the file. What they do is in the residual, and as far as they are proportional to a candidate, in its coefficient.

${table(
  ['explained share of \\|∇Φ\\|²', ...variants.map(({ title }) => title)],
  [
    ['all', ...variants.map((_, v) => percent(explained(everything, v, anywhere)))],
    ...levels.map((level) => {
      const own = everything.filter((s) => data[s].places.level === level);
      return [`${level} hPa`, ...variants.map((_, v) => percent(explained(own, v, anywhere)))];
    }),
    ...bands.map(([from, to]) => [
      `latitudes ${from}° to ${to}°`,
      ...variants.map((_, v) => percent(explained(everything, v, (x) => x >= from && x <= to))),
    ]),
  ],
)}

## Month by month, level by level

Each field alone, with the same ${library.length} candidates (${picked} of ${data.length} choices hold both f εV and V·∇V):

${table(
  ['field', 'chosen', 'error in regions left out', 'stable in halves'],
  single.map((each, s) => [
    titles[s],
    model(each),
    percent(each.crossValidation.error),
    each.stability
      .filter(({ share }) => share >= 0.5)
      .map(({ key, share }) => `${code(key)} ${percent(share)}`)
      .join(', '),
  ]),
)}

Coefficients beside \`eps_ab V_b f\` and \`V_a;b V_b\` differ from field to field; they have no counterpart in the equation above and are to be read as what the missing
processes look like in terms of V and f. Drag is where it is expected: with a third term \`V_a\` the coefficient is

${table(
  ['level', 'f εV', 'V·∇V', 'V, 10⁻⁶ s⁻¹', 'time scale'],
  friction.map(({ level, model: each }) => {
    const own = each.terms.find(({ key }) => key === 'V_a');
    const value = `${signed(1e6 * own.coefficient, 2)} ± ${(1e6 * own.stderr).toFixed(2)}`;
    const days = -1 / own.coefficient / 86_400;
    return [
      `${level} hPa`,
      term(each, coriolis),
      term(each, advection),
      value,
      own.coefficient < -2 * own.stderr ? `${days.toFixed(1)} days` : '–',
    ];
  }),
)}

## Where it holds

The two terms, fitted in bands of latitude on both hemispheres:

${table(
  ['latitudes', 'f εV alone', 'residual', 'f εV', 'V·∇V', 'residual'],
  bands.map(([from, to], b) => {
    const { one, two: both } = inBands[b];
    return [
      `${from}° to ${to}°`,
      ...[
        term(one, coriolis),
        percent(one.residual),
        term(both, coriolis),
        term(both, advection),
        percent(both.residual),
      ],
    ];
  }),
)}

Without being told of f, the factor that turns εV into ∇Φ, fitted row by row, follows the Coriolis parameter from pole to pole (root mean square difference over the
sphere: ${factor.map((each, s) => `${titles[s]} ${percent(apart(each) / Math.sqrt(4 / 3) / omega)}`).join(', ')} of that of f). It departs where the mean wind of a row is weak:

![Factor of the turned wind in the gradient of the geopotential, by latitude](winds/coriolis.png)
![Share left over by latitude](winds/left-over.png)

What f εV leaves unexplained at 200 hPa in January lies along the jet streams, which are curved; V·∇V takes most of it away:

![Residual of the geostrophic balance](winds/left-geostrophic.png)
![Residual with advection](winds/left-advection.png)

At 850 hPa the surface lies below the ground of Greenland, the Andes, Tibet and Antarctica, where the analysis extrapolates; there no balance is to be expected, and none is found:

![Residual at 850 hPa](winds/left-low.png)

## Other derivatives

The coefficients hardly depend on how derivatives are taken; the residual does, because smaller scales are balanced less well (and more of them are noise of the packing and of extrapolation below ground).

${table(
  ['derivatives', 'f εV alone', 'residual', 'f εV', 'V·∇V', 'residual'],
  byScheme.map(({ title, one, two: both }) => [
    title,
    ...[
      term(one, coriolis),
      percent(one.residual),
      term(both, coriolis),
      term(both, advection),
      percent(both.residual),
    ],
  ]),
)}

## What this does not show

- Six fields of a balance that every analysis of the atmosphere builds in: ERA-Interim's own model couples V and Φ. That the law comes out is a test of the method, not of the atmosphere.
- Standard errors come from leaving out regions. They say how far the coefficients scatter over the globe, not how far they are from 1 and −1: what is missing is not random. The geostrophic
  coefficient of ${signed(best.terms[0].coefficient)} is ${Math.abs((1 - best.terms[0].coefficient) / best.terms[0].stderr).toFixed(0)} standard errors from 1.
- Candidates with second derivatives of f change nothing: f is linear in the ambient coordinates, so ∇∇f = −κ f g and \`f_bc V_c\` is a multiple of \`V_b f\` on every such data set.
- Near the equator both sides are small, and the share of the Coriolis term falls; the residual there is ${percent(inBands[0].two.residual)} of a gradient that is itself small.

Data: xarray's example \`eraint_uvz.nc\`, a selection of ERA-Interim ([dee-2011](references.bib)); packed as short integers, unpacked by the CF conventions ([cf-conventions](references.bib)).
`;
writeFilesAtomic([...pictures, { path: join(folder, 'winds.md'), content: new TextEncoder().encode(page) }]);
say(join(folder, 'winds.md'));
