/** `jetgraph equal A B`: decides equality, for all n and kappa or for given ones. */
import { Command } from 'commander';
import type { GraphSum } from '../algebra/index.js';
import { OutOfRange } from '../base/index.js';
import { isZeroInDimension, vanishingDimensions } from '../relations/index.js';
import { declaringFields, type Format, formatOption, type Run, readDimension } from './command.js';
import { type ExpressionOptions, normalForm } from './normalize.js';
import { note, printJson, printLine } from './output.js';

/** The dimensions in which a difference that is not zero vanishes; undefined, with a remark, if its blocks are too large. */
function dimensionsOf(difference: GraphSum): readonly number[] | undefined {
  try {
    const found = vanishingDimensions(difference);
    return found === 'all' ? undefined : found;
  } catch (error) {
    if (!(error instanceof OutOfRange)) throw error;
    note(`single dimensions were not looked at: ${error.message}`);
    return undefined;
  }
}

/** `1`, `1 and 2`, `1, 2 and 5`. */
const inWords = (numbers: readonly number[]): string =>
  [numbers.slice(0, -1).join(', '), numbers.at(-1)!].filter((part) => part !== '').join(' and ');

export function equalCommand(run: Run): Command {
  return declaringFields(new Command('equal'))
    .argument('<A>', 'an expression')
    .argument('<B>', 'another')
    .option('--dim <n>', 'decide in this dimension only')
    .option('--curvature <kappa>', 'decide for this curvature only')
    .addOption(formatOption())
    .action((a: string, b: string, options: ExpressionOptions & { format: Format }) =>
      run(async () => {
        const difference = normalForm(a, options).minus(normalForm(b, options));
        const equal =
          difference.isZero() ||
          (options.dim !== undefined && isZeroInDimension(difference, readDimension(options.dim)));
        const dimensions = equal || options.dim !== undefined ? undefined : dimensionsOf(difference);
        if (options.format === 'text') {
          printLine(equal ? 'equal' : `different: A - B = ${difference}`);
          if (dimensions?.length === 0) printLine('equal in no dimension');
          else if (dimensions !== undefined) printLine(`equal in dimension ${inWords(dimensions)} only`);
        } else {
          printJson({
            equal,
            difference: equal ? { terms: [] } : difference,
            ...(dimensions !== undefined && { dimensions }),
          });
        }
        return equal ? 0 : 1;
      }),
    );
}
