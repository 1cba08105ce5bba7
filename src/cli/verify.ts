/** `jetgraph relations verify`: an independent check of a file of relations. */
import { Command } from 'commander';
import { InvalidInput } from '../base/index.js';
import { readText } from '../io/index.js';
import { type Checked, type Claim, type Failure, readRelationFile, verifyRelations } from '../verify/index.js';
import { type Format, type Run, readDimension, readFields, readInteger } from './command.js';
import { printLine, printRows, withProgress } from './output.js';

/** Options of `relations`, which commander reads for its subcommand too. */
interface Options {
  readonly edges?: string;
  readonly dim?: string;
  readonly degrees?: string;
  readonly group: 'O' | 'SO';
  readonly fields: string;
  readonly format: Format;
}

const help = `
With the options --edges E --dim n [--group SO] [--fields u,v] that relations was called with, it is also checked that no
block is missing. --format text|json|ndjson says how the result is printed.`;

/** What the file claims to hold, if the options say so. */
function readClaim({ edges, dim, degrees, group, fields }: Options): Claim | undefined {
  if (degrees !== undefined) {
    const expected = '--edges, --dim, --group, --fields or none of them';
    throw new InvalidInput({ where: 'verify', expected, got: '--degrees' });
  }
  if (edges === undefined && dim === undefined) return undefined;
  if (edges === undefined || dim === undefined) {
    const got = edges === undefined ? '--dim alone' : '--edges alone';
    throw new InvalidInput({ where: 'verify', expected: '--edges together with --dim', got });
  }
  return {
    edges: readInteger('--edges', edges, 0),
    dimension: readDimension(dim),
    group,
    fields: readFields(fields),
  };
}

/** One line for each block that fails: its first failure, and how many more there are. */
export function failureLines(failures: readonly Failure[]): string[] {
  const blocks = new Map<string, Failure[]>();
  for (const failure of failures) {
    const name = `${failure.block}, dimension ${failure.dimension}`;
    blocks.set(name, [...(blocks.get(name) ?? []), failure]);
  }
  return [...blocks].map(([name, [first, ...more]]) => {
    const place = first!.entry === undefined ? '' : `entry ${first!.entry}: `;
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return `${name}: ${place}expected ${first!.expected}, got ${first!.got}${rest}`;
  });
}

/**
 * The last line.
 * @param entries - what was checked, such as `3 relations`.
 * @param right - what holds if nothing failed.
 */
export function verdict(found: Checked, entries: string, right: string): string {
  const { blocks, dimensions, failures, completenessChecked, evaluated } = found;
  const where = dimensions.length === 0 ? '' : `, dimension ${dimensions.join(', ')}`;
  const what = `${entries} in ${blocks} blocks${where}`;
  if (failures.length > 0) return `${what}: ${failures.length} checks failed`;
  const unchecked = blocks - completenessChecked;
  const complete = unchecked === 0 ? 'complete' : `completeness not checked in ${unchecked} blocks`;
  const jets = blocks === evaluated ? '' : `; ${blocks - evaluated} blocks not evaluated at jets`;
  return `verified ${what}: ${right}, ${complete}${jets}`;
}

export function verifyCommand(run: Run): Command {
  return new Command('verify')
    .description('check a file of relations by other means than those that found them')
    .argument('<file>', 'what relations --format json or ndjson printed')
    .addHelpText('after', help)
    .action((file: string, _: unknown, command: Command) =>
      run(async () => {
        const options: Options = command.optsWithGlobals();
        const all = readClaim(options);
        const list = readRelationFile(readText(file));
        const found = await withProgress('verify', (onProgress) =>
          verifyRelations(list, { ...(all && { all }), onProgress }),
        );
        const { dimensions: _dimensions, ...result } = found;
        const text = (): void =>
          [
            ...failureLines(found.failures),
            verdict(found, `${found.relations} relations`, 'all hold, independent'),
          ].forEach(printLine);
        printRows(options.format, found.failures, text, result);
        return found.valid ? 0 : 1;
      }),
    );
}
