export { type EquationOptions, type EquationResult, solveEquation } from './equation.js';
export {
  type SolveControl,
  type SolveOptions,
  type SolveProgress,
  type SolveResult,
  type SolveStatistics,
  solve,
  solveControlNames,
  solverMethods,
} from './solve.js';
export { checkTableau, type Tableau } from './tableau.js';
