/** `jetgraph count`: numbers of graphs, operators and relations by theory. */
import { Command, Option } from 'commander';
import { type CountRow, countRowsExactly, type Group } from '../relations/index.js';
import { type Format, formatOption, type Run, readDimension, readFields, readRange } from './command.js';
import { printRows, printTable } from './output.js';

interface Options {
  readonly edges: string;
  readonly dim?: string;
  readonly group: Group;
  readonly fields: string;
  readonly connected?: boolean;
  readonly by?: 'degrees' | 'orientation';
  readonly format: Format;
}

type Cells = Readonly<Record<string, string | number | bigint>>;

/** The columns of a table that say which operators a row counts. */
function describe({ edges, derivatives, degrees, oriented }: CountRow<bigint>): Cells {
  if (degrees !== undefined) {
    return { edges, degrees: (oriented ? 'eps ' : '') + JSON.stringify(degrees).replaceAll('"', '') };
  }
  if (derivatives !== undefined) return { edges, derivatives, operators: oriented ? 'SO only' : 'O' };
  return { edges };
}

export function countCommand(run: Run): Command {
  return new Command('count')
    .requiredOption('--edges <E|A..B>', 'number of edges (metric contractions)')
    .option('--dim <n>', 'the dimension; without it all graphs are independent')
    .addOption(
      new Option('--group <group>', 'SO counts operators with a volume form too').choices(['O', 'SO']).default('O'),
    )
    .option('--fields <names>', 'scalar fields', 'u')
    .option('--connected', 'only connected graphs; without --dim')
    .addOption(
      new Option(
        '--by <what>',
        'one row for each degree sequence, or apart: the operators of O and those that only SO has, with all derivatives',
      ).choices(['degrees', 'orientation']),
    )
    .addOption(formatOption())
    .addHelpText('after', '\nCounts are exact, in JSON too: numbers with all their digits, beyond 2^53 if need be.')
    .action((options: Options) =>
      run(async () => {
        const rows = countRowsExactly({
          edges: readRange('--edges', options.edges),
          group: options.group,
          fields: readFields(options.fields),
          connected: options.connected ?? false,
          ...(options.dim !== undefined && { dimension: readDimension(options.dim) }),
          ...(options.by !== undefined && { by: options.by }),
        });
        const text = (): void => {
          const cells = rows.map((row): Cells => {
            const { graphs, independent, relations } = row;
            return { ...describe(row), graphs, independent, relations };
          });
          printTable(Object.keys(cells[0]!), cells.map(Object.values));
        };
        printRows(options.format, rows, text);
        return 0;
      }),
    );
}
