/** `jetgraph relations`: a certified basis of the relations of one dimension. */
import { Command, Option } from 'commander';
import { Unsupported } from '../base/index.js';
import { type Group, relations, relationToJson } from '../relations/index.js';
import { type Format, formatOption, type Run, readDimension, readInteger, readIntegers, readList } from './command.js';
import { printJson, printLine, withProgress } from './output.js';

interface Options {
  readonly edges: string;
  readonly dim: string;
  readonly degrees?: string;
  readonly primitive?: boolean;
  readonly group: Group;
  readonly fields: string;
  readonly format: Format;
}

export function relationsCommand(run: Run): Command {
  return new Command('relations')
    .requiredOption('--edges <E>', 'number of edges')
    .requiredOption('--dim <n>', 'the dimension')
    .option('--degrees <list>', 'only this degree sequence')
    .option('--primitive', 'only relations that do not follow from smaller ones')
    .addOption(new Option('--group <group>', 'SO adds relations with a volume form').choices(['O', 'SO']).default('O'))
    .option('--fields <names>', 'scalar fields', 'u')
    .addOption(formatOption())
    .action((options: Options) =>
      run(async () => {
        if (options.primitive) {
          throw new Unsupported({ where: '--primitive', expected: 'the whole basis', got: '--primitive' });
        }
        const fields = readList('--fields', options.fields);
        const found = await withProgress('relations', (onProgress) =>
          relations({
            edges: readInteger('--edges', options.edges, 0),
            dimension: readDimension(options.dim),
            group: options.group,
            fields,
            ...(options.degrees !== undefined && { degrees: readIntegers('--degrees', options.degrees) }),
            onProgress,
          }),
        );
        const rows = found.map((relation) => relationToJson(relation, fields));
        if (options.format === 'json') printJson(rows);
        else if (options.format === 'ndjson') rows.forEach(printJson);
        else {
          for (const { sum } of found) printLine(`${sum} = 0`);
          if (found.length === 0) printLine('none: all graphs are independent');
        }
        return 0;
      }),
    );
}
