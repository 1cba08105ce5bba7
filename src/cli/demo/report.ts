/** The sections of the demo page: a sentence for a newcomer, then what was computed. Every number comes from the run. */
import type { CanonicalGraph } from '../../graph/index.js';
import { graphToLatex, sumToLatex } from '../../notation/index.js';
import {
  displayFormula,
  escapeHtml,
  figure,
  formula,
  picture,
  quantity,
  type Section,
  table,
} from '../../page/index.js';
import { drawGraph } from '../../picture/index.js';
import type { Demonstration } from './demonstrate.js';
import { corners, type Flow } from './flow.js';
import type { Lesson } from './learn.js';
import type { Picture, PictureName } from './pictures.js';

type Pictures = Readonly<Record<PictureName, Picture>>;

const shown = ({ svg, label }: Picture): string => picture(svg, label);
const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
const latex = (graph: CanonicalGraph): string => formula(graphToLatex(graph, { dimension: 2 }));
const signed = (value: number, digits: number): string => value.toPrecision(digits).replace('-', '−');
/** Latitude and longitude of a node of the sphere. */
function place({ grid }: Demonstration, node: number): string {
  const latitude = 90 - (180 / Math.PI) * grid.variables.get('theta')![node]!;
  const east = (180 / Math.PI) * grid.variables.get('phi')![node]!;
  const longitude = east > 180 ? east - 360 : east;
  return `${Math.abs(latitude).toFixed(0)}° ${latitude < 0 ? 'S' : 'N'} ${Math.abs(longitude).toFixed(0)}° ${longitude < 0 ? 'W' : 'E'}`;
}

/** A small number for one line of plain text. */
const tiny = (value: number): string => value.toExponential(1);

function dataSection(demo: Demonstration, pictures: Pictures): Section {
  const { heightSummary: h, fieldSummary: u, configuration, grid } = demo;
  const halved = Math.sqrt(Math.LN2 / configuration.smoothing + 0.25) - 0.5;
  return {
    id: 'data',
    name: 'Data',
    title: 'A field on a curved space',
    result: `EGM96 geoid, ${signed(h.min, 4)} to ${signed(h.max, 4)} m, mean ${signed(h.mean, 3)} m, ${grid.size} nodes`,
    body: `
<p class="plain">The geoid is the surface that the sea would follow if it were at rest; its height above the reference ellipsoid is a function on the sphere.</p>
<p>The model EGM96 gives this height. Sampled at the ${grid.size} nodes of the grid ${code(grid.spec)} it runs from ${signed(h.min, 4)} m at ${place(demo, demo.heights.indexOf(h.min))}
to ${signed(h.max, 4)} m at ${place(demo, demo.heights.indexOf(h.max))}, with mean ${signed(h.mean, 3)} m.</p>
${figure([shown(pictures.geoid)], `Height of the geoid. Data: F. G. Lemoine and others, <i>The development of the joint NASA GSFC and NIMA geopotential model EGM96</i>, NASA TP-1998-206861.`)}
<p>Derivatives amplify what a grid cannot resolve. So heat flows over the geoid first: the package’s own solver runs ${formula('u_t = \\Delta u')} up to
${formula(`t = ${configuration.smoothing}`)}, which damps a spherical harmonic of degree ${formula('l')} by ${formula('e^{-l(l+1)t}')}, by half at degree ${halved.toFixed(0)}. It keeps the mean:
${signed(100 * u.mean, 3)} m after, ${signed(h.mean, 3)} m before. From here on ${formula('u')} is the smoothed geoid in units of 100 m on the unit sphere.</p>
${figure([shown(pictures.field)], 'The field <i>u</i>, in the colours of section 5.')}`,
  };
}

