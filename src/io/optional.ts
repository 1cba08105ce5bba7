/** Packages that are loaded when a file needs them and may be missing. */
import { Unsupported } from '../base/index.js';

/**
 * Loads an optional package.
 * @param where - the file that needs it.
 * @throws Unsupported where it is not installed, saying how to get it.
 */
export async function optionalPackage<T>(
  name: string,
  purpose: string,
  where: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new Unsupported({
      where,
      expected: `the optional package ${name} for ${purpose}`,
      got: 'none installed',
      hint: `npm install ${name}`,
    });
  }
}
