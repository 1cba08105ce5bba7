/**
 * Units of measurement as products of powers of symbols: what is needed to say in which unit a coefficient is. Text as in
 * UDUNITS and the CF conventions [cf-conventions, section 3.1]: `m2 s-2`, `m**2 s**-2`, `kg.m-1`, `m/s`. Prefixes, factors
 * and offsets mean nothing here: a symbol is taken as it stands.
 */

/** Exponents by symbol; none is 0. */
export type Units = ReadonlyMap<string, number>;

/** The product of powers `factors[i][0] ** factors[i][1]`. */
export function unitsProduct(...factors: readonly (readonly [Units, number])[]): Units {
  const exponents = new Map<string, number>();
  for (const [units, power] of factors) {
    for (const [symbol, exponent] of units) exponents.set(symbol, (exponents.get(symbol) ?? 0) + power * exponent);
  }
  return new Map([...exponents].filter(([, exponent]) => exponent !== 0));
}

/**
 * Reads units; undefined for text that is no product of powers of symbols.
 * @example
 * formatUnits(parseUnits('m**2 s**-2')) // 'm^2 s^-2'
 */
export function parseUnits(text: string): Units | undefined {
  const [numerator = '', ...denominators] = text.trim().split('/');
  const parts: (readonly [Units, number])[] = [];
  for (const [side, sign] of [[numerator, 1] as const, ...denominators.map((part) => [part, -1] as const)]) {
    for (const factor of side.split(/[\s.·]+/).filter((piece) => piece !== '' && piece !== '1')) {
      const [, symbol, exponent] = /^([A-Za-z°µΩ_]+?)(?:\s*(?:\*\*|\^)?\s*([+-]?\d+))?$/.exec(factor) ?? [];
      if (symbol === undefined) return undefined;
      parts.push([new Map([[symbol, Number(exponent ?? 1)]]), sign]);
    }
  }
  return unitsProduct(...parts);
}

/** `m^2 s^-2`, symbols in the order in which they came; `1` for none. */
export const formatUnits = (units: Units | undefined): string =>
  units === undefined
    ? '?'
    : units.size === 0
      ? '1'
      : [...units].map(([symbol, exponent]) => (exponent === 1 ? symbol : `${symbol}^${exponent}`)).join(' ');
