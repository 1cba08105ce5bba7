export type { AxisRule, Grid, GridAxis, InterpolationOptions } from './grid.js';
export { parseGrid } from './parse.js';
export type { JetForm, JetSampler } from './sampler.js';
export { checkJetScheme, type JetScheme, type Run, type Stencil, sampleJets } from './scheme.js';
