/**
 * Threads that work on one memory. Tasks are taken from a common counter, so that a thread that starts late, or is held
 * up, delays nobody; who computes a node does not change its value. Threads sleep between calls, and none of them keeps the
 * process alive.
 */
import type { Worker } from 'node:worker_threads';
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

/** What a thread runs. It is a text because a thread needs one; `work` is also how the calling thread works. */
const threadSource = `
const { workerData: { module, memory, tasks, scratch } } = require('node:worker_threads');
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

/** Ends the threads of a kernel that is no longer in use. */
const ends = new FinalizationRegistry<readonly Worker[]>((workers) => {
  for (const worker of workers) void worker.terminate();
});

/**
 * Runs all tasks, with some more threads.
 * @throws Unsupported where there are no threads.
 */
export function workTogether(
  { module, memory, tasks, scratch, scratchBytes }: Workshop,
  run: wasm.WasmExports,
  others: number,
): () => void {
  const where = 'kernel target wasm';
  if (typeof process === 'undefined' || process.getBuiltinModule === undefined) {
    throw new Unsupported({ where, expected: 'threads: 1 outside Node.js', got: `${others + 1}` });
  }
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const words = new Int32Array(memory.buffer, 0, 4);
  words[next] = tasks.length;
  let broken: unknown;
  const workers = Array.from({ length: others }, (_, t) => {
    const workerData = { module, memory, tasks, scratch: scratch + (t + 1) * scratchBytes };
    const worker = new Worker(threadSource, { eval: true, workerData });
    worker.unref();
    worker.on('error', (reason) => {
      broken = reason;
    });
    return worker;
  });
  const waitForOthers = (): void => {
    for (let look = 0; look < looks; look++) if (Atomics.load(words, done) === tasks.length) return;
    for (let ready = Atomics.load(words, done); ready < tasks.length; ready = Atomics.load(words, done)) {
      if (Atomics.wait(words, done, ready, patience) === 'timed-out') {
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
