/** Rows in C: lines into buffers in the first-level cache, then one loop that takes samples and arithmetic together (for many results see cResults.ts). */
import { composedParts, type Entry, formulaFlops, formulaText, lineParts, type Notation } from '../formula.js';
import type { Line, Ring, RowLoops } from '../rows.js';
import { keepsResults, keptLoop, keptRoom } from './cResults.js';
import { arithmetic, type Context, declare, indented, number } from './cText.js';

/** Doubles in a 64-byte cache line: rows of buffers begin at such an address. */
const alignment = 8;

/** Doubles in a page: the processor follows a row by itself, but not into another page. */
const page = 512;

/** Rows that one call of a row function takes: so many that the start of a ring costs little. */
export const rowGroup = ({ rings }: RowLoops): number => (rings.length === 0 ? 16 : 128);

/**
 * How a periodic row treats a line that is a source row itself: `copy` gives it ghosts in a buffer; `ends` reads it in
 * place and computes the nodes at both ends apart. Copying costs about as much as a quarter of an operation for each
 * node, an end node as much as any other, but without vectors.
 */
function endsApart({ period, lines }: RowLoops, flops: number): boolean {
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  return period >= 4 * (low + high) && period / 4 > ((low + high) * flops) / 3;
}

const isSourceRow = ({ terms }: Line): boolean => {
  const [term] = terms;
  return terms.length === 1 && term!.weight.kind === 'constant' && term!.weight.value === 1;
};

/** An index such as `i - 2`. */
const shifted = (index: string, shift: number): string =>
  shift === 0 ? index : `${index}${shift < 0 ? ` - ${-shift}` : ` + ${shift}`}`;

/** Between the buffers of two rows of a ring: no multiple of a page, so that stores do not hold up loads. */
const stride = (doubles: number): number => Math.ceil(doubles / alignment) * alignment + alignment;

/** Room for the lines of one row function, in one piece. */
class Room {
  total = 0;
  /** The text of the address of so many doubles, behind `padding` others. */
  take(doubles: number, padding = 0): string {
    const at = this.total + padding;
    this.total = Math.ceil((at + doubles) / alignment) * alignment;
    return `room + ${at}`;
  }
}

/**
 * The source row that a loop over rows meets first among all: what is read there was not read before, and is asked for
 * one row ahead where rows are short.
 */
function leadingSource({ pieces, sources }: RowLoops): number {
  const ahead = new Array<number>(sources).fill(0);
  for (let p = 0; p < pieces.length; p += 2 + sources) {
    let best = 0;
    for (let s = 1; s < sources; s++) if (pieces[p + 2 + s]! > pieces[p + 2 + best]!) best = s;
    ahead[best]! += 1;
  }
  return ahead.indexOf(Math.max(...ahead));
}

