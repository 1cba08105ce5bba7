/** SVG to PNG through resvg, with the fonts that come with KaTeX: no system font is asked for. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { checkInteger, checkOptions, InvalidInput, Unsupported } from '../base/index.js';

const FONTS = ['Main-Regular', 'Main-Bold', 'Math-Italic', 'AMS-Regular'];

/**
 * PNG bytes of an SVG, `scale` pixels for each of its units (2 unless told), or `pixels` across.
 * @throws InvalidInput where the text is no SVG, or both are given.
 * @throws Unsupported where @resvg/resvg-js has no build for this machine.
 * @example
 * writeFileAtomic('map.png', await svgToPng(sphereMap({ sample, title: 'geoid' })));
 */
export async function svgToPng(
  svg: string,
  options: { readonly scale?: number; readonly pixels?: number } = {},
): Promise<Uint8Array> {
  const where = 'svgToPng';
  checkOptions(where, options, ['scale', 'pixels']);
  const { scale, pixels } = options;
  if (pixels !== undefined) checkInteger(where, 'pixels', pixels, 16, 20_000);
  if (scale !== undefined && pixels !== undefined) {
    throw new InvalidInput({ where, expected: 'scale or pixels', got: 'both' });
  }
  const { Resvg } = await import('@resvg/resvg-js').catch((error: unknown) => {
    const got = error instanceof Error ? error.message : String(error);
    const hint = 'install @resvg/resvg-js, or keep the picture as SVG';
    throw new Unsupported({ where, expected: 'the package @resvg/resvg-js for this machine', got, hint });
  });
  const folder = join(dirname(createRequire(import.meta.url).resolve('katex')), 'fonts');
  const fontFiles = FONTS.map((name) => join(folder, `KaTeX_${name}.ttf`));
  try {
    const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'KaTeX_Main' };
    const fitTo =
      pixels === undefined
        ? ({ mode: 'zoom', value: scale ?? 2 } as const)
        : ({ mode: 'width', value: pixels } as const);
    const image = new Resvg(svg, { font, fitTo }).render();
    return Uint8Array.from(image.asPng());
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new InvalidInput({ where, expected: 'an SVG document', got });
  }
}
