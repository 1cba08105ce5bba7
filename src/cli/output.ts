/** Results go to standard output, progress and diagnostics to standard error. */
import { SingleBar } from 'cli-progress';
import type { Format } from './command.js';

/** Prints one line. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A remark on standard error, beside the results. */
export function note(text: string): void {
  process.stderr.write(`note: ${text}\n`);
}

/** Prints a value as JSON; a bigint as a number with all its digits. */
export function printJson(value: unknown): void {
  // JSON.stringify knows no bigint: it is marked as a string with a character that no text of ours has.
  const mark = '\u2423';
  const marked = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? mark + part : part));
  printLine(marked.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1'));
}

/** Prints rows under a header, columns aligned; numbers to the right. */
export function printTable(header: readonly string[], rows: readonly (readonly (string | number | bigint)[])[]): void {
  const width = header.map((title, c) =>
    rows.reduce((most, row) => Math.max(most, String(row[c]).length), title.length),
  );
  const line = (cells: readonly (string | number | bigint)[]): string =>
    cells
      .map((cell, c) => (typeof cell === 'string' ? cell.padEnd(width[c]!) : String(cell).padStart(width[c]!)))
      .join('  ')
      .trimEnd();
  printLine(line(header));
  printLine(width.map((w) => '─'.repeat(w)).join('  '));
  for (const row of rows) printLine(line(row));
}

/**
 * Prints rows as a format says: all as one JSON value, one JSON value a line, or as the function `text` does.
 * @param whole - the JSON value of all rows, where it is not the list itself.
 */
export function printRows(format: Format, rows: readonly unknown[], text: () => void, whole: unknown = rows): void {
  if (format === 'json') printJson(whole);
  else if (format === 'ndjson') rows.forEach(printJson);
  else text();
}

/** Moves a progress bar; the fraction runs from 0 to 1. */
export type Progress = (fraction: number, note?: string) => void;

/** Runs a long computation with a progress bar on standard error, drawn only on a terminal and always taken away. */
export async function withProgress<T>(title: string, body: (progress: Progress) => T | Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return body(() => undefined);
  const bar = new SingleBar({
    format: `${title} {bar} {percentage}% {note}`,
    stream: process.stderr,
    linewrap: true,
    clearOnComplete: true,
    barsize: 30,
  });
  bar.start(1, 0, { note: '' });
  try {
    return await body((fraction, text = '') => bar.update(Math.min(1, fraction), { note: text }));
  } finally {
    bar.stop();
  }
}
