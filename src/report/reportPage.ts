/** The sections of a report. Every number comes from its content. */
import { allSlices } from '../discovery/index.js';
import { canonicalize, parseKey } from '../graph/index.js';
import { graphToLatex, nameToLatex } from '../notation/index.js';
import {
  displayFormula,
  escapeHtml,
  figure,
  formula,
  page,
  picture,
  quantity,
  type Section,
  table,
} from '../page/index.js';
import { drawGraph } from '../picture/index.js';
import type { ReportContent } from './content.js';
import { equationToLatex, meaningfulDigits, numberToLatex, termToLatex } from './equations.js';
import type { ModelJson, ReportedTerm } from './model.js';
import {
  forecastPictures,
  isDrawable,
  isLine,
  type Picture,
  residualPictures,
  scatterPicture,
  timeText,
} from './pictures.js';

const shown = ({ svg, label }: Picture): string => picture(svg, label);
const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
const tiny = (value: number): string => value.toExponential(1);

/** A coefficient, or an end of its interval, with the digits that mean something. */
const number = (value: number, digits: number): string =>
  Number.isFinite(value) ? formula(numberToLatex(value, digits)) : value > 0 ? '∞' : '−∞';

/** A percentage with two digits. */
function percent(share: number): string {
  const value = 100 * share;
  return value !== 0 && value < 1e-2 ? `${quantity(value, 2)}\u00a0%` : `${Number(value.toPrecision(2))}\u00a0%`;
}

/** The operator of a key, as LaTeX. */
function operatorLatex(key: string, { json }: Pick<ReportContent, 'json'>): string {
  return graphToLatex(canonicalize(parseKey(key)).graph, { dimension: json.data.space.dimension });
}

/** The sign of a term as LaTeX; behind another term with the space of a binary one. */
const signOf = (coefficient: number, position: number): string =>
  position === 0 ? (coefficient < 0 ? '-' : '') : coefficient < 0 ? '{}-' : '{}+';

/** Digits for the ends of an interval: one more than its width leaves uncertain. */
function intervalDigits([low, high]: readonly [number, number]): number {
  const width = high - low;
  const size = Math.max(Math.abs(low), Math.abs(high));
  return width > 0 && Number.isFinite(width) ? Math.min(12, Math.max(2, Math.ceil(Math.log10(size / width)) + 2)) : 6;
}

/** The equation with drawings in place of operators. */
function drawnEquation(field: string, terms: readonly ReportedTerm[], fields: readonly string[]): string {
  const parts = terms.map((term, i) => {
    const size = formula(
      `${signOf(term.coefficient, i)} ${numberToLatex(Math.abs(term.coefficient), Math.min(4, meaningfulDigits(term)))}`,
    );
    const drawing = picture(drawGraph(term.graph, { unit: 44, fields }), `Graph ${term.graph.key}`);
    return `<span class="term"><span class="factor">${size}</span>${drawing}</span>`;
  });
  return `<div class="drawn"><span class="factor">${formula(`${nameToLatex(field)}_t =`)}</span>${parts.join('')}</div>`;
}

