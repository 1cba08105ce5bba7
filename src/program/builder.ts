/**
 * Value numbering: operations are looked up before they are made, so equal values have equal numbers. Products are
 * commutative and carry their rational factor in front; sums collect equal terms. Both make more values equal.
 */
import { Inconsistent, type TensorType } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { type ContractionProgram, type JetSlot, type Op, slotName } from './program.js';

/** Sign of the permutation that sorts a list of numbers; 0 if two are equal. */
export function signOf(list: readonly number[]): number {
  let sign = 1;
  for (let i = 0; i < list.length; i++) {
    for (let j = i + 1; j < list.length; j++) sign *= Math.sign(list[j]! - list[i]!);
  }
  return sign;
}

/** Collects the operations of one program; `finish` drops those that no result needs. */
export class ProgramBuilder {
  readonly #ops: Op[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #slots: JetSlot[] = [];

  #intern(key: string, make: () => Op): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#ops.push(make()) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  /** A jet component; the index list may come in any order. */
  jet(field: string, index: readonly number[]): number {
    return this.#input({ field, index: [...index].sort((a, b) => a - b) });
  }

  /** A jet component of a field with values in tensors, by derivatives and value. */
  tensorJet(field: string, index: readonly number[], value: readonly number[], { symmetry }: TensorType): number {
    const derivatives = [...index].sort((a, b) => a - b);
    if (symmetry === 'general') return this.#input({ field, index: derivatives, value });
    const component = this.#input({ field, index: derivatives, value: [...value].sort((a, b) => a - b) });
    if (symmetry === 'symmetric') return component;
    return this.multiply(this.constant(Rational.of(signOf(value))), component);
  }

  #input(slot: JetSlot): number {
    return this.#intern(slotName({ ...slot, field: `jet ${slot.field}` }), () => {
      return { kind: 'jet', slot: this.#slots.push(slot) - 1 };
    });
  }

  constant(value: Rational): number {
    return this.#intern(`constant ${value}`, () => ({ kind: 'constant', value }));
  }

  parameter(name: string): number {
    return this.#intern(`parameter ${name}`, () => ({ kind: 'parameter', name }));
  }

  /** A value as a rational factor times another value. */
  #split(i: number): readonly [Rational, number | undefined] {
    const op = this.#ops[i]!;
    if (op.kind === 'constant') return [op.value, undefined];
    if (op.kind === 'multiply') {
      const left = this.#ops[op.left]!;
      if (left.kind === 'constant') return [left.value, op.right];
    }
    return [Rational.one, i];
  }

  #scaled(factor: Rational, i: number): number {
    if (factor.isZero()) return this.constant(Rational.zero);
    if (factor.equals(Rational.one)) return i;
    const left = this.constant(factor);
    return this.#intern(`${left} * ${i}`, () => ({ kind: 'multiply', left, right: i }));
  }

  #add(a: number, b: number): number {
    const [left, right] = a < b ? [a, b] : [b, a];
    return this.#intern(`${left} + ${right}`, () => ({ kind: 'add', left, right }));
  }

  multiply(a: number, b: number): number {
    const [p, x] = this.#split(a);
    const [q, y] = this.#split(b);
    const factor = p.times(q);
    if (factor.isZero()) return this.constant(Rational.zero);
    if (x === undefined && y === undefined) return this.constant(factor);
    if (x === undefined || y === undefined) return this.#scaled(factor, (x ?? y)!);
    const [left, right] = x < y ? [x, y] : [y, x];
    return this.#scaled(
      factor,
      this.#intern(`${left} * ${right}`, () => ({ kind: 'multiply', left, right })),
    );
  }

  /** The product of values with repetitions; powers by squaring. */
  product(factors: readonly number[]): number {
    const exponents = new Map<number, number>();
    for (const i of factors) exponents.set(i, (exponents.get(i) ?? 0) + 1);
    const power = (i: number, k: number): number => {
      if (k === 1) return i;
      const half = power(i, k >> 1);
      const square = this.multiply(half, half);
      return k % 2 === 0 ? square : this.multiply(square, i);
    };
    return [...exponents]
      .sort(([i], [j]) => i - j)
      .map(([i, k]) => power(i, k))
      .reduce((a, b) => this.multiply(a, b), this.constant(Rational.one));
  }

  /** The sum of values with repetitions; terms with the same rational factor are added before they are scaled. */
  sum(terms: readonly number[]): number {
    const factors = new Map<number | undefined, Rational>();
    for (const term of terms) {
      const [factor, i] = this.#split(term);
      factors.set(i, factor.plus(factors.get(i) ?? Rational.zero));
    }
    const groups = new Map<string, { readonly factor: Rational; readonly members: number[] }>();
    for (const [i, factor] of factors) {
      if (i === undefined || factor.isZero()) continue;
      const group = groups.get(factor.toString());
      if (group === undefined) groups.set(factor.toString(), { factor, members: [i] });
      else group.members.push(i);
    }
    const parts = [...groups.values()].map(({ factor, members }) =>
      this.#scaled(
        factor,
        members.sort((i, j) => i - j).reduce((a, b) => this.#add(a, b)),
      ),
    );
    const constant = factors.get(undefined) ?? Rational.zero;
    if (!constant.isZero() || parts.length === 0) parts.push(this.constant(constant));
    return parts.sort((i, j) => i - j).reduce((a, b) => this.#add(a, b));
  }

  /** The program of the operations that the results need, inputs renumbered in their documented order. */
  finish(dimension: number, outputs: readonly number[], titles: readonly string[]): ContractionProgram {
    const needed = new Array<boolean>(this.#ops.length).fill(false);
    for (const i of outputs) needed[i] = true;
    for (let i = this.#ops.length - 1; i >= 0; i--) {
      const op = this.#ops[i]!;
      if (!needed[i] || !('left' in op)) continue;
      if (op.left >= i || op.right >= i) {
        throw new Inconsistent({ where: 'program', expected: 'operands before operations', got: `%${i}` });
      }
      needed[op.left] = true;
      needed[op.right] = true;
    }
    const kept = this.#ops.flatMap((_, i) => (needed[i] ? [i] : []));
    const used = kept.flatMap((i) => {
      const op = this.#ops[i]!;
      return op.kind === 'jet' ? [this.#slots[op.slot]!] : [];
    });
    const slots = used.sort(compareSlots);
    const newNumber = new Map(kept.map((i, position) => [i, position]));
    const ops = kept.map((i): Op => {
      const op = this.#ops[i]!;
      if (op.kind === 'jet') return { kind: 'jet', slot: slots.indexOf(this.#slots[op.slot]!) };
      if (!('left' in op)) return op;
      return { kind: op.kind, left: newNumber.get(op.left)!, right: newNumber.get(op.right)! };
    });
    const parameters = ops.flatMap((op) => (op.kind === 'parameter' ? [op.name] : [])).sort();
    return { dimension, slots, parameters, ops, outputs: outputs.map((i) => newNumber.get(i)!), titles };
  }
}

function compareSlots(a: JetSlot, b: JetSlot): number {
  if (a.field !== b.field) return a.field < b.field ? -1 : 1;
  const compare = (x: readonly number[], y: readonly number[]): number => {
    if (x.length !== y.length) return x.length - y.length;
    const differing = x.findIndex((i, k) => i !== y[k]);
    return differing < 0 ? 0 : x[differing]! - y[differing]!;
  };
  return compare(a.index, b.index) || compare(a.value ?? [], b.value ?? []);
}
