/** `jetgraph classify EXPR`: what can be said of one operator. */
import { Command } from 'commander';
import { InvalidInput, vectorType } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { classify } from '../library/index.js';
import { declaringFields, type Format, formatOption, type Run, readDeclared, readDimension } from './command.js';
import { type ExpressionOptions, normalForm } from './normalize.js';
import { printJson, printLine } from './output.js';

export function classifyCommand(run: Run): Command {
  return declaringFields(new Command('classify'))
    .argument('<expression>', 'an operator F, a scalar or the right-hand side of u_t = F')
    .option('--field <name>', 'the field that moves; the first one otherwise')
    .option('--dim <n>', 'the dimension; symbolic n otherwise')
    .option('--curvature <kappa>', 'the curvature; symbolic otherwise')
    .addOption(formatOption())
    .action((text: string, options: ExpressionOptions & { field?: string; format: Format }) =>
      run(async () => {
        const { vectors = [], tensors = {}, fields } = readDeclared(options);
        const others = [...vectors, ...Object.keys(tensors)];
        const scalars = fields ?? ['u'].filter((name) => !others.includes(name));
        if (options.field !== undefined && ![...scalars, ...others].includes(options.field)) {
          const expected = `a field (${[...scalars, ...others].join(', ')})`;
          throw new InvalidInput({ where: '--field', expected, got: `'${options.field}'` });
        }
        // u need not be declared; undeclared it moves only where there is nothing else.
        const field = options.field ?? fields?.[0] ?? others[0] ?? 'u';
        const operator = normalForm(text, options);
        const found = classify(operator, {
          field,
          tensors: { ...tensors, ...Object.fromEntries(vectors.map((name) => [name, vectorType])) },
          ...(options.dim !== undefined && { dimension: readDimension(options.dim) }),
          ...(options.curvature !== undefined && { curvature: Rational.parse(options.curvature) }),
        });
        if (options.format !== 'text') {
          printJson(found);
          return 0;
        }
        const { mass, square } = found.conserves;
        const says = (name: string, value: boolean | undefined): (readonly [string, string])[] =>
          value === undefined ? [] : [[name, value ? 'yes' : 'no']];
        const rows: readonly (readonly [string, string])[] = [
          ['operator', `${operator}`],
          ['order', `${found.order}`],
          ['degree', found.degrees.join(', ') || '–'],
          ['parity', found.parity],
          ...(found.reflection === 'even' ? [] : [['reflection', found.reflection] as const]),
          ...(found.flux === undefined
            ? says('divergence', found.divergence)
            : [['divergence', `of ${found.flux}`] as const]),
          ...(square === undefined
            ? []
            : [['gradient flow', found.density === undefined ? 'no' : `of ${found.density}`] as const]),
          ...says(`conserves ∫${field}`, mass),
          ...says(mass === undefined ? `conserves ∫|${field}|²` : `conserves ∫${field}²`, square),
          ...found.simplifies.map(({ dimension, operator: left }) => [`n = ${dimension}`, `${left}`] as const),
        ];
        const width = Math.max(14, ...rows.map(([name]) => name.length));
        for (const [name, value] of rows) printLine(`${name.padEnd(width)}  ${value}`);
        return 0;
      }),
    );
}