function equationSection(content: ReportContent): Section {
  const { request, json } = content;
  const { found } = request;
  const fields = Object.keys(request.run.fields);
  const bodies = found.equations.map(({ field, terms, residual, misfit, proved }) => {
    const extra = {
      evidence: terms.some(({ evidence }) => evidence !== undefined),
      jackknife: terms.some(({ jackknife }) => jackknife !== undefined),
      stability: terms.some(({ stability }) => stability !== undefined),
    };
    const header = [
      'term',
      'index notation',
      'coefficient',
      'standard error',
      `${Number((100 * json.confidence).toPrecision(3))} % interval`,
      ...(extra.jackknife ? ['jackknife'] : []),
      ...(extra.evidence ? ['evidence'] : []),
      ...(extra.stability ? ['stability'] : []),
    ];
    const rows = terms.map((term) => {
      const { graph, coefficient, stderr, interval, jackknife = 0, evidence = 0, stability = 0 } = term;
      const digits = interval === undefined ? 4 : intervalDigits(interval);
      const ends = interval === undefined ? '–' : interval.map((end) => number(end, digits)).join(' … ');
      return [
        formula(graphToLatex(graph, { dimension: json.data.space.dimension })),
        code(graph.key),
        number(coefficient, meaningfulDigits(term)),
        quantity(stderr, 2),
        ends,
        ...(extra.jackknife ? [quantity(jackknife, 2)] : []),
        ...(extra.evidence ? [quantity(evidence, 2)] : []),
        ...(extra.stability ? [`${Math.round(100 * stability)} %`] : []),
      ];
    });
    if (terms.length === 0) {
      return `<p>No candidate explains the change of ${formula(nameToLatex(field))} in time.</p>`;
    }
    const numeric = header.flatMap((_, column) => (column >= 2 ? [column] : []));
    const rest =
      misfit === undefined
        ? ''
        : misfit === 0
          ? ', all of it within what noise and rounding do'
          : `, of which neither the model nor noise explains ${percent(misfit)}`;
    return `${drawnEquation(field, terms, fields)}
${table(header, rows, numeric)}
<p class="soft">${json.form === 'weak' ? 'Weak' : 'Strong'} form, ${count(json.candidates, 'candidate')}, ${count(json.rows, 'row')}. Relative residual of the regression ${percent(residual)}${rest}.${
      proved ? ` Branch and bound proves that no other ${count(terms.length, 'term')} leave a smaller residual.` : ''
    }</p>`;
  });
  const first = found.equations[0]!;
  const sizes = found.equations.map(({ terms }) => terms.length);
  return {
    id: 'equation',
    name: 'Equation',
    title: found.equations.length === 1 ? 'The equation' : 'The equations',
    result: `${sizes.join(' + ')} of ${json.candidates} candidates; relative residual ${tiny(first.residual)}`,
    body: `
<p class="plain">Dots are factors ${found.equations.length === 1 ? formula(nameToLatex(first.field)) : 'of the fields they name'}, lines are derivatives contracted with each other.</p>
${bodies.join('\n')}
<p class="soft">Intervals come from the bootstrap over ${json.form === 'weak' ? 'blocks of windows as long as a window' : 'blocks of rows'}; they are intervals for the coefficients of this model.</p>`,
  };
}

function modelsSection(content: ReportContent): Section {
  const { json } = content;
  const weak = json.form === 'weak';
  const texts = json.equations.map(({ field, alternatives, ...chosen }) => {
    const sum = (model: ModelJson): string =>
      model.terms.length === 0
        ? '0'
        : model.terms
            .map(({ coefficient, graph }, i) => {
              const sign = signOf(coefficient, i);
              const operator = operatorLatex(graph.key, content);
              return formula(`${sign} ${termToLatex(Math.abs(coefficient), 3, operator)}`);
            })
            .join(' ');
    const row = (model: ModelJson, mark: string): string[] => [
      `${mark}${model.terms.length}`,
      quantity(model.score, 2),
      percent(model.residual),
      percent(model.crossValidation.error),
      quantity(model.bic - chosen.bic, 3),
      sum(model),
    ];
    const models: readonly ModelJson[] = [chosen, ...alternatives];
    const sorted = [...models].sort((a, b) => a.terms.length - b.terms.length);
    return `${json.equations.length > 1 ? `<h3>${formula(`${nameToLatex(field)}_t`)}</h3>` : ''}
${table(
  ['terms', 'score', 'residual', 'held-out error', 'ΔBIC', 'right-hand side'],
  sorted.map((model) => row(model, model === chosen ? '★ ' : '')),
  [0, 1, 2, 3, 4],
)}`;
  });
  const relations = json.nearRelations.map(({ candidate, terms, within }) => {
    const right = terms.map(({ coefficient, candidate: other }, i) => {
      const sign = signOf(coefficient, i);
      return formula(`${sign} ${termToLatex(Math.abs(coefficient), 3, operatorLatex(other, content))}`);
    });
    return [percent(within), `${formula(`${operatorLatex(candidate, content)} \\approx`)} ${right.join(' ')}`];
  });
  const score = weak
    ? 'The score is the evidence for the weakest term; a model is accepted above 1, and the largest accepted one is chosen.'
    : 'The score is the cross-validated misfit with a price of a factor 1.5 for each term; the least is chosen.';
  const others = json.equations.reduce((sum, { alternatives }) => sum + alternatives.length, 0);
  return {
    id: 'models',
    name: 'Alternatives',
    title: 'The models that came next',
    result: `${count(others, 'runner-up', 'runners-up')}; ${count(relations.length, 'near-relation')}, condition number ${tiny(json.condition)}`,
    body: `
<p class="plain">The best model of every other size, with what it would have cost.</p>
${texts.join('\n')}
<p class="soft">★ the model chosen. ${score} ΔBIC is relative to the model chosen.</p>
<h3>What the data can hardly tell apart</h3>
${
  relations.length === 0
    ? `<p>No candidate is a combination of others to within 1 % of its size on these data. The condition number of all candidates is ${quantity(json.condition, 2)}.</p>`
    : `<p>On these data some candidates are nearly combinations of others, which makes the regression ill-conditioned (condition number ${quantity(json.condition, 2)}): terms on one line can stand in for each other.</p>
${table(['within', 'near-relation'], relations, [0])}`
}`,
  };
}

