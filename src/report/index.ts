export type { DiscoveryReportRequest, ReportJson } from './content.js';
export type { Forecast } from './forecast.js';
export {
  type EquationJson,
  equationJson,
  type LearnedSystem,
  type ModelJson,
  type Provenance,
  type ReportedModel,
  type ReportedTerm,
  type TermJson,
} from './model.js';
export { type DiscoveryReport, discoveryReport } from './report.js';
export type { FieldResiduals } from './residuals.js';
export type { Symmetry } from './symmetry.js';
