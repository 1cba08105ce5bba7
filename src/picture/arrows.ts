/**
 * Tangent vectors of the sphere as arrows on a map, at places evenly spread over the map. An arrow points where the projection
 * takes a short step along the vector, so directions are those of the map; lengths are proportional to the vectors.
 */
import { InvalidInput } from '../base/index.js';
import type { PlanePoint, Projection, Vector } from './projection.js';
import { ink, num } from './svg.js';

/** Tangent vectors at k unit vectors (3k coordinates) as 3k coordinates; NaN where there is none. */
export type VectorSampler = (points: Float64Array) => ArrayLike<number>;

/** Arrows across the map, and the longest arrow in spacings. */
const across = 56;
const longest = 1.1;
/** Lengths refer to the vector that only this share exceeds, so that one extreme does not shrink all others. */
const extremes = 0.02;

/**
 * SVG paths of the arrows.
 * @param onPage the place on the page of a point of the map; the page's unit length is `perUnit` of the map's.
 * @throws InvalidInput where `sample` returns another number of values.
 */
export function arrowPaths(
  where: string,
  projection: Projection,
  sample: VectorSampler,
  onPage: (place: PlanePoint) => PlanePoint,
  perUnit: number,
): string {
  const spacing = projection.width / across;
  const places: { readonly place: PlanePoint; readonly point: Vector }[] = [];
  for (let j = 0; j * spacing < projection.height; j++) {
    for (let i = 0; i < across; i++) {
      const place: PlanePoint = [
        (i + 0.5 + (j % 2) / 2) * spacing - projection.width / 2,
        projection.height / 2 - (j + 0.5) * spacing,
      ];
      const point = projection.inverse(...place);
      if (point !== undefined) places.push({ place, point });
    }
  }
  const vectors = sample(Float64Array.from(places.flatMap(({ point }) => [...point])));
  if (vectors.length !== 3 * places.length) {
    throw new InvalidInput({ where, expected: `${3 * places.length} coordinates of arrows`, got: `${vectors.length}` });
  }
  const sizes = places.map((_, k) => Math.hypot(vectors[3 * k]!, vectors[3 * k + 1]!, vectors[3 * k + 2]!));
  const sorted = sizes.filter(Number.isFinite).sort((a, b) => a - b);
  const unit = sorted[Math.floor((1 - extremes) * (sorted.length - 1))] ?? 0;
  if (!(unit > 0)) return '';
  const step = 1e-3;
  const paths = places.map(({ place, point }, k) => {
    const size = sizes[k]!;
    const length = longest * spacing * Math.min(1.3, size / unit);
    // An arrow that is shorter than its head says nothing.
    if (!(length > 0.15 * spacing)) return '';
    const ahead = point.map((x, a) => x + (step * vectors[3 * k + a]!) / size);
    const norm = Math.hypot(...ahead);
    const moved = projection.forward([ahead[0]! / norm, ahead[1]! / norm, ahead[2]! / norm]);
    if (moved === undefined) return '';
    const [dx, dy] = [moved[0] - place[0], moved[1] - place[1]];
    const way = Math.hypot(dx, dy);
    // Steps across the edge of the map come out on its other side.
    if (!(way > 0 && way < 100 * step)) return '';
    const half = length / 2 / way;
    const ends: readonly PlanePoint[] = [-half, half].map((t) => [place[0] + t * dx, place[1] + t * dy]);
    if (ends.some((end) => projection.inverse(...end) === undefined)) return '';
    const [x, y] = onPage(place);
    const [tx, ty] = [(dx / way) * length * perUnit, (-dy / way) * length * perUnit];
    const head = Math.min(5, 0.4 * Math.hypot(tx, ty));
    const turn = (angle: number): string => {
      const scale = -head / Math.hypot(tx, ty);
      const [c, s] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
      return `${num(c * tx - s * ty)} ${num(s * tx + c * ty)}`;
    };
    const [endX, endY] = [x + tx / 2, y + ty / 2];
    const wings = [0.5, -0.5].map((angle) => `M${num(endX)} ${num(endY)}l${turn(angle)}`);
    return `M${num(x - tx / 2)} ${num(y - ty / 2)}L${num(endX)} ${num(endY)}${wings.join('')}`;
  });
  return `<path class="arrows" d="${paths.join('')}" fill="none" stroke="${ink}" stroke-width="1"/>`;
}