function residualSection(content: ReportContent): Section {
  const { request, json, residuals } = content;
  const { grid, pixels = 700 } = request;
  const medians = Object.values(residuals.fields).map(({ relative }) => median(relative));
  const noisy = Object.entries(residuals.noise).filter(([, level]) => level > 0);
  const figures = Object.entries(residuals.fields).map(([field, own]) =>
    figure(
      residualPictures(grid, field, residuals, own, { pixels }).map(shown),
      isDrawable(grid)
        ? `Where and when ${formula(`${nameToLatex(field)}_t`)} is not what the equation says.`
        : `Over time; fields in three dimensions are not drawn.`,
    ),
  );
  const scatters = Object.entries(residuals.fields).map(([field, own]) => shown(scatterPicture(field, own)));
  const explained = Object.entries(residuals.fields).map(
    ([field, own]) => `${formula(`${nameToLatex(field)}_t`)}: ${quantity(own.explained, 6)}`,
  );
  const pairs = Object.values(residuals.fields)[0]!.observed.length;
  return {
    id: 'residual',
    name: 'Residual',
    title: 'What it leaves unexplained',
    result: `median relative residual ${medians.map(tiny).join(', ')}`,
    body: `
<p class="plain">The rate of change is measured at every node and compared with the right-hand side.</p>
<p>${formula('u_t')} comes from the snapshots, derivatives in space from the grid.${
      noisy.length === 0
        ? ''
        : ` Noise (standard deviation ${noisy.map(([name, level]) => `${formula(nameToLatex(name))}: ${quantity(level, 2)}`).join(', ')}, estimated) is smoothed away first; what smoothing leaves of it, differentiated, is part of what is seen here, and more than the regression saw.`
    }</p>
${figures.join('\n')}
<h3>Predicted against observed</h3>
${figure(scatters, `${pairs} random nodes and times. Share of the variance explained over all nodes: ${explained.join(', ')}.`, 'narrow')}
${json.heldOut === undefined ? '' : `<p class="soft">Snapshots from ${formula(`t = ${timeText(json.heldOut.from)}`)} on were not learned from.</p>`}`,
  };
}

