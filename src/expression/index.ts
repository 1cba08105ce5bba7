export { type Expression, mentionsField, parametersOf } from './expression.js';
export { type FunctionName, functions } from './functions.js';
export { mathjs } from './mathjs.js';
export { type ParseOptions, parse } from './parse.js';
export { type ScalarFunction, scalarFunction } from './scalar.js';
