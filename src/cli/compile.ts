/** `jetgraph compile EXPR`: source text of the kernel of an operator on a grid. */
import { Command, Option } from 'commander';
import { compileKernel } from '../kernel/index.js';
import { contractionProgram } from '../program/index.js';
import { type Format, formatOption, type Run, readDimension } from './command.js';
import { type GridOptions, orderOf, readGrid, readJets, withGridOptions } from './grids.js';
import { normalForm } from './normalize.js';
import { printJson, printLine } from './output.js';

/** All that are planned; one that is not there yet is refused by the kernel. */
const compileTargets = ['js', 'wasm', 'c', 'numpy', 'wgsl'];

export function compileCommand(run: Run): Command {
  return withGridOptions(new Command('compile').argument('<expression>', 'for example "lap(u) + norm2(grad(u))"'))
    .option('--fields <names>', 'scalar fields', 'u')
    .addOption(new Option('--target <target>', 'language').choices(['auto', ...compileTargets]).default('js'))
    .addOption(formatOption())
    .action((text: string, options: GridOptions & { fields: string; target: string; format: Format }) =>
      run(async () => {
        const grid = readGrid(options);
        const sum = normalForm(text, { ...options, curvature: String(grid.space.kappa) });
        const program = contractionProgram([sum], readDimension(options.dim));
        const scheme = readJets(grid, orderOf([sum]), options);
        // WGSL knows 32 bits only, and its source says so.
        const precision = options.target === 'wgsl' ? 'f32' : 'f64';
        const kernel = compileKernel(program, scheme, { target: options.target, precision, shape: grid.shape });
        const { target, bytesPerPoint, flopsPerPoint } = kernel;
        if (options.format === 'text') printLine(kernel.module());
        else printJson({ target, source: kernel.module(), bytesPerPoint, flopsPerPoint });
        return 0;
      }),
    );
}
