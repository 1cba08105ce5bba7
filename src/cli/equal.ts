/** `jetgraph equal A B`: decides equality, for all n and kappa or for given ones. */
import { Command } from 'commander';
import { isZeroInDimension } from '../relations/index.js';
import { type Format, formatOption, type Run, readDimension } from './command.js';
import { type ExpressionOptions, normalForm } from './normalize.js';
import { printJson, printLine } from './output.js';

export function equalCommand(run: Run): Command {
  return new Command('equal')
    .argument('<A>', 'an expression')
    .argument('<B>', 'another')
    .option('--fields <names>', 'scalar fields', 'u')
    .option('--dim <n>', 'decide in this dimension only')
    .option('--curvature <kappa>', 'decide for this curvature only')
    .addOption(formatOption())
    .action((a: string, b: string, options: ExpressionOptions & { format: Format }) =>
      run(async () => {
        const difference = normalForm(a, options).minus(normalForm(b, options));
        const equal =
          difference.isZero() ||
          (options.dim !== undefined && isZeroInDimension(difference, readDimension(options.dim)));
        if (options.format === 'text') printLine(equal ? 'equal' : `different: A - B = ${difference}`);
        else printJson({ equal, difference: equal ? { terms: [] } : difference });
        return equal ? 0 : 1;
      }),
    );
}
