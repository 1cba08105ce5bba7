/**
 * Target WebAssembly: loops over pairs of doubles (SIMD), written by our own emitter; values are computed once for
 * neighbouring positions. The source is the text format; the module is JavaScript that carries the bytes. Threads share
 * one memory.
 */
import type { Target } from '../target.js';
import { fitsWasm, loadWasm } from '../wasm/run.js';
import { listing, standalone } from '../wasm/text.js';

export const webassembly: Target = {
  mirrors: true,
  emit: listing,
  emitModule: standalone,
  fits: fitsWasm,
  load: loadWasm,
};
