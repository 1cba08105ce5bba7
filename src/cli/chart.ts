/** `jetgraph chart EXPR --chart NAME`: the operator in partial derivatives. */
import { Command, Option } from 'commander';
import {
  type ChartForm,
  chartArguments,
  chartCode,
  chartForm,
  chartLatex,
  chartMathjs,
  chartTerms,
  chartText,
  coordinateChart,
} from '../chart/index.js';
import { Rational } from '../exact/index.js';
import { type Format, formatOption, type Run, readDimension } from './command.js';
import { normalForm } from './normalize.js';
import { printJson, printLine } from './output.js';

const writers = {
  text: chartText,
  latex: chartLatex,
  mathjs: chartMathjs,
  js: (form: ChartForm) => chartCode(form, 'js'),
  c: (form: ChartForm) => chartCode(form, 'c'),
  numpy: (form: ChartForm) => chartCode(form, 'numpy'),
} as const;

interface ChartCommandOptions {
  readonly fields: string;
  readonly chart: string;
  readonly dim: string;
  readonly curvature?: string;
  readonly indices: 'lower' | 'upper';
  readonly as: keyof typeof writers;
  readonly format: Format;
}

export function chartCommand(run: Run): Command {
  return new Command('chart')
    .argument('<expression>', 'for example "lap(u)"')
    .requiredOption(
      '--chart <name>',
      'cartesian, latlon, disk, stereographic, halfplane, or conformal:FACTOR for the metric FACTOR² |dx|²',
    )
    .option('--dim <n>', 'the dimension', '2')
    .option('--curvature <kappa>', 'a rational number, or kappa for the symbol; otherwise what is usual for the chart')
    .option('--fields <names>', 'scalar fields', 'u')
    .addOption(new Option('--indices <place>', 'of components of tensors').choices(['lower', 'upper']).default('lower'))
    .addOption(new Option('--as <form>', 'what is printed').choices(Object.keys(writers)).default('text'))
    .addOption(formatOption())
    .action((text: string, options: ChartCommandOptions) =>
      run(async () => {
        const { curvature } = options;
        const chart = coordinateChart(options.chart, {
          dimension: readDimension(options.dim),
          ...(curvature !== undefined && {
            curvature: curvature === 'kappa' ? curvature : Rational.parse(curvature),
          }),
        });
        const form = chartForm(normalForm(text, { fields: options.fields, dim: options.dim }), chart, {
          indices: options.indices,
        });
        const output = writers[options.as](form);
        if (options.format === 'text') printLine(output);
        else {
          const { name, dimension, coordinates } = chart;
          const terms = chartTerms(form);
          printJson({
            chart: name,
            dimension,
            coordinates,
            arguments: chartArguments(form),
            terms,
            as: options.as,
            output,
          });
        }
        return 0;
      }),
    );
}
