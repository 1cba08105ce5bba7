export { graphToLatex, nameToLatex, polynomialToLatex, sumToLatex } from './latex.js';
export { mathjsNode, sumToMathjs } from './mathjs.js';
export { sumToSympy } from './sympy.js';
export { sumToText } from './text.js';
export { graphToUnicode, sumToUnicode } from './unicode.js';
