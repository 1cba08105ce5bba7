/**
 * The function `block` of a NumPy module on a periodic Cartesian grid: all nodes have one formula, so any piece of an array
 * that brings HALO more nodes along on each side of each axis can be evaluated by itself.
 */
import { type Entry, formulaText, lineParts, type Notation, sampleParts } from '../formula.js';
import type { RowLoops } from '../rows.js';
import type { Plan } from '../target.js';

/** Position of each source row relative to the node along the axes before the last one; undefined where rows differ. */
function sourceShifts(
  shape: readonly number[],
  size: number,
  { pieces, sources, period }: RowLoops,
): number[][] | undefined {
  const axes = shape.slice(0, -1);
  if (shape.at(-1) !== period || axes.reduce((a, b) => a * b, period) !== size) return undefined;
  if (pieces.length / (2 + sources) !== size / period) return undefined;
  const place = (row: number): number[] => {
    const position: number[] = [];
    for (const count of [...axes].reverse()) {
      position.unshift(row % count);
      row = Math.floor(row / count);
    }
    return position;
  };
  const shiftsOf = (p: number): number[][] => {
    const here = place(pieces[p * (2 + sources)]! / period);
    return Array.from({ length: sources }, (_, s) =>
      place(pieces[p * (2 + sources) + 2 + s]! / period).map((there, a) => {
        const shift = (there - here[a]! + axes[a]!) % axes[a]!;
        return shift > axes[a]! / 2 ? shift - axes[a]! : shift;
      }),
    );
  };
  const first = shiftsOf(0);
  const text = first.join(';');
  for (let p = 1; p < size / period; p++) if (shiftsOf(p).join(';') !== text) return undefined;
  return first;
}

/** The text of `HALO` and `block`, or nothing. */
export function blockFunction(plan: Plan): string[] {
  const { program, rows, rest, tables } = plan;
  const { shape = [tables.size] } = plan;
  const [loops] = rows;
  if (loops === undefined || rows.length > 1 || rest.runs.length > 0 || loops.coefficientCount > 0) return [];
  const shifts =
    loops.period > 0 && shape.every((count) => count > 8) ? sourceShifts(shape, tables.size, loops) : undefined;
  if (shifts === undefined) return [];
  const last = shape.length - 1;
  const width = Math.max(0, ...loops.lines.flatMap(({ low, high }) => [low, high]));
  const halo = [
    ...shape.slice(0, last).map((_, a) => Math.max(0, ...shifts.map((shift) => Math.abs(shift[a]!)))),
    width,
  ];
  // A slice of the inner part moved by a shift; lines keep all of the last axis.
  const part = (axis: number, shift: number): string => {
    const h = halo[axis]!;
    return h === 0 ? ':' : `${h + shift}:${shift === h ? '' : shift - h}`;
  };
  const whole = (source: number): string => [...shifts[source]!.map((shift, a) => part(a, shift)), ':'].join(', ');
  const notation = (field: string, inLine: boolean): Notation => ({
    number: String,
    coefficient: () => '',
    entry: (entry: Entry) => {
      if (entry.kind === 'line') return `l${entry.line}[..., ${part(last, entry.shift)}]`;
      const all = whole(entry.source);
      return `f_${field}[${inLine ? all : all.replace(/:$/, part(last, 0))}]`;
    },
  });
  const fields = [...new Set(program.samples.map(({ field }) => field))];
  return [
    `HALO = (${halo.join(', ')},)`,
    '',
    '',
    'def block(fields, parameters=None):',
    '    """The operators on a piece of the grid: arrays that bring HALO more nodes along on each side of each axis.',
    '',
    '    Results have the shape of the pieces; the nodes that were brought along have no result but NaN.',
    '    """',
    '    uniform = _uniform(parameters or {})',
    ...fields.map((field) => `    f_${field} = np.asarray(fields["${field}"], dtype=np.float64)`),
    ...loops.lines.map(({ field, terms }, l) => `    l${l} = ${formulaText(lineParts(terms), notation(field, true))}`),
    ...loops.samples.map((sample, s) => {
      const { field, name } = program.samples[s]!;
      return `    ${name} = ${formulaText(sampleParts(sample), notation(field, false))}`;
    }),
    `    samples = (${program.samples.map(({ name }) => `${name},`).join(' ')})`,
    `    out = np.full((OPERATORS,) + f_${fields[0]}.shape, np.nan)`,
    '    for k, values in enumerate(_operators(samples, uniform)):',
    `        out[k][${shape.map((_, a) => part(a, 0)).join(', ')}] = values`,
    '    return out',
    '',
    '',
  ];
}
