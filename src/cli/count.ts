/** `jetgraph count`: numbers of graphs, operators and relations by theory. */
import { Command, Option } from 'commander';
import { type CountRow, countRows, type Group } from '../relations/index.js';
import { type Format, formatOption, type Run, readDimension, readFields, readRange } from './command.js';
import { printRows, printTable } from './output.js';

interface Options {
  readonly edges: string;
  readonly dim?: string;
  readonly group: Group;
  readonly fields: string;
  readonly by?: 'degrees';
  readonly format: Format;
}

const degreesText = ({ degrees, oriented }: CountRow): string =>
  (oriented ? 'eps ' : '') + JSON.stringify(degrees).replaceAll('"', '');

export function countCommand(run: Run): Command {
  return new Command('count')
    .requiredOption('--edges <E|A..B>', 'number of edges')
    .option('--dim <n>', 'the dimension; without it all graphs are independent')
    .addOption(
      new Option('--group <group>', 'SO counts operators with a volume form too').choices(['O', 'SO']).default('O'),
    )
    .option('--fields <names>', 'scalar fields', 'u')
    .addOption(new Option('--by <what>', 'one row for each degree sequence').choices(['degrees']))
    .addOption(formatOption())
    .action((options: Options) =>
      run(async () => {
        const rows = countRows({
          edges: readRange('--edges', options.edges),
          group: options.group,
          fields: readFields(options.fields),
          ...(options.dim !== undefined && { dimension: readDimension(options.dim) }),
          ...(options.by !== undefined && { by: options.by }),
        });
        const text = (): void => {
          const header = ['edges', ...(options.by ? ['degrees'] : []), 'graphs', 'independent', 'relations'];
          printTable(
            header,
            rows.map((row) => [
              row.edges,
              ...(options.by ? [degreesText(row)] : []),
              row.graphs,
              row.independent,
              row.relations,
            ]),
          );
        };
        printRows(options.format, rows, text);
        return 0;
      }),
    );
}
