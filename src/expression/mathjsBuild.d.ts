declare module 'mathjs/lib/browser/math.js' {
  import type { ConfigOptions, MathJsInstance } from 'mathjs';

  const mathjs: MathJsInstance & { create(config: ConfigOptions): MathJsInstance };
  export = mathjs;
}
