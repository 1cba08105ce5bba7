/**
 * The one small family of errors. Every message reads `where: expected A, got B. Hint: C.` on one line.
 * `InvalidInput`: the caller's words are off. `OutOfRange`: well formed but beyond a stated limit.
 * `Unsupported`: meaningful but not available. `Inconsistent`: our own invariant failed (a bug).
 */

/** What an error message is made of. */
export interface Complaint {
  readonly where: string;
  readonly expected: string;
  readonly got: string;
  readonly hint?: string;
}

/** Base of all errors thrown on purpose; recognise it by `code`. */
export abstract class JetgraphError extends Error {
  abstract readonly code: 'INVALID_INPUT' | 'OUT_OF_RANGE' | 'UNSUPPORTED' | 'INCONSISTENT';
  readonly complaint: Complaint;

  constructor(complaint: Complaint) {
    const hint = complaint.hint === undefined ? '' : ` Hint: ${complaint.hint}.`;
    super(
      `${complaint.where}: expected ${complaint.expected}, got ${complaint.got}.${hint}`.replaceAll(/\s*\n\s*/g, ' '),
    );
    this.complaint = complaint;
    this.name = new.target.name;
  }
}

/** The input does not mean anything: an unknown name, an unbalanced index, a damaged file. */
export class InvalidInput extends JetgraphError {
  override readonly code = 'INVALID_INPUT' as const;
}

/** The input is well formed but outside the range for which an answer is defined or feasible. */
export class OutOfRange extends JetgraphError {
  override readonly code = 'OUT_OF_RANGE' as const;
}

/** The request is meaningful but this package does not provide it. */
export class Unsupported extends JetgraphError {
  override readonly code = 'UNSUPPORTED' as const;
}

/** An internal invariant failed: a bug of ours, never the caller's fault. */
export class Inconsistent extends JetgraphError {
  override readonly code = 'INCONSISTENT' as const;
}

/**
 * Refuses unknown option names.
 * @throws InvalidInput naming the first unknown option and listing the known ones.
 */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new InvalidInput({ where, expected: `options among ${known.join(', ')}`, got: `'${name}'` });
    }
  }
}

/**
 * Refuses a number that is not an integer in [low, high].
 * @throws InvalidInput
 */
export function checkInteger(
  where: string,
  name: string,
  value: number,
  low: number,
  high = Number.MAX_SAFE_INTEGER,
): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    const range = high === Number.MAX_SAFE_INTEGER ? `at least ${low}` : `from ${low} to ${high}`;
    throw new InvalidInput({ where, expected: `${name} to be an integer ${range}`, got: String(value) });
  }
}
