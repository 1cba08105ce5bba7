export { type ContractionOptions, componentProgram, contractionProgram } from './contraction.js';
export { interpret, interpretOver, type Ring } from './interpret.js';
export {
  type ContractionProgram,
  flopCount,
  formatProgram,
  type JetSlot,
  type Op,
  type OpKinds,
  pointwiseOps,
  slotName,
} from './program.js';
