/** `jetgraph library`: an irredundant candidate library. */
import { Command, Option } from 'commander';
import { Unsupported } from '../base/index.js';
import {
  candidateLibrary,
  emitLibrary,
  emitStructured,
  type LibraryOptions,
  type LibrarySort,
  librarySorts,
  librarySource,
  type OperatorClass,
  type SourceLanguage,
  sourceLanguages,
  structuredLibrary,
} from '../library/index.js';
import {
  declaringFields,
  type Format,
  formatOption,
  makeOptional,
  preferOption,
  type Run,
  readDeclared,
  readDimension,
  readInteger,
  readList,
  readRange,
} from './command.js';
import { printLine, printTable } from './output.js';
import { verifyLibraryCommand } from './verifyLibrary.js';

/** Options that describe a library; shared with `discover`. */
export interface LibraryFlags {
  readonly dim: string;
  readonly edges: string;
  readonly maxOrder?: string;
  readonly maxDegree: string;
  readonly fields?: string;
  readonly vectors?: string;
  readonly tensors?: string;
  readonly rank?: string;
  readonly group: 'O' | 'SO';
  readonly prefer: NonNullable<LibraryOptions['prefer']>;
  readonly first?: string;
  readonly sort?: LibrarySort;
}

/** The library options that the flags say. */
export function libraryOptions(flags: LibraryFlags): LibraryOptions {
  return {
    dimension: readDimension(flags.dim),
    edges: readRange('--edges', flags.edges),
    maxDegree: readInteger('--max-degree', flags.maxDegree, 1),
    ...readDeclared(flags),
    group: flags.group,
    prefer: flags.prefer,
    ...(flags.sort !== undefined && { sort: flags.sort }),
    ...(flags.first !== undefined && { first: readList('--first', flags.first) }),
    ...(flags.rank !== undefined && { rank: readInteger('--rank', flags.rank, 0, 1) }),
    ...(flags.maxOrder !== undefined && { maxOrder: readInteger('--max-order', flags.maxOrder, 0) }),
  };
}

const isSource = (format: string): format is SourceLanguage => sourceLanguages.some((language) => language === format);

const formats = ['json', 'latex', ...sourceLanguages] as const;

/** Divergences with their vector fields, or gradient flows with their densities. */
function printStructured(
  flags: LibraryFlags,
  operators: OperatorClass,
  format: 'text' | 'json' | 'ndjson' | 'latex',
): void {
  const { prefer: _prefer, first: _first, sort: _sort, ...bounds } = libraryOptions(flags);
  const declared = (['vectors', 'tensors', 'rank', 'first'] as const).find((name) => flags[name] !== undefined);
  if (declared !== undefined) {
    const expected = `scalar operators of scalar fields with --class ${operators}, in the order of their computation`;
    throw new Unsupported({ where: '--class', expected, got: `--${declared} ${flags[declared]}` });
  }
  const library = structuredLibrary({ ...bounds, class: operators });
  if (format === 'ndjson' && library.length === 0) return;
  if (format !== 'text') printLine(emitStructured(library, operators, format));
  else {
    const source = operators === 'divergence' ? 'divergence of' : 'minus the variation of';
    printTable(
      ['operator', source, 'order', 'degree', 'cost'],
      library.map((entry) => [`${entry.operator}`, `${entry.source}`, entry.order, entry.degree, entry.cost]),
    );
  }
}

export function libraryCommand(run: Run): Command {
  return declaringFields(new Command('library'))
    .requiredOption('--dim <n>', 'the dimension')
    .requiredOption('--edges <A..B>', 'number of metric contractions')
    .requiredOption('--max-degree <D>', 'largest number of factors, undifferentiated ones included')
    .option('--max-order <K>', 'largest number of derivatives on one factor')
    .option('--rank <r>', '1 for operators with values in vector fields (default: 0)')
    .addOption(new Option('--group <group>', 'SO adds oriented operators').choices(['O', 'SO']).default('O'))
    .addOption(
      new Option('--class <class>', 'which operators').choices(['any', 'divergence', 'gradient-flow']).default('any'),
    )
    .addOption(preferOption('cheapest'))
    .option('--first <graphs>', 'operators by key, with commas between, that are kept and stand first')
    .addOption(new Option('--sort <what>', 'what the others are sorted by').choices(librarySorts).default('edges'))
    .addOption(new Option('--emit <format>', 'write the library as source or data').choices(formats))
    .addOption(formatOption())
    .addCommand(verifyLibraryCommand(run))
    .hook('preSubcommand', makeOptional)
    .action((flags: LibraryFlags & { format: Format; emit?: (typeof formats)[number]; class: 'any' | OperatorClass }) =>
      run(async () => {
        const { emit = flags.format } = flags;
        if (isSource(emit)) {
          if (flags.class !== 'any') {
            throw new Unsupported({
              where: '--emit',
              expected: `--emit json or latex with --class ${flags.class}`,
              got: `'${emit}'`,
            });
          }
          printLine(librarySource(candidateLibrary(libraryOptions(flags)), readDimension(flags.dim), emit).trimEnd());
          return 0;
        }
        if (flags.class !== 'any') {
          printStructured(flags, flags.class, emit);
          return 0;
        }
        const library = candidateLibrary(libraryOptions(flags));
        if (emit === 'ndjson' && library.length === 0) return 0;
        if (emit !== 'text') printLine(emitLibrary(library, emit));
        else {
          printTable(
            ['operator', 'order', 'degree', 'cost', 'LaTeX'],
            library.map(({ graph, order, degree, cost, latex }) => [graph.key, order, degree, cost, latex]),
          );
        }
        return 0;
      }),
    );
}
