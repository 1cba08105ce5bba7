/**
 * The command line. Only the file of the command in use is loaded. Exit status: 0 done or true, 1 false or a check
 * failed, 2 wrong input, 3 the answer cannot be had with these limits, 70 a bug of ours.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { Command, CommanderError, Help } from 'commander';
import { JetgraphError } from '../base/index.js';
import type { Run } from './command.js';

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<(run: Run) => Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  enumerate: { summary: 'list multigraphs', load: async () => (await import('./enumerate.js')).enumerateCommand },
  count: {
    summary: 'count graphs, operators and relations by theory',
    load: async () => (await import('./count.js')).countCommand,
  },
  relations: {
    summary: 'relations that hold in one dimension',
    load: async () => (await import('./relations.js')).relationsCommand,
  },
  reduce: { summary: 'write an operator in a basis', load: async () => (await import('./reduce.js')).reduceCommand },
  normalize: {
    summary: 'normal form of an expression',
    load: async () => (await import('./normalize.js')).normalizeCommand,
  },
  equal: {
    summary: 'decide whether two expressions are equal',
    load: async () => (await import('./equal.js')).equalCommand,
  },
  classify: {
    summary: 'order, conserved quantities, divergence or gradient flow',
    load: async () => (await import('./classify.js')).classifyCommand,
  },
  chart: {
    summary: 'an operator in partial derivatives, in a chart',
    load: async () => (await import('./chart.js')).chartCommand,
  },
  library: {
    summary: 'an irredundant candidate library',
    load: async () => (await import('./library.js')).libraryCommand,
  },
  compile: { summary: 'source text of a kernel', load: async () => (await import('./compile.js')).compileCommand },
  evaluate: {
    summary: 'values of operators on a grid',
    load: async () => (await import('./evaluate.js')).evaluateCommand,
  },
  audit: {
    summary: 'how far an operator or a model is from equivariance',
    load: async () => (await import('./audit.js')).auditCommand,
  },
  solve: { summary: 'integrate u_t = F(u)', load: async () => (await import('./solve.js')).solveCommand },
  discover: {
    summary: 'learn u_t = F(u) from data, or a balance of fields',
    load: async () => (await import('./discover.js')).discoverCommand,
  },
  demo: { summary: 'the main job end to end on real data', load: async () => (await import('./demo.js')).demoCommand },
};

function oneLine(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** What commander says, in our words where it is one of two common mistakes. */
function misuse(message: string): string {
  const [, option] = /^required option '(.+)' not specified$/.exec(message) ?? [];
  if (option !== undefined) return `expected the option ${option}, got none`;
  const [, name, value, choices] =
    /^option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)$/.exec(message) ?? [];
  if (name !== undefined) return `expected ${name} among ${choices}, got '${value}'`;
  return `expected the options and arguments of --help, got ${message}`;
}

/** The message on standard error and the exit status for anything thrown. */
function report(name: string, error: unknown): number {
  const prefix = name === '' ? 'jetgraph' : `jetgraph ${name}`;
  const say = (text: string): void => void process.stderr.write(`${prefix}: ${text}\n`);
  if (error instanceof JetgraphError && error.code !== 'INCONSISTENT') {
    const { where, expected, got, hint } = error.complaint;
    // Where a file is at fault, the message names it.
    const place = existsSync(where) && statSync(where).isFile() && !got.includes(where) ? ` in ${where}` : '';
    say(
      `expected ${expected}, got ${got}${place}.${hint === undefined ? '' : ` Hint: ${hint}.`}`.replaceAll(
        /\s*\n\s*/g,
        ' ',
      ),
    );
    return error.code === 'INVALID_INPUT' ? 2 : 3;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    say(`${misuse(oneLine(error.message))}. Hint: ${prefix} --help.`);
    return 2;
  }
  if (error instanceof RangeError && error.message.includes('call stack')) {
    say('expected an expression or list of moderate length, got one that is nested too deeply. Hint: split it.');
    return 3;
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error) {
    say(`expected files that can be read and written, got ${oneLine(error.message)}.`);
    return 2;
  }
  say(
    `expected no failure of our own, got ${error instanceof Error ? oneLine(error.stack ?? error.message) : String(error)}. Hint: this is a bug, please report it.`,
  );
  return 70;
}

/** An expression such as `-lap(u)` is no option: a space in front keeps it from being read as one. */
const shieldMinus = (word: string): string => (/^-(?![hV]$)[^-]/.test(word) ? ` ${word}` : word);

/** Runs the command line (without `node` and the script) and returns the exit status. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const words = argv[0] === 'help' ? [...argv.slice(1, 2), '--help'] : argv;
  const name = words.find((word) => !word.startsWith('-')) ?? '';
  let status: number = 0;
  const run: Run = async (body) => {
    status = await body();
  };
  try {
    const program = new Command('jetgraph')
      .description('Differential operators that respect symmetry, as multigraphs.')
      .version(version)
      .configureHelp({
        optionDescription: (option) =>
          `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`,
      })
      .configureOutput({ writeErr: () => undefined })
      .exitOverride();
    for (const [known, { summary, load }] of Object.entries(commands)) {
      const command = known === name ? (await load())(run) : new Command(known);
      program.addCommand(command.description(summary).copyInheritedSettings(program));
    }
    if (argv.length === 0) {
      process.stdout.write(program.helpInformation());
      return 0;
    }
    await program.parseAsync(words.map(shieldMinus), { from: 'user' });
    return status;
  } catch (error) {
    return report(Object.hasOwn(commands, name) ? name : '', error);
  }
}
