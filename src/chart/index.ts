export { type ChartForm, type ChartTerm, chartForm, type PartialDerivative, partialName } from './chartForm.js';
export { type ChartOptions, type CoordinateChart, coordinateChart } from './charts.js';
export { type CodeLanguage, chartArguments, chartCode } from './code.js';
export type { Formula } from './formula.js';
export type { Generator, Geometry, Rule } from './geometry.js';
export { chartLatex } from './latex.js';
export { chartMathjs, chartText } from './text.js';
