/** mathjs from its build in one file: the entry of the package loads more than a thousand files, which takes six times as long. */
import type { ConfigOptions, MathJsInstance } from 'mathjs';
import build from 'mathjs/lib/browser/math.js';

export const mathjs: MathJsInstance = build;

/** An instance with options of its own. */
export const mathjsWith = (options: ConfigOptions): MathJsInstance => build.create(options);
