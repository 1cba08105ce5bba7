export type { Accuracy } from './discretise.js';
export { defaultAccuracy, type EquationOptions, type EquationResult, solveEquation } from './equation.js';
export { linearGrowth } from './linearPart.js';
export {
  type Checkpoint,
  type Recorded,
  type SolveControl,
  type SolveOptions,
  type SolveProgress,
  type SolveResult,
  type SolveStatistics,
  solve,
  solveControlNames,
  solverMethods,
} from './solve.js';
export type { LinearPart } from './stepper.js';
export { checkTableau, type Tableau } from './tableau.js';
