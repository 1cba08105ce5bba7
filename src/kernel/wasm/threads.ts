/**
 * Threads that work on one memory. Tasks are taken from a common counter, so that a thread that starts late, or is held
 * up, delays nobody; who computes a node does not change its value. Threads sleep between calls, and none of them keeps the
 * process alive. In a browser they are workers, on pages that may share memory.
 */
import { Inconsistent, Unsupported, type wasm } from '../../base/index.js';
import type { Task } from './module.js';

/** Words at the beginning of the memory: the next task, tasks done, the number of the call, failures. */
const [next, done, call, failed] = [0, 1, 2, 3];

/** How often a thread looks whether the others are ready before it sleeps, and how long one task may take. */
const [looks, patience] = [2000, 60_000];

/** What a thread needs to know. */
export interface Workshop {
  readonly module: wasm.WasmModule;
  readonly memory: wasm.WasmMemory;
  readonly tasks: readonly Task[];
  /** Room to work in for the first thread; the others follow. */
  readonly scratch: number;
  readonly scratchBytes: number;
}

/** What a thread does with the data of its start. It is a text because a thread needs one. */
const threadWork = `
const { module, memory, tasks, scratch } = data;
const words = new Int32Array(memory.buffer, 0, 4);
const run = new WebAssembly.Instance(module, { m: { m: memory } }).exports;
for (let seen = 0; ; ) {
  Atomics.wait(words, ${call}, seen);
  seen = Atomics.load(words, ${call});
  for (let k = Atomics.add(words, ${next}, 1); k < tasks.length; k = Atomics.add(words, ${next}, 1)) {
    const { function: name, from, to, coefficients } = tasks[k];
    try {
      run[name](from, to, coefficients, scratch);
    } catch {
      Atomics.store(words, ${failed}, 1);
    }
    Atomics.add(words, ${done}, 1);
    Atomics.notify(words, ${done});
  }
}
`;

/** A thread that was started. */
interface Thread {
  terminate(): unknown;
}

/** Starts a thread with its data. */
type StartThread = (data: unknown, onError: (reason: unknown) => void) => Thread;

/** What browsers have for threads. */
interface BrowserWorker extends Thread {
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(data: unknown): void;
}
const browser = globalThis as {
  readonly Worker?: new (url: string) => BrowserWorker;
  readonly crossOriginIsolated?: boolean;
  readonly document?: object;
};

/** A thread may sleep until others are ready, except the one that draws a page. */
const maySleep = browser.document === undefined;

/**
 * How threads are started here.
 * @throws Unsupported where there are none.
 */
export function threadStarter(threads: number): StartThread {
  const where = 'kernel target wasm';
  if (typeof process !== 'undefined' && process.getBuiltinModule !== undefined) {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const source = `const { workerData: data } = require('node:worker_threads');${threadWork}`;
    return (workerData, onError) => {
      const worker = new Worker(source, { eval: true, workerData });
      worker.unref();
      worker.on('error', onError);
      return worker;
    };
  }
  const { Worker, crossOriginIsolated } = browser;
  if (Worker === undefined) {
    throw new Unsupported({ where, expected: 'threads: 1 where there are no workers', got: `${threads}` });
  }
  if (crossOriginIsolated !== true) {
    const hint =
      "send 'Cross-Origin-Opener-Policy: same-origin' and 'Cross-Origin-Embedder-Policy: require-corp' with it";
    throw new Unsupported({
      where,
      expected: 'threads: 1 on a page that may not share memory',
      got: `${threads}`,
      hint,
    });
  }
  const url = URL.createObjectURL(
    new Blob([`onmessage = ({ data }) => {${threadWork}};`], { type: 'text/javascript' }),
  );
  return (data, onError) => {
    const worker = new Worker(url);
    worker.onerror = ({ message }) => onError(message);
    worker.postMessage(data);
    return worker;
  };
}

/** Ends the threads of a kernel that is no longer in use. */
const ends = new FinalizationRegistry<readonly Thread[]>((workers) => {
  for (const worker of workers) void worker.terminate();
});

/** Runs all tasks, with some more threads. */
export function workTogether(
  { module, memory, tasks, scratch, scratchBytes }: Workshop,
  run: wasm.WasmExports,
  others: number,
  start: StartThread,
): () => void {
  const where = 'kernel target wasm';
  const words = new Int32Array(memory.buffer, 0, 4);
  words[next] = tasks.length;
  let broken: unknown;
  const workers = Array.from({ length: others }, (_, t) =>
    start({ module, memory, tasks, scratch: scratch + (t + 1) * scratchBytes }, (reason) => {
      broken = reason;
    }),
  );
  const waitForOthers = (): void => {
    for (let look = 0; look < looks; look++) if (Atomics.load(words, done) === tasks.length) return;
    let [seen, since] = [-1, 0];
    for (let ready = Atomics.load(words, done); ready < tasks.length; ready = Atomics.load(words, done)) {
      if (ready !== seen) [seen, since] = [ready, Date.now()];
      const late = maySleep
        ? Atomics.wait(words, done, ready, patience) === 'timed-out'
        : Date.now() - since > patience;
      if (late) {
        throw new Inconsistent({
          where,
          expected: 'all threads to answer',
          got: `${ready} of ${tasks.length} tasks done`,
        });
      }
    }
  };
  const callAll = (): void => {
    words[failed] = 0;
    Atomics.store(words, done, 0);
    Atomics.store(words, next, 0);
    Atomics.add(words, call, 1);
    Atomics.notify(words, call);
    for (let k = Atomics.add(words, next, 1); k < tasks.length; k = Atomics.add(words, next, 1)) {
      const { function: name, from, to, coefficients } = tasks[k]!;
      run[name]!(from, to, coefficients, scratch);
      Atomics.add(words, done, 1);
    }
    waitForOthers();
    if (Atomics.load(words, failed) !== 0 || broken !== undefined) {
      throw new Inconsistent({
        where,
        expected: 'every thread to finish',
        got: String(broken ?? 'a task that failed'),
      });
    }
  };
  ends.register(callAll, workers);
  return callAll;
}
