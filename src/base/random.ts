/**
 * Seeded pseudo-random numbers (splitmix [steele-2014] on 32 bits): the same stream on every machine, so that every result can be
 * repeated. Uses that must not share numbers, such as noise in data and the copies that measure what noise does, name their
 * purpose: each has an increment of its own, so it meets the states of the generator in another order.
 */

/** 2³² over the golden ratio, odd: the increment where no purpose is named. */
const goldenIncrement = 0x9e3779b9;

export class Random {
  readonly #increment: number;
  #state: number;

  constructor(seed: number, purpose = '') {
    this.#state = seed >>> 0;
    this.#increment = goldenIncrement;
    for (const character of purpose) {
      this.#increment = (mixed(this.#increment ^ character.codePointAt(0)!) | 1) >>> 0;
    }
  }

  /** Uniform 32-bit unsigned integer. */
  uint32(): number {
    this.#state = (this.#state + this.#increment) >>> 0;
    return mixed(this.#state);
  }

  /** Goes past as many normal deviates without making them. */
  skipNormals(count: number): void {
    this.#state = (this.#state + Math.imul(this.#increment, (4 * count) % 2 ** 32)) >>> 0;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** Uniform integer in 0..bound−1 (bound at most 2^32; bias below 2^−20 for the bounds used here). */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Standard normal deviate (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }
}

/** A bijection of 32-bit integers in which every bit of the result depends on every bit given. */
function mixed(state: number): number {
  let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
