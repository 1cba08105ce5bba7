/** Types of fields with values in tensors: how many indices a value has and how they may be exchanged. */
import { InvalidInput } from './errors.js';
import { checkFieldName } from './names.js';

/** What happens to a value when its indices are permuted: nothing, the sign of the permutation, or no rule. */
export type SlotSymmetry = 'symmetric' | 'antisymmetric' | 'general';

export const slotSymmetries: readonly SlotSymmetry[] = ['symmetric', 'antisymmetric', 'general'];

/** Type of a field with values in tensors of rank 1 or more. */
export interface TensorType {
  readonly rank: number;
  readonly symmetry: SlotSymmetry;
}

/** Types by field name. Fields that are absent are scalars. */
export type TensorTypes = Readonly<Record<string, TensorType>>;

/** A vector field (a one-form, by the metric). */
export const vectorType: TensorType = { rank: 1, symmetry: 'general' };

/** The type of a field, undefined for a scalar. */
export const tensorTypeOf = (types: TensorTypes | undefined, field: string): TensorType | undefined =>
  types !== undefined && Object.hasOwn(types, field) ? types[field] : undefined;

/** Graphs with a vertex of more slots are out of reach. */
const largestRank = 16;

/** @throws InvalidInput for a bad name, rank or symmetry. */
export function checkTensorTypes(where: string, types: TensorTypes): void {
  for (const [name, { rank, symmetry }] of Object.entries(types)) {
    checkFieldName(where, name);
    if (!Number.isInteger(rank) || rank < 1 || rank > largestRank) {
      throw new InvalidInput({ where, expected: `a rank from 1 to ${largestRank} for '${name}'`, got: `${rank}` });
    }
    if (!slotSymmetries.includes(symmetry)) {
      const expected = `${slotSymmetries.join(', ')} for the indices of '${name}'`;
      throw new InvalidInput({ where, expected, got: `'${symmetry}'` });
    }
  }
}

/** Which fields there are. */
export interface FieldDeclarations {
  /** Scalar fields; default `['u']`, unless u is declared below. */
  readonly fields?: readonly string[];
  /** Vector fields; default none. */
  readonly vectors?: readonly string[];
  /** Fields with values in tensors, by name. */
  readonly tensors?: TensorTypes;
}

/**
 * All names, and the types of those that are not scalars.
 * @throws InvalidInput for a bad name or type, or a name that is declared twice.
 */
export function declareFields(
  where: string,
  { fields: given, vectors = [], tensors = {} }: FieldDeclarations,
): { readonly fields: readonly string[]; readonly tensors: TensorTypes } {
  checkTensorTypes(where, tensors);
  const taken = [...vectors, ...Object.keys(tensors)];
  const fields = [...(given ?? ['u'].filter((name) => !taken.includes(name))), ...taken];
  for (const [i, name] of fields.entries()) {
    checkFieldName(where, name);
    if (fields.indexOf(name) < i) {
      throw new InvalidInput({ where, expected: 'each field declared once', got: `'${name}' twice` });
    }
  }
  return { fields, tensors: { ...tensors, ...Object.fromEntries(vectors.map((name) => [name, vectorType])) } };
}
