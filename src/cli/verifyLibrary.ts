/** `jetgraph library verify`: an independent check of a library file. */
import { Command } from 'commander';
import { InvalidInput } from '../base/index.js';
import { readText } from '../io/index.js';
import { type LibraryClaim, readLibraryFile, verifyLibrary } from '../verify/index.js';
import { type Format, type Run, readDimension, readFields, readInteger, readRange } from './command.js';
import { printLine, printRows, withProgress } from './output.js';
import { failureLines, verdict } from './verify.js';

/** Options of `library`, which commander reads for its subcommand too. */
interface Options {
  readonly dim?: string;
  readonly edges?: string;
  readonly maxDegree?: string;
  readonly maxOrder?: string;
  readonly group: 'O' | 'SO';
  readonly fields?: string;
  readonly format: Format;
}

const help = `
With the options --dim n --edges A..B --max-degree D [--max-order K] [--group SO] [--fields u,v] that library was called with, it is
also checked that no block is missing. --format text|json|ndjson says how the result is printed.`;

/** What the file claims to fill, if the options say so. */
function readClaim({ dim, edges, maxDegree, maxOrder, group, fields }: Options): LibraryClaim | undefined {
  const given = { '--dim': dim, '--edges': edges, '--max-degree': maxDegree };
  const names = Object.keys(given).join(', ');
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (dim === undefined || edges === undefined || maxDegree === undefined) {
    if (missing.length === 3) return undefined;
    const expected = `all of ${names}, or none of them`;
    throw new InvalidInput({ where: 'verify', expected, got: `no ${missing.join(', ')}` });
  }
  return {
    dimension: readDimension(dim),
    edges: readRange('--edges', edges),
    maxDegree: readInteger('--max-degree', maxDegree, 1),
    group,
    ...(maxOrder !== undefined && { maxOrder: readInteger('--max-order', maxOrder, 0) }),
    ...(fields !== undefined && { fields: readFields(fields) }),
  };
}

export function verifyLibraryCommand(run: Run): Command {
  return new Command('verify')
    .description('check a library by other means than those that made it')
    .argument('<file>', 'what library --format json or ndjson printed')
    .addHelpText('after', help)
    .action((file: string, _: unknown, command: Command) =>
      run(async () => {
        const options: Options = command.optsWithGlobals();
        const all = readClaim(options);
        const list = readLibraryFile(readText(file));
        const found = await withProgress('verify', (onProgress) =>
          verifyLibrary(list, { ...(all && { all }), onProgress }),
        );
        const { dimensions: _dimensions, ...result } = found;
        const text = (): void =>
          [...failureLines(found.failures), verdict(found, `${found.operators} operators`, 'independent')].forEach(
            printLine,
          );
        printRows(options.format, found.failures, text, result);
        return found.valid ? 0 : 1;
      }),
    );
}
