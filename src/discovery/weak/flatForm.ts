/**
 * Moment forms in Euclidean space, exactly, component by component: a candidate is a polynomial in the partial derivatives of the
 * fields; every part of it with the same fields and the same number of derivatives along each axis is written as
 * Σ c D^β (product of partial derivatives), with the least order of derivatives left in the product, then the fewest of them.
 * So u u_x = ½ D_x u² leaves the values alone, u u_xx = ½ D_xx u² − u_x² leaves u_x², and the determinant of the Hessian,
 * −½ D_yy u_x² + D_xy u_x u_y − ½ D_xx u_y², leaves first derivatives.
 */
import { GraphSum } from '../../algebra/index.js';
import { Rational } from '../../exact/index.js';
import type { CanonicalGraph } from '../../graph/index.js';
import {
  type ContractionProgram,
  contractionProgram,
  interpretOver,
  type JetSlot,
  type Op,
  type Ring,
} from '../../program/index.js';
import { type Moment, type MomentForms, Numbering, type PointFunction } from './momentForm.js';
import { addScaled, Generators, type SparseVector } from './representation.js';

/** A product of partial derivatives, sorted; its name joins `field` or `field_001`, axes in order, by spaces. */
type Factors = readonly JetSlot[];

const factorName = ({ field, index }: JetSlot): string => `${field}_${index.join('.')}`;
const sorted = (factors: Factors): Factors =>
  [...factors].sort((a, b) => (factorName(a) < factorName(b) ? -1 : factorName(a) > factorName(b) ? 1 : 0));
const nameOf = (factors: Factors): string => factors.map(factorName).join(' ');

function parse(name: string): Factors {
  return name === ''
    ? []
    : name.split(' ').map((part) => {
        const cut = part.lastIndexOf('_');
        const axes = part.slice(cut + 1);
        return { field: part.slice(0, cut), index: axes === '' ? [] : axes.split('.').map(Number) };
      });
}

const polynomials: Ring<SparseVector> = {
  constant: (value) => new Map(value.isZero() ? [] : [['', value]]),
  add: (a, b) => addScaled(a, b, Rational.one),
  multiply: (a, b) => {
    let product: SparseVector = new Map();
    for (const [left, value] of a) {
      const shifted = new Map([...b].map(([right, v]) => [nameOf(sorted([...parse(left), ...parse(right)])), v]));
      product = addScaled(product, shifted, value);
    }
    return product;
  },
};

/** D_axis of a polynomial. */
function differentiate(vector: SparseVector, axis: number): SparseVector {
  let result: SparseVector = new Map();
  for (const [name, value] of vector) {
    const factors = parse(name);
    for (const [i, { field, index }] of factors.entries()) {
      const raised = { field, index: [...index, axis].sort((a, b) => a - b) };
      const product = nameOf(sorted(factors.with(i, raised)));
      result = addScaled(result, new Map([[product, value]]), Rational.one);
    }
  }
  return result;
}

/** Derivatives along each axis. */
const totals = (factors: Factors, dimension: number): readonly number[] =>
  Array.from(
    { length: dimension },
    (_, axis) => factors.flatMap(({ index }) => index).filter((a) => a === axis).length,
  );

/** All lists of integers between 0 and `most`. */
function below(most: readonly number[]): readonly (readonly number[])[] {
  return most.reduce<readonly (readonly number[])[]>(
    (lists, top) => lists.flatMap((list) => Array.from({ length: top + 1 }, (_, k) => [...list, k])),
    [[]],
  );
}

/** All products of derivatives of the fields with the given totals along the axes, each once. */
function products(fields: readonly string[], total: readonly number[]): readonly Factors[] {
  if (fields.length === 0) return total.every((k) => k === 0) ? [[]] : [];
  const [field, ...rest] = fields as [string, ...string[]];
  const found = new Map<string, Factors>();
  for (const own of below(total)) {
    const index = own.flatMap((k, axis) => new Array<number>(k).fill(axis));
    const left = total.map((k, axis) => k - own[axis]!);
    for (const others of products(rest, left)) {
      const product = sorted([{ field, index }, ...others]);
      found.set(nameOf(product), product);
    }
  }
  return [...found.values()];
}

