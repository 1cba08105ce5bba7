/** Expressions read literally in the ambient model: every grad, trace and product carried out on numbers. */
import type { Expression } from '../../src/expression/index.js';
import type { AmbientCalculus, AmbientTensor } from './ambient.js';

function permutations(
  items: readonly number[],
): readonly { readonly order: readonly number[]; readonly sign: number }[] {
  if (items.length === 0) return [{ order: [], sign: 1 }];
  return items.flatMap((first, i) =>
    permutations(items.toSpliced(i, 1)).map(({ order, sign }) => ({
      order: [first, ...order],
      sign: i % 2 === 0 ? sign : -sign,
    })),
  );
}

/** @param parameters - values of all symbols, n and kappa among them. */
export function evaluateAmbient(
  expression: Expression,
  calculus: AmbientCalculus,
  fields: Readonly<Record<string, AmbientTensor>>,
  parameters: Readonly<Record<string, number>>,
): AmbientTensor {
  const { combine, derivative, outer, contract, permute } = calculus;
  const constant = (value: number): AmbientTensor => calculus.field([{ coefficient: value, powers: [] }]);
  const div = (t: AmbientTensor): AmbientTensor => contract(derivative(t), 0, 1);
  const dot = (a: AmbientTensor, b: AmbientTensor): AmbientTensor => contract(outer(a, b), a.rank - 1, a.rank);
  const inner = (a: AmbientTensor, b: AmbientTensor): AmbientTensor => {
    let product = outer(a, b);
    for (let rank = a.rank; rank > 0; rank--) product = contract(product, rank - 1, 2 * rank - 1);
    return product;
  };
  /** Mean over the permutations of the first slots. */
  const sym = (t: AmbientTensor, count = t.rank): AmbientTensor => {
    const slots = Array.from({ length: t.rank }, (_, l) => l);
    const all = permutations(slots.slice(0, count));
    return combine(all.map(({ order }) => [1 / all.length, permute(t, [...order, ...slots.slice(count)])] as const));
  };
  /** (1/k!) Σ_π sign π A_{i1 iπ1} … A_{ik iπk}. */
  const sigma = (k: number, a: AmbientTensor): AmbientTensor => {
    const all = permutations(Array.from({ length: k }, (_, l) => l));
    const terms = all.map(({ order, sign }) => {
      let product = constant(1);
      for (let i = 0; i < k; i++) product = outer(product, a);
      // First slots to the front, second slots behind them in the order of the permutation.
      product = permute(product, [...order.map((_, i) => 2 * i), ...order.map((i) => 2 * i + 1)]);
      for (let rank = k; rank > 0; rank--) product = contract(product, rank - 1, 2 * rank - 1);
      return [sign / all.length, product] as const;
    });
    return combine(terms);
  };

  const go = (e: Expression): AmbientTensor => {
    switch (e.kind) {
      case 'number':
        return constant(Number(e.value.numerator) / Number(e.value.denominator));
      case 'parameter':
        return constant(parameters[e.name]!);
      case 'field':
        return fields[e.name]!;
      case 'graph':
        throw new Error('graphs have no meaning here');
      case 'add':
        return combine([[1, go(e.left)] as const, [1, go(e.right)] as const]);
      case 'negate':
        return combine([[-1, go(e.operand)] as const]);
      case 'multiply':
        return outer(go(e.left), go(e.right));
      case 'divide':
        return combine([[1 / go(e.divisor).parts[0]![0]!, go(e.operand)] as const]);
      case 'power':
        return Array.from({ length: e.exponent }, () => go(e.base)).reduce(outer, constant(1));
      case 'call': {
        const [a, b] = e.arguments.filter((x) => typeof x !== 'number').map(go) as [AmbientTensor, AmbientTensor];
        const [i, j] = e.arguments.filter((x) => typeof x === 'number') as [number, number];
        switch (e.name) {
          case 'grad':
            return derivative(a);
          case 'div':
            return div(a);
          case 'lap':
            return div(derivative(a));
          case 'hess':
            return derivative(derivative(a));
          case 'D':
            return sym(
              Array.from({ length: i }).reduce<AmbientTensor>((t) => derivative(t), a),
              i,
            );
          case 'dot':
            return dot(a, b);
          case 'inner':
            return inner(a, b);
          case 'norm2':
            return inner(a, a);
          case 'trace':
            return contract(a, 0, 1);
          case 'transpose':
            return permute(a, [1, 0]);
          case 'sym':
            return sym(a);
          case 'outer':
            return outer(a, b);
          case 'contract':
            return contract(a, i - 1, j - 1);
          case 'sigma':
            return sigma(i, a);
          case 'det':
            return sigma(parameters.n!, a);
          case 'rot':
            return contract(outer(calculus.volume(), a), 1, 2);
          case 'bracket':
            return contract(contract(outer(calculus.volume(), outer(derivative(a), derivative(b))), 0, 2), 0, 1);
          case 'cross':
            return contract(contract(outer(calculus.volume(), outer(a, b)), 1, 3), 1, 2);
          case 'curl':
            return contract(contract(outer(calculus.volume(), derivative(a)), 1, 3), 1, 2);
          case 'euler':
            throw new Error('a variation has no value at a point');
        }
      }
    }
  };
  return go(expression);
}
