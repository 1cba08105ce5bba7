/** Generated C, run from Node: compiled in the first call, with a small main program that reads and writes doubles. */
import { Unsupported } from '../../base/index.js';
import type { LoadOptions, Plan, RawKernel } from '../target.js';
import { bytesOf, inFolder, pipedKernel } from './native.js';

/** What is compiled, and the tables it declares as pointers, in that order. */
export interface NativeSource {
  readonly source: string;
  readonly tables: readonly { readonly name: string; readonly data: Int32Array | Float64Array }[];
}

/** Compilers that are tried. */
const compilers = ['cc', 'gcc', 'clang'] as const;

/** ISO C forbids contraction to fused operations across statements; they are as exact and faster. */
const flags = ['-std=c11', '-O3', '-march=native', '-ffp-contract=fast', '-fopenmp'] as const;

/** The compiled program is kept in memory, so that nothing stays behind on the disk. */
export function loadC(plan: Plan, { threads }: LoadOptions, native: NativeSource): RawKernel {
  const { program, tables } = plan;
  const fields = new Set(program.samples.map(({ field }) => field)).size;
  const main = mainProgram(native, program.parameters.length, fields, tables.size, program.outputs.length);
  const data = Buffer.concat(native.tables.map((table) => bytesOf(table.data)));
  let executable: Uint8Array | undefined;
  return pipedKernel(plan, (input, bytes) => {
    executable ??= compile(native.source + main);
    return inFolder({ kernel: executable, tables: data }, (place) =>
      place.run(place.path('kernel'), ['tables'], { input, bytes, threads }),
    );
  });
}

function compile(source: string): Uint8Array {
  return inFolder({ 'kernel.c': source }, (place) => {
    for (const compiler of compilers) {
      const answer = place.run(compiler, [...flags, '-o', 'kernel', 'kernel.c']);
      if (answer === undefined) continue;
      if (answer.status === 0) return place.read('kernel');
      const got = answer.stderr.split('\n').find((line) => line.includes('error')) ?? `exit status ${answer.status}`;
      throw new Unsupported({ where: 'kernel', expected: `a compiler that takes ${flags.join(' ')}`, got });
    }
    const hint = 'the source can be had without one';
    throw new Unsupported({ where: 'kernel', expected: 'a C compiler', got: `none of ${compilers.join(', ')}`, hint });
  });
}

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
