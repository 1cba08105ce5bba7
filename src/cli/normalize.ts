/** `jetgraph normalize EXPR`: the normal form. */
import { Command } from 'commander';
import { type GraphSum, normalize } from '../algebra/index.js';
import { Rational } from '../exact/index.js';
import { parse } from '../expression/index.js';
import { declaringFields, type FieldFlags, type Run, readDeclared, readDimension } from './command.js';
import { choosingNotation, type NotationFlags, printSum } from './notation.js';

/** Options shared by the commands that read expressions. */
export interface ExpressionOptions extends FieldFlags {
  readonly dim?: string;
  readonly curvature?: string;
}

/** Parses and normalises one expression as the options say. */
export function normalForm(text: string, options: ExpressionOptions): GraphSum {
  return normalize(parse(text, readDeclared(options)), {
    ...(options.dim !== undefined && { dimension: readDimension(options.dim) }),
    ...(options.curvature !== undefined && { curvature: Rational.parse(options.curvature) }),
  });
}

export function normalizeCommand(run: Run): Command {
  return choosingNotation(declaringFields(new Command('normalize')))
    .argument('<expression>', 'for example "lap(norm2(grad(u)))"')
    .option('--dim <n>', 'the dimension; symbolic n otherwise')
    .option('--curvature <kappa>', 'the curvature, a rational number; symbolic kappa otherwise')
    .action((text: string, options: ExpressionOptions & NotationFlags) =>
      run(async () => {
        printSum(
          normalForm(text, options),
          options,
          options.dim === undefined ? undefined : readDimension(options.dim),
        );
        return 0;
      }),
    );
}
