/**
 * Rows in JavaScript: lines into typed-array buffers, then one loop that takes samples and arithmetic together. A line
 * that is a source row is read in place; on a periodic row the nodes at its ends are then computed apart.
 */
import { type Entry, formulaText, lineParts, type Notation, sampleParts } from '../formula.js';
import type { Line, RowLoops } from '../rows.js';
import type { Sample } from '../samples.js';

/** What the loop needs from its surroundings. */
export interface RowSurroundings {
  readonly samples: readonly Sample[];
  /** The array of a field in the generated code. */
  fieldArray(field: string): string;
  /** Statements from samples to results; `at` is the node. */
  arithmetic(at: string): readonly string[];
}

const isSourceRow = ({ terms }: Line): boolean => {
  const [term] = terms;
  return terms.length === 1 && term!.weight.kind === 'constant' && term!.weight.value === 1;
};

/** `i`, `i - 2`, `3 + i`: sums of names and numbers without zeros. */
const sum = (...parts: readonly (string | number)[]): string => {
  const names = parts.filter((part) => typeof part === 'string');
  const total = parts.reduce<number>((value, part) => (typeof part === 'number' ? value + part : value), 0);
  return `${names.join(' + ')}${total === 0 ? '' : total < 0 ? ` - ${-total}` : ` + ${total}`}`;
};

/** The function that evaluates all rows of one shape; `rows` in the generated code are its pieces and coefficients. */
export function rowFunction(k: number, loops: RowLoops, around: RowSurroundings): readonly string[] {
  const { period, lines, samples, sources, coefficientCount, longest } = loops;
  const { fieldArray } = around;
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  const inPlace = (line: Line): boolean => isSourceRow(line) && (period === 0 || period >= 2 * (low + high));
  /** Lines that are not worth a buffer: differences of two rows are taken anew at each shift. */
  const inlined = (line: Line): boolean =>
    !inPlace(line) &&
    line.terms.length <= 2 &&
    line.low <= 1 &&
    line.high <= 1 &&
    (period === 0 || period >= 2 * (low + high));
  const buffered = (line: Line): boolean => !inPlace(line) && !inlined(line);
  const apart = period > 0 && !lines.every(buffered);
  const count = period === 0 ? 'count' : String(period);
  const used = new Set<number>();
  const sourceText = (field: string, source: number, ...at: readonly (string | number)[]): string => {
    used.add(source);
    return `${fieldArray(field)}[${sum(`r${source}`, ...at)}]`;
  };
  const notation = (field: string, lineText: (line: number, shift: number) => string): Notation => ({
    number: String,
    coefficient: (index) => `c${index}`,
    entry: (entry: Entry) =>
      entry.kind === 'source' ? sourceText(field, entry.source, 'i') : lineText(entry.line, entry.shift),
  });
  /** A line that has no buffer, at a place given as text. */
  const unbuffered = ({ field, terms }: Line, ...at: readonly (string | number)[]): string => {
    const text = formulaText(lineParts(terms), {
      ...notation(field, () => ''),
      entry: (entry: Entry) => (entry.kind === 'source' ? sourceText(field, entry.source, ...at) : ''),
    });
    return terms.length === 1 || text.startsWith('(') ? text : `(${text})`;
  };
  const plain = (l: number, shift: number): string => {
    const line = lines[l]!;
    return buffered(line) ? `l${l}[${sum('i', shift + line.low)}]` : unbuffered(line, 'i', shift);
  };
  /** Like `plain` at an end of a periodic row, where i + shift may have to be wrapped. */
  const wrapped = (l: number, shift: number): string => {
    const line = lines[l]!;
    if (buffered(line) || shift === 0) return plain(l, shift);
    const [outside, back] = shift < 0 ? [`i < ${-shift}`, period] : [`i >= ${period - shift}`, -period];
    return unbuffered(line, `(${outside} ? ${sum('i', shift + back)} : ${sum('i', shift)})`);
  };
  const buffers = lines.flatMap((line, l) =>
    !buffered(line) ? [] : [`const l${l} = new Float64Array(${longest + line.low + line.high});`],
  );
  const fill = lines.flatMap((line, l) => {
    if (!buffered(line)) return [];
    const text = formulaText(lineParts(line.terms), notation(line.field, plain));
    const [from, to] = period === 0 ? [-line.low, line.high === 0 ? count : `${count} + ${line.high}`] : [0, count];
    return [
      `for (let i = ${from}; i < ${to}; i++) l${l}[${sum('i', line.low)}] = ${text};`,
      ...(period === 0 || line.low === 0 ? [] : [`l${l}.copyWithin(0, ${period}, ${period + line.low});`]),
      ...(period === 0 || line.high === 0
        ? []
        : [`l${l}.copyWithin(${line.low + period}, ${line.low}, ${line.low + line.high});`]),
    ];
  });
  const body = (lineText: (line: number, shift: number) => string): string[] => [
    ...samples.map((sample, s) => {
      const { field, name } = around.samples[s]!;
      return `const ${name} = ${formulaText(sampleParts(sample), notation(field, lineText))};`;
    }),
    ...around.arithmetic('start + i'),
  ];
  const loop = (head: string, lineText: (line: number, shift: number) => string): string[] => [
    `${head} {`,
    ...body(lineText).map((line) => `  ${line}`),
    '}',
  ];
  const statements = [
    ...fill,
    ...loop(`for (let i = ${apart ? low : 0}; i < ${apart ? period - high : count}; i++)`, plain),
    ...(apart ? loop(`for (let i = 0; i < ${period}; i = i === ${low - 1} ? ${period - high} : i + 1)`, wrapped) : []),
  ];
  return [
    `// Rows of ${period === 0 ? `at most ${longest}` : period} nodes${period === 0 ? '' : ', periodic'}; lines l are combinations of source rows r.`,
    `function rows${k}({ pieces, coefficients }) {`,
    ...buffers.map((line) => `  ${line}`),
    `  for (let p = 0, c = 0; p < pieces.length; p += ${2 + sources}, c += ${coefficientCount}) {`,
    `    const start = pieces[p]${period === 0 ? ', count = pieces[p + 1]' : ''};`,
    ...[...used].sort((a, b) => a - b).map((source) => `    const r${source} = pieces[p + ${2 + source}];`),
    ...Array.from({ length: coefficientCount }, (_, c) => `    const c${c} = coefficients[c + ${c}];`),
    ...statements.map((line) => `    ${line}`),
    '  }',
    '}',
  ];
}
