/** `jetgraph enumerate`: lists multigraphs, streaming. */
import { Command, Option } from 'commander';
import { InvalidInput, Unsupported } from '../base/index.js';
import { degrees, enumerateGraphs, graphToJson, order } from '../graph/index.js';
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
import { printJson, printLine, printTable } from './output.js';

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
  readonly shard?: string;
  readonly count?: boolean;
  readonly format: Format;
}

/** Largest number of edges listed by this version. */
const mostEdges = 8;

const range = (low: number, high: number): number[] => Array.from({ length: high - low + 1 }, (_, i) => low + i);

function* graphs(options: Options): Generator<ReturnType<typeof graphToJson> & { order: number; degrees: string }> {
  const [low, high] = readRange('--edges', options.edges);
  if (high > mostEdges) {
    throw new Unsupported({
      where: '--edges',
      expected: `at most ${mostEdges} edges to list`,
      got: `${high}`,
      hint: 'count gives numbers without listing',
    });
  }
  if (options.group === 'SO' && options.dim === undefined) {
    throw new InvalidInput({ where: '--group', expected: '--dim with --group SO', got: 'none' });
  }
  const dimension = options.dim === undefined ? 0 : readDimension(options.dim);
  const legs = readInteger('--legs', options.legs, 0, 8);
  // Two legs may be joined by a metric: they end at no vertex then.
  const totals = range(low, high).flatMap((edges) =>
    (options.group === 'SO' ? [0, dimension] : [0]).flatMap((epsilon) =>
      range(0, Math.floor(legs / 2)).map((joined) => 2 * edges + epsilon + legs - 2 * joined),
    ),
  );
  const sequence = options.degrees === undefined ? undefined : readDegrees(options.degrees, totals);
  for (let edges = low; edges <= high; edges++) {
    for (const epsilon of options.group === 'SO' ? [0, dimension] : [0]) {
      const listed = enumerateGraphs({
        edges,
        epsilon,
        fields: readFields(options.fields),
        legs,
        connected: options.connected ?? false,
        ...(options.vertices !== undefined && { vertices: readRange('--vertices', options.vertices) }),
        ...(options.maxDegree !== undefined && { maxDegree: readInteger('--max-degree', options.maxDegree, 0) }),
        ...(sequence !== undefined && { degrees: sequence }),
        ...(options.isolated !== undefined && { isolated: readRange('--isolated', options.isolated) }),
      });
      for (const graph of listed)
        yield { ...graphToJson(graph), order: order(graph), degrees: degrees(graph).join(',') };
    }
  }
}

/** `i/k`: keeps every k-th graph, starting with the i-th (from 1). */
function readShard(text: string): readonly [number, number] {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [i, k] = [Number(match?.[1]), Number(match?.[2])];
  if (!(i >= 1 && i <= k))
    throw new InvalidInput({ where: '--shard', expected: '--shard as i/k with 1 ≤ i ≤ k', got: `'${text}'` });
  return [i, k];
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
    .option('--isolated <A..B>', 'number of isolated vertices; none otherwise')
    .addOption(new Option('--group <group>', 'SO adds graphs with one volume form').choices(['O', 'SO']).default('O'))
    .option('--dim <n>', 'the dimension, for --group SO')
    .option('--shard <i/k>', 'every k-th graph, starting with the i-th')
    .option('--count', 'only the number')
    .addOption(formatOption())
    .action((options: Options) =>
      run(async () => {
        const [shard, shards] = options.shard === undefined ? [1, 1] : readShard(options.shard);
        let number = 0;
        let kept = 0;
        const rows: (readonly (string | number)[])[] = [];
        for (const { order: highest, degrees: sequence, ...json } of graphs(options)) {
          if (number++ % shards !== shard - 1) continue;
          kept++;
          if (options.count) continue;
          if (options.format === 'ndjson') printJson(json);
          else if (options.format === 'json') process.stdout.write(`${kept > 1 ? ',' : '['}\n${JSON.stringify(json)}`);
          else rows.push([json.key, sequence, json.vertices.length, json.edges.length, highest]);
        }
        if (options.count) {
          if (options.format === 'text') printLine(`${kept}`);
          else printJson({ count: kept });
        } else if (options.format === 'json') printLine(kept > 0 ? '\n]' : '[]');
        else if (options.format === 'text') printTable(['graph', 'degrees', 'vertices', 'edges', 'order'], rows);
        return 0;
      }),
    );
}
