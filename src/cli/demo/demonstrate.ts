/** The demo's conductor: data, classification, evaluation, two flows, two lessons, equivariance, each from the one before. */
import { type GraphSum, normalize } from '../../algebra/index.js';
import { Rational } from '../../exact/index.js';
import { parse } from '../../expression/index.js';
import { type Grid, parseGrid } from '../../grid/index.js';
import { hyperbolic, sphere } from '../../space/index.js';
import { type Summary, summarise } from '../evaluate.js';
import { type Classification, classify } from './classify.js';
import type { DemoConfiguration } from './configuration.js';
import { type Flow, heptagon, heptagonDefect, runFlow } from './flow.js';
import { geoidHeights, heatFlow } from './geoid.js';
import { type Lesson, learn } from './learn.js';
import { checkRelation, type Evaluation, evaluateOnGrid, type RelationCheck } from './operators.js';
import { type EquivarianceRow, measureEquivariance } from './symmetry.js';

/** Hears how far the demo is. */
export interface Reporter {
  /** A new step begins. */
  step(title: string): void;
  /** The share of the step that is done, from 0 to 1. */
  update(fraction: number): void;
}

/** Everything computed; what the page shows. */
export interface Demonstration {
  readonly configuration: DemoConfiguration;
  readonly grid: Grid;
  /** Metres. */
  readonly heights: Float64Array;
  readonly heightSummary: Summary;
  /** The field u: smoothed heights in units of 100 m. */
  readonly field: Float64Array;
  readonly fieldSummary: Summary;
  readonly classification: Classification;
  readonly checks: readonly RelationCheck[];
  readonly evaluation: Evaluation;
  readonly equation: GraphSum;
  readonly sphereFlow: Flow;
  readonly planeFlow: Flow;
  /** Of the first and the last state on the hyperbolic plane. */
  readonly heptagonDefects: readonly [number, number];
  readonly sphereLesson: Lesson;
  readonly planeLesson: Lesson;
  /** The library without reduction, on the same run. */
  readonly redundantLesson: Lesson;
  readonly equivariance: readonly EquivarianceRow[];
}

/** Titles of the steps, in order. */
export const stepTitles = [
  'sample and smooth the EGM96 geoid',
  'classify operators, find relations, reduce the library',
  'evaluate operators on the geoid',
  'solve on the sphere',
  'solve on the hyperbolic plane',
  'learn the equation back',
  'measure equivariance',
  'draw and write',
] as const;

/** Rough shares of the steps in the whole time. */
export const stepShares = [0.04, 0.02, 0.03, 0.05, 0.2, 0.12, 0.08, 0.46] as const;

/** Computes everything but pictures. */
export function demonstrate(configuration: DemoConfiguration, reporter: Reporter): Demonstration {
  const update = (fraction: number): void => reporter.update(fraction);

  reporter.step(stepTitles[0]);
  const grid = parseGrid(configuration.sphere, sphere(2));
  const heights = geoidHeights(grid);
  const rough = heights.map((height) => height / 100);
  const field = heatFlow(grid, rough, configuration.smoothing, update).fields.u!.at(-1)!;

  reporter.step(stepTitles[1]);
  const classification = classify();

  reporter.step(stepTitles[2]);
  const checks = classification.relations.map((relation) => checkRelation(grid, field, relation));
  const evaluation = evaluateOnGrid(grid, field);

  reporter.step(stepTitles[3]);
  const expression = parse(configuration.equation);
  const equationOn = (curvature: number): GraphSum => normalize(expression, { curvature: Rational.of(curvature) });
  const equation = equationOn(1);
  const sphereFlow = runFlow(grid, equation, field, configuration, update);

  reporter.step(stepTitles[4]);
  const plane = parseGrid(configuration.plane, hyperbolic(2));
  const start = heptagon(plane);
  const planeFlow = runFlow(plane, equationOn(-1), start, configuration, update);

  reporter.step(stepTitles[5]);
  const { library, redundant } = classification;
  const sphereLesson = learn(sphereFlow, library, equation, configuration);
  update(1 / 3);
  const planeLesson = learn(planeFlow, library, equationOn(-1), configuration);
  update(2 / 3);
  const redundantLesson = learn(sphereFlow, redundant, equation, configuration);

  reporter.step(stepTitles[6]);
  const equivariance = measureEquivariance(configuration.equivariance, update);

  return {
    configuration,
    grid,
    heights,
    heightSummary: summarise(grid, heights),
    field,
    fieldSummary: summarise(grid, field),
    classification,
    checks,
    evaluation,
    equation,
    sphereFlow,
    planeFlow,
    heptagonDefects: [heptagonDefect(plane, start), heptagonDefect(plane, planeFlow.result.fields.u!.at(-1)!)],
    sphereLesson,
    planeLesson,
    redundantLesson,
    equivariance,
  };
}
