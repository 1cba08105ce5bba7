/**
 * Moment forms in constant curvature, exactly, graph by graph: N = Σ c Δ^m (product of graphs), because the Laplacian is self-adjoint
 * and the Laplacian of a radial test function is radial: ∫ φ Δ^m g = ∫ (Δ^m φ) g. What stands under the Laplacian has the
 * least order possible: |∇u|² = ½ Δ(u²) − u Δu stays as it is, u Δu becomes ½ Δ(u²) − |∇u|².
 */
import { GraphSum, laplacian } from '../../algebra/index.js';
import { Rational } from '../../exact/index.js';
import { type CanonicalGraph, enumerateGraphs, order } from '../../graph/index.js';
import { contractionProgram } from '../../program/index.js';
import { type Moment, type MomentForms, Numbering, type PointFunction, splitPowers } from './momentForm.js';
import { Generators, type SparseVector } from './representation.js';

interface Generator {
  readonly power: number;
  readonly graph: CanonicalGraph;
  readonly vector: SparseVector;
}

/** A real number as a fraction: exact for short decimals, to rounding otherwise. */
function rationalOf(value: number): Rational {
  return Number.isInteger(value) ? Rational.of(value) : Rational.parse(value.toString());
}

/**
 * The moment forms of a library on the space of dimension n and curvature κ.
 * @example
 * curvedForms([canonicalize(parseKey('u_aa u')).graph], 2, 1).candidates[0].length // 2: ½ Δ(u²) − |∇u|²
 */
export function curvedForms(library: readonly CanonicalGraph[], dimension: number, kappa: number): MomentForms {
  const values = { n: Rational.of(dimension), kappa: rationalOf(kappa) };
  const vectorOf = (operator: GraphSum): SparseVector =>
    new Map(
      [...operator.mapCoefficients((c) => c.substitute(values)).terms].map(([key, { coefficient }]) => [
        key,
        coefficient.constantValue()!,
      ]),
    );
  const classes = new Map<string, { generators: readonly Generator[]; solver: Generators }>();
  const classOf = (graph: CanonicalGraph) => {
    const fields = [...graph.vertices].sort();
    const label = `${fields}|${graph.edges.length}`;
    const known = classes.get(label);
    if (known !== undefined) return known;
    const generators: Generator[] = [];
    for (let power = graph.edges.length; power >= 0; power--) {
      for (let edges = graph.edges.length - power; edges >= 0; edges--) {
        const count = fields.length;
        const options = { edges, fields: [...new Set(fields)], vertices: [count, count] as const };
        for (const inner of enumerateGraphs({ ...options, isolated: [0, count] as const })) {
          if (`${[...inner.vertices].sort()}` !== `${fields}`) continue;
          let operator = GraphSum.of(inner);
          for (let m = 0; m < power; m++) operator = laplacian(operator);
          generators.push({ power, graph: inner, vector: vectorOf(operator) });
        }
      }
    }
    generators.sort((a, b) => order(a.graph) - order(b.graph) || b.power - a.power);
    const made = { generators, solver: new Generators(generators.map(({ vector }) => vector)) };
    classes.set(label, made);
    return made;
  };
  const operators = new Numbering<readonly number[]>();
  const points = new Numbering<PointFunction>();
  const jets = new Numbering<GraphSum>();
  const candidates = library.map((graph): readonly Moment[] => {
    // a graph with a volume form is no product under a Laplacian here: it stays as it is
    const { generators, solver } =
      graph.epsilon.length > 0
        ? { generators: [{ power: 0, graph }], solver: new Generators([vectorOf(GraphSum.of(graph))]) }
        : classOf(graph);
    return [...solver.represent(vectorOf(GraphSum.of(graph)))!].map(([position, value]) => {
      const { power, graph: inner } = generators[position]!;
      const point = points.of(inner.key, () => {
        const { powers, rest } = splitPowers(inner);
        if (rest.vertices.length === 0) return { powers };
        const operator = GraphSum.of(rest);
        return { powers, jet: jets.of(operator.toString(), () => operator) };
      });
      return { coefficient: value.toNumber(), operator: operators.of(String(power), () => [power]), point };
    });
  });
  return {
    candidates,
    operators: operators.items,
    points: points.items,
    ...(jets.items.length > 0 && { jets: contractionProgram(jets.items, dimension) }),
  };
}
