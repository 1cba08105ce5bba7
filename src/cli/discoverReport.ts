/** The report of `discover`: a page and its content as JSON, written together or not at all. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { InvalidInput } from '../base/index.js';
import { type DiscoveryReportRequest, discoveryReport } from '../report/index.js';
import { readNumber } from './command.js';
import { checkOutput, writeTogether } from './files.js';
import { withProgress } from './output.js';
import type { SnapshotData } from './snapshots.js';

/** Options of the report. */
export interface ReportFlags {
  readonly report?: string;
  readonly json?: string;
  readonly holdOut?: string;
}

/** Adds the options. */
export const withReportOptions = (command: Command): Command =>
  command
    .option('--report <file.html>', 'write a page with the equation, its residuals and a simulation on data held out')
    .option('--json <file.json>', 'write the content of this page')
    .option('--hold-out <share>', 'share of the snapshots at the end not to learn from (0.2 with --report or --json)');

/** Fewest snapshots worth holding out, and left to learn from. */
const fewest = 3;

/**
 * Checks the files and says how many of the snapshots are held out.
 * @throws InvalidInput for files that cannot be written, or a share that leaves nothing on either side.
 */
export function readReport({ report, json, holdOut }: ReportFlags, snapshots: number): number {
  if (report !== undefined) checkOutput('--report', report, ['.html']);
  if (json !== undefined) checkOutput('--json', json, ['.json']);
  if (report === undefined && json === undefined && holdOut === undefined) return 0;
  const share = holdOut === undefined ? 0.2 : readNumber('--hold-out', holdOut);
  if (!(share >= 0 && share <= 0.9)) {
    throw new InvalidInput({ where: '--hold-out', expected: '--hold-out from 0 to 0.9', got: String(share) });
  }
  const count = Math.round(share * snapshots);
  if (share > 0 && (count < fewest || snapshots - count < fewest)) {
    const expected = `${fewest} snapshots held out and ${fewest} to learn from`;
    const got = `${count} and ${snapshots - count}`;
    throw new InvalidInput({ where: '--hold-out', expected, got, hint: '--hold-out 0 keeps all to learn from' });
  }
  return count;
}

/** The data without their last snapshots. */
export const withoutLast = ({ times, fields, ...rest }: SnapshotData, count: number): SnapshotData => ({
  ...rest,
  times: times.subarray(0, times.length - count),
  fields: fields.map(({ name, values }) => ({
    name,
    values: { length: values.length - count, at: (k) => (k < values.length - count ? values.at(k) : undefined) },
  })),
});

const quoted = (word: string): string => (/^[\w./:,=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The command as it was given, without where the report goes. */
export function commandLine(command: Command, files: readonly string[]): string {
  const flags = command.options.flatMap((option) => {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== 'cli' || ['report', 'json', 'format'].includes(name)) return [];
    const value: unknown = command.getOptionValue(name);
    return value === true ? [option.long!] : [option.long!, quoted(String(value))];
  });
  return ['jetgraph', 'discover', ...files.map((file) => quoted(basename(file))), ...flags].join(' ');
}

/** Computes and writes what was asked for. */
export async function writeReport(
  { report, json }: ReportFlags,
  request: Omit<DiscoveryReportRequest, 'onProgress' | 'signal'>,
): Promise<void> {
  if (report === undefined && json === undefined) return;
  const written = await withProgress('reporting', (progress) => discoveryReport({ ...request, onProgress: progress }));
  await writeTogether(async () => [
    ...(json === undefined ? [] : [{ path: json, content: `${JSON.stringify(written.json)}\n` }]),
    ...(report === undefined ? [] : [{ path: report, content: written.html }]),
  ]);
}
