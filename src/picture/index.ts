export type { VectorSampler } from './arrows.js';
export { type Colour, type ColourScale, colourScale, coolToWarm, missingColour, viridis } from './colour.js';
export { type DiskMapOptions, diskMap } from './disk.js';
export { drawGraph, drawGraphSheet, type GraphDrawingOptions, type GraphSheetOptions } from './graph.js';
export { type HeatMapOptions, heatMap, type LinePlotOptions, linePlot } from './plot.js';
export { encodePng } from './png.js';
export { svgToPng } from './render.js';
export { type Sampler, type SphereMapOptions, sphereMap } from './sphere.js';
