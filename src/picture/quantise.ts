/**
 * A few colours for many. Boxes of colours are split where that lowers the sum of squared deviations most, after
 * X. Wu's variance-based variant of median cut [wu-1991]; then colours move to the means of what is nearest to them, as in
 * Lloyd's method [lloyd-1982].
 */

/** Colours, each with four coordinates, and how much each counts. */
interface Cloud {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

interface Box {
  readonly from: number;
  readonly to: number;
  /** Weight, weighted sum of each coordinate, squared deviation of each coordinate. */
  readonly weight: number;
  readonly sum: readonly number[];
  readonly deviation: readonly number[];
  readonly total: number;
}

const AXES: readonly number[] = [0, 1, 2, 3];

/** Rare colours count for more than their share, so that thin lines and letters keep theirs. */
const weightOf = (count: number): number => count ** 0.75;

/** Colours beyond this number are joined to their neighbours first. */
const MOST_POINTS = 1 << 16;
const ROUNDS = 8;

/**
 * At most `size` colours for those of a histogram, four bytes each.
 * @param colours - four bytes each, all different.
 * @param counts - how often each occurs.
 */
export function quantise(colours: Uint8Array, counts: ArrayLike<number>, size: number): Uint8Array {
  const cloud = cloudOf(colours, counts);
  const centres = split(cloud, size);
  for (let round = 0; round < ROUNDS; round++) moveToMeans(cloud, centres);
  return snapped(colours, counts, centres);
}

/** The number of the centre nearest to a colour; the first one of several. */
export function nearest(centres: ArrayLike<number>, r: number, g: number, b: number, a: number): number {
  let [found, least] = [0, Number.POSITIVE_INFINITY];
  for (let k = 0; 4 * k < centres.length; k++) {
    const [dr, dg] = [centres[4 * k]! - r, centres[4 * k + 1]! - g];
    const [db, da] = [centres[4 * k + 2]! - b, centres[4 * k + 3]! - a];
    const distance = dr * dr + dg * dg + db * db + da * da;
    if (distance < least) [found, least] = [k, distance];
  }
  return found;
}

/** The colours as points; where they are too many, those that agree but for their last bits are one. */
function cloudOf(colours: Uint8Array, counts: ArrayLike<number>): Cloud {
  for (let bits = 0; ; bits++) {
    const cells = new Map<number, number>();
    const cellOf = Uint32Array.from(counts, (_, i) => {
      const key = AXES.reduce((sum, c) => sum * 256 + (colours[4 * i + c]! >> bits), 0);
      const cell = cells.get(key) ?? cells.size;
      cells.set(key, cell);
      return cell;
    });
    if (cells.size > MOST_POINTS) continue;
    const points = new Float64Array(4 * cells.size);
    const weights = new Float64Array(cells.size);
    cellOf.forEach((cell, i) => {
      const weight = weightOf(counts[i]!);
      weights[cell]! += weight;
      for (const c of AXES) points[4 * cell + c]! += weight * colours[4 * i + c]!;
    });
    return { points: points.map((sum, i) => sum / weights[i >> 2]!), weights };
  }
}

/** Means of boxes that hold all points. */
function split(cloud: Cloud, size: number): Float64Array {
  const { points, weights } = cloud;
  const order = Uint32Array.from(weights, (_, i) => i);
  const boxes = [boxOf(cloud, order, 0, order.length)];
  while (boxes.length < size) {
    const widest = boxes.reduce((best, box, k) => (box.total > boxes[best]!.total ? k : best), 0);
    const { from, to, weight, sum, deviation, total } = boxes[widest]!;
    if (!(total > 1e-9)) break;
    const axis = deviation.indexOf(Math.max(...deviation));
    order.subarray(from, to).sort((i, j) => points[4 * i + axis]! - points[4 * j + axis]!);
    let [cut, gain, left] = [from + 1, -1, 0];
    const sums = [0, 0, 0, 0];
    for (let at = from; at < to - 1; at++) {
      const i = order[at]!;
      left += weights[i]!;
      for (const c of AXES) sums[c]! += weights[i]! * points[4 * i + c]!;
      if (points[4 * order[at + 1]! + axis] === points[4 * i + axis]) continue;
      const between = AXES.reduce((g, c) => g + sums[c]! ** 2 / left + (sum[c]! - sums[c]!) ** 2 / (weight - left), 0);
      if (between > gain) [cut, gain] = [at + 1, between];
    }
    boxes.splice(widest, 1, boxOf(cloud, order, from, cut), boxOf(cloud, order, cut, to));
  }
  return Float64Array.from(boxes.flatMap(({ sum, weight }) => sum.map((x) => x / weight)));
}

function boxOf({ points, weights }: Cloud, order: Uint32Array, from: number, to: number): Box {
  let weight = 0;
  const [sum, squares] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  for (let at = from; at < to; at++) {
    const i = order[at]!;
    weight += weights[i]!;
    for (const c of AXES) {
      sum[c]! += weights[i]! * points[4 * i + c]!;
      squares[c]! += weights[i]! * points[4 * i + c]! ** 2;
    }
  }
  // One point deviates from itself by rounding only.
  const deviation = squares.map((square, c) => (to - from > 1 ? square - sum[c]! ** 2 / weight : 0));
  return { from, to, weight, sum, deviation, total: deviation.reduce((all, one) => all + one, 0) };
}

/** Each centre goes to the mean of the points that are nearest to it; one without points stays. */
function moveToMeans({ points, weights }: Cloud, centres: Float64Array): void {
  const sums = new Float64Array(centres.length);
  const total = new Float64Array(centres.length / 4);
  weights.forEach((weight, i) => {
    const k = nearest(centres, points[4 * i]!, points[4 * i + 1]!, points[4 * i + 2]!, points[4 * i + 3]!);
    total[k]! += weight;
    for (const c of AXES) sums[4 * k + c]! += weight * points[4 * i + c]!;
  });
  sums.forEach((sum, i) => {
    if (total[i >> 2]! > 0) centres[i] = sum / total[i >> 2]!;
  });
}

/** Centres in bytes, each once. One that stands mostly for a single colour, such as paper or ink, is that colour. */
function snapped(colours: Uint8Array, counts: ArrayLike<number>, centres: Float64Array): Uint8Array {
  const [all, most] = [new Float64Array(centres.length / 4), new Float64Array(centres.length / 4)];
  const heaviest = new Int32Array(centres.length / 4);
  for (let i = 0; i < counts.length; i++) {
    const k = nearest(centres, colours[4 * i]!, colours[4 * i + 1]!, colours[4 * i + 2]!, colours[4 * i + 3]!);
    all[k]! += counts[i]!;
    if (counts[i]! > most[k]!) [most[k], heaviest[k]] = [counts[i]!, i];
  }
  const bytes = Array.from(all, (count, k) =>
    most[k]! > count / 2
      ? colours.slice(4 * heaviest[k]!, 4 * heaviest[k]! + 4)
      : Uint8Array.from(centres.subarray(4 * k, 4 * k + 4), Math.round),
  );
  const unique = new Map(bytes.map((colour) => [colour.join(), colour]));
  return Uint8Array.from([...unique.values()].flatMap((colour) => [...colour]));
}
