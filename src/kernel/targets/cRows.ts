/** Rows in C: lines into buffers in the first-level cache, then one loop that takes samples and arithmetic together. */
import { type Entry, formulaFlops, formulaText, lineParts, type Notation, sampleParts } from '../formula.js';
import type { Line, RowLoops } from '../rows.js';
import { arithmetic, type Context, declare, indented, number } from './cText.js';

/** Doubles in a 64-byte cache line: rows of buffers begin at such an address. */
const alignment = 8;

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

/** The function that evaluates one row. */
export function rowFunction(context: Context, loops: RowLoops, k: number): string[] {
  const { program, pointwise } = context;
  const { period, lines, samples, sources, longest } = loops;
  const count = period === 0 ? 'count' : String(period);
  const flops = samples.reduce((sum, sample) => sum + formulaFlops(sampleParts(sample)), pointwise.length);
  const apart = period > 0 && lines.some(isSourceRow) && endsApart(loops, flops);
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  /** Lines that are read in place. */
  const inPlace = (line: Line): boolean => isSourceRow(line) && (period === 0 || apart);
  const usedSources = new Set<string>();
  const sourceName = (field: string, source: number): string => {
    usedSources.add(`${field} ${source}`);
    return `${field}_r${source}`;
  };
  const notation = (field: string, lineEntry: (line: number, shift: number) => string): Notation => ({
    number,
    coefficient: (index) => `c${index}`,
    entry: (entry: Entry) =>
      entry.kind === 'source' ? `${sourceName(field, entry.source)}[i]` : lineEntry(entry.line, entry.shift),
  });
  const plain = (line: number, shift: number): string => `l${line}[${shifted('i', shift)}]`;
  const ghosts = (l: number, from: string): string[] => [
    ...Array.from({ length: lines[l]!.low }, (_, g) => `l${l}[${-1 - g}] = ${from}[${period - 1 - g}];`),
    ...Array.from({ length: lines[l]!.high }, (_, g) => `l${l}[${period + g}] = ${from}[${g}];`),
  ];
  const fill = lines.flatMap((line, l) => {
    const { field, terms } = line;
    if (inPlace(line)) return [`const double *restrict l${l} = ${sourceName(field, terms[0]!.source)};`];
    const padding = Math.ceil(line.low / alignment) * alignment;
    const buffer = [
      `_Alignas(64) double b${l}[${padding + longest + line.high}];`,
      `double *restrict l${l} = b${l} + ${padding};`,
    ];
    if (period > 0 && isSourceRow(line)) {
      const source = sourceName(field, terms[0]!.source);
      return [...buffer, `memcpy(l${l}, ${source}, ${period} * sizeof(double));`, ghosts(l, `l${l}`).join(' ')];
    }
    const text = formulaText(lineParts(terms), notation(field, plain));
    const [from, to] = period === 0 ? [-line.low, line.high === 0 ? count : `${count} + ${line.high}`] : [0, count];
    return [
      ...buffer,
      '#pragma omp simd',
      `for (int i = ${from}; i < ${to}; i++) l${l}[i] = ${text};`,
      ...(period === 0 || line.low + line.high === 0 ? [] : [ghosts(l, `l${l}`).join(' ')]),
    ];
  });
  const body = (lineEntry: (line: number, shift: number) => string): string[] => [
    ...samples.map((sample, s) => {
      const { field, name } = program.samples[s]!;
      return `const double ${name} = ${formulaText(sampleParts(sample), notation(field, lineEntry))};`;
    }),
    ...arithmetic(context, 'i').map((line) => line.replace(/^out\[/, 'result[')),
  ];
  const main = [
    '#pragma omp simd',
    `for (int i = ${apart ? low : 0}; i < ${apart ? period - high : count}; i++) {`,
    ...indented(body(plain), 2),
    '}',
  ];
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
  const statements = [...fill, ...main, ...(apart ? ends : [])];
  const pointers = [...usedSources].sort(compareSources).map((key) => {
    const [field, source] = key.split(' ') as [string, string];
    return `const double *restrict ${field}_r${source} = f_${field} + row[${2 + Number(source)}];`;
  });
  const coefficients = Array.from({ length: loops.coefficientCount }, (_, c) => `const double c${c} = c[${c}];`);
  const titles = program.samples.map(({ name, title }) => (name === title ? name : `${name} = ${title}`)).join(', ');
  return [
    `/* One row of ${period === 0 ? `at most ${longest}` : `${period}`} nodes${period === 0 ? '' : ', periodic'}: ${titles}. row: first node,`,
    ` * number of nodes, first node of each of ${sources} source rows. Lines l are combinations of source rows. */`,
    declare(`rows${k}`, ['const int32_t *restrict row', 'const double *restrict c', ...context.parameters]),
    '  (void)c;',
    ...indented(
      [
        ...(period === 0 ? ['const int count = row[1];'] : []),
        'double *restrict result = out + row[0];',
        ...coefficients,
        ...pointers,
        ...statements,
      ],
      2,
    ),
    '}',
    '',
  ];
}

const compareSources = (a: string, b: string): number => {
  const [[f, s], [g, t]] = [a.split(' '), b.split(' ')];
  return f! < g! ? -1 : f! > g! ? 1 : Number(s) - Number(t);
};
