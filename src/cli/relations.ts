/** `jetgraph relations`: a certified basis of the relations of one dimension. */
import { Command, Option } from 'commander';
import { OutOfRange } from '../base/index.js';
import {
  derivationInWords,
  type ExplainedRelation,
  explainRelations,
  type Group,
  type Relation,
  relationName,
  relations,
  relationToJson,
} from '../relations/index.js';
import {
  type Format,
  formatOption,
  makeOptional,
  type Run,
  readDegrees,
  readDimension,
  readFields,
  readInteger,
} from './command.js';
import { printLine, printRows, withProgress } from './output.js';
import { verifyCommand } from './verify.js';

interface Options {
  readonly edges: string;
  readonly dim: string;
  readonly degrees?: string;
  readonly primitive?: boolean;
  readonly group: Group;
  readonly fields: string;
  readonly format: Format;
}

/** Largest number of edges for which all relations are listed. */
const mostEdges = 8;

/** Primitive relations first, then what each of the others follows from. */
function printExplained(list: readonly ExplainedRelation[], fields: readonly string[], format: Format): void {
  const primitive = list.filter(({ from }) => from.length === 0);
  const derived = list.filter(({ from }) => from.length > 0);
  const rows = [...primitive, ...derived].map(({ relation, from }) => relationToJson(relation, fields, from));
  printRows(format, rows, () => {
    if (list.length === 0) return printLine('none: all graphs are independent');
    for (const { relation } of primitive) printLine(`${relation.sum} = 0`);
    if (primitive.length === 0) printLine('no primitive relations');
    printLine(`derived: ${derived.length}`);
    for (const { relation, index, from } of derived) {
      printLine(`degrees ${relationName(relation, index, fields)}: from ${derivationInWords(from, fields)}`);
    }
  });
}

/** How many relations there are, and how large their coefficients, which are whole numbers. */
function summary(found: readonly Relation[]): string {
  const sizes = found.flatMap(({ sum }) =>
    [...sum.terms.values()].map(({ coefficient }) => Math.abs(coefficient.constantValue()!.toNumber())),
  );
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return `${found.length} relation${found.length === 1 ? '' : 's'}, largest coefficient ${largest}`;
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
    .addCommand(verifyCommand(run))
    .hook('preSubcommand', makeOptional)
    .action((options: Options) =>
      run(async () => {
        const fields = readFields(options.fields);
        const dimension = readDimension(options.dim);
        const edges = readInteger('--edges', options.edges, 0);
        const totals = options.group === 'SO' ? [2 * edges, 2 * edges + dimension] : [2 * edges];
        const degrees = options.degrees === undefined ? undefined : readDegrees(options.degrees, totals);
        if (degrees === undefined && edges > mostEdges) {
          throw new OutOfRange({
            where: '--edges',
            expected: `at most ${mostEdges} edges for all degree sequences at once`,
            got: `${edges}`,
            hint: 'choose one with --degrees, or count without listing',
          });
        }
        const query = { edges, dimension, group: options.group, fields, ...(degrees !== undefined && { degrees }) };
        if (options.primitive) {
          const explained = await withProgress('primitive relations', (onProgress) =>
            explainRelations({ ...query, onProgress }),
          );
          printExplained(explained, fields, options.format);
          return 0;
        }
        const found = await withProgress('relations', (onProgress) => relations({ ...query, onProgress }));
        const rows = found.map((relation) => relationToJson(relation, fields));
        const text = (): void => {
          for (const { sum } of found) printLine(`${sum} = 0`);
          printLine(found.length === 0 ? 'none: all graphs are independent' : summary(found));
        };
        printRows(options.format, rows, text);
        return 0;
      }),
    );
}
