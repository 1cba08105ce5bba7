/** A worker thread of `enumerate`: lists one part of the graphs after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { Enumeration, type EnumerationOptions } from '../graph/index.js';
import { formatGraphs, type GraphFormat, type Job } from './graphLines.js';

const { options, format } = workerData as { options: EnumerationOptions; format: GraphFormat };
const enumeration = new Enumeration(options);

parentPort?.on('message', ({ shard, skip, piece }: Job) => {
  parentPort?.postMessage(formatGraphs(enumeration.graphs(shard, skip, piece), format));
});
