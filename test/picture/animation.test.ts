import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { animatedPng, encodePng } from '../../src/picture/index.js';
import { decodePng } from '../oracle/png.js';

const [width, height] = [7, 5];
const colours = [
  [255, 0, 0, 255],
  [0, 90, 200, 255],
  [10, 240, 30, 255],
] as const;
const frames = colours.map((colour) => {
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) rgba.set(colour, 4 * i);
  return encodePng(width, height, rgba);
});

const python = '/usr/bin/python3';
const hasPillow = spawnSync(python, ['-c', 'import PIL'], { stdio: 'ignore' }).status === 0;

describe('an animated PNG', () => {
  it('shows its first frame where animations are not known', () => {
    const image = decodePng(animatedPng(frames));
    expect([image.width, image.height]).toEqual([width, height]);
    expect(image.at(3, 2)).toEqual(colours[0]);
  });

  it.skipIf(!hasPillow)('has the frames, times and repetitions that Pillow reads', () => {
    const script = `
import io, json, sys
from PIL import Image
image = Image.open(io.BytesIO(sys.stdin.buffer.read()))
found = []
for k in range(image.n_frames):
    image.seek(k)
    found.append([image.info["duration"], image.convert("RGBA").getcolors()])
print(json.dumps({"size": image.size, "loop": image.info["loop"], "frames": found}))`;
    const input = animatedPng(frames, { milliseconds: 120, lastMilliseconds: 900, plays: 3 });
    const read = JSON.parse(execFileSync(python, ['-c', script], { input, encoding: 'utf8' }));
    expect(read).toEqual({
      size: [width, height],
      loop: 3,
      frames: colours.map((colour, k) => [k === 2 ? 900 : 120, [[width * height, [...colour]]]]),
    });
  });

  it('is refused for frames that are none, cut off or of different sizes', () => {
    expect(() => animatedPng([])).toThrow('animatedPng: expected a frame or more, got none.');
    expect(() => animatedPng([Uint8Array.of(1, 2, 3)])).toThrow('expected a PNG file without palette as frame 0');
    expect(() => animatedPng([frames[0]!, frames[1]!.subarray(0, 60)])).toThrow('got a file that is cut off');
    const other = encodePng(1, 1, Uint8Array.of(0, 0, 0, 255));
    expect(() => animatedPng([frames[0]!, other])).toThrow('expected frames of 7×5');
    expect(() => animatedPng(frames, { milliseconds: 0 })).toThrow('milliseconds');
  });
});
