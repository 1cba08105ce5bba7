export type { BalanceData } from './balance/balanceDesign.js';
export type { BalanceTerms, FieldValues } from './balance/balanceFeatures.js';
export {
  type BalanceDiscovery,
  type BalanceModel,
  type BalanceTerm,
  type DiscoverBalanceRequest,
  discoverBalance,
  evaluateBalance,
  fitBalance,
  type JudgedBalance,
} from './balance/discoverBalance.js';
export { bestSubsets, type SearchMethod, searchMethods } from './bestSubsets.js';
export { type BootstrapOptions, bootstrapIntervals, type Interval, type RowBlock } from './bootstrap.js';
export { provedSubsets } from './branchAndBound.js';
export { type Criterion, criteria } from './criterion.js';
export type { FeatureEvaluator, Snapshots } from './designMatrix.js';
export {
  type DiscoverRequest,
  type Discovery,
  discover,
  type FitOptions,
  type LearnedEquation,
  type LearnedModel,
  type LearnedTerm,
} from './discover.js';
export {
  type DiscoverEquationRequest,
  type DiscoveredEquation,
  discoverEquation,
  type GraphModel,
} from './discoverEquation.js';
export { type InformationCriteria, informationCriteria } from './informationCriterion.js';
export { type LassoPoint, lassoPath } from './lasso.js';
export { type Factor, factorize, stackFactors } from './leastSquares.js';
export { type NearRelation, nearRelations } from './nearRelations.js';
export type { SelectionOptions } from './options.js';
export { type Rates, type RatesAt, ratesOf, type SmoothedData, smoothedData } from './rates.js';
export { allSlices, madeSeries, type SliceSeries, sliceAt } from './series.js';
export { stability } from './stability.js';
export { ridgePath, stlsqPath } from './stlsq.js';
export {
  type DiscoverWeakRequest,
  discoverWeak,
  type WeakDiscovery,
  type WeakEquation,
  type WeakModel,
  type WeakTerm,
  weakApplies,
} from './weak/discoverWeak.js';
export type { Trajectory } from './weak/weakDesign.js';
