/** Graphs as lines of text, in parts, on one thread or several; the order does not depend on the number of threads. */
import { Worker } from 'node:worker_threads';
import {
  type CanonicalGraph,
  Enumeration,
  type EnumerationOptions,
  graphToJson,
  order,
  type Piece,
  type Shard,
} from '../graph/index.js';

/** One JSON value a line, or columns. */
export type GraphFormat = 'ndjson' | 'text';

/** Lines, each with its line feed. */
export interface Lines {
  readonly text: string;
  readonly count: number;
}

const columns = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, c) => (c === 3 ? `  ${cell}` : String(cell).padStart([5, 10, 7][c]!))).join('');

/** Heading of the columns of the format `text`. */
export const heading = columns('edges', 'vertices', 'order', 'graph');

const textLine = (graph: CanonicalGraph): string =>
  columns(graph.edges.length, graph.vertices.length, order(graph), graph.key);

/** All lines of some graphs. */
export function formatGraphs(graphs: Iterable<CanonicalGraph>, format: GraphFormat): Lines {
  const lines: string[] = [];
  for (const graph of graphs) lines.push(format === 'text' ? textLine(graph) : JSON.stringify(graphToJson(graph)));
  return { text: lines.map((line) => `${line}\n`).join(''), count: lines.length };
}

/** Pieces into which a list is split: enough for every thread to stay busy, few enough to be worth a message. */
const mostPieces = 1024;

/** One piece of the work, and how many of its graphs are left out at the beginning. */
export interface Job {
  readonly shard: Shard;
  readonly piece: Piece;
  readonly skip: number;
}

/**
 * The lines of all graphs of a shard, in order, with the fraction of the work that is done after them.
 * @param skip - graphs at the beginning of the shard that are left out.
 */
export async function* graphLines(
  options: EnumerationOptions,
  format: GraphFormat,
  shard: Shard,
  threads: number,
  skip: number,
): AsyncGenerator<Lines & { readonly done: number }> {
  const enumeration = new Enumeration(options);
  const pieces = [...enumeration.pieces(shard, mostPieces)];
  const all = pieces.length;
  let left = skip;
  while (left > 0 && pieces.length > 0) {
    const count = enumeration.count(shard, pieces[0]);
    if (count > left) break;
    left -= count;
    pieces.shift();
  }
  const jobs = pieces.map((piece, i): Job => ({ shard, piece, skip: i === 0 ? left : 0 }));
  const lines =
    threads === 1 || jobs.length <= 1 ? inOrder(jobs, enumeration, format) : inParallel(jobs, options, format, threads);
  let finished = all - jobs.length;
  for await (const some of lines) yield { ...some, done: ++finished / all };
}

async function* inOrder(jobs: readonly Job[], enumeration: Enumeration, format: GraphFormat): AsyncGenerator<Lines> {
  for (const { shard, skip, piece } of jobs) {
    yield formatGraphs(enumeration.graphs(shard, skip, piece), format);
    // Lets a progress bar, an interrupt or a slow reader have their turn.
    await new Promise(setImmediate);
  }
}

/** Results that may wait for the ones before them, for each thread. */
const lookAhead = 2;

/** Jobs are handed out in order to workers that are idle; a job whose worker fails is done, or fails, here. */
async function* inParallel(
  jobs: readonly Job[],
  options: EnumerationOptions,
  format: GraphFormat,
  threads: number,
): AsyncGenerator<Lines> {
  const workers = new Set<Worker>();
  const open = (): Worker => {
    const url = new URL('./graphWorker.js', import.meta.url);
    const worker = new Worker(url, { workerData: { options, format }, stdout: true, stderr: true });
    workers.add(worker);
    return worker;
  };
  const idle = Array.from({ length: Math.min(threads, jobs.length) }, open);
  const waiting: ((worker: Worker) => void)[] = [];
  const release = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };
  const run = async (job: Job): Promise<Lines> => {
    const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
    const lines = await new Promise<Lines | undefined>((resolve) => {
      const failed = (): void => resolve(undefined);
      worker.once('error', failed);
      worker.once('message', (result: Lines) => {
        worker.off('error', failed);
        resolve(result);
      });
      worker.postMessage(job);
    });
    if (lines === undefined) {
      workers.delete(worker);
      release(open());
      return formatGraphs(new Enumeration(options).graphs(job.shard, job.skip, job.piece), format);
    }
    release(worker);
    return lines;
  };
  try {
    const running: Promise<Lines>[] = [];
    for (const job of jobs) {
      if (running.length >= lookAhead * threads) yield await running.shift()!;
      const result = run(job);
      // Whoever awaits it gets the failure; until then it counts as handled.
      result.catch(() => undefined);
      running.push(result);
    }
    for (const result of running) yield await result;
  } finally {
    await Promise.all([...workers].map((worker) => worker.terminate()));
  }
}
