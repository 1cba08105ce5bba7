/** JavaScript that runs a shader of target WGSL on a GPUDevice, with the tables in it. */
import type { Plan } from '../target.js';
import type { GpuTables } from './gpuTables.js';

/** Groups in one direction of a dispatch: the limit that every device keeps. */
const mostGroups = 65535;

/** The text of the module. */
export function gpuModule(
  { program: { parameters, outputs, titles }, tables: { size } }: Plan,
  fields: readonly string[],
  { integers, numbers, entries }: GpuTables,
  shader: string,
  groupSize: number,
): string {
  const dispatches = entries.map(({ name, invocations }) => {
    const groups = Math.ceil(invocations / groupSize);
    const x = Math.min(groups, mostGroups);
    return `  ['${name}', ${x}, ${Math.ceil(groups / x)}],\n`;
  });
  return `${titles.map((title, k) => `// Result ${k}: ${title}\n`).join('')}// All numbers have 32 bits.
const shader = \`${shader}\`;
const integers = new Int32Array([${integers.join(',')}]);
const numbers = new Float32Array([${numbers.join(',')}]);
// Entry points with their numbers of groups.
const dispatches = [
${dispatches.join('')}];

/** Compiles for a GPUDevice. */
export async function createKernel(device) {
  const [copySource, copyTarget, mapRead, storage] = [0x04, 0x08, 0x01, 0x80];
  const buffer = (size, usage) => device.createBuffer({ size: Math.max(16, 4 * Math.ceil(size / 4)), usage });
  const filled = (data) => {
    const made = buffer(data.byteLength, storage | copyTarget);
    if (data.length > 0) device.queue.writeBuffer(made, 0, data);
    return made;
  };
  const fieldBuffer = buffer(${4 * size * fields.length}, storage | copyTarget);
  const results = buffer(${4 * size * outputs.length}, storage | copySource);
  const parameterBuffer = buffer(${4 * parameters.length}, storage | copyTarget);
  const reading = buffer(${4 * size * outputs.length}, mapRead | copyTarget);
  const types = ['read-only-storage', 'storage', 'read-only-storage', 'read-only-storage', 'read-only-storage'];
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: 4, buffer: { type } })),
  });
  const group = device.createBindGroup({
    layout,
    entries: [fieldBuffer, results, parameterBuffer, filled(integers), filled(numbers)].map((own, binding) => ({
      binding,
      resource: { buffer: own },
    })),
  });
  const module = device.createShaderModule({ code: shader });
  const pipelines = await Promise.all(
    dispatches.map(([entryPoint]) =>
      device.createComputePipelineAsync({
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint },
      }),
    ),
  );
  return {
    precision: 'f32',
    /**
     * fields: name -> Float32Array(${size}); parameters: name -> number. Resolves to one Float32Array(${size}) for each
     * operator. One call at a time.
     */
    async run(fields, parameters) {
      ${JSON.stringify(fields)}.forEach((name, k) => {
        if (!(fields[name] instanceof Float32Array) || fields[name].length !== ${size}) {
          throw new TypeError('expected a Float32Array of ${size} values for the field ' + name);
        }
        device.queue.writeBuffer(fieldBuffer, ${4 * size} * k, fields[name]);
      });
      const given = Float32Array.from(${JSON.stringify(parameters)}, (name) => parameters[name]);
      if (given.length > 0) device.queue.writeBuffer(parameterBuffer, 0, given);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setBindGroup(0, group);
      pipelines.forEach((pipeline, k) => {
        pass.setPipeline(pipeline);
        pass.dispatchWorkgroups(dispatches[k][1], dispatches[k][2]);
      });
      pass.end();
      encoder.copyBufferToBuffer(results, 0, reading, 0, ${4 * size * outputs.length});
      device.queue.submit([encoder.finish()]);
      await reading.mapAsync(1);
      const all = new Float32Array(reading.getMappedRange().slice(0));
      reading.unmap();
      return Array.from({ length: ${outputs.length} }, (_, k) => all.subarray(${size} * k, ${size} * (k + 1)));
    },
  };
}
`;
}
