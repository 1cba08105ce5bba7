/** The options `--as` and `--latex` of commands that print a sum of graphs. */
import { type Command, Option } from 'commander';
import type { GraphSum } from '../algebra/index.js';
import { type NotationName, notationNames, writeIn } from '../notation/index.js';
import { type Format, formatOption } from './command.js';
import { printJson, printLine } from './output.js';

/** How a sum is printed: in a notation if one is given, otherwise in a format. */
export interface NotationFlags {
  readonly as?: NotationName;
  readonly format: Format;
}

/** Adds the options. */
export const choosingNotation = (command: Command): Command =>
  command
    .addOption(new Option('--as <notation>', 'print in a notation').choices(notationNames))
    .addOption(new Option('--latex', 'the same as --as latex').implies({ as: 'latex' }))
    .addOption(formatOption());

/** Prints a sum as the options say. */
export function printSum(sum: GraphSum, { as, format }: NotationFlags, dimension: number | undefined): void {
  if (as === undefined && format !== 'text') printJson(sum);
  else printLine(writeIn(as ?? 'text', sum, dimension === undefined ? {} : { dimension }));
}
