export { clenshawCurtis } from './clenshawCurtis.js';
export { type CloudGrid, type PointCloudOptions, pointCloudGrid } from './cloud.js';
export { type CloudJetScheme, type Conditioning, conditioningOf } from './cloudscheme.js';
export type { AxisRule, Grid, GridAxis, InterpolationOptions } from './grid.js';
export { type HealpixOrder, healpixNeighbours, nestToRing, ringToNest } from './healpix.js';
export { parseGrid } from './parse.js';
export type { JetForm, JetSampler } from './sampler.js';
export { checkJetScheme, type JetScheme, type Run, type Stencil, sampleJets } from './scheme.js';
