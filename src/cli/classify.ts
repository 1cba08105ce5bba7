/** `jetgraph classify EXPR`: what can be said of one operator. */
import { Command } from 'commander';
import { Rational } from '../exact/index.js';
import { classify } from '../library/index.js';
import { type Format, formatOption, type Run, readDimension, readFields } from './command.js';
import { type ExpressionOptions, normalForm } from './normalize.js';
import { printJson, printLine } from './output.js';

export function classifyCommand(run: Run): Command {
  return new Command('classify')
    .argument('<expression>', 'a scalar operator F of u_t = F(u)')
    .option('--fields <names>', 'scalar fields; the first one moves', 'u')
    .option('--dim <n>', 'the dimension in which a vector field X with F = div X is given')
    .option('--curvature <kappa>', 'the curvature; symbolic otherwise')
    .addOption(formatOption())
    .action((text: string, options: ExpressionOptions & { fields: string; format: Format }) =>
      run(async () => {
        const fields = readFields(options.fields);
        const operator = normalForm(text, options);
        const found = classify(operator, {
          field: fields[0]!,
          fields,
          ...(options.dim !== undefined && { dimension: readDimension(options.dim) }),
          ...(options.curvature !== undefined && { curvature: Rational.parse(options.curvature) }),
        });
        if (options.format !== 'text') {
          printJson(found);
          return 0;
        }
        const yes = (value: boolean): string => (value ? 'yes' : 'no');
        const rows: readonly (readonly [string, string])[] = [
          ['operator', `${operator}`],
          ['order', `${found.order}`],
          ['degree', found.degrees.join(', ') || '–'],
          ['parity', found.parity],
          ['divergence', found.flux === undefined ? yes(found.divergence) : `of ${found.flux}`],
          ['gradient flow', found.density === undefined ? 'no' : `of ${found.density}`],
          ['conserves ∫u', yes(found.conserves.mass)],
          ['conserves ∫u²', yes(found.conserves.square)],
          ...found.simplifies.map(({ dimension, operator: left }) => [`n = ${dimension}`, `${left}`] as const),
        ];
        for (const [name, value] of rows) printLine(`${name.padEnd(14)}  ${value}`);
        return 0;
      }),
    );
}
