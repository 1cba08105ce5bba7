/**
 * Running generated programs from Node, for targets that need a compiler or an interpreter: files in a temporary
 * folder that is gone after each call, parameters and fields in through standard input, results out through
 * standard output as raw doubles. For tests and for trying out: a program in C or Python calls the generated function.
 */
import { Unsupported } from '../../base/index.js';
import type { Plan, RawKernel } from '../target.js';

/** Bytes of an array, without a copy. */
export const bytesOf = (array: Int32Array | Float64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Node's own modules, asked for at run time so that this package loads where they are not (in a browser). */
function nodeModules() {
  if (typeof process === 'undefined' || process.getBuiltinModule === undefined) {
    throw new Unsupported({ where: 'kernel', expected: 'Node, to run other programs', got: 'another host' });
  }
  return {
    child: process.getBuiltinModule('node:child_process'),
    fs: process.getBuiltinModule('node:fs'),
    os: process.getBuiltinModule('node:os'),
    path: process.getBuiltinModule('node:path'),
  };
}

/** A folder with some files in it. */
export interface Workplace {
  /** Runs a program here; undefined when there is no such program. */
  run(
    program: string,
    args: readonly string[],
    options?: { readonly input?: Uint8Array; readonly bytes?: number; readonly threads?: number },
  ): { readonly status: number | null; readonly stdout: Uint8Array; readonly stderr: string } | undefined;
  read(name: string): Uint8Array;
  /** The path of a file here. */
  path(name: string): string;
}

/** Works in a new folder with the given files, all of them executable, and removes it. */
export function inFolder<T>(files: Readonly<Record<string, string | Uint8Array>>, work: (place: Workplace) => T): T {
  const { child, fs, os, path } = nodeModules();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetgraph-'));
  try {
    for (const [name, content] of Object.entries(files))
      fs.writeFileSync(path.join(folder, name), content, { mode: 0o700 });
    return work({
      read: (name) => fs.readFileSync(path.join(folder, name)),
      path: (name) => path.join(folder, name),
      run(program, args, { input, bytes = 0, threads = 1 } = {}) {
        const { error, status, stdout, stderr } = child.spawnSync(program, [...args], {
          cwd: folder,
          ...(input === undefined ? {} : { input }),
          maxBuffer: bytes + 1_000_000,
          env: { ...process.env, OMP_NUM_THREADS: String(threads) },
        });
        if (error !== undefined && status === null && stdout === null) return undefined;
        return { status, stdout, stderr: stderr.toString() };
      },
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A raw kernel made of a call that turns parameters and fields, as bytes, into results, as bytes. */
export function pipedKernel(
  { program, tables: { size } }: Plan,
  call: (input: Uint8Array, bytes: number) => ReturnType<Workplace['run']>,
): RawKernel {
  const fieldNames = [...new Set(program.samples.map(({ field }) => field))];
  return (fields, parameters, out) => {
    const input = Buffer.concat([
      bytesOf(Float64Array.from(program.parameters, (name) => parameters[name]!)),
      ...fieldNames.map((field) => bytesOf(fields[field]!)),
    ]);
    const bytes = 8 * size * out.length;
    const answer = call(input, bytes);
    if (answer === undefined || answer.status !== 0 || answer.stdout.length !== bytes) {
      const line = answer?.stderr.trim().split('\n').at(-1);
      const got = line === undefined || line === '' ? `exit status ${answer?.status}` : line;
      throw new Unsupported({ where: 'kernel', expected: 'a generated program that runs here', got });
    }
    out.forEach((array, k) => {
      bytesOf(array).set(answer.stdout.subarray(8 * size * k, 8 * size * (k + 1)));
    });
  };
}
