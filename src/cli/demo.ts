/** `jetgraph demo`: the main job end to end on real data; writes a folder with a page, pictures and arrays. */
import { join } from 'node:path';
import { Command } from 'commander';
import { InvalidInput } from '../base/index.js';
import { writeFilesAtomic } from '../io/index.js';
import type { Run } from './command.js';
import { type DemoConfiguration, standardConfiguration } from './demo/configuration.js';
import { demonstrate, type Reporter, stepShares, stepTitles } from './demo/demonstrate.js';
import { demoFiles } from './demo/files.js';
import { folderFault } from './files.js';
import { type Progress, printLine, printTable, withProgress } from './output.js';

/** Refuses a folder that cannot be made or written, before anything is computed. */
function checkFolder(path: string): void {
  const refuse = (got: string): never => {
    throw new InvalidInput({
      where: '--output',
      expected: 'a folder that can be written',
      got,
      hint: 'give --output FOLDER',
    });
  };
  if (path.trim() === '') refuse("''");
  const fault = folderFault(path);
  if (fault !== undefined) refuse(fault);
}

/** A bar on a terminal, a line for each step elsewhere. */
function reporterOn(progress: Progress): Reporter {
  const start = performance.now();
  let step = 0;
  return {
    step(name) {
      step++;
      const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
      if (!process.stderr.isTTY) process.stderr.write(`${seconds} s  ${step}/${stepTitles.length} ${name}\n`);
      this.update(0);
    },
    update(fraction) {
      const before = stepShares.slice(0, step - 1).reduce((sum: number, share) => sum + share, 0);
      progress(before + fraction * stepShares[step - 1]!, stepTitles[step - 1]!);
    },
  };
}

/**
 * Computes and writes the demo; files appear only when everything is computed, the page last.
 * @returns what each section found, in one line.
 * @throws InvalidInput where the folder cannot be written; nothing is written then.
 */
export async function writeDemo(
  configuration: DemoConfiguration,
  folder: string,
  reporter: Reporter,
): Promise<readonly (readonly [name: string, result: string])[]> {
  checkFolder(folder);
  const start = performance.now();
  const demo = demonstrate(configuration, reporter);
  reporter.step(stepTitles.at(-1)!);
  const { files, sections } = await demoFiles(demo, (performance.now() - start) / 1000, (f) => reporter.update(f));
  writeFilesAtomic(files.map(({ name, content }) => ({ path: join(folder, name), content })));
  return sections.map(({ name, result }) => [name, result]);
}

export function demoCommand(run: Run): Command {
  return new Command('demo')
    .option('--output <folder>', 'where page, pictures and arrays go', 'out')
    .action(({ output }: { readonly output: string }) =>
      run(async () => {
        const start = performance.now();
        const rows = await withProgress('demo', (progress) =>
          writeDemo(standardConfiguration, output, reporterOn(progress)),
        );
        printTable(['step', 'figure'], rows);
        printLine(`${((performance.now() - start) / 1000).toFixed(1)} s, ${join(output, 'index.html')}`);
        return 0;
      }),
    );
}
