/**
 * Text tables: a header row with names, then one row of numbers a line, separated by commas, semicolons or tabs
 * (whichever the header has). Each column is an array over the dimension `row`; an empty cell, `NaN` or `NA` is NaN. A
 * column of nothing but text is skipped by name. Names may stand in double quotes [rfc-4180]; line breaks inside
 * quotes are not supported.
 */
import { InvalidInput } from '../base/index.js';
import { type Dataset, DatasetBuilder, shown } from './dataset.js';

/** @throws InvalidInput naming the line where a row is too short or a cell is no number. */
export function decodeCsv(text: string, where: string): Dataset {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const head = lines[0];
  if (head === undefined)
    throw new InvalidInput({ where, expected: 'a header row and rows of numbers', got: 'no text' });
  const separator = [',', ';', '\t'].find((mark) => head.includes(mark)) ?? ',';
  const names = split(head, separator);
  if (names.some((name) => numberOf(name) !== undefined)) {
    const got = `'${shown(head)}'`;
    throw new InvalidInput({ where, expected: 'a header row with a name for each column', got });
  }
  const rows = lines.slice(1).map((line, i) => {
    const cells = split(line, separator);
    if (cells.length !== names.length) {
      throw new InvalidInput({ where, expected: `${names.length} cells in line ${i + 2}`, got: String(cells.length) });
    }
    return cells;
  });

  const builder = new DatasetBuilder(where);
  for (const [column, name] of names.entries()) {
    const cells = rows.map((row) => row[column]!);
    const numbers = cells.map(numberOf);
    if (cells.length > 0 && numbers.every((value) => value === undefined)) {
      builder.skip(name, 'text');
      continue;
    }
    const data = new Float64Array(cells.length);
    for (const [i, value] of numbers.entries()) {
      if (value === undefined) {
        const got = `'${shown(cells[i]!)}'`;
        throw new InvalidInput({ where, expected: `a number for '${shown(name)}' in line ${i + 2}`, got });
      }
      data[i] = value;
    }
    builder.add({ name, shape: [data.length], data, dimensions: ['row'] });
  }
  return builder.build('csv');
}

function split(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === '"') {
      if (quoted && line[i + 1] === '"') cell += line[++i];
      else quoted = !quoted;
    } else if (c === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += c;
    }
  }
  return [...cells, cell.trim()];
}

/** The number in a cell: NaN for a missing one, undefined for text. */
function numberOf(cell: string): number | undefined {
  if (/^(|nan|na)$/i.test(cell)) return Number.NaN;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell)) return Number(cell);
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  if (infinite === null) return undefined;
  return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