function forecastSection(content: ReportContent): Section {
  const { request, json, forecast, compared } = content;
  const { grid, run, pixels = 700, heldOut } = request;
  const start = run.times.length - compared;
  const drawn = forecast.times.length > 1;
  const figures = drawn
    ? Object.keys(forecast.values).map((field) =>
        figure(
          forecastPictures(grid, field, allSlices(run.fields[field]!).slice(start), forecast, { pixels }).map(shown),
          `${isLine(grid) || !isDrawable(grid) ? 'Data and simulation' : 'Data and simulation at the last time reached'}, in the same colours; errors are relative to the spread of the data.`,
        ),
      )
    : [];
  const rows = Object.entries(forecast.errors).map(([field, errors]) => [
    formula(nameToLatex(field)),
    quantity(errors[Math.floor((errors.length - 1) / 2)]!, 2),
    quantity(errors.at(-1)!, 2),
    quantity(forecast.persistence[field]!.at(-1)!, 2),
  ]);
  const sentence =
    heldOut > 0
      ? `The last ${count(compared, 'snapshot')}, from ${formula(`t = ${timeText(run.times[start]!)}`)} on, were held out. The equation starts from the first of them and runs on its own.`
      : `No data were held out: the equation starts from the snapshot at ${formula(`t = ${timeText(run.times[start]!)}`)}, which it was learned from as well, and runs on its own.`;
  const errors = Object.values(forecast.errors).map((list) => list.at(-1)!);
  return {
    id: 'forecast',
    name: 'Forecast',
    title: heldOut > 0 ? 'Running on data held out' : 'Running forward',
    result:
      forecast.outcome === 'complete'
        ? `error ${errors.map(tiny).join(', ')} at t = ${timeText(json.data.to)}`
        : forecast.outcome === 'stopped'
          ? 'the simulation stopped on the way'
          : 'not run',
    body: `
<p class="plain">An equation that is right ${heldOut > 0 ? 'predicts what it has not seen' : 'goes from the start of the data to their end'}.</p>
<p>${sentence} ${escapeHtml(forecast.words)}</p>
${drawn ? table(['field', 'error half way', 'error at the end', 'error if nothing changed'], rows, [1, 2, 3]) : ''}
${figures.join('\n')}`,
  };
}

function symmetrySection({ json: { symmetry, data } }: ReportContent): Section {
  const rows = symmetry.measured.map(({ field, isometries, error, interpolation }) => [
    formula(`${nameToLatex(field)}_t`),
    isometries,
    quantity(error, 2),
    quantity(interpolation, 2),
  ]);
  const worst = Math.max(0, ...symmetry.measured.map(({ error }) => error));
  return {
    id: 'symmetry',
    name: 'Symmetry',
    title: 'What it commutes with',
    result:
      symmetry.fault === undefined
        ? `${symmetry.group}; ${tiny(worst)} on the grid`
        : `${symmetry.group}; not measured`,
    body: `
<p class="plain">Moving the field and then applying the equation is the same as applying it and then moving.</p>
<p>The group is ${formula(symmetry.groupLatex)}. ${escapeHtml(symmetry.statement)}</p>
${
  symmetry.fault === undefined
    ? `<p>On ${code(data.grid)}, with stencils of order ${symmetry.accuracy}, smooth random fields and random isometries ${formula('g')}, the relative error ${formula('\\|f(u \\circ g) - f(u) \\circ g\\| / \\|f(u)\\|')} is</p>
${table(['equation', 'isometries', 'error', 'of which interpolation'], rows, [2, 3])}`
    : `<p>It was not measured: ${escapeHtml(symmetry.fault)}</p>`
}`,
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The page of a report. */
export function reportPage(content: ReportContent, onProgress: (fraction: number) => void): string {
  const { json, request } = content;
  const makers = [equationSection, modelsSection, residualSection, forecastSection, symmetrySection];
  const sections = makers.map((make, k) => {
    const section = make(content);
    onProgress((k + 1) / makers.length);
    return section;
  });
  const { data } = json;
  const space = { E: 'Euclidean space', S: 'the sphere', H: 'hyperbolic space' }[data.space.kind];
  const equations = request.found.equations
    .map(({ field, terms }) => displayFormula(equationToLatex(field, terms, data.space.dimension)))
    .join('');
  const heldOut = json.heldOut === undefined ? '' : `, the last ${json.heldOut.snapshots} of them held out`;
  return page(
    `${json.equations.length > 1 ? 'Equations' : 'An equation'} ${json.source === undefined ? 'learned from data' : `from ${escapeHtml(json.source)}`}`,
    `${equations}<p>${count(data.snapshots, 'snapshot')}${heldOut} on ${code(data.grid)}, ${data.space.dimension === 1 && data.space.kind === 'E' ? 'a line' : `${space} of dimension ${data.space.dimension}`}, from ${formula(`t = ${timeText(data.from)}`)} to ${formula(`t = ${timeText(data.to)}`)}.</p>`,
    sections,
    json.command === undefined
      ? '<p>Written by <i>jetgraph</i>.</p>'
      : `<p>Written by <i>jetgraph</i>:</p><pre><code>${escapeHtml(json.command)}</code></pre>`,
  );
}
