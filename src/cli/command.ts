/** What every command file exports, and the readers of option values they share. */
import { type Command, Option } from 'commander';
import { checkFieldName, InvalidInput, slotSymmetries, type TensorTypes } from '../base/index.js';
import type { ParseOptions } from '../expression/index.js';
import { preferenceNames } from '../relations/index.js';

/** Exit status of a command: 0 done or true, 1 false or a check failed. Failures are thrown. */
export type ExitStatus = 0 | 1;

/** Runs the body of a command and keeps its exit status. Each command file exports a function from this to a Command. */
export type Run = (body: () => Promise<ExitStatus>) => Promise<void>;

/** Output formats; `text` is a readable table. */
export type Format = 'text' | 'json' | 'ndjson';

/** The option `--format`, the same in every command. */
export const formatOption = (): Option =>
  new Option('--format <format>', 'how results are printed').choices(['text', 'json', 'ndjson']).default('text');

/** The option `--prefer`: which graphs a basis keeps first. */
export const preferOption = (...more: readonly string[]): Option =>
  new Option('--prefer <order>', 'which graphs the basis keeps')
    .choices([...preferenceNames, ...more])
    .default('fewest-loops');

/** Hook of a command before its subcommand: that has the same options, none of them required. */
export function makeOptional(parent: Command, subcommand: Command): void {
  subcommand.copyInheritedSettings(parent);
  for (const option of parent.options) option.makeOptionMandatory(false);
}

/** A whole number, or InvalidInput. */
export function readInteger(name: string, text: string, low: number, high = Number.MAX_SAFE_INTEGER): number {
  const digits = text.trim();
  const value = /^[+-]?\d+$/.test(digits) ? Number(digits) : Number.NaN;
  if (!(value >= low && value <= high)) {
    const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
    throw new InvalidInput({ where: name, expected: `${name} to be a whole number ${range}`, got: `'${digits}'` });
  }
  return value;
}

/** A finite number, or InvalidInput. */
export function readNumber(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value))
    throw new InvalidInput({ where: name, expected: `${name} to be a number`, got: `'${text}'` });
  return value;
}

/** The dimension n. */
export const readDimension = (text: string): number => readInteger('--dim', text, 1, 16);

/** `E` or `A..B`. */
export function readRange(name: string, text: string): readonly [number, number] {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text);
  const range = match && ([Number(match[1]), Number(match[2] ?? match[1])] as const);
  if (range === null || range[0] > range[1]) {
    throw new InvalidInput({ where: name, expected: `${name} as E or A..B with A ≤ B`, got: `'${text}'` });
  }
  return range;
}

/** Names separated by commas. */
export function readList(name: string, text: string): string[] {
  const list = text.split(',').map((part) => part.trim());
  if (list.some((part) => part === '')) {
    throw new InvalidInput({ where: name, expected: `${name} as a list such as u,v`, got: `'${text}'` });
  }
  return list;
}

/** The names of `--fields`, each once. */
export function readFields(text: string): string[] {
  const names = readList('--fields', text);
  for (const [i, name] of names.entries()) {
    checkFieldName('--fields', name);
    if (names.indexOf(name) < i)
      throw new InvalidInput({ where: '--fields', expected: 'each field once', got: `'${name}' twice` });
  }
  return names;
}

/** What `--fields`, `--vectors` and `--tensors` declare. */
export interface FieldFlags {
  /** Scalars; u unless it is declared otherwise. */
  readonly fields?: string;
  readonly vectors?: string;
  readonly tensors?: string;
}

/** Adds the options that declare fields of every type. */
export const declaringFields = (command: Command): Command =>
  command
    .option('--fields <names>', 'scalar fields (default: u)')
    .option('--vectors <names>', 'vector fields, such as X,Y')
    .option(
      '--tensors <list>',
      'tensor fields as name:symmetry[:rank], such as h:symmetric,F:antisymmetric,T:general:3',
    );

/** `h:symmetric,T:general:3`; rank 2 unless given. */
function readTensors(text: string): TensorTypes {
  const types = readList('--tensors', text).map((part) => {
    const [name, symmetry, rank = '2', ...more] = part.split(':');
    const known = slotSymmetries.find((other) => other === symmetry);
    if (known === undefined || more.length > 0) {
      const expected = `--tensors as name:symmetry[:rank] with ${slotSymmetries.join(', ')}`;
      throw new InvalidInput({ where: '--tensors', expected, got: `'${part}'` });
    }
    return [name!, { rank: readInteger('--tensors', rank, 1, 6), symmetry: known }] as const;
  });
  const names = types.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new InvalidInput({ where: '--tensors', expected: 'each field once', got: `'${twice}' twice` });
  }
  return Object.fromEntries(types);
}

/** The declared fields as `parse` takes them. */
export const readDeclared = ({ fields, vectors, tensors }: FieldFlags): ParseOptions => ({
  ...(fields !== undefined && { fields: readFields(fields) }),
  ...(vectors !== undefined && { vectors: readList('--vectors', vectors) }),
  ...(tensors !== undefined && { tensors: readTensors(tensors) }),
});

/** Whole numbers separated by commas. */
export const readIntegers = (name: string, text: string): number[] =>
  readList(name, text).map((part) => readInteger(name, part, 0));

/** A degree sequence whose sum is one of the totals. */
export function readDegrees(text: string, totals: readonly number[]): number[] {
  const degrees = readIntegers('--degrees', text);
  const sum = degrees.reduce((total, degree) => total + degree, 0);
  if (!totals.includes(sum)) {
    const expected = `--degrees with sum ${[...new Set(totals)].sort((a, b) => a - b).join(' or ')}`;
    throw new InvalidInput({ where: '--degrees', expected, got: `'${text}' with sum ${sum}` });
  }
  return degrees;
}