function classifySection(demo: Demonstration): Section {
  const { graphs, counts, relations, library } = demo.classification;
  const kept = new Set(library.map(({ graph }) => graph.key));
  // Graphs of the blocks with relations that the library does without.
  const leading = new Set(
    relations
      .flatMap(({ sum }) => [...sum.terms.values()])
      .map(({ graph }) => graph.key)
      .filter((key) => !kept.has(key)),
  );
  const cells = graphs.map(
    (graph) =>
      `<li${leading.has(graph.key) ? ' class="dependent"' : ''}><div class="drawing">${picture(drawGraph(graph, { unit: 40 }), `Graph ${graph.key}`)}</div>${latex(graph)}<code>${graph.key}</code></li>`,
  );
  const numbers = (of: 'graphs' | 'independent'): string => counts.map((row) => row[of]).join(' + ');
  const certificates = relations.map(({ sum, certificate: c }, k) => {
    const { largest, defect } = demo.checks[k]!;
    return `${displayFormula(`${sumToLatex(sum, { dimension: 2 })} = 0`)}
<p class="soft">Certificate: this block has ${c.graphs} graphs; characters of the symmetric group leave room for ${c.independent} independent operators in dimension ${c.dimension}, so for exactly
${c.relations} relation${c.relations === 1 ? '' : 's'}, and a minor of the matrix of edge variables supplies ${c.relations === 1 ? 'it' : 'them'}. On the geoid the terms reach ${quantity(largest, 3)}; they cancel at every node to within
${quantity(defect, 2)} of the sum of their sizes.</p>`;
  });
  const worst = Math.max(...demo.checks.map(({ defect }) => defect));
  return {
    id: 'operators',
    name: 'Classify',
    title: 'Every operator is a graph',
    result: `${numbers('graphs')} graphs, ${numbers('independent')} independent in dimension 2; ${relations.length} relations, on the geoid to ${tiny(worst)}`,
    body: `
<p class="plain">A differential operator that does not care where on the sphere it is applied, or how the sphere is turned, is a combination of drawings like these.</p>
<p>A vertex with ${formula('k')} edge ends is the symmetrised ${formula('k')}-th covariant derivative of ${formula('u')}, an edge joins two indices. There are ${numbers('graphs')} = ${graphs.length} graphs with one, two and three edges,
and no others. Under each graph stand its operator and its index notation, which the command line reads and prints.</p>
<ul class="graphs">${cells.join('')}</ul>
<p>In three or more dimensions all of them are independent. A surface is too narrow for that:</p>
${table(
  ['edges', 'graphs', 'independent in dimension 2', 'relations'],
  counts.map((row) => [row.edges, row.graphs, row.independent, row.relations].map(String)),
  [0, 1, 2, 3],
)}
<h3>The relations of dimension 2</h3>
<p>The first says that a symmetric 2×2 matrix has no third eigenvalue, the second is the theorem of Cayley and Hamilton between two gradients.</p>
${certificates.join('\n')}
<p class="soft">The first is worst where ${formula('\\Delta u')} nearly vanishes: every term has it as a factor, on paper, so there its rounding error is all there is.</p>
${leading.size === 0 ? '' : `<p class="soft"><span style="color:var(--warm)">†</span> left out of the library below, because the relations express ${leading.size === 1 ? 'it' : 'them'} by the others.</p>`}`,
  };
}

function librarySection(demo: Demonstration): Section {
  const { library, redundant } = demo.classification;
  const { sphereLesson, redundantLesson } = demo;
  return {
    id: 'library',
    name: 'Library',
    title: 'A library without redundancy',
    result: `${library.length} independent operators out of ${redundant.length}; condition number ${sphereLesson.condition.toFixed(0)} instead of ${tiny(redundantLesson.condition)}`,
    body: `
<p class="plain">To learn an equation from data one offers it a list of candidate terms; two lists that say the same thing twice make the answer ambiguous.</p>
<p>Up to three contractions, four factors and two derivatives on a factor there are ${redundant.length} operators, undifferentiated factors included. In dimension 2 they satisfy ${redundant.length - library.length} relations: the two above,
and the first of them times ${formula('u')}. A basis of ${library.length} remains:</p>
${table(
  ['operator', 'index notation', 'order', 'degree', 'operations'],
  library.map(({ graph, order, degree, cost }) => [
    latex(graph),
    code(graph.key),
    String(order),
    String(degree),
    String(cost),
  ]),
  [2, 3, 4],
)}
<p>It matters: on the run of section 5 the columns of all ${redundant.length} operators have condition number ${quantity(redundantLesson.condition, 2)}, singular to machine precision, with ${redundantLesson.dependences} vanishing combinations found in the data.
Those of the basis have ${quantity(sphereLesson.condition, 3)} and none.</p>`,
  };
}

