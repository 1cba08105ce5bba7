export { convergenceOrder } from './convergence.js';
export { type EquivarianceError, type EquivarianceOptions, equivarianceError } from './equivariance.js';
