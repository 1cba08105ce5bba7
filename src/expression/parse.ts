/**
 * From text to an expression. mathjs reads the syntax, numbers exactly; this file gives the names their
 * meaning and refuses what has none.
 */
import type {
  ArrayNode,
  ConstantNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  ParenthesisNode,
  SymbolNode,
} from 'mathjs';
import { checkOptions, declareFields, type FieldDeclarations, InvalidInput, tensorTypeOf } from '../base/index.js';
import { type Expression, mentionsField, parametersOf } from './expression.js';
import { type Argument, alsoParameters, differentiating, type FunctionName, functions } from './functions.js';
import { calledName, parseNode, readNumber } from './syntax.js';

/** Names that are not parameters. */
export type ParseOptions = FieldDeclarations;

/** The declared fields: all names, and the types of those that are not scalars. */
type Declared = ReturnType<typeof declareFields>;

const where = 'expression';

const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(functions, name);

/** The known function whose name is nearest to a mistyped one. */
function nearestFunction(name: string): string {
  const known = Object.keys(functions);
  const distance = (a: string, b: string): number => {
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
      }
      row = next;
    }
    return row[b.length]!;
  };
  return known.reduce((best, other) => (distance(name, other) < distance(name, best) ? other : best));
}

/**
 * Reads an expression of the language in docs/conventions.md.
 * @param input - text, or a node that mathjs has parsed with `number: 'Fraction'` or `'BigNumber'`.
 * @example
 * parse('lap(u) + lambda*norm2(grad(u))').kind // 'add'
 * @throws InvalidInput for a syntax error, an unknown function, a wrong argument, or a derivative without a field.
 */
export function parse(input: string | MathNode, options: ParseOptions = {}): Expression {
  checkOptions('parse', options, ['fields', 'vectors', 'tensors']);
  const node =
    typeof input === 'string' ? parseNode(input, where, 'an expression such as lap(u) + norm2(grad(u))') : input;
  return read(node, declareFields(where, options));
}

function refuse(
  node: MathNode,
  expected = 'fields, numbers, parameters, + - * / ^ and the functions of the language',
): never {
  throw new InvalidInput({ where, expected, got: `'${node.toString()}'` });
}

function read(node: MathNode, declared: Declared): Expression {
  switch (node.type) {
    case 'ConstantNode':
      return { kind: 'number', value: readNumber(node as ConstantNode, where) };
    case 'ParenthesisNode':
      return read((node as ParenthesisNode).content, declared);
    case 'SymbolNode':
      return readSymbol(node as SymbolNode, declared);
    case 'ArrayNode':
      return readGraph(node as ArrayNode, declared);
    case 'OperatorNode':
      return readOperator(node as OperatorNode, declared);
    case 'FunctionNode':
      return readCall(node as FunctionNode, declared);
    default:
      return refuse(node);
  }
}

function fieldNamed(name: string, { tensors }: Declared): Expression {
  const type = tensorTypeOf(tensors, name);
  return { kind: 'field', name, ...(type && { type }) };
}

function readSymbol({ name }: SymbolNode, declared: Declared): Expression {
  const { fields } = declared;
  if (fields.includes(name)) return fieldNamed(name, declared);
  const [stem] = name.split('_');
  if (stem !== name && (fields.includes(stem!) || stem === 'eps')) {
    throw new InvalidInput({
      where,
      expected: 'index notation between brackets',
      got: `'${name}'`,
      hint: `write [${name} …]`,
    });
  }
  if (isFunctionName(name) && !alsoParameters.includes(name)) {
    throw new InvalidInput({
      where,
      expected: `the arguments of ${name} in brackets`,
      got: `'${name}' alone`,
      hint: `write ${name}(…)`,
    });
  }
  return { kind: 'parameter', name };
}

/**
 * `[u_ab u_a u_b]`: mathjs sees a one-element array of an implicit product of symbols. A semicolon starts a new row: what
 * stands before the first space of a row continues the index of the row before, as in `[X_a;b X_b]`.
 */
