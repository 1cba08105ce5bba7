/**
 * Expressions as elements of a polynomial ring with derivations. Coordinates are variables; every function that occurs (exp, sin, …) and every root or reciprocal q^(−1/b) becomes a generator, together
 * with those that occur in its derivatives, and so do the relations between them: sin² + cos² = 1, q·(q^(−1/b))^b = 1.
 * The derivatives of the functions are mathjs's.
 */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { InvalidInput } from '../base/index.js';
import { Polynomial, Rational } from '../exact/index.js';
import { mathjs } from '../expression/index.js';
import { formulaOf, rulesOf } from './conformal.js';
import { call, type Formula, type FunctionName, number, power, quotient, symbol } from './formula.js';
import { type Generator, partial, type Rule, reduceBy } from './geometry.js';

const where = 'conformal factor';

/** Functions that become generators. */
const primitives: readonly string[] = ['sin', 'cos', 'sinh', 'cosh', 'exp', 'log', 'asin', 'acos', 'atan'];

/** Functions that are written by others, t standing for the argument. */
const rewritten: Readonly<Record<string, string>> = {
  tan: 'sin(t)/cos(t)',
  cot: 'cos(t)/sin(t)',
  sec: '1/cos(t)',
  csc: '1/sin(t)',
  tanh: 'sinh(t)/cosh(t)',
  sech: '1/cosh(t)',
  csch: '1/sinh(t)',
  coth: 'cosh(t)/sinh(t)',
  sqrt: 't^(1/2)',
};

/** The relation between two functions of one argument, as the polynomial that vanishes. */
const pairs: readonly (readonly [FunctionName, FunctionName, 1 | -1])[] = [
  ['cos', 'sin', 1],
  ['cosh', 'sinh', -1],
];

/** A generator under construction. */
interface Atom {
  readonly variable: string;
  readonly definition: Formula;
  /** For a root: q and b in q^(−1/b). */
  readonly root?: { readonly base: Polynomial; readonly degree: number };
  /** For a function: its name and argument. */
  readonly applied?: { readonly name: FunctionName; readonly argument: Polynomial };
  derivativeOfFunction?: Polynomial;
}

/** Reads expressions; grows as functions occur. */
export class FunctionRing {
  readonly #coordinates: readonly string[];
  readonly #atoms = new Map<string, Atom>();

  constructor(coordinates: readonly string[]) {
    this.#coordinates = coordinates;
  }

  #formula(polynomial: Polynomial): Formula {
    return formulaOf(polynomial, (variable) => {
      const atom = [...this.#atoms.values()].find((a) => a.variable === variable);
      return atom?.definition ?? symbol(variable, variable.replace(/(\d+)$/, '_{$1}'));
    });
  }

  /** The atom with a key, whose first word is what it is called: `cosh x` is `G_cosh`, a second one `G_cosh2`. */
  #atom(key: string, make: (variable: string) => Atom): Polynomial {
    const stem = `G_${key.split(' ')[0]}`;
    const alike = [...this.#atoms.keys()].filter((other) => `G_${other.split(' ')[0]}` === stem).length;
    const atom = this.#atoms.get(key) ?? make(alike === 0 ? stem : `${stem}${alike + 1}`);
    this.#atoms.set(key, atom);
    return Polynomial.variable(atom.variable);
  }

