/**
 * Rows in JavaScript: lines into typed-array buffers, then one loop that takes samples and arithmetic together. Lines
 * that are source rows, or differences of two, have no buffer; on a periodic row the nodes at its ends are then computed
 * apart. V8 checks every read against the bounds of its array; short programs therefore keep what they read at several
 * positions of a row in variables, so that a node reads one new value of each row. The loop takes as many nodes as a row
 * has such variables, so that their roles return and no value is moved.
 */
import { type Entry, formulaText, lineParts, type Notation, sampleParts } from '../formula.js';
import type { Line, RowLoops } from '../rows.js';
import type { Sample } from '../samples.js';

/** What the loop needs from its surroundings. */
export interface RowSurroundings {
  readonly samples: readonly Sample[];
  /** Number of operations of the program for each node. */
  readonly operations: number;
  /** Names of the arrays and of values that are the same at all nodes: arguments of the function. */
  readonly shared: string;
  /** The array of a field in the generated code. */
  fieldArray(field: string): string;
  /** Statements from samples to results; `at` is the node. */
  arithmetic(at: string): readonly string[];
}

/** Operations and widest windows of loops that keep values in variables: V8 leaves long functions unoptimised. */
const [mostOperations, widestWindow] = [300, 5];

const isSourceRow = ({ terms }: Line): boolean => {
  const [term] = terms;
  return terms.length === 1 && term!.weight.kind === 'constant' && term!.weight.value === 1;
};

/** `i`, `i - 2`, `i + 3`: sums of names and numbers, without zeros beside names. */
const sum = (...parts: readonly (string | number)[]): string => {
  const names = parts.filter((part) => typeof part === 'string');
  const total = parts.reduce<number>((value, part) => (typeof part === 'number' ? value + part : value), 0);
  if (names.length === 0) return String(total);
  return `${names.join(' + ')}${total === 0 ? '' : total < 0 ? ` - ${-total}` : ` + ${total}`}`;
};

/** Texts of values at a node: a source row at a shift, a stored line at a shift. */
interface Reading {
  readonly source: (field: string, source: number, shift: number) => string;
  readonly stored: (line: number, shift: number) => string;
}

