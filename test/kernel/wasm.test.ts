import { kernelConformance } from '../laws/kernelConformance.js';

kernelConformance('wasm');