  /** f(q); the odd and even functions of −q are those of q. */
  apply(name: FunctionName, argument: Polynomial): Polynomial {
    const first = argument.terms()[0];
    if (first === undefined) {
      if (name === 'cos' || name === 'cosh' || name === 'exp') return Polynomial.one;
      if (name !== 'log' && name !== 'acos') return Polynomial.zero;
    } else if (first.coefficient.sign() < 0) {
      if (name === 'cos' || name === 'cosh') return this.apply(name, argument.negated());
      if (['sin', 'sinh', 'asin', 'atan'].includes(name)) return this.apply(name, argument.negated()).negated();
      if (name === 'exp') return this.power(this.apply(name, argument.negated()), Rational.of(-1));
    }
    return this.#atom(`${name} ${argument}`, (variable) => ({
      variable,
      definition: call(name, this.#formula(argument)),
      applied: { name, argument },
    }));
  }

  /** q^e. */
  power(base: Polynomial, exponent: Rational): Polynomial {
    if (exponent.denominator === 1n && exponent.numerator >= 0n) return base.power(Number(exponent.numerator));
    if (base.isZero()) throw new InvalidInput({ where, expected: 'no division by zero', got: '1/0' });
    const terms = base.terms();
    if (exponent.denominator === 1n && terms.length === 1) {
      const { monomial, coefficient } = terms[0]!;
      let result = this.power(Polynomial.one, Rational.one);
      for (let k = exponent.numerator; k < 0n; k++) result = result.times(coefficient.inverse());
      for (const [name, e] of monomial) {
        const atom = [...this.#atoms.values()].find(({ variable }) => variable === name);
        const inner = exponent.times(Rational.of(e));
        // A reciprocal of a root q^(−1/b) is q^(1/b).
        result = result.times(
          atom?.root === undefined
            ? this.#root(Polynomial.variable(name), inner)
            : this.power(atom.root.base, inner.times(Rational.of(-1, atom.root.degree))),
        );
      }
      return result;
    }
    return this.#root(base, exponent);
  }

  /** q^e as q^c · (q^(−1/b))^k with the smallest c ≥ 0 and k ≥ 0. */
  #root(base: Polynomial, exponent: Rational): Polynomial {
    const degree = Number(exponent.denominator);
    const whole = exponent.sign() < 0 ? 0 : Math.ceil(exponent.toNumber());
    const left = whole * degree - Number(exponent.numerator);
    const inside = this.#formula(base);
    const bottom = degree === 1 ? inside : degree === 2 ? call('sqrt', inside) : power(inside, Rational.of(1, degree));
    const root = this.#atom(`root ${degree} ${base}`, (variable) => ({
      variable,
      definition: quotient(number(1), bottom),
      root: { base, degree },
    }));
    return base.power(whole).times(root.power(left));
  }

  /** 1/q for the text of q. */
  reciprocalOf(text: string): Polynomial {
    return this.reciprocal(mathjs.parse(text));
  }

  read(node: MathNode, t?: Polynomial): Polynomial {
    const value = this.#read(node, t);
    return reduceBy(this.rules(), value);
  }

  #read(node: MathNode, t: Polynomial | undefined): Polynomial {
    switch (node.type) {
      case 'ParenthesisNode':
        return this.#read((node as ParenthesisNode).content, t);
      case 'ConstantNode':
        return Polynomial.constant(Rational.parse(String((node as ConstantNode).value)));
      case 'SymbolNode': {
        const { name } = node as SymbolNode;
        if (name === 't' && t !== undefined) return t;
        if (name === 'e') return this.apply('exp', Polynomial.one);
        if (name === 'pi') return this.#atom(name, (variable) => ({ variable, definition: symbol(name, '\\pi') }));
        return Polynomial.variable(name);
      }
      case 'OperatorNode': {
        const { fn, args } = node as OperatorNode;
        if (fn === 'pow') return this.#power(args as MathNode[], t);
        const [a, b] = args.map((argument) => this.#read(argument, t)) as [Polynomial, Polynomial];
        if (fn === 'add') return a.plus(b);
        if (fn === 'subtract') return a.minus(b);
        if (fn === 'multiply') return a.times(b);
        if (fn === 'divide') return a.times(this.reciprocal(args[1]!, t));
        if (fn === 'unaryMinus') return a.negated();
        if (fn === 'unaryPlus') return a;
        break;
      }
      case 'FunctionNode': {
        const { fn, args } = node as FunctionNode;
        const name = fn.name;
        const argument = this.read(args[0]!, t);
        if (Object.hasOwn(rewritten, name)) return this.#read(mathjs.parse(rewritten[name]!), argument);
        if (primitives.includes(name)) return this.apply(name as FunctionName, argument);
        const expected = `differentiable functions among ${[...primitives, ...Object.keys(rewritten)].join(', ')}`;
        throw new InvalidInput({ where, expected, got: `'${name}'` });
      }
    }
    throw new InvalidInput({
      where,
      expected: 'arithmetic and functions of the coordinates',
      got: `'${node.toString()}'`,
    });
  }

  /** 1/q, taken apart as far as it is a product or a power: 1/√q is q^(−1/2) and not 1/(q·q^(−1/2)). */
  reciprocal(node: MathNode, t?: Polynomial): Polynomial {
    if (node.type === 'ParenthesisNode') return this.reciprocal((node as ParenthesisNode).content, t);
    if (node.type === 'FunctionNode' && (node as FunctionNode).fn.name === 'sqrt') {
      return this.power(this.read((node as FunctionNode).args[0]!, t), Rational.of(-1, 2));
    }
    if (node.type === 'OperatorNode') {
      const { fn, args } = node as OperatorNode;
      const [a, b] = args as [MathNode, MathNode];
      if (fn === 'multiply') return this.reciprocal(a, t).times(this.reciprocal(b, t));
      if (fn === 'divide') return this.reciprocal(a, t).times(this.#read(b, t));
      const exponent = fn === 'pow' ? this.read(b, t).constantValue() : undefined;
      if (exponent !== undefined) return this.power(this.read(a, t), exponent.negated());
    }
    return this.power(this.read(node, t), Rational.of(-1));
  }

  /** q^e with a number e, e^q, and p^q = e^(q log p). */
  #power([base, exponent]: readonly MathNode[], t: Polynomial | undefined): Polynomial {
    const e = this.#read(exponent!, t);
    if (base!.type === 'SymbolNode' && (base as SymbolNode).name === 'e') return this.apply('exp', e);
    const b = this.read(base!, t);
    const value = e.constantValue();
    return value === undefined ? this.apply('exp', e.times(this.apply('log', b))) : this.power(b, value);
  }

  /** ∂_j of an atom, by the chain rule; may make more atoms. */
  #partial(atom: Atom, j: number): Polynomial {
    const { root, applied } = atom;
    if (root !== undefined) {
      const inner = this.partial(root.base, j);
      return inner.times(Polynomial.variable(atom.variable).power(root.degree + 1)).times(Rational.of(-1, root.degree));
    }
    if (applied === undefined) return Polynomial.zero;
    const inner = this.partial(applied.argument, j);
    if (inner.isZero()) return inner;
    atom.derivativeOfFunction ??= this.read(
      mathjs.derivative(`${applied.name}(t)`, 't', { simplify: false }),
      applied.argument,
    );
    return inner.times(atom.derivativeOfFunction);
  }

  partial(polynomial: Polynomial, j: number): Polynomial {
    const generators = [...this.#atoms.values()]
      .filter(({ variable }) => polynomial.variables().includes(variable))
      .map((atom) => ({
        variable: atom.variable,
        definition: atom.definition,
        partials: this.#coordinates.map((_, k) => (k === j ? this.#partial(atom, j) : Polynomial.zero)),
      }));
    return partial({ coordinates: this.#coordinates, generators }, polynomial, j);
  }

  rules(): Rule[] {
    const atoms = [...this.#atoms.values()];
    // Those that came first, which are those of λ, are kept rather than their companions.
    const names = [...atoms.map(({ variable }) => variable).reverse(), ...this.#coordinates];
    const roots = atoms.flatMap(({ variable, root }) =>
      root === undefined
        ? []
        : rulesOf(Polynomial.variable(variable).power(root.degree).times(root.base).minus(1), names).slice(0, 1),
    );
    return [...this.#squares(names).map(([rule]) => rule!), ...roots];
  }

  /** The rule of sin² + cos² = 1 and its like, and the other ways to use it. */
  #squares(names: readonly string[]): Rule[][] {
    const atoms = [...this.#atoms.values()];
    const square = (name: string): Polynomial => Polynomial.variable(name).power(2);
    return pairs.flatMap(([even, odd, sign]) =>
      atoms.flatMap(({ variable, applied }) => {
        const other = atoms.find(
          (a) => a.applied?.name === odd && applied?.name === even && a.applied.argument.equals(applied.argument),
        );
        if (other === undefined) return [];
        return [rulesOf(square(variable).plus(square(other.variable).times(sign)).minus(1), names)];
      }),
    );
  }

  /** Rules that are not used, but may make a coefficient shorter. */
  alternatives(): Rule[] {
    return this.#squares([...this.#atoms.values()].map(({ variable }) => variable)).map(([rule]) => rule!);
  }

  /** All generators with their derivatives: the list is complete when no derivative brings a new one. */
  generators(): Generator[] {
    const partials = new Map<string, Polynomial[]>();
    for (let count = -1; count !== this.#atoms.size; ) {
      count = this.#atoms.size;
      for (const atom of [...this.#atoms.values()]) {
        partials.set(
          atom.variable,
          this.#coordinates.map((_, j) => this.#partial(atom, j)),
        );
      }
    }
    const rules = this.rules();
    return [...this.#atoms.values()].map(({ variable, definition }) => ({
      variable,
      definition,
      partials: partials.get(variable)!.map((p) => reduceBy(rules, p)),
    }));
  }
}
