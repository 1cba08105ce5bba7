/** Names of fields and parameters: Greek letters, and numbers at the end. */

const greekLetters = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  upsilon: 'υ',
  phi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
};

/** The letter of a Greek name, undefined for other names. */
export const greekLetter = (name: string): string | undefined =>
  Object.hasOwn(greekLetters, name) ? greekLetters[name as keyof typeof greekLetters] : undefined;

/** `lambda_2` and `lambda2` as stem and number. */
export function splitNumber(name: string): { readonly stem: string; readonly number: string } {
  const [, stem = name, number = ''] = /^([A-Za-z]+)_?(\d+)$/.exec(name) ?? [];
  return { stem, number };
}

/** Names that differ from each other and from those already taken, after a change that need not keep them apart. */
export class Namer {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** The wanted name, or the first of name_, name__, … that is free. */
  take(wanted: string, mark: string): string {
    let name = wanted;
    while (this.#taken.has(name)) name += mark;
    this.#taken.add(name);
    return name;
  }

  /** Whether nobody has the name. */
  isFree(name: string): boolean {
    return !this.#taken.has(name);
  }
}