/** The function that evaluates some rows, one after the other. */
export function rowFunction(context: Context, loops: RowLoops, k: number): string[] {
  const { program, pointwise } = context;
  const { period, lines, samples, sources, longest, rings, coefficientCount } = loops;
  const width = 2 + sources;
  const count = period === 0 ? 'count' : String(period);
  const flops = samples.reduce((sum, sample) => sum + formulaFlops(composedParts(sample)), pointwise.length);
  const keeps = keepsResults(context, loops);
  const apart = !keeps && period > 0 && lines.some(isSourceRow) && endsApart(loops, flops);
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  /** Lines that are read in place. */
  const inPlace = (line: Line): boolean => isSourceRow(line) && (period === 0 || apart);
  const ringOf = new Map(rings.map((ring) => [ring.line, ring]));
  const usedSources = new Set<string>();
  const sourceName = (field: string, source: number): string => {
    usedSources.add(`${field} ${source}`);
    return `${field}_r${source}`;
  };
  const notation = (field: string, lineEntry: (line: number, shift: number) => string): Notation => ({
    number,
    coefficient: (index) => `c${index}`,
    entry(entry: Entry) {
      if (entry.kind === 'source') return `${sourceName(field, entry.source)}[i]`;
      return entry.row === undefined ? lineEntry(entry.line, entry.shift) : `l${entry.line}_${entry.row}[i]`;
    },
  });
  const plain = (line: number, shift: number): string => `l${line}[${shifted('i', shift)}]`;
  const ghosts = (l: number, from: string): string =>
    [
      ...Array.from({ length: lines[l]!.low }, (_, g) => `l${l}[${-1 - g}] = ${from}[${period - 1 - g}];`),
      ...Array.from({ length: lines[l]!.high }, (_, g) => `l${l}[${period + g}] = ${from}[${g}];`),
    ].join(' ');
  const paddingOf = (line: Line): number => Math.ceil(line.low / alignment) * alignment;
  /** The loop that computes a line, and its ghosts. */
  const loop = (l: number, text: string): string[] => {
    const { low: before, high: after } = lines[l]!;
    const [from, to] = period === 0 ? [-before, after === 0 ? count : `${count} + ${after}`] : [0, count];
    return [
      '#pragma omp simd',
      `for (int i = ${from}; i < ${to}; i++) l${l}[i] = ${text};`,
      ...(period === 0 || before + after === 0 ? [] : [ghosts(l, `l${l}`)]),
    ];
  };
  const room = new Room();
  const buffers: string[] = [];
  const fill = lines.flatMap((line, l) => {
    const { field, terms } = line;
    if (inPlace(line)) return [`const double *restrict l${l} = ${sourceName(field, terms[0]!.source)};`];
    const padding = paddingOf(line);
    const ring = ringOf.get(l);
    if (ring !== undefined) {
      const each = stride(padding + longest + line.high);
      const first = room.take(ring.rows.length * each - padding, padding);
      buffers.push(
        `double *ring${l}[${ring.rows.length}];`,
        `for (int m = 0; m < ${ring.rows.length}; m++) ring${l}[m] = ${first} + ${each} * m;`,
      );
      return ringRows(ring, line, width, loop);
    }
    const buffer = `double *restrict l${l} = ${room.take(longest + line.high, padding)};`;
    if (period > 0 && isSourceRow(line)) {
      const source = sourceName(field, terms[0]!.source);
      return [buffer, `memcpy(l${l}, ${source}, ${period} * sizeof(double));`, ghosts(l, `l${l}`)];
    }
    return [buffer, ...loop(l, formulaText(lineParts(terms), notation(field, plain)))];
  });
  const sampled = (lineEntry: (line: number, shift: number) => string): string[] =>
    samples.map((sample, s) => {
      const { field, name } = program.samples[s]!;
      return `const double ${name} = ${formulaText(composedParts(sample), notation(field, lineEntry))};`;
    });
  const body = (lineEntry: (line: number, shift: number) => string): string[] => [
    ...sampled(lineEntry),
    ...arithmetic(context, 'i').map((line) => line.replace(/^out\[/, 'result[')),
  ];
  const [first, end] = [apart ? low : 0, apart ? period - high : count];
  const fieldNames = [...new Set(program.samples.map(({ field }) => field))];
  const short = longest < page;
  const ahead = [
    `const int32_t *later = row + (r + 1 < to ? ${width} : 0);`,
    `for (int i = 0; i < ${count}; i += ${alignment}) {`,
    ...fieldNames.map((field) => `  AHEAD(f_${field} + later[${2 + leadingSource(loops)}] + i);`),
    ...(keeps
      ? []
      : program.outputs.map((_, k) => `  AHEAD(out + later[0] + ${k === 0 ? '' : `${k * context.size} + `}i);`)),
    '}',
  ];
  if (keeps) buffers.push(`double *const kept = ${room.take(keptRoom(context))};`);
  const main = keeps
    ? keptLoop(context, loops, count, sampled(plain))
    : ['#pragma omp simd', `for (int i = ${first}; i < ${end}; i++) {`, ...indented(body(plain), 2), '}'];
  // In wrapped order the end nodes are count − high … count − 1, 0 … low − 1; e holds a row from count − high − low on.
  const ends = [
    ...lines.flatMap((line, l) => {
      if (!inPlace(line)) return [];
      return [
        `double e${l}[${2 * (low + high)}];`,
        `for (int g = 0; g < ${low + high}; g++) e${l}[g] = l${l}[${period - low - high} + g];`,
        `for (int g = 0; g < ${low + high}; g++) e${l}[${low + high} + g] = l${l}[g];`,
      ];
    }),
    `for (int g = 0; g < ${low + high}; g++) {`,
    `  const int i = g < ${high} ? ${period - high} + g : g - ${high};`,
    ...indented(
      body((l, shift) => (inPlace(lines[l]!) ? `e${l}[${shifted('g', low + shift)}]` : plain(l, shift))),
      2,
    ),
    '}',
  ];
  const statements = [...fill, ...(short ? ahead : []), ...main, ...(apart ? ends : [])];
  const pointers = [...usedSources].sort(compareSources).map((key) => {
    const [field, source] = key.split(' ') as [string, string];
    return `const double *restrict ${field}_r${source} = f_${field} + row[${2 + Number(source)}];`;
  });
  const coefficients = Array.from(
    { length: coefficientCount },
    (_, c) => `const double c${c} = rows${k}_coefficients[${coefficientCount} * r + ${c}];`,
  );
  const titles = program.samples.map(({ name, title }) => (name === title ? name : `${name} = ${title}`)).join(', ');
  const place = [
    '/* Where lines lie is kept from compilers: some would begin each loop node by node until a line is aligned. */',
    `_Alignas(64) double space[${room.total}];`,
    'double *volatile place = space;',
    'double *const room = place;',
  ];
  return [
    `/* Rows from … to − 1 of ${period === 0 ? `at most ${longest}` : `${period}`} nodes${period === 0 ? '' : ', periodic'}: ${titles}. A row: first node,`,
    ` * number of nodes, first node of each of ${sources} source rows. Lines l are combinations of source rows. */`,
    declare(`rows${k}`, ['int from', 'int to', ...context.parameters]),
    ...indented(
      [
        ...(room.total === 0 ? [] : place),
        ...buffers,
        'for (int r = from; r < to; r++) {',
        ...indented(
          [
            `const int32_t *row = rows${k}_pieces + ${width} * r;`,
            ...(period === 0 ? ['const int count = row[1];'] : []),
            'double *restrict result = out + row[0];',
            ...coefficients,
            ...pointers,
            ...statements,
          ],
          2,
        ),
        '}',
        ...(keeps ? ['written();'] : []),
      ],
      2,
    ),
    '}',
    '',
  ];
}

/** A line in several rows: all but the last are there from the row before where the rows follow each other. */
function ringRows(
  { line: l, rows, own }: Ring,
  line: Line,
  width: number,
  loop: (l: number, text: string) => string[],
): string[] {
  const last = rows.length - 1;
  const firsts = rows.map((row) => 2 + row[0]!);
  const moved = firsts.slice(0, -1).map((at, m) => `row[${at}] == row[${firsts[m + 1]! - width}]`);
  const text = formulaText(lineParts(line.terms), {
    number,
    coefficient: (index) => `c${index}`,
    entry: (entry) => {
      const q = entry.kind === 'source' ? line.terms.findIndex(({ source }) => source === entry.source) : 0;
      return `r${q}[i]`;
    },
  });
  const table = rows.map((row) => `{${row.map((source) => 2 + source).join(', ')}}`).join(', ');
  return [
    `/* Line ${l} in ${rows.length} rows that follow each other; the row itself is number ${own}. */`,
    `static const int sources${l}[${rows.length}][${line.terms.length}] = {${table}};`,
    `int fresh${l} = 0;`,
    `if (r > from && ${moved.join(' && ')}) {`,
    `  double *oldest = ring${l}[0];`,
    `  for (int m = 0; m < ${last}; m++) ring${l}[m] = ring${l}[m + 1];`,
    `  ring${l}[${last}] = oldest;`,
    `  fresh${l} = ${last};`,
    '}',
    `for (int m = fresh${l}; m < ${rows.length}; m++) {`,
    ...indented(
      [
        ...line.terms.map((_, q) => `const double *restrict r${q} = f_${line.field} + row[sources${l}[m][${q}]];`),
        `double *restrict l${l} = ring${l}[m];`,
        ...loop(l, text),
      ],
      2,
    ),
    '}',
    `const double *restrict l${l} = ring${l}[${own}];`,
    ...rows.map((_, m) => `const double *restrict l${l}_${m} = ring${l}[${m}];`).filter((_, m) => m !== own),
  ];
}

const compareSources = (a: string, b: string): number => {
  const [[f, s], [g, t]] = [a.split(' '), b.split(' ')];
  return f! < g! ? -1 : f! > g! ? 1 : Number(s) - Number(t);
};
