/** `jetgraph compile EXPR…`: source text of the kernel of operators on a grid. */
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
  return withGridOptions(
    new Command('compile').argument(
      '<expressions...>',
      'for example "lap(u) + norm2(grad(u))"; several make one kernel',
    ),
  )
    .option('--fields <names>', 'scalar fields', 'u')
    .addOption(new Option('--target <target>', 'language').choices(['auto', ...compileTargets]).default('js'))
    .addOption(formatOption())
    .action((texts: readonly string[], options: GridOptions & { fields: string; target: string; format: Format }) =>
      run(async () => {
        const grid = readGrid(options);
        const curvature = String(grid.space.kappa);
        const sums = texts.map((text) => normalForm(text, { ...options, curvature }));
        const program = contractionProgram(sums, readDimension(options.dim));
        const scheme = await readJets(grid, orderOf(sums), options);
        // WGSL knows 32 bits only, and its source says so.
        const precision = options.target === 'wgsl' ? 'f32' : 'f64';
        const kernel = compileKernel(program, scheme, {
          target: options.target,
          precision,
          shape: grid.shape,
          grid: `${grid.spec}, curvature ${curvature}, accuracy ${options.accuracy ?? 4}`,
        });
        const { target, bytesPerPoint, flopsPerPoint } = kernel;
        if (options.format === 'text') printLine(kernel.module());
        else printJson({ target, source: kernel.module(), bytesPerPoint, flopsPerPoint });
        return 0;
      }),
    );
}
