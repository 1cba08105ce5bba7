export type { SpectralBasis } from './basis.js';
export { FourierPlan } from './fft.js';
export { basisSampler, isSpectral, type SpectralOptions, spectralBasis, spectralSampler } from './sampler.js';