function readGraph(node: ArrayNode, declared: Declared): Expression {
  const expected = 'a graph in index notation such as [u_ab u_a u_b]';
  const factors = (part: MathNode): readonly string[] => {
    if (part.type === 'SymbolNode') return [(part as SymbolNode).name];
    const product = part as OperatorNode;
    if (part.type === 'OperatorNode' && product.fn === 'multiply' && product.implicit)
      return product.args.flatMap(factors);
    return refuse(node, expected);
  };
  const rows = node.items[0]?.type === 'ArrayNode' ? node.items.map((row) => (row as ArrayNode).items) : [node.items];
  const semicolons = Object.keys(declared.tensors).length > 0;
  if (rows.some((row) => row.length !== 1) || (rows.length > 1 && !semicolons)) refuse(node, expected);
  return { kind: 'graph', text: rows.map((row) => factors(row[0]!).join(' ')).join(';'), ...declared };
}

function readOperator(node: OperatorNode, declared: Declared): Expression {
  const operands = node.args.map((argument) => read(argument, declared));
  const [left, right] = [operands[0]!, operands[1]!];
  switch (node.fn as string) {
    case 'add':
      return { kind: 'add', left, right };
    case 'subtract':
      return { kind: 'add', left, right: { kind: 'negate', operand: right } };
    case 'multiply':
      return { kind: 'multiply', left, right };
    case 'divide':
      return { kind: 'divide', operand: left, divisor: right };
    case 'unaryMinus':
      return { kind: 'negate', operand: left };
    case 'unaryPlus':
      return left;
    case 'pow':
      return { kind: 'power', base: left, exponent: readInteger(node.args[1]!, 'a non-negative whole exponent') };
    default:
      return refuse(node);
  }
}

function readInteger(node: MathNode, expected: string): number {
  const inner = node.type === 'ParenthesisNode' ? (node as ParenthesisNode).content : node;
  if (inner.type !== 'ConstantNode') return refuse(node, expected);
  const value = readNumber(inner as ConstantNode, where);
  return value.denominator === 1n ? Number(value.numerator) : refuse(node, expected);
}

function readCall(node: FunctionNode, declared: Declared): Expression {
  const { fields } = declared;
  const name = calledName(node, where);
  if (!isFunctionName(name)) {
    throw new InvalidInput({
      where,
      expected: `a function among ${Object.keys(functions).join(', ')}`,
      got: `'${name}'`,
      hint: `did you mean ${nearestFunction(name)}`,
    });
  }
  const signature: readonly Argument[] = functions[name];
  const required = signature.filter((kind) => kind !== 'optional field').length;
  if (node.args.length < required || node.args.length > signature.length) {
    const range = required === signature.length ? `${required}` : `${required} or ${signature.length}`;
    refuse(node, `${name} with ${range} argument${range === '1' ? '' : 's'}`);
  }
  const values = signature.map((kind, i): Expression | number => {
    const argument = node.args[i];
    if (argument === undefined) return fieldNamed(fields.includes('u') ? 'u' : fields[0]!, declared);
    if (kind === 'integer') return readInteger(argument, `a whole number as argument ${i + 1} of ${name}`);
    const value = read(argument, declared);
    const needsField = kind.endsWith('field') || differentiating.includes(name);
    const unknown = parametersOf(value).filter((parameter) => parameter !== 'n' && parameter !== 'kappa');
    if (needsField && !mentionsField(value) && unknown.length > 0) {
      throw new InvalidInput({
        where,
        expected: `a field (${fields.join(', ')}) inside ${name}`,
        got: `'${argument.toString()}'`,
        hint: `declare it with --fields ${[...fields, unknown[0]!].join(',')}`,
      });
    }
    if (kind.endsWith('field') && value.kind !== 'field') refuse(argument, `a field as argument ${i + 1} of ${name}`);
    return value;
  });
  return { kind: 'call', name, arguments: values };
}
