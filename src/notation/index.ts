export { sumToCadabra } from './cadabra.js';
export { graphToLatex, nameToLatex, polynomialToLatex, sumToLatex } from './latex.js';
export { mathjsNode, sumToMathjs } from './mathjs.js';
export { type NotationName, type NotationOptions, notationNames, writeIn } from './notations.js';
export { sumToSympy } from './sympy.js';
export { sumToText } from './text.js';
export { graphToUnicode, sumToUnicode } from './unicode.js';
