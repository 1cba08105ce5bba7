/** Names of fields. */
import { InvalidInput } from './errors.js';

/** Names that cannot be fields: the dimension, the curvature, the metric and the volume form. */
export const reservedNames: readonly string[] = ['n', 'kappa', 'g', 'eps'];

/**
 * Checks a field name.
 * @throws InvalidInput unless it is a letter followed by letters and digits, and not reserved.
 */
export function checkFieldName(where: string, name: string): void {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name) || reservedNames.includes(name)) {
    throw new InvalidInput({
      where,
      expected: `a field name of letters and digits other than ${reservedNames.join(', ')}`,
      got: `'${name}'`,
    });
  }
}
