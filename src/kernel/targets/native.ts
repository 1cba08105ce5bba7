/**
 * Running C from Node: the source with a small main program is compiled in a temporary folder, tables lie beside it in
 * a file, fields go in and results come out as raw doubles through pipes. For tests and for trying out: a program in C
 * or Python calls the compiled function itself.
 */
import { Unsupported } from '../../base/index.js';
import type { LoadOptions, Plan, RawKernel } from '../target.js';

/** What is compiled, and the tables it declares as pointers, in that order. */
export interface NativeSource {
  readonly source: string;
  readonly tables: readonly { readonly name: string; readonly data: Int32Array | Float64Array }[];
}

/** Compilers that are tried. */
const compilers = ['cc', 'gcc', 'clang'] as const;

const flags = ['-std=c11', '-O3', '-march=native', '-fopenmp'] as const;

/** Node's own modules, asked for at run time so that this package loads where they are not (in a browser). */
function nodeModules() {
  if (typeof process === 'undefined' || process.getBuiltinModule === undefined) {
    throw new Unsupported({ where: 'kernel', expected: 'Node, to run compiled C', got: 'another host' });
  }
  return {
    child: process.getBuiltinModule('node:child_process'),
    fs: process.getBuiltinModule('node:fs'),
    os: process.getBuiltinModule('node:os'),
    path: process.getBuiltinModule('node:path'),
  };
}

/** Compiles in the first call; the program is kept in memory, so that nothing stays behind on the disk. */
export function loadNative(
  { program, tables: { size } }: Plan,
  { threads }: LoadOptions,
  native: NativeSource,
): RawKernel {
  const { child, fs, os, path } = nodeModules();
  const fieldNames = [...new Set(program.samples.map(({ field }) => field))];
  const main = mainProgram(native, program.parameters.length, fieldNames.length, size, program.outputs.length);
  const tables = Buffer.concat(native.tables.map(({ data }) => bytesOf(data)));
  let executable: Uint8Array | undefined;
  const inFolder = <T>(work: (folder: string) => T): T => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetgraph-'));
    try {
      return work(folder);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  };
  const build = (cwd: string): Uint8Array => {
    fs.writeFileSync(path.join(cwd, 'kernel.c'), native.source + main);
    for (const compiler of compilers) {
      const options = { cwd, encoding: 'utf8' } as const;
      const { error, status, stderr } = child.spawnSync(compiler, [...flags, '-o', 'kernel', 'kernel.c'], options);
      if (error !== undefined) continue;
      if (status === 0) return fs.readFileSync(path.join(cwd, 'kernel'));
      const got = stderr.split('\n').find((line) => line.includes('error')) ?? `exit status ${status}`;
      throw new Unsupported({ where: 'kernel', expected: `a compiler that takes ${flags.join(' ')}`, got });
    }
    const hint = 'the source can be had without one';
    throw new Unsupported({ where: 'kernel', expected: 'a C compiler', got: `none of ${compilers.join(', ')}`, hint });
  };
  return (fields, parameters, out) => {
    executable ??= inFolder(build);
    const input = Buffer.concat([
      bytesOf(Float64Array.from(program.parameters, (name) => parameters[name]!)),
      ...fieldNames.map((field) => bytesOf(fields[field]!)),
    ]);
    const bytes = 8 * size * out.length;
    const { stdout, status, error, signal } = inFolder((cwd) => {
      fs.writeFileSync(path.join(cwd, 'kernel'), executable!, { mode: 0o700 });
      fs.writeFileSync(path.join(cwd, 'tables'), tables);
      return child.spawnSync(path.join(cwd, 'kernel'), ['tables'], {
        cwd,
        input,
        maxBuffer: bytes + 1024,
        env: { ...process.env, OMP_NUM_THREADS: String(threads) },
      });
    });
    if (status !== 0 || stdout.length !== bytes) {
      const got = error?.message ?? `exit status ${status ?? signal}, ${stdout.length} bytes`;
      throw new Unsupported({ where: 'kernel', expected: 'a compiled kernel that runs here', got });
    }
    out.forEach((array, k) => {
      bytesOf(array).set(stdout.subarray(8 * size * k, 8 * size * (k + 1)));
    });
  };
}

const bytesOf = (array: Int32Array | Float64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Reads tables from the file, parameters and fields from standard input, and writes the results. */
function mainProgram(
  { tables }: NativeSource,
  parameters: number,
  fields: number,
  size: number,
  outputs: number,
): string {
  const args = [
    ...Array.from({ length: fields }, (_, f) => `input + ${parameters} + (size_t)${size} * ${f}`),
    ...Array.from({ length: parameters }, (_, p) => `input[${p}]`),
    'output',
  ];
  return `
#include <stdio.h>
#include <stdlib.h>

static void *get(FILE *file, size_t bytes) {
  void *data = malloc(bytes == 0 ? 1 : bytes);
  if (data == NULL || fread(data, 1, bytes, file) != bytes) exit(2);
  return data;
}

int main(int argc, char **argv) {
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) return 3;
${tables.map(({ name, data }) => `  ${name} = get(file, ${data.byteLength});\n`).join('')}  fclose(file);
  double *input = get(stdin, 8 * (${parameters} + (size_t)${size} * ${fields}));
  double *output = malloc(8 * (size_t)${size} * ${outputs});
  if (output == NULL) return 2;
  jetgraph_run(${args.join(', ')});
  return fwrite(output, 8, (size_t)${size} * ${outputs}, stdout) == (size_t)${size} * ${outputs} ? 0 : 4;
}
`;
}
