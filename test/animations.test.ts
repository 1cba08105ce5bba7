/** The animations in docs are whole, small, and have the size, speed and number of frames of the commands beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeApng } from './oracle/apng.js';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const guide = readFileSync(`${docs}guide/solve.md`, 'utf8').replaceAll(/ \\\n\s+/g, ' ');

/** Paragraphs of the page that end in a number of frames, the command after each and the picture after that. */
const shown = [
  ...guide.matchAll(/(\d+) frames:\n\n {4}jetgraph (solve .*)\n\n!\[[^\]]+\]\(\.\.\/images\/([a-z-]+\.png)\)/g),
].map(([, count, command, file]) => {
  const option = (name: string): string => new RegExp(` --${name} (\\S+)`).exec(command!)?.[1] ?? '';
  return { file: file!, count: Number(count), option };
});

describe('animations in docs', () => {
  it('show four equations on three spaces, in less than 3 MB', () => {
    expect(shown.map(({ file }) => file).sort()).toEqual(
      ['allen-cahn.png', 'cahn-hilliard.png', 'kuramoto-sivashinsky.png', 'swift-hohenberg.png'].sort(),
    );
    expect([...new Set(shown.map(({ option }) => option('space')))].sort()).toEqual(['E', 'H', 'S']);
    const bytes = readdirSync(`${docs}images`)
      .map((name) => readFileSync(`${docs}images/${name}`))
      .filter((file) => file.includes('acTL'))
      .map(({ length }) => length);
    expect(bytes).toHaveLength(shown.length);
    expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(3e6);
    expect(Math.max(...bytes)).toBeLessThan(7e5);
  });

  it.each(shown)('$file: $count frames, all different', ({ file, count, option }) => {
    const { width, plays, frames } = decodeApng(readFileSync(`${docs}images/${file}`));
    expect([option('animation'), Number(option('snapshots')), Number(option('pixels')), plays]).toEqual([
      file,
      count,
      width,
      0,
    ]);
    expect(frames).toHaveLength(count);
    expect(frames.map(({ delay }) => delay)).toEqual(
      frames.map((_, k) => (k === count - 1 ? 1.5 : 1 / Number(option('fps')))),
    );
    frames.forEach(({ rgba }, k) => {
      expect(k > 0 && Buffer.compare(rgba, frames[k - 1]!.rgba) === 0).toBe(false);
    });
  });
});
