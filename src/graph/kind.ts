/** Kinds of vertices: what distinguishes the vertices of a block from each other. */

/** `role` is a field name, `#l` for leg l (of degree 1), `*` for the volume form, or `*` and a name for a mark. */
export interface Kind {
  readonly role: string;
  readonly degree: number;
}

export type Kinds = readonly Kind[];

/** Larger degrees first, then by role. */
export const compareKinds = (a: Kind, b: Kind): number =>
  b.degree - a.degree || (a.role < b.role ? -1 : a.role > b.role ? 1 : 0);

/** Which part of a multigraph a vertex of this kind is: a vertex, the volume form or a mark, or the leg of a number. */
export const partOf = ({ role }: Kind): 'vertex' | 'volume' | number =>
  role.startsWith('*') ? 'volume' : role.startsWith('#') ? Number(role.slice(1)) : 'vertex';
