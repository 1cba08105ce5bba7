/** `jetgraph enumerate`: lists multigraphs, streaming. */
import { once } from 'node:events';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import { InvalidInput } from '../base/index.js';
import { Enumeration, type EnumerationOptions, type Shard } from '../graph/index.js';
import {
  type Format,
  formatOption,
  type Run,
  readDegrees,
  readDimension,
  readFields,
  readInteger,
  readRange,
} from './command.js';
import { folderFault } from './files.js';
import { formatGraphs, graphLines, heading } from './graphLines.js';
import { printJson, printLine, withProgress } from './output.js';
import { PartialFile } from './partialFile.js';

interface Options {
  readonly edges: string;
  readonly vertices?: string;
  readonly maxDegree?: string;
  readonly degrees?: string;
  readonly fields: string;
  readonly legs: string;
  readonly connected?: boolean;
  readonly isolated?: string;
  readonly group: 'O' | 'SO';
  readonly dim?: string;
  readonly components?: string;
  readonly shard?: string;
  readonly threads?: string;
  readonly output?: string;
  readonly count?: boolean;
  readonly format: Format;
}

const numbers = (low: number, high: number): number[] => Array.from({ length: high - low + 1 }, (_, i) => low + i);

function readOptions(options: Options): EnumerationOptions {
  const edges = readRange('--edges', options.edges);
  if (options.group === 'SO' && options.dim === undefined) {
    throw new InvalidInput({ where: '--group', expected: '--dim with --group SO', got: 'none' });
  }
  if (options.group === 'O' && options.dim !== undefined) {
    throw new InvalidInput({ where: '--dim', expected: '--dim only with --group SO', got: '--group O' });
  }
  const dimension = options.dim === undefined ? 0 : readDimension(options.dim);
  const epsilon = options.group === 'SO' ? [0, dimension] : [0];
  const legs = readInteger('--legs', options.legs, 0, 8);
  // One leg may end on the volume form, or two be joined by a metric: two half-edges fewer at the vertices.
  const totals = numbers(...edges).flatMap((count) =>
    epsilon.flatMap((volume) => {
      const held = Math.min(volume, legs);
      const most = held + Math.floor((legs - held) / 2);
      return numbers(0, most).map((away) => 2 * count + volume + legs - 2 * away);
    }),
  );
  return {
    edges,
    epsilon,
    fields: readFields(options.fields),
    legs,
    connected: options.connected ?? false,
    ...(options.vertices !== undefined && { vertices: readRange('--vertices', options.vertices) }),
    ...(options.components !== undefined && { components: readRange('--components', options.components) }),
    ...(options.maxDegree !== undefined && { maxDegree: readInteger('--max-degree', options.maxDegree, 0) }),
    ...(options.degrees !== undefined && { degrees: readDegrees(options.degrees, totals) }),
    ...(options.isolated !== undefined && { isolated: readRange('--isolated', options.isolated) }),
  };
}

/** `i/k`: part i of k, from 1. */
function readShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [i, k] = [Number(match?.[1]), Number(match?.[2])];
  if (!(i >= 1 && i <= k))
    throw new InvalidInput({ where: '--shard', expected: '--shard as i/k with 1 ≤ i ≤ k', got: `'${text}'` });
  return [i, k];
}

/** Writes to standard output and waits while the reader is slower. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Lists into a file, after the graphs that an interrupted run has left there. */
async function writeFile(given: string, options: EnumerationOptions, shard: Shard, threads: number): Promise<number> {
  const path = existsSync(given) ? realpathSync(given) : given;
  const isOther = existsSync(path) && !statSync(path).isFile();
  const fault = isOther ? `'${path}', which is no file` : folderFault(dirname(path));
  if (path.trim() === '' || fault !== undefined) {
    throw new InvalidInput({ where: '--output', expected: 'a file that can be written', got: fault ?? "''" });
  }
  const enumeration = new Enumeration(options);
  const file = new PartialFile(path);
  const { lines, last } = await file.open();
  let count = lines;
  try {
    if (lines > 0 && formatGraphs(firstOf(enumeration.graphs(shard, lines - 1)), 'ndjson').text !== last) {
      throw new InvalidInput({
        where: '--output',
        expected: `graphs of these options in '${path}.part'`,
        got: `others in line ${lines}`,
        hint: 'give the options of the interrupted run, or remove that file',
      });
    }
    await withProgress('enumerate', async (onProgress) => {
      for await (const part of graphLines(options, 'ndjson', shard, threads, lines)) {
        await file.append(part.text);
        count += part.count;
        onProgress(part.done, `${count} graphs`);
      }
    });
    await file.complete();
  } finally {
    await file.close();
  }
  return count;
}

function* firstOf<T>(values: Iterable<T>): Generator<T> {
  for (const value of values) {
    yield value;
    return;
  }
}

export function enumerateCommand(run: Run): Command {
  return new Command('enumerate')
    .requiredOption('--edges <E|A..B>', 'number of edges')
    .option('--vertices <A..B>', 'number of vertices')
    .option('--max-degree <K>', 'largest degree of a vertex')
    .option('--degrees <list>', 'only this degree sequence')
    .option('--fields <names>', 'field labels', 'u')
    .option('--legs <r>', 'number of legs', '0')
    .option('--connected', 'only connected graphs')
    .option('--components <A..B>', 'number of connected components')
    .option('--isolated <A..B>', 'number of isolated vertices; none otherwise')
    .addOption(new Option('--group <group>', 'SO adds graphs with one volume form').choices(['O', 'SO']).default('O'))
    .option('--dim <n>', 'the dimension, for --group SO')
    .option('--shard <i/k>', 'part i of k; the parts one after the other are the whole list')
    .option('--threads <t>', 'worker threads, at most one for each processor; by default all of them beyond 9 edges')
    .option('--output <file>', 'write the list as ndjson; an interrupted run goes on where it stopped')
    .option('--count', 'only the number, found by listing')
    .addOption(formatOption())
    .action((given: Options) =>
      run(async () => {
        const options = readOptions(given);
        const shard = given.shard === undefined ? ([1, 1] as const) : readShard(given.shard);
        const most = Math.max(...[options.edges].flat());
        const threads =
          given.threads === undefined
            ? most > 9
              ? availableParallelism()
              : 1
            : Math.min(readInteger('--threads', given.threads, 1), availableParallelism());
        const enumeration = new Enumeration(options);
        enumeration.pieces(shard, 1);
        if (given.count) {
          const count = enumeration.count(shard);
          if (given.format === 'text') printLine(`${count}`);
          else printJson({ count });
        } else if (given.output !== undefined) {
          const count = await writeFile(given.output, options, shard, threads);
          if (given.format === 'text') printLine(`${count} graphs in ${given.output}`);
          else printJson({ count, output: given.output });
        } else {
          const { format } = given;
          if (format === 'text') await print(`${heading}\n`);
          let printed = 0;
          for await (const { text, count } of graphLines(
            options,
            format === 'text' ? 'text' : 'ndjson',
            shard,
            threads,
            0,
          )) {
            if (count === 0) continue;
            if (format === 'json') await print(`${printed > 0 ? ',' : '['}\n${text.trimEnd().replaceAll('\n', ',\n')}`);
            else await print(text);
            printed += count;
          }
          if (format === 'json') printLine(printed > 0 ? '\n]' : '[]');
        }
        return 0;
      }),
    );
}
