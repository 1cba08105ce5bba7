/** A thread that reads one Parquet file. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Complaint, JetgraphError } from '../base/index.js';
import type { Dataset } from './dataset.js';
import { decodeParquetFile } from './parquetDecode.js';

/** What was read, or what is wrong: errors lose their class between threads. */
export type ParquetAnswer =
  | { readonly dataset: Dataset }
  | { readonly code: JetgraphError['code']; readonly complaint: Complaint };

const answer = async (): Promise<ParquetAnswer> => {
  try {
    return { dataset: await decodeParquetFile(String(workerData)) };
  } catch (error) {
    if (error instanceof JetgraphError) return { code: error.code, complaint: error.complaint };
    throw error;
  }
};

const found = await answer();
const arrays = 'dataset' in found ? [...found.dataset.variables.values()] : [];
parentPort?.postMessage(
  found,
  arrays.map(({ data }) => data.buffer as ArrayBuffer),
);
