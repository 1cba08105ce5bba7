/**
 * Real functions of coordinates, such as initial values: mathjs reads the syntax, this file turns the tree into closures
 * over doubles, with a fixed list of functions and nothing else in reach.
 */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { InvalidInput } from '../base/index.js';
import { calledName, parseNode, readNumber } from './syntax.js';

/** A function of coordinate values, in the order in which the variables were declared. */
export type ScalarFunction = (values: ArrayLike<number>) => number;

const where = 'function';

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  pow: (a, b) => a ** b,
};

const functions: Readonly<Record<string, (...x: number[]) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  atan2: Math.atan2,
  cos: Math.cos,
  cosh: Math.cosh,
  exp: Math.exp,
  log: Math.log,
  max: Math.max,
  min: Math.min,
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
};

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/**
 * Compiles a function of named variables.
 * @example
 * scalarFunction('x^2 + sin(y)', ['x', 'y'])([3, 0]) // 9
 * @throws InvalidInput for a syntax error, an unknown name or a wrong number of arguments.
 */
export function scalarFunction(text: string, variables: readonly string[]): ScalarFunction {
  return build(parseNode(text, where, 'a function of the coordinates such as sin(x)*y'), variables);
}

function build(node: MathNode, variables: readonly string[]): ScalarFunction {
  switch (node.type) {
    case 'ParenthesisNode':
      return build((node as ParenthesisNode).content, variables);
    case 'ConstantNode': {
      const value = readNumber(node as ConstantNode, where).toNumber();
      return () => value;
    }
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      const place = variables.indexOf(name);
      if (place >= 0) return (values) => values[place]!;
      if (Object.hasOwn(constants, name)) return () => constants[name]!;
      const known = [...variables, ...Object.keys(constants)].join(', ');
      throw new InvalidInput({ where, expected: `a coordinate or constant among ${known}`, got: `'${name}'` });
    }
    case 'OperatorNode': {
      const { fn, args } = node as OperatorNode;
      const [left, right] = args.map((argument) => build(argument, variables));
      if (fn === 'unaryMinus') return (values) => -left!(values);
      if (fn === 'unaryPlus') return left!;
      const operator = operators[fn];
      if (operator !== undefined) return (values) => operator(left!(values), right!(values));
      break;
    }
    case 'FunctionNode': {
      const call = node as FunctionNode;
      const name = calledName(call, where);
      const fn = Object.hasOwn(functions, name) ? functions[name] : undefined;
      if (fn === undefined) {
        const known = Object.keys(functions).join(', ');
        throw new InvalidInput({ where, expected: `a function among ${known}`, got: `'${name}'` });
      }
      const parts = call.args.map((argument) => build(argument, variables));
      const variadic = name === 'max' || name === 'min';
      if (variadic ? parts.length === 0 : parts.length !== fn.length) {
        throw new InvalidInput({
          where,
          expected: `${name} with ${variadic ? 'at least 1' : fn.length} argument(s)`,
          got: `${parts.length}`,
        });
      }
      return (values) => fn(...parts.map((part) => part(values)));
    }
  }
  throw new InvalidInput({
    where,
    expected: 'arithmetic and functions of the coordinates',
    got: `'${node.toString()}'`,
  });
}
