/**
 * Samples: what a kernel takes from a field at a node, a linear combination of jet components. Where a program uses
 * jet components of one field only in a linear combination with constant coefficients (Δu, Δ²u), the combination
 * is one sample, and its stencil the sum of their stencils: fewer terms to read and to add.
 */
import { Unsupported } from '../base/index.js';
import { type ContractionProgram, type JetSlot, type Op, slotName } from '../program/index.js';

/** A linear combination of jet components of one field. */
export interface Sample {
  readonly field: string;
  /** A name for generated code, unique in its program: `u_01`, `u_` for the value, `u_0lin` for a combination. */
  readonly name: string;
  /** The combination in words: `u_00 + u_11`. */
  readonly title: string;
  readonly terms: readonly { readonly index: readonly number[]; readonly coefficient: number }[];
}

/** A contraction program over samples: the operation `jet` with slot k is sample k. */
export interface SampledProgram extends Omit<ContractionProgram, 'slots'> {
  readonly samples: readonly Sample[];
}

/** Coefficients by slot. */
type LinearForm = ReadonlyMap<number, number>;

/**
 * Rewrites a program over samples.
 * @throws Unsupported for fields with values in tensors.
 */
export function sampledProgram(program: ContractionProgram): SampledProgram {
  const { ops, slots, outputs } = program;
  const tensor = slots.find(({ value }) => value !== undefined);
  if (tensor !== undefined) {
    throw new Unsupported({ where: 'kernel', expected: 'scalar fields', got: `components of '${tensor.field}'` });
  }
  const forms = linearForms(program);
  const users = ops.map((): number[] => []);
  ops.forEach((op, i) => {
    for (const operand of operandsOf(op)) users[operand]!.push(i);
  });
  const isOutput = new Set(outputs);
  const fused = new Set<number>();
  const inner = new Set<number>();
  // From the last operation down, so that the largest combinations are met first.
  for (let i = ops.length - 1; i >= 0; i--) {
    if (inner.has(i) || (forms[i]?.size ?? 0) < 2) continue;
    const below = operationsBelow(ops, i);
    const own = [...below].every(
      (j) => j === i || ops[j]!.kind === 'constant' || (!isOutput.has(j) && users[j]!.every((user) => below.has(user))),
    );
    if (!own) continue;
    fused.add(i);
    for (const j of below) if (j !== i && ops[j]!.kind !== 'constant') inner.add(j);
  }
  const samples: Sample[] = [];
  const numberOf = new Map<number, number>();
  const rewritten: Op[] = [];
  let combinations = 0;
  const needed = neededOps(ops, outputs, fused);
  ops.forEach((op, i) => {
    if (!needed[i]) return;
    const number = rewritten.length;
    if (op.kind === 'jet') {
      const slot = slots[op.slot]!;
      const terms = [{ index: slot.index, coefficient: 1 }];
      const slotNumber =
        samples.push({ field: slot.field, name: variableName(slot), title: slotName(slot), terms }) - 1;
      rewritten.push({ kind: 'jet', slot: slotNumber });
    } else if (fused.has(i)) {
      const terms = [...forms[i]!]
        .sort(([a], [b]) => a - b)
        .map(([slot, coefficient]) => ({ index: slots[slot]!.index, coefficient }));
      const { field } = slots[[...forms[i]!.keys()][0]!]!;
      const title = terms
        .map(({ index, coefficient }) => {
          const factor = coefficient === 1 ? '' : `${coefficient} `;
          return `${factor}${slotName({ field, index })}`;
        })
        .join(' + ');
      const slotNumber = samples.push({ field, name: `${field}_${combinations++}lin`, title, terms }) - 1;
      rewritten.push({ kind: 'jet', slot: slotNumber });
    } else if ('left' in op) {
      rewritten.push({ kind: op.kind, left: numberOf.get(op.left)!, right: numberOf.get(op.right)! });
    } else rewritten.push(op);
    numberOf.set(i, number);
  });
  const { dimension, parameters, titles } = program;
  return { dimension, parameters, titles, samples, ops: rewritten, outputs: outputs.map((i) => numberOf.get(i)!) };
}

const operandsOf = (op: Op): readonly number[] => ('left' in op ? [op.left, op.right] : []);

/** Field names hold no underscore, so no two of these agree, nor with names of combinations. */
const variableName = (slot: JetSlot): string => (slot.index.length === 0 ? `${slot.field}_` : slotName(slot));

/** For each operation that is a constant-coefficient linear form in jets of one field, that form. */
function linearForms({ ops, slots }: ContractionProgram): (LinearForm | undefined)[] {
  const forms: (LinearForm | undefined)[] = [];
  const fieldOf = (form: LinearForm): string => slots[[...form.keys()][0]!]!.field;
  for (const op of ops) {
    let form: LinearForm | undefined;
    if (op.kind === 'jet') form = new Map([[op.slot, 1]]);
    else if (op.kind === 'add') {
      const [a, b] = [forms[op.left], forms[op.right]];
      if (a !== undefined && b !== undefined && fieldOf(a) === fieldOf(b)) {
        const sum = new Map(a);
        for (const [slot, x] of b) sum.set(slot, x + (sum.get(slot) ?? 0));
        form = sum;
      }
    } else if (op.kind === 'multiply') {
      const [factor, other] = ops[op.left]!.kind === 'constant' ? [op.left, op.right] : [op.right, op.left];
      const constant = ops[factor]!;
      const inner = forms[other];
      if (constant.kind === 'constant' && inner !== undefined) {
        const value = constant.value.toNumber();
        form = new Map([...inner].map(([slot, x]) => [slot, x * value]));
      }
    }
    forms.push(form);
  }
  return forms;
}

function operationsBelow(ops: readonly Op[], top: number): ReadonlySet<number> {
  const found = new Set([top]);
  const open = [top];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (const operand of operandsOf(ops[i]!)) {
      if (!found.has(operand)) {
        found.add(operand);
        open.push(operand);
      }
    }
  }
  return found;
}

/** Which operations remain when the fused ones are read instead of computed. */
function neededOps(ops: readonly Op[], outputs: readonly number[], fused: ReadonlySet<number>): boolean[] {
  const needed = ops.map(() => false);
  for (const i of outputs) needed[i] = true;
  for (let i = ops.length - 1; i >= 0; i--) {
    if (!needed[i] || fused.has(i)) continue;
    for (const operand of operandsOf(ops[i]!)) needed[operand] = true;
  }
  return needed;
}
