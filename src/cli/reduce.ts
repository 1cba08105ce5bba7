/** `jetgraph reduce EXPR --dim n`: the expression in a basis of one dimension. */
import { Command } from 'commander';
import { type Preference, reduce } from '../relations/index.js';
import { declaringFields, type Format, formatOption, preferOption, type Run, readDimension } from './command.js';
import { type ExpressionOptions, normalForm } from './normalize.js';
import { printJson, printLine } from './output.js';

export function reduceCommand(run: Run): Command {
  return declaringFields(new Command('reduce'))
    .argument('<expression>', 'for example "lap(u)^3"')
    .requiredOption('--dim <n>', 'the dimension')
    .option('--curvature <kappa>', 'the curvature, a rational number; symbolic kappa otherwise')
    .addOption(preferOption())
    .addOption(formatOption())
    .action((text: string, options: ExpressionOptions & { dim: string; prefer: Preference; format: Format }) =>
      run(async () => {
        const sum = reduce(normalForm(text, options), readDimension(options.dim), { prefer: options.prefer });
        if (options.format === 'text') printLine(sum.toString());
        else printJson(sum);
        return 0;
      }),
    );
}
