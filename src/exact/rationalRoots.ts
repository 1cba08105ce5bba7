/**
 * Rational roots of a polynomial over Q in one variable. With the leading coefficient scaled away they are integers below
 * Cauchy's bound; a root modulo a small prime is lifted by Newton's iteration until it is determined
 * [gathen-gerhard-2013, section 15.6].
 */
import { Rational } from './rational.js';

const modulo = (x: bigint, m: bigint): bigint => ((x % m) + m) % m;

/** Value at z of the polynomial with these coefficients of 1, z, z², …, modulo m if given. */
const value = (coefficients: readonly bigint[], z: bigint, m?: bigint): bigint =>
  coefficients.reduceRight((sum, c) => (m === undefined ? sum * z + c : modulo(sum * z + c, m)), 0n);

const derivative = (coefficients: readonly bigint[]): bigint[] =>
  coefficients.slice(1).map((c, k) => c * BigInt(k + 1));

function* primes(): Generator<bigint> {
  const found: bigint[] = [];
  for (let p = 2n; ; p++) {
    if (found.some((q) => p % q === 0n)) continue;
    found.push(p);
    yield p;
  }
}

/** The inverse of a modulo m, which are coprime. */
function inverse(a: bigint, m: bigint): bigint {
  let [r, s, x, y] = [modulo(a, m), m, 1n, 0n];
  while (s !== 0n) [r, s, x, y] = [s, r % s, y, x - (r / s) * y];
  return modulo(x, m);
}

/** Integer roots of a monic integer polynomial without multiple roots. */
function integerRoots(monic: readonly bigint[]): bigint[] {
  const slope = derivative(monic);
  const bound = 1n + monic.reduce((most, c) => (c < 0n ? (most > -c ? most : -c) : most > c ? most : c), 0n);
  for (const p of primes()) {
    const residues = Array.from({ length: Number(p) }, (_, z) => BigInt(z)).filter((z) => value(monic, z, p) === 0n);
    // A root that is multiple modulo p cannot be lifted; only finitely many p have one.
    if (residues.some((z) => value(slope, z, p) === 0n)) continue;
    return residues.flatMap((residue) => {
      let [root, m] = [residue, p];
      while (m <= 2n * bound) {
        m *= m;
        root = modulo(root - value(monic, root, m) * inverse(value(slope, root, m), m), m);
      }
      const signed = 2n * root > m ? root - m : root;
      return value(monic, signed) === 0n ? [signed] : [];
    });
  }
  return [];
}

/**
 * The rational roots, in increasing order.
 * @param coefficients - integers, of 1, y, y², …; the last one is not 0, and there are no multiple roots.
 * @example
 * rationalRoots([-1n, 1n, 2n]).map(String) // ['-1', '1/2']
 */
export function rationalRoots(coefficients: readonly bigint[]): Rational[] {
  const degree = coefficients.length - 1;
  const lead = coefficients[degree]!;
  const monic = coefficients.map((c, k) => (k === degree ? 1n : c * lead ** BigInt(degree - 1 - k)));
  return integerRoots(monic)
    .map((root) => Rational.of(root, lead))
    .sort((a, b) => a.minus(b).sign());
}
