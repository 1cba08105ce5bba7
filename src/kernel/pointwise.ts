/**
 * Programs on jets that were computed elsewhere, such as spectral ones: every sample of the program becomes a field of its
 * own, read at the node itself, and any target serves.
 */
import { InvalidInput, Unsupported } from '../base/index.js';
import type { JetSampler } from '../grid/index.js';
import { type ContractionProgram, flopCount } from '../program/index.js';
import { compileKernel, type Kernel, type KernelOptions } from './kernel.js';
import { type Sample, sampledProgram } from './samples.js';

/** A program over its samples. */
export interface PointwiseKernel {
  /** What has to be given at every node: linear combinations of jet components of one field each. */
  readonly samples: readonly Sample[];
  /** The kernel whose fields are the names of the samples. */
  readonly kernel: Kernel;
  /** Evaluates from one array for each sample. */
  run(
    samples: readonly Float64Array[],
    parameters: Readonly<Record<string, number>>,
    out: readonly Float64Array[],
  ): void;
}

/** Compiles a program for `size` nodes on samples given by the caller. */
export function pointwiseKernel(
  program: ContractionProgram,
  size: number,
  options: KernelOptions = {},
): PointwiseKernel {
  const { samples, ...rest } = sampledProgram(program);
  const onSamples = { ...rest, slots: samples.map(({ name }) => ({ field: name, index: [] })) };
  const here = {
    dimension: program.dimension,
    order: 0,
    accuracy: 0,
    components: [[]],
    size,
    stencils: [{ width: 1, weights: Float64Array.of(1) }],
    runs: [{ start: 0, count: size, stencil: 0, offsets: Int32Array.of(0) }],
  };
  const kernel = compileKernel(onSamples, here, options);
  return {
    samples,
    kernel,
    run(arrays, parameters, out) {
      kernel.run(Object.fromEntries(samples.map(({ name }, k) => [name, arrays[k]!])), parameters, out);
    },
  };
}

/**
 * A kernel that lets a sampler compute the jets. It has no module, because the sampler is no source text; `flopsPerPoint`
 * leaves the sampler out.
 * @throws InvalidInput when the sampler does not provide the jets.
 */
export function sampledKernel(program: ContractionProgram, sampler: JetSampler, options: KernelOptions = {}): Kernel {
  const where = 'kernel';
  const order = Math.max(0, ...program.slots.map(({ index }) => index.length));
  if (sampler.dimension !== program.dimension || sampler.order < order) {
    throw new InvalidInput({
      where,
      expected: `jets of order ${order} in dimension ${program.dimension}`,
      got: `order ${sampler.order} in dimension ${sampler.dimension}`,
    });
  }
  const { samples, kernel, run } = pointwiseKernel(program, sampler.size, options);
  const fields = [...new Set(program.slots.map(({ field }) => field))];
  return {
    target: kernel.target,
    precision: kernel.precision,
    fields,
    parameters: program.parameters,
    size: sampler.size,
    get source() {
      return kernel.source;
    },
    module() {
      throw new Unsupported({
        where,
        expected: 'jets from a stencil, of accuracy 2, 4 or 6',
        got: 'jets without a source text (spectral)',
      });
    },
    array: () => new Float64Array(sampler.size),
    bytesPerPoint: kernel.bytesPerPoint,
    flopsPerPoint: flopCount(program),
    run(values, parameters, out) {
      for (const field of fields) {
        const given = Object.hasOwn(values, field) ? values[field]! : undefined;
        if (given?.length === sampler.size && given.every(Number.isFinite)) continue;
        const got = given === undefined ? 'none' : `${given.length}, or some that are not`;
        throw new InvalidInput({ where, expected: `${sampler.size} finite values of the field '${field}'`, got });
      }
      const jets = new Map<Sample, Float64Array>();
      for (const field of fields) {
        const own = samples.filter((sample) => sample.field === field);
        const arrays = sampler.sample(
          values[field]!,
          own.map(({ terms }) => terms),
        );
        own.forEach((sample, k) => {
          jets.set(sample, arrays[k]!);
        });
      }
      run(
        samples.map((sample) => jets.get(sample)!),
        parameters,
        out,
      );
    },
  };
}
