export { type Chart, cartesianChart } from './chart.js';
export { colatitudeChart } from './colatitude.js';
export { conformalChart } from './conformal.js';
export { components, frameAt, fromComponents } from './frame.js';
export { distance, exp, log } from './geodesic.js';
export { halfPlaneChart } from './halfplane.js';
export {
  applyIsometry,
  composeIsometries,
  type Isometry,
  inverseIsometry,
  pushForward,
  randomIsometry,
} from './isometry.js';
export { combine, inner, modelDefect, norm } from './metric.js';
export { polarChart } from './polar.js';
export { ambientDimension, euclidean, hyperbolic, makeSpace, origin, radius, type Space, sphere } from './space.js';
export { transport } from './transport.js';