interface Generator {
  readonly beta: readonly number[];
  readonly factors: Factors;
  readonly vector: SparseVector;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const orderOf = (factors: Factors): number => Math.max(0, ...factors.map(({ index }) => index.length));

/** Everything D^β (product) with the given fields and totals, preferred ones first. */
function generatorsOf(fields: readonly string[], total: readonly number[]): readonly Generator[] {
  const all = below(total).flatMap((beta) => {
    const left = total.map((k, axis) => k - beta[axis]!);
    return products(fields, left).map((factors): Generator => {
      let vector: SparseVector = new Map([[nameOf(factors), Rational.one]]);
      for (const [axis, times] of beta.entries()) {
        for (let k = 0; k < times; k++) vector = differentiate(vector, axis);
      }
      return { beta, factors, vector };
    });
  });
  const cost = ({ beta, factors }: Generator): readonly number[] => [orderOf(factors), -sum(beta)];
  return all.sort((a, b) => {
    const [p, q] = [cost(a), cost(b)];
    return p[0]! - q[0]! || p[1]! - q[1]! || (nameOf(a.factors) < nameOf(b.factors) ? -1 : 1);
  });
}

/**
 * The moment forms of a library.
 * @example
 * flatForms([canonicalize(parseKey('eps_a u_a u')).graph], 1).candidates[0].length // 1: u u_x = ½ D_x u²
 */
export function flatForms(library: readonly CanonicalGraph[], dimension: number): MomentForms {
  const program = contractionProgram(
    library.map((graph) => GraphSum.of(graph)),
    dimension,
  );
  const slots = program.slots.map((slot): SparseVector => new Map([[factorName(slot), Rational.one]]));
  const polynomialsOf = interpretOver(polynomials, program, slots, {});
  const classes = new Map<string, { generators: readonly Generator[]; solver: Generators }>();
  const operators = new Numbering<readonly number[]>();
  const points = new Numbering<PointFunction>();
  const jets = new Numbering<Factors>();
  const pointOf = (factors: Factors): number =>
    points.of(nameOf(factors), () => {
      const counts = new Map<string, number>();
      for (const { field, index } of factors) if (index.length === 0) counts.set(field, (counts.get(field) ?? 0) + 1);
      const powers = [...counts].map(([field, exponent]) => ({ field, exponent }));
      const rest = factors.filter(({ index }) => index.length > 0);
      return rest.length === 0 ? { powers } : { powers, jet: jets.of(nameOf(rest), () => rest) };
    });
  const candidates = polynomialsOf.map((polynomial): readonly Moment[] => {
    const parts = new Map<string, Map<string, Rational>>();
    for (const [name, value] of polynomial) {
      const factors = parse(name);
      const label = `${factors.map(({ field }) => field).sort()}|${totals(factors, dimension)}`;
      parts.set(label, (parts.get(label) ?? new Map()).set(name, value));
    }
    return [...parts].flatMap(([label, part]) => {
      const sample = parse(part.keys().next().value!);
      let known = classes.get(label);
      if (known === undefined) {
        const generators = generatorsOf(sample.map(({ field }) => field).sort(), totals(sample, dimension));
        known = { generators, solver: new Generators(generators.map(({ vector }) => vector)) };
        classes.set(label, known);
      }
      const { generators, solver } = known;
      // β = 0 is among the generators, so a representation exists
      return [...solver.represent(part)!].map(([position, value]): Moment => {
        const { beta, factors } = generators[position]!;
        return {
          coefficient: value.toNumber(),
          operator: operators.of(beta.join(' '), () => beta),
          point: pointOf(factors),
        };
      });
    });
  });
  return {
    candidates,
    operators: operators.items,
    points: points.items,
    ...(jets.items.length > 0 && { jets: productProgram(jets.items, dimension) }),
  };
}

/** The program whose outputs are the given products of jets. */
function productProgram(products: readonly Factors[], dimension: number): ContractionProgram {
  const slots: JetSlot[] = [];
  const ops: Op[] = [];
  const inputs = new Map<string, number>();
  const input = (slot: JetSlot): number => {
    const name = factorName(slot);
    const known = inputs.get(name);
    if (known !== undefined) return known;
    const position = ops.push({ kind: 'jet', slot: slots.push(slot) - 1 }) - 1;
    inputs.set(name, position);
    return position;
  };
  const outputs = products.map((factors) =>
    factors.map(input).reduce((left, right) => ops.push({ kind: 'multiply', left, right }) - 1),
  );
  return { dimension, slots, parameters: [], ops, outputs, titles: products.map(nameOf) };
}
