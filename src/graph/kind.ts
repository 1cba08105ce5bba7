/** Kinds of vertices: what distinguishes the vertices of a block from each other. */

/** `role` is a field name, `#l` for leg l (of degree 1), or `*` for the volume form. */
export interface Kind {
  readonly role: string;
  readonly degree: number;
}

export type Kinds = readonly Kind[];

/** Larger degrees first, then by role. */
export const compareKinds = (a: Kind, b: Kind): number =>
  b.degree - a.degree || (a.role < b.role ? -1 : a.role > b.role ? 1 : 0);

const isVolume = ({ role }: Kind): boolean => role === '*';
const isLeg = ({ role }: Kind): boolean => role.startsWith('#');

/** Which part of a multigraph a vertex of this kind is: a vertex, the volume form, or the leg of a number. */
export const partOf = (kind: Kind): 'vertex' | 'volume' | number =>
  isVolume(kind) ? 'volume' : isLeg(kind) ? Number(kind.role.slice(1)) : 'vertex';