function evaluateSection(demo: Demonstration, pictures: Pictures): Section {
  const { evaluation: e, grid } = demo;
  const difference = Math.abs(e.determinantIntegral / e.bochnerIntegral - 1);
  return {
    id: 'evaluate',
    name: 'Evaluate',
    title: 'Operators on the geoid',
    result: `∫ det ∇²u = ${signed(e.determinantIntegral, 5)}, by Bochner ½∫|∇u|² = ${signed(e.bochnerIntegral, 5)}; three operators in ${(1000 * e.seconds).toFixed(1)} ms`,
    body: `
<p class="plain">Graphs become programs: contractions of the derivatives of <i>u</i> at each node, compiled to one loop over the grid.</p>
${figure([shown(pictures.laplacian)], `The Laplacian: positive in the hollows, negative on the crests. Colours end where a hundredth of the area lies beyond them, here and below.`)}
${figure([shown(pictures.gradient)], 'The squared slope: dark on hilltops and in hollows, bright on the flanks between.')}
${figure([shown(pictures.determinant)], `The determinant of the second derivative, ${formula('\\tfrac12\\bigl((\\Delta u)^2 - |\\nabla^2 u|^2\\bigr)')}: positive at hills and hollows, negative at saddles.`)}
<p>All three at ${grid.size} nodes take ${(1000 * e.seconds).toFixed(1)} ms. Bochner’s formula, integrated over a closed surface, says that the last two are tied together by the curvature. It says nothing of grids, so it is a test of them:</p>
${displayFormula(`\\int \\det \\nabla^2 u = ${e.determinantIntegral.toPrecision(6)}, \\qquad \\frac{\\kappa}{2} \\int |\\nabla u|^2 = ${e.bochnerIntegral.toPrecision(6)}.`)}
<p>They differ by ${quantity(100 * difference, 2)} %, the error of the stencils on a field this rough.</p>`,
  };
}

function solveSection(demo: Demonstration, pictures: Pictures): Section {
  const { sphereFlow, planeFlow, configuration, equation } = demo;
  const [before, after] = demo.heptagonDefects;
  const row = (space: string, { grid, result, mean, square, seconds }: Flow): string[] => [
    `${space}<br>${code(grid.spec)}`,
    `${result.accepted}`,
    `${mean[0]!.toFixed(4)} → ${mean.at(-1)!.toFixed(4)}`.replaceAll('-', '−'),
    `${square[0]!.toFixed(4)} → ${square.at(-1)!.toFixed(4)}`,
    `${seconds.toFixed(1)} s`,
  ];
  return {
    id: 'solve',
    name: 'Solve',
    title: 'One equation, two worlds',
    result: `${sphereFlow.result.accepted} steps on the sphere, ${planeFlow.result.accepted} on the hyperbolic plane; sevenfold symmetry kept to ${tiny(after)}`,
    body: `
<p class="plain">An equation made of graphs means the same on every space of constant curvature: only the grid changes.</p>
${displayFormula(`u_t = ${sumToLatex(equation, { dimension: 2 })}`)}
<p>${formula('u - u^3')} drives the field towards ${formula('\\pm 1')}, the Laplacian smooths the fronts between, and ${formula('|\\nabla u|^2')} pushes them towards the hollows. An explicit Runge–Kutta pair with step control integrates it from
${formula('t = 0')} to ${formula(`t = ${configuration.tEnd}`)}.</p>
${table(['space and grid', 'steps', 'mean of <i>u</i>', 'mean of <i>u</i>²', 'time'], [row('sphere', sphereFlow), row('hyperbolic plane', planeFlow)], [1, 2, 3, 4])}
<h3>On the sphere, from the geoid</h3>
${figure([shown(pictures['sphere-end'])], `The field of section 1 has parted into highs and lows.`)}
<h3>On the hyperbolic plane, from a heptagon</h3>
${figure(
  [shown(pictures['plane-start']), shown(pictures['plane-end'])],
  `The Poincaré disk. The grid covers a strip of the half-plane, periodic along horocycles about the topmost point, hence the copies of the pattern there; edges of the strip reflect.`,
)}
<p>Seven hills about seven hollows about a hill: the rotation by 1/${corners} of a turn is an isometry that the grid knows nothing of. The first state, interpolated, is symmetric to ${quantity(before, 2)}; the last one still to ${quantity(after, 2)} (relative, mean square, within
distance 1.1 of the centre).</p>
${figure([shown(pictures.means)], 'What the solver monitors. Neither mean is conserved by this equation.')}`,
  };
}