/** The function that evaluates all rows of one shape; `rows` in the generated code are its pieces and coefficients. */
export function rowFunction(k: number, loops: RowLoops, around: RowSurroundings): readonly string[] {
  const { period, lines, samples, sources, coefficientCount, longest } = loops;
  const { fieldArray } = around;
  const low = Math.max(0, ...lines.map((line) => line.low));
  const high = Math.max(0, ...lines.map((line) => line.high));
  const roomy = period === 0 || period >= 2 * (low + high);
  /** Differences of two rows are not worth a buffer. */
  const stored = (line: Line): boolean =>
    !roomy || (!isSourceRow(line) && (line.terms.length > 2 || line.low > 1 || line.high > 1));
  const apart = period > 0 && !lines.every(stored);
  const count = period === 0 ? 'count' : String(period);
  const used = new Set<number>();
  const sourceText = (field: string, source: number, ...at: readonly (string | number)[]): string => {
    used.add(source);
    return `${fieldArray(field)}[${sum(`r${source}`, ...at)}]`;
  };
  const storedText = (l: number, ...at: readonly (string | number)[]): string => `l${l}[${sum(...at, lines[l]!.low)}]`;
  const notation = (entry: Notation['entry']): Notation => ({
    number: String,
    coefficient: (index) => `c${index}`,
    entry,
  });
  const body = (reading: Reading, node: string): string[] => {
    const lineText = (l: number, shift: number): string => {
      const { field, terms } = lines[l]!;
      if (stored(lines[l]!)) return reading.stored(l, shift);
      const entry = (own: Entry): string =>
        own.kind === 'source' ? reading.source(field, own.source, shift) : lineText(own.line, own.shift);
      const text = formulaText(lineParts(terms), notation(entry));
      return terms.length === 1 || text.startsWith('(') ? text : `(${text})`;
    };
    return [
      ...samples.map((sample, s) => {
        const { field, name } = around.samples[s]!;
        const entry = (own: Entry): string =>
          own.kind === 'source' ? reading.source(field, own.source, 0) : lineText(own.line, own.shift);
        return `const ${name} = ${formulaText(sampleParts(sample), notation(entry))};`;
      }),
      ...around.arithmetic(`start + ${node}`),
    ];
  };
  const fill = lines.flatMap((line, l) => {
    if (!stored(line)) return [];
    const entry = (own: Entry): string => (own.kind === 'source' ? sourceText(line.field, own.source, 'i') : '');
    const text = formulaText(lineParts(line.terms), notation(entry));
    const [from, to] = period === 0 ? [-line.low, line.high === 0 ? count : `${count} + ${line.high}`] : [0, count];
    return [
      `for (let i = ${from}; i < ${to}; i++) ${storedText(l, 'i')} = ${text};`,
      ...(period === 0 || line.low === 0 ? [] : [`l${l}.copyWithin(0, ${period}, ${period + line.low});`]),
      ...(period === 0 || line.high === 0
        ? []
        : [`l${l}.copyWithin(${line.low + period}, ${line.low}, ${line.low + line.high});`]),
    ];
  });

  const [from, to] = apart ? [low, String(period - high)] : [0, count];
  const plain: Reading = {
    source: (field, source, shift) => sourceText(field, source, 'i', shift),
    stored: (l, shift) => storedText(l, 'i', shift),
  };
  /** At an end of a periodic row, where i + shift may have to be wrapped. */
  const wrapped: Reading = {
    source(field, source, shift) {
      const [outside, back] = shift < 0 ? [`i < ${-shift}`, period] : [`i >= ${period - shift}`, -period];
      const at = shift === 0 ? 'i' : `(${outside} ? ${sum('i', shift + back)} : ${sum('i', shift)})`;
      return sourceText(field, source, at);
    },
    stored: plain.stored,
  };
  const windows = windowsOf((reading) => body(reading, 'i'));
  const nodes = Math.max(1, ...[...windows.values()].map(({ first, last }) => last - first + 1));
  const kept = nodes > 1 && nodes <= widestWindow && nodes * around.operations <= mostOperations;
  const textOf = (name: string, ...at: readonly (string | number)[]): string => {
    const { field, source, line } = windows.get(name)!;
    return line === undefined ? sourceText(field, source, ...at) : storedText(line, ...at);
  };
  const inVariables = (): string[] => {
    const variable = (name: string, shift: number, node: number): string => {
      const { first, last } = windows.get(name)!;
      return first === last ? `${name}v` : `${name}v${(shift - first + node) % nodes}`;
    };
    const names = [...windows.keys()];
    const moving = names.filter((name) => windows.get(name)!.first < windows.get(name)!.last);
    return [
      ...moving.map((name) => {
        const { first, last } = windows.get(name)!;
        const values = Array.from({ length: nodes }, (_, v) => {
          const own = `${name}v${v}`;
          return first + v < last ? `${own} = ${textOf(name, from + first + v)}` : `${own} = 0`;
        });
        return `let ${values.join(', ')};`;
      }),
      `let next = ${from};`,
      ...loop(`for (; next + ${nodes} <= ${to}; next += ${nodes})`, [
        ...Array.from({ length: nodes }, (_, node) =>
          loop('', [
            ...names.map((name) => {
              const { first, last } = windows.get(name)!;
              const text = textOf(name, 'next', last + node);
              return `${first === last ? 'const ' : ''}${variable(name, last, node)} = ${text};`;
            }),
            ...body(
              {
                source: (field, source, shift) => variable(`${fieldArray(field)}r${source}`, shift, node),
                stored: (l, shift) => variable(`l${l}`, shift, node),
              },
              sum('next', node),
            ),
          ]),
        ).flat(),
      ]),
    ];
  };
  const main = kept ? inVariables() : loop(`for (let i = ${from}; i < ${to}; i++)`, body(plain, 'i'));
  const restFrom = kept ? 'next' : String(period - high);
  const ends = !apart
    ? kept
      ? loop(`for (let i = next; i < ${to}; i++)`, body(plain, 'i'))
      : []
    : loop(
        `for (let i = ${low === 0 ? restFrom : 0}; i < ${period}; i = i === ${low - 1} ? ${restFrom} : i + 1)`,
        body(wrapped, 'i'),
      );
  const buffers = lines.flatMap((line, l) =>
    stored(line) ? [`const l${l} = new Float64Array(${longest + line.low + line.high});`] : [],
  );
  return [
    `// Rows of ${period === 0 ? `at most ${longest}` : period} nodes${period === 0 ? '' : ', periodic'}; lines l are combinations of source rows r.`,
    `function rows${k}({ pieces, coefficients }, ${around.shared}) {`,
    ...buffers.map((line) => `  ${line}`),
    `  for (let p = 0, c = 0; p < pieces.length; p += ${2 + sources}, c += ${coefficientCount}) {`,
    `    const start = pieces[p]${period === 0 ? ', count = pieces[p + 1]' : ''};`,
    ...[...used].sort((a, b) => a - b).map((source) => `    const r${source} = pieces[p + ${2 + source}];`),
    ...Array.from({ length: coefficientCount }, (_, c) => `    const c${c} = coefficients[c + ${c}];`),
    ...[...fill, ...main, ...ends].map((line) => `    ${line}`),
    '  }',
    '}',
  ];

  /** What a body reads along rows, by the name of its variables, with its first and last shift. */
  function windowsOf(write: (reading: Reading) => unknown): ReadonlyMap<string, Window> {
    const found = new Map<string, Window>();
    const note = (name: string, shift: number, place: Omit<Window, 'first' | 'last'>): string => {
      const { first, last } = found.get(name) ?? { first: shift, last: shift };
      found.set(name, { ...place, first: Math.min(first, shift), last: Math.max(last, shift) });
      return name;
    };
    write({
      source: (field, source, shift) => note(`${fieldArray(field)}r${source}`, shift, { field, source }),
      stored: (line, shift) => note(`l${line}`, shift, { field: lines[line]!.field, source: 0, line }),
    });
    return found;
  }
}

/** Positions along a row at which it is read. */
interface Window {
  readonly field: string;
  readonly source: number;
  /** The number of a stored line that is read instead. */
  readonly line?: number;
  readonly first: number;
  readonly last: number;
}

const loop = (head: string, statements: readonly string[]): string[] => [
  `${head}${head === '' ? '' : ' '}{`,
  ...statements.map((line) => `  ${line}`),
  '}',
];
