export { Polynomial } from './polynomial.js';
export { Rational } from './rational.js';
