/** Connected graphs with a customary name: Δu, |∇u|², ∇²u(∇u,∇u), div X, …. Each notation says how it writes them. */
import { type TensorTypes, tensorTypeOf, vectorType } from '../base/index.js';
import { type CanonicalGraph, canonicalize, type Multigraph, parseKey } from '../graph/index.js';

/** How one notation writes the customary names; the arguments are fields, already written. */
export interface Shapes {
  laplacian(x: string): string;
  /** ⟨∇x, ∇y⟩ */
  gradients(x: string, y: string): string;
  /** ⟨∇²x, ∇²y⟩ */
  hessians(x: string, y: string): string;
  /** ⟨∇²x ∇z, ∇²y ∇w⟩ */
  images(x: string, y: string, z: string, w: string): string;
  /** ∇²x(∇y, ∇z) */
  form(x: string, y: string, z: string): string;
  /** tr(∇²x ∇²y ∇²z) */
  trace(x: string, y: string, z: string): string;
  divergence(X: string): string;
  /** ⟨X, Y⟩ */
  vectors(X: string, Y: string): string;
  /** ⟨∇x, X⟩ */
  advection(x: string, X: string): string;
}

const vectors: TensorTypes = { X: vectorType, Y: vectorType };

const shapes: readonly (readonly [name: keyof Shapes, shape: Multigraph])[] = (
  [
    ['laplacian', 'x_aa'],
    ['gradients', 'x_a y_a'],
    ['hessians', 'x_ab y_ab'],
    ['images', 'x_ab y_ac z_b w_c'],
    ['form', 'x_ab y_a z_b'],
    ['trace', 'x_ab y_ac z_bc'],
    ['divergence', 'X_a;a'],
    ['vectors', 'X_a Y_a'],
    ['advection', 'x_a X_a'],
  ] as const
).map(([name, key]) => [name, parseKey(key, { tensors: vectors })]);

/** A connected graph by its customary name. */
export interface Named {
  readonly shape: keyof Shapes;
  readonly fields: readonly string[];
}

/** The customary name of a connected graph without legs and volume form, if it has one. */
export function customaryName(graph: CanonicalGraph): Named | undefined {
  const rank = (types: TensorTypes | undefined, field: string): number => tensorTypeOf(types, field)?.rank ?? 0;
  const found = shapes.find(([, shape]) => {
    const fits =
      shape.vertices.length === graph.vertices.length &&
      graph.vertices.every((field, v) => rank(graph.tensors, field) === rank(vectors, shape.vertices[v]!));
    if (!fits) return false;
    const { tensors } = graph;
    return canonicalize({ ...shape, vertices: graph.vertices, ...(tensors && { tensors }) }).graph.key === graph.key;
  });
  return found === undefined ? undefined : { shape: found[0], fields: graph.vertices };
}

/** The name in a notation. */
export function writeShape(shapes: Shapes, { shape, fields }: Named, field: (name: string) => string): string {
  const [x, y, z, w] = fields.map(field);
  return shapes[shape](x!, y!, z!, w!);
}
