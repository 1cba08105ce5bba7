/** `jetgraph reduce EXPR --dim n`: the expression in a basis of one dimension. */
import { Command } from 'commander';
import { type Preference, reduce } from '../relations/index.js';
import { declaringFields, preferOption, type Run, readDimension } from './command.js';
import { type ExpressionOptions, normalForm } from './normalize.js';
import { choosingNotation, type NotationFlags, printSum } from './notation.js';

export function reduceCommand(run: Run): Command {
  return choosingNotation(declaringFields(new Command('reduce')))
    .argument('<expression>', 'for example "lap(u)^3"')
    .requiredOption('--dim <n>', 'the dimension')
    .option('--curvature <kappa>', 'the curvature, a rational number; symbolic kappa otherwise')
    .addOption(preferOption())
    .action((text: string, options: ExpressionOptions & { dim: string; prefer: Preference } & NotationFlags) =>
      run(async () => {
        const dimension = readDimension(options.dim);
        printSum(reduce(normalForm(text, options), dimension, { prefer: options.prefer }), options, dimension);
        return 0;
      }),
    );
}
