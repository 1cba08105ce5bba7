// A field on a flat periodic box, a sphere or the hyperbolic plane as a PNG in out/examples.
import { diskMap, heatMap, space, sphereMap, svgToPng, writeFileAtomic } from 'jetgraph';

export async function draw(name, title, grid, values) {
  const radius = space.radius(grid.space);
  const sample = (points) => {
    const scaled = points.map((x) => x * radius);
    return grid.interpolate(values, scaled);
  };
  const pictures = {
    E: () => flat(title, grid, values),
    S: () => sphereMap({ title, projection: 'globes', pixels: 320, sample }),
    H: () => diskMap({ title, pixels: 450, sample }),
  };
  const svg = pictures[grid.space.kind]();
  writeFileAtomic(new URL(`../../out/examples/${name}.png`, import.meta.url).pathname, await svgToPng(svg));
  console.log(`out/examples/${name}.png`);
}

/** A square box, four pixels for each node along each axis. */
function flat(title, grid, values) {
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
