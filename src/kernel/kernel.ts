/** Kernels: a contraction program joined to a jet scheme, in a target language, ready to run on whole grids. */
import { checkInteger, checkOptions, InvalidInput, Unsupported } from '../base/index.js';
import type { JetScheme } from '../grid/index.js';
import { type ContractionProgram, flopCount } from '../program/index.js';
import { rowFlops } from './formula.js';
import { mirroredFlops, mirroredRows } from './mirrored.js';
import { withRings } from './rings.js';
import { rowLoops } from './rows.js';
import { sampledProgram } from './samples.js';
import { checkJets, checkModuleLength, samplingFlops, samplingTables } from './sampling.js';
import type { Plan, Precision, RawKernel, Target } from './target.js';
import { c } from './targets/c.js';
import { javascript } from './targets/js.js';
import { numpy } from './targets/numpy.js';
import { webassembly } from './targets/wasm.js';
import { wgsl } from './targets/wgsl.js';

/** A new target is one page in targets/ and one line here. */
const targets: Readonly<Record<string, Target>> = { wasm: webassembly, js: javascript, c, numpy, wgsl };

/** Targets that `auto` tries, the best first; the last one always fits. */
const automatic: readonly string[] = ['wasm', 'js'];

/** Names of the targets. */
export const targetNames: readonly string[] = Object.keys(targets);

/** Options of {@link compileKernel}. */
export interface KernelOptions {
  /** One of `targetNames`, or `auto` (wasm where there is one, then js). The default is `auto`. */
  readonly target?: string;
  /** Threads, where the target has them; 1 unless told. In a browser only on pages that may share memory. */
  readonly threads?: number;
  /** `f64` unless told; a target that knows 32 bits only (wgsl) refuses to run without `f32`, and others refuse `f32`. */
  readonly precision?: Precision;
  /** The shape of the grid, for targets that know arrays of several dimensions (numpy). */
  readonly shape?: readonly number[];
  /** What the source says about the grid, such as `latlon:64x128, accuracy 4`. */
  readonly grid?: string;
}

/** A compiled kernel. */
export interface Kernel {
  readonly target: string;
  /** Bits of the numbers that are computed with. */
  readonly precision: Precision;
  /** Fields that must be given. */
  readonly fields: readonly string[];
  /** Parameters that must be given. */
  readonly parameters: readonly string[];
  /** Number of nodes of the grid. */
  readonly size: number;
  /** The generated program, without the tables of the grid. */
  readonly source: string;
  /**
   * The generated program with its tables: a module that runs without this package.
   * @throws OutOfRange for tables of more than 256 MB of text, as of large clouds of nodes.
   */
  module(): string;
  /**
   * A new array of `size` zeros, where this kernel can use it without a copy: good for a field or a result of many
   * calls. It is freed with the kernel, not before.
   */
  array(): Float64Array;
  /** Memory traffic with ideal caches: every field read and every result written once, in bytes. */
  readonly bytesPerPoint: number;
  /** Arithmetic operations for each node, sampling included, averaged over the grid. */
  readonly flopsPerPoint: number;
  /**
   * Evaluates all operators at all nodes.
   * @param fields - one value for each node and field; more fields than needed may be given.
   * @param out - one array for each operator, distinct from all fields; written in place.
   * @throws InvalidInput for a missing field or parameter, a wrong length, a value that is not finite, or an
   * array that is both field and result. Nothing is written then, except that results in arrays of the kernel's own
   * (see `array`) are lost when a field is not finite.
   */
  run(
    fields: Readonly<Record<string, Float64Array>>,
    parameters: Readonly<Record<string, number>>,
    out: readonly Float64Array[],
  ): void;
}

/**
 * Compiles a program for one grid. All fields live on the same grid.
 * @example
 * const program = contractionProgram([GraphSum.of(parseKey('u_aa'))], 2);
 * const kernel = compileKernel(program, grid.jetScheme(2, 4)); // grid: latlon:8x16, u: the height z
 * const laplacian = new Float64Array(grid.size);
 * kernel.run({ u }, {}, [laplacian]); // Δz = −2 z
 * Math.abs(laplacian[0] + 2 * u[0]) < 0.05 // true
 * @throws InvalidInput when the scheme does not provide the jets; Unsupported for an unknown target.
 */
