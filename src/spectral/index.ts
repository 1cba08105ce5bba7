export { component, type SpectralBasis } from './basis.js';
export { FourierPlan } from './fft.js';
export { isSpectral, type SpectralOptions, spectralBasis, spectralSampler } from './sampler.js';
