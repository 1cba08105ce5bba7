// A field on a flat periodic box, a sphere or the hyperbolic plane as a PNG in out/examples, and several times of it as an animation.
import { animatedPng, diskMap, heatMap, space, sphereMap, svgToPng, writeFileAtomic } from 'jetgraph';

export async function draw(name, title, grid, values) {
  write(name, await svgToPng(svg(title, grid, values)));
}

/** One frame for each time, with the colours of the last one: an instability grows from next to nothing. */
export async function animate(name, title, grid, times, snapshots) {
  const last = snapshots.at(-1);
  const range = [last.reduce((a, b) => Math.min(a, b)), last.reduce((a, b) => Math.max(a, b))];
  const frames = [];
  for (const [k, values] of snapshots.entries()) {
    const picture = svg(`${title}, t = ${times[k].toFixed(2)}`, grid, values, range);
    frames.push(await svgToPng(picture, { scale: 0.75 }));
  }
  write(name, animatedPng(frames, { milliseconds: 250, lastMilliseconds: 2000 }));
}

function write(name, png) {
  writeFileAtomic(new URL(`../../out/examples/${name}.png`, import.meta.url).pathname, png);
  console.log(`out/examples/${name}.png`);
}

function svg(title, grid, values, range) {
  const radius = space.radius(grid.space);
  const sample = (points) => {
    const scaled = points.map((x) => x * radius);
    return grid.interpolate(values, scaled);
  };
  const shown = range && { range };
  const pictures = {
    E: () => flat(title, grid, values, shown),
    S: () => sphereMap({ title, projection: 'globes', pixels: 320, sample, ...shown }),
    H: () => diskMap({ title, pixels: 450, sample, ...shown }),
  };
  return pictures[grid.space.kind]();
}

/** A square box, four pixels for each node along each axis. */
function flat(title, grid, values, shown) {
  const count = 4 * grid.shape[0];
  const [, h] = grid.axes[0].values;
  const points = Float64Array.from({ length: 2 * count * count }, (_, i) => {
    const place = Math.floor(i / 2);
    return (h / 4) * (i % 2 === 0 ? Math.floor(place / count) : place % count);
  });
  const end = h * grid.shape[0];
  const shape = [count, count];
  return heatMap({
    title,
    values: grid.interpolate(values, points),
    shape,
    extent: [0, end, 0, end],
    equalAspect: true,
    ...shown,
  });
}

/** Noise between −1 and 1, the same at every run. */
export function noise(grid, seed) {
  let state = seed;
  return Float64Array.from({ length: grid.size }, () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  });
}