function lessonText(lesson: Lesson): string {
  const terms = lesson.terms
    .filter(({ learned }) => learned !== 0)
    .map(({ learned, graph }, i) => {
      const sign = learned < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
      return `${sign}${Math.abs(learned).toPrecision(5)} \\, ${graphToLatex(graph, { dimension: 2 })}`;
    });
  const rows = lesson.terms.map(({ graph, truth, learned, stderr, jackknife }) => [
    latex(graph),
    signed(truth, 2),
    signed(learned, 7),
    quantity(stderr, 2),
    quantity(jackknife, 2),
    truth === 0 ? '–' : quantity(Math.abs(learned / truth - 1), 2),
  ]);
  return `${displayFormula(`u_t = ${terms.join('')}`)}
${table(['term', 'true', 'learned', 'standard error', 'jackknife', 'relative error'], rows, [1, 2, 3, 4, 5])}
<p class="soft">${lesson.candidates} candidates, ${lesson.rows} rows; relative residual ${quantity(lesson.equation.residual, 2)}, cross-validated ${quantity(lesson.equation.crossValidation.error, 2)}.</p>`;
}

function learnSection({ sphereLesson, planeLesson, configuration }: Demonstration): Section {
  const summary = ({ exactSupport, error }: Lesson): string =>
    `${exactSupport ? 'all terms and no other' : 'other terms'}, coefficients within ${tiny(error)}`;
  return {
    id: 'learn',
    name: 'Learn',
    title: 'Learning the equation back',
    result: `sphere: ${summary(sphereLesson)}; hyperbolic plane: ${summary(planeLesson)}`,
    body: `
<p class="plain">Now forget the equation, keep the snapshots, and ask which combination of the library explains the change in time.</p>
<p>From ${configuration.snapshots} snapshots of each run the time derivative and all candidates are computed at a sample of nodes; least squares over subsets of candidates, with cross-validation over blocks, chooses the terms. Learning uses
stencils of order 6, the runs used order 4, so the two do not share their errors.</p>
<h3>From the sphere</h3>
${lessonText(sphereLesson)}
<h3>From the hyperbolic plane</h3>
${lessonText(planeLesson)}
<p>Standard errors suppose independent rows; the jackknife, which leaves out one block at a time, allows for dependence within a block. Both measure scatter: where a coefficient is off by more than a few of them, the rest is
discretisation error, which they do not see.</p>`,
  };
}

function symmetrySection({ equivariance, configuration }: Demonstration): Section {
  const sizes = configuration.equivariance;
  const finest = equivariance.map(({ errors }) => errors.at(-1)!);
  return {
    id: 'equivariance',
    name: 'Equivariance',
    title: 'How symmetric is the computer?',
    result: `error under a random rotation ${tiny(Math.min(...finest))} to ${tiny(Math.max(...finest))} on ${sizes.at(-1)} rows, orders ${equivariance.map(({ order }) => order.toFixed(1)).join(', ')}`,
    body: `
<p class="plain">Turn the field and then apply the operator, or apply the operator and then turn: the operators of this page do not see a difference, a latitude–longitude grid does.</p>
<p>For a random rotation ${formula('g')}, a smooth field ${formula('u')} and stencils of order 4, poles included, the difference is measured by</p>
${displayFormula('\\frac{\\lVert N(u \\circ g) - N(u) \\circ g \\rVert}{\\lVert N(u) \\rVert}.')}
${table(
  ['operator', ...sizes.map((rows) => `${rows} × ${2 * rows}`), 'order'],
  equivariance.map(({ latex: name, errors, order }) => [
    formula(name),
    ...errors.map((error) => quantity(error, 2)),
    order.toFixed(2),
  ]),
  [...sizes.map((_, k) => k + 1), sizes.length + 1],
)}
<p>The error falls with the fourth power of the spacing or faster, so in the limit the discrete operators are equivariant too. The order is measured between the two finest grids.</p>`,
  };
}

/** The sections in the order of the page. */
export const reportSections = (demo: Demonstration, pictures: Pictures): readonly Section[] => [
  dataSection(demo, pictures),
  classifySection(demo),
  librarySection(demo),
  evaluateSection(demo, pictures),
  solveSection(demo, pictures),
  learnSection(demo),
  symmetrySection(demo),
];
