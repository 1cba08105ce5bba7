export { type ChartForm, type ChartTerm, chartForm, type PartialDerivative, partialName } from './chartForm.js';
export { type ChartOptions, type CoordinateChart, coordinateChart } from './charts.js';
export { type CodeLanguage, chartArguments, chartCode } from './code.js';
export { chartLatex } from './latex.js';
export { type ChartTermText, chartMathjs, chartTerms, chartText } from './text.js';