export function compileKernel(program: ContractionProgram, scheme: JetScheme, options: KernelOptions = {}): Kernel {
  const where = 'kernel';
  checkOptions(where, options, ['target', 'threads', 'precision', 'shape', 'grid']);
  const { target: wanted = 'auto', threads = 1, precision = 'f64', shape = [scheme.size], grid } = options;
  checkInteger(where, 'threads', threads, 1, 1024);
  if (shape.reduce((product, count) => product * count, 1) !== scheme.size) {
    throw new InvalidInput({ where, expected: `a shape of ${scheme.size} nodes`, got: shape.join('×') });
  }
  if (wanted !== 'auto' && !Object.hasOwn(targets, wanted)) {
    throw new Unsupported({ where, expected: `a target among auto, ${targetNames.join(', ')}`, got: `'${wanted}'` });
  }
  const general = { ...kernelPlan(program, scheme), shape, ...(grid !== undefined && { grid }) };
  const name = wanted === 'auto' ? automatic.find((candidate) => targets[candidate]!.fits?.(general) ?? true)! : wanted;
  const target = targets[name]!;
  const plan = target.mirrors ? { ...general, ...mirroredRows(general.program, general.rest) } : general;
  const { precision: only = 'f64' } = target;
  if (only !== precision) {
    throw new Unsupported({
      where,
      expected: `precision: '${only}', which is all that target ${name} has`,
      got: `'${precision}'`,
      hint: only === 'f32' ? 'results will have about 7 digits' : "target wgsl computes in 'f32'",
    });
  }
  let raw: RawKernel | undefined;
  const load = (): RawKernel => {
    if (target.load === undefined) {
      const expected = 'a target that runs here, such as js';
      throw new Unsupported({ where, expected, got: `'${name}', of which only the source can be had` });
    }
    return target.load(plan, { threads });
  };
  const names = [...new Set(program.slots.map(({ field }) => field))];
  const { size } = scheme;
  return {
    target: name,
    precision,
    fields: names,
    parameters: program.parameters,
    size,
    get source() {
      return target.emit(plan);
    },
    module() {
      checkModuleLength(plan.rest);
      return target.emitModule(plan);
    },
    array() {
      raw ??= load();
      return raw.array?.() ?? new Float64Array(size);
    },
    bytesPerPoint: (precision === 'f64' ? 8 : 4) * (names.length + program.outputs.length),
    get flopsPerPoint() {
      return planFlops(plan, target.composes ?? false) / size;
    },
    run(fields, parameters, out) {
      for (const field of names) checkField(field, Object.hasOwn(fields, field) ? fields[field] : undefined, size);
      for (const parameter of program.parameters) {
        const value = Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
        if (value === undefined || !Number.isFinite(value)) {
          throw new InvalidInput({
            where,
            expected: `a finite parameter '${parameter}'`,
            got: String(value ?? 'none'),
          });
        }
      }
      if (out.length !== program.outputs.length || out.some((array) => array.length !== size)) {
        const expected = `${program.outputs.length} result arrays of ${size} values`;
        throw new InvalidInput({ where, expected, got: `lengths ${out.map((array) => array.length).join(', ')}` });
      }
      if (out.some((array) => names.some((field) => overlap(array, fields[field]!)))) {
        throw new InvalidInput({ where, expected: 'results apart from the fields', got: 'an array that is both' });
      }
      raw ??= load();
      const checkAll = (): void => {
        for (const field of names) checkFinite(field, fields[field]!);
      };
      if (raw.refused === undefined) checkAll();
      raw(fields, parameters, out);
      if (raw.refused?.()) checkAll();
    },
  };
}

/** Multiplications and additions of one evaluation on the whole grid. */
function planFlops({ program, rows, mirrored, rest }: Plan, composes: boolean): number {
  const ofMirrored = mirrored === undefined ? 0 : mirroredFlops(mirrored, program, rest.functionalOf);
  const ofRows = rows.reduce((sum, loops) => sum + rowFlops(loops, composes), 0);
  return ofRows + ofMirrored + samplingFlops(rest) + rest.size * flopCount(program);
}

/** All that targets need to know about a program on a grid. */
function kernelPlan(program: ContractionProgram, scheme: JetScheme): Plan {
  checkJets(program, scheme);
  const sampled = sampledProgram(program);
  const tables = samplingTables(sampled, scheme);
  const { rows, rest } = rowLoops(sampled, tables);
  const fieldOf = sampled.samples.map(({ field }) => field);
  return { program: sampled, tables, rows: rows.map((loops) => withRings(loops, fieldOf)), rest };
}

function checkField(name: string, values: Float64Array | undefined, size: number): void {
  const where = 'kernel';
  if (values === undefined) throw new InvalidInput({ where, expected: `values of the field '${name}'`, got: 'none' });
  if (values.length !== size) {
    throw new InvalidInput({ where, expected: `${size} values of the field '${name}'`, got: `${values.length}` });
  }
}

function checkFinite(name: string, values: Float64Array): void {
  // 0 · x is 0 for finite x and NaN otherwise; four sums, because each addition waits for the one before.
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += 0 * values[i]!;
    b += 0 * values[i + 1]!;
    c += 0 * values[i + 2]!;
    d += 0 * values[i + 3]!;
  }
  for (let i = whole; i < values.length; i++) a += 0 * values[i]!;
  if (a + b + c + d === 0) return;
  const node = values.findIndex((value) => !Number.isFinite(value));
  const got = `${values[node]} at node ${node}`;
  throw new InvalidInput({ where: 'kernel', expected: `finite values of '${name}'`, got });
}

function overlap(a: Float64Array, b: Float64Array): boolean {
  return (
    a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength
  );
}
