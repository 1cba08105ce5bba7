/**
 * Data for bench/discovery and the tests of discovery, by spectral methods that share no code with the package: Fourier series on
 * periodic boxes and spherical harmonics on the sphere, with exponential time differencing of order 4 (Cox and Matthews 2002,
 * coefficients by contour integrals as in Kassam and Trefethen 2005).
 */

/** In-place complex fast Fourier transform of a power of two numbers; sign −1 forward, +1 backward (unscaled). */
export function fft(re, im, sign) {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const half = size >> 1;
    for (let k = 0; k < half; k++) {
      const angle = (sign * 2 * Math.PI * k) / size;
      const c = Math.cos(angle);
      const s = Math.sin(angle);
      for (let a = k; a < n; a += size) {
        const b = a + half;
        const x = re[b] * c - im[b] * s;
        const y = re[b] * s + im[b] * c;
        re[b] = re[a] - x;
        im[b] = im[a] - y;
        re[a] += x;
        im[a] += y;
      }
    }
  }
}

/** Transform of a box, row-major, axis by axis. */
function transformBox(re, im, shape, sign) {
  let stride = re.length;
  for (const count of shape) {
    stride /= count;
    const a = new Float64Array(count);
    const b = new Float64Array(count);
    for (let start = 0; start < re.length; start++) {
      if (Math.floor(start / stride) % count !== 0) continue;
      for (let i = 0; i < count; i++) {
        a[i] = re[start + i * stride];
        b[i] = im[start + i * stride];
      }
      fft(a, b, sign);
      for (let i = 0; i < count; i++) {
        re[start + i * stride] = a[i];
        im[start + i * stride] = b[i];
      }
    }
  }
}

/** Coefficients of the fourth-order scheme for one eigenvalue (complex) and step. */
function etdCoefficients(lr, li, h) {
  const points = 32;
  const sums = { q: [0, 0], f1: [0, 0], f2: [0, 0], f3: [0, 0] };
  for (let m = 0; m < points; m++) {
    const angle = (2 * Math.PI * (m + 0.5)) / points;
    const z = [h * lr + Math.cos(angle), h * li + Math.sin(angle)];
    const mul = (a, b) => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
    const exp = (a) => [Math.exp(a[0]) * Math.cos(a[1]), Math.exp(a[0]) * Math.sin(a[1])];
    const inv = (a) => {
      const d = a[0] * a[0] + a[1] * a[1];
      return [a[0] / d, -a[1] / d];
    };
    const e = exp(z);
    const half = exp([z[0] / 2, z[1] / 2]);
    const z2 = mul(z, z);
    const over = inv(mul(z2, z));
    const add = (name, value) => {
      sums[name][0] += value[0] / points;
      sums[name][1] += value[1] / points;
    };
    add('q', mul([half[0] - 1, half[1]], inv(z)));
    const poly = (c0, c1, c2, d0, d1, d2) => {
      // c0 + c1 z + c2 z² + e^z (d0 + d1 z + d2 z²)
      const p = [c0 + c1 * z[0] + c2 * z2[0], c1 * z[1] + c2 * z2[1]];
      const d = [d0 + d1 * z[0] + d2 * z2[0], d1 * z[1] + d2 * z2[1]];
      const q = mul(e, d);
      return mul([p[0] + q[0], p[1] + q[1]], over);
    };
    add('f1', poly(-4, -1, 0, 4, -3, 1));
    add('f2', poly(2, 1, 0, -2, 1, 0));
    add('f3', poly(-4, -3, -1, 4, -1, 0));
  }
  return Object.values(sums).map(([a, b]) => [h * a, h * b]);
}

/**
 * Integrates c_t = L c + N(c) for complex coefficients with diagonal L.
 * @param state { re, im } of the coefficients at the start
 * @param linear { re, im } of L
 * @param nonlinear (re, im) → { re, im }
 * @param onSnapshot called at the start and after every `every` steps
 */
export function exponentialSteps(state, linear, nonlinear, h, every, snapshots, onSnapshot) {
  const n = state.re.length;
  const known = new Map();
  const rows = Array.from({ length: n }, (_, i) => {
    const name = `${linear.re[i]} ${linear.im[i]}`;
    if (!known.has(name)) {
      const full = Math.exp(h * linear.re[i]);
      const half = Math.exp((h * linear.re[i]) / 2);
      const e = [full * Math.cos(h * linear.im[i]), full * Math.sin(h * linear.im[i])];
      const e2 = [half * Math.cos((h * linear.im[i]) / 2), half * Math.sin((h * linear.im[i]) / 2)];
      known.set(name, [e, e2, ...etdCoefficients(linear.re[i], linear.im[i], h)]);
    }
    return known.get(name);
  });
  const combine = (parts) => {
    const re = new Float64Array(n);
    const im = new Float64Array(n);
    for (const [index, factor, value] of parts) {
      for (let i = 0; i < n; i++) {
        const [a, b] = rows[i][index];
        re[i] += factor * (a * value.re[i] - b * value.im[i]);
        im[i] += factor * (a * value.im[i] + b * value.re[i]);
      }
    }
    return { re, im };
  };
  const apply = (c) => nonlinear(c.re, c.im);
  let v = state;
  onSnapshot(v);
  for (let step = 1; step < snapshots * every - every + 1; step++) {
    const nv = apply(v);
    const a = combine([
      [1, 1, v],
      [2, 1, nv],
    ]);
    const na = apply(a);
    const b = combine([
      [1, 1, v],
      [2, 1, na],
    ]);
    const nb = apply(b);
    const c = combine([
      [1, 1, a],
      [2, 2, nb],
      [2, -1, nv],
    ]);
    const nc = apply(c);
    v = combine([
      [0, 1, v],
      [3, 1, nv],
      [4, 2, na],
      [4, 2, nb],
      [5, 1, nc],
    ]);
    if (step % every === 0) onSnapshot(v);
  }
}

/** Squared wave numbers and wave numbers along the first axis of a periodic box. */
export function waveNumbers(shape, lengths) {
  const size = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length: size }, (_, i) => {
    let rest = i;
    const k = shape.map(() => 0);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const j = rest % shape[axis];
      rest = (rest - j) / shape[axis];
      k[axis] = (2 * Math.PI * (j <= shape[axis] / 2 ? j : j - shape[axis])) / lengths[axis];
    }
    return k;
  });
}

/**
 * Fields on a periodic box: ∂_t f = L f + N(f), f complex (two real fields as real and imaginary part, or several complex ones).
 * @param linear for each field k ↦ [re, im] of the symbol of L
 * @param reaction (fields: {re, im}[] in space, derivative) ↦ the same; derivative(c, axis) differentiates values
 */
export function periodicRun({ shape, lengths, initial, linear, reaction, step, every, snapshots, onSnapshot }) {
  const size = shape.reduce((a, b) => a * b, 1);
  const ks = waveNumbers(shape, lengths);
  const m = initial.length;
  const pack = (fields) => {
    const re = new Float64Array(m * size);
    const im = new Float64Array(m * size);
    for (const [f, { re: a, im: b }] of fields.entries()) {
      re.set(a, f * size);
      im.set(b, f * size);
    }
    return { re, im };
  };
  const toSpace = (re, im) =>
    Array.from({ length: m }, (_, f) => {
      const a = re.slice(f * size, (f + 1) * size);
      const b = im.slice(f * size, (f + 1) * size);
      transformBox(a, b, shape, 1);
      return { re: a.map((x) => x / size), im: b.map((x) => x / size) };
    });
  // the upper third of the modes is cut, so that quadratic products do not alias
  const keep = ks.map((k) =>
    k.every((value, axis) => Math.abs(value) < ((2 / 3) * Math.PI * shape[axis]) / lengths[axis]) ? 1 : 0,
  );
  const toModes = (fields) =>
    fields.map(({ re, im }) => {
      const a = re.slice();
      const b = im.slice();
      transformBox(a, b, shape, -1);
      return { re: a.map((x, i) => x * keep[i]), im: b.map((x, i) => x * keep[i]) };
    });
  const symbols = { re: new Float64Array(m * size), im: new Float64Array(m * size) };
  for (let f = 0; f < m; f++) {
    for (let i = 0; i < size; i++) [symbols.re[f * size + i], symbols.im[f * size + i]] = linear[f](ks[i]);
  }
  const nonlinear = (re, im) => {
    const values = toSpace(re, im);
    const derivative = (f, axis) => {
      const a = new Float64Array(size);
      const b = new Float64Array(size);
      for (let i = 0; i < size; i++) {
        a[i] = -ks[i][axis] * im[f * size + i];
        b[i] = ks[i][axis] * re[f * size + i];
      }
      transformBox(a, b, shape, 1);
      return { re: a.map((x) => x / size), im: b.map((x) => x / size) };
    };
    return pack(toModes(reaction(values, derivative)));
  };
  exponentialSteps(pack(toModes(initial)), symbols, nonlinear, step, every, snapshots, ({ re, im }) =>
    onSnapshot(toSpace(re, im)),
  );
}

const zeros = (n) => new Float64Array(n);
const real = (re) => ({ re, im: zeros(re.length) });

/** A generator of uniform numbers for initial data (mulberry32). */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A smooth random field: Fourier modes up to `most` along each axis, of unit mean square. */
export function randomField(shape, most, seed) {
  const next = uniform(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  const values = new Float64Array(size);
  const span = shape.length === 1 ? [0] : Array.from({ length: 2 * most + 1 }, (_, i) => i - most);
  for (let a = 0; a <= most; a++) {
    for (const b of span) {
      if (a === 0 && b <= 0 && shape.length > 1) continue;
      if (a === 0 && shape.length === 1) continue;
      if (a * a + b * b > most * most) continue;
      const phase = 2 * Math.PI * next();
      const amplitude = next() - 0.5;
      for (let i = 0; i < size; i++) {
        const x = shape.length === 1 ? i / shape[0] : Math.floor(i / shape[1]) / shape[0];
        const y = shape.length === 1 ? 0 : (i % shape[1]) / shape[1];
        values[i] += amplitude * Math.cos(2 * Math.PI * (a * x + b * y) + phase);
      }
    }
  }
  const scale = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / size);
  return values.map((v) => v / scale);
}

const times = (count, step) => Float64Array.from({ length: count }, (_, k) => k * step);
const negative = (k) => -k.reduce((sum, a) => sum + a * a, 0);

/** One real field on a periodic box; `reaction(u, gradient)` with gradient(axis) gives N(u). */
function scalarRun({ grid, shape, lengths, start, symbol, reaction, step, every, snapshots, skip = 0 }) {
  const u = [];
  let count = 0;
  periodicRun({
    shape,
    lengths,
    initial: [real(start)],
    linear: [(k) => [symbol(k), 0]],
    reaction: ([{ re }], derivative) => [real(reaction(re, (axis) => derivative(0, axis).re))],
    step,
    every,
    snapshots: snapshots + skip,
    onSnapshot: ([{ re }]) => {
      if (count++ >= skip) u.push(re);
    },
  });
  return { space: 'E', grid, times: times(snapshots, step * every), fields: { u } };
}

/** u_t = −u u_x − u_xx − u_xxxx on a circle of length 32π, after the start has been forgotten. */
export function kuramotoSivashinsky(snapshots = 201) {
  const n = 256;
  const length = 32 * Math.PI;
  return scalarRun({
    grid: `cartesian:${n}:${length}:periodic`,
    shape: [n],
    lengths: [length],
    start: randomField([n], 8, 5),
    symbol: ([k]) => k * k - k ** 4,
    reaction: (u, gradient) => {
      const square = u.map((x) => -x);
      const slope = gradient(0);
      return square.map((x, i) => x * slope[i]);
    },
    step: 0.1,
    every: 4,
    snapshots,
    skip: 120,
  });
}

/** iψ_t = −½ψ_xx − |ψ|²ψ with ψ = u + iv: a bound pair of solitons, u_t = −½ v_xx − (u² + v²) v, v_t = ½ u_xx + (u² + v²) u. */
export function schroedinger(snapshots = 251) {
  const n = 256;
  const length = 20;
  const u = [];
  const v = [];
  const start = Float64Array.from({ length: n }, (_, i) => 2 / Math.cosh((i / n - 0.5) * length));
  const interval = Math.PI / (snapshots - 1);
  const every = 25;
  periodicRun({
    shape: [n],
    lengths: [length],
    initial: [real(start)],
    linear: [([k]) => [0, -0.5 * k * k]],
    reaction: ([{ re, im }]) => {
      const square = re.map((x, i) => x * x + im[i] * im[i]);
      return [{ re: square.map((s, i) => -s * im[i]), im: square.map((s, i) => s * re[i]) }];
    },
    step: interval / every,
    every,
    snapshots,
    onSnapshot: ([{ re, im }]) => {
      u.push(re);
      v.push(im);
    },
  });
  return { space: 'E', grid: `cartesian:${n}:${length}:periodic`, times: times(snapshots, interval), fields: { u, v } };
}

const square = { shape: [64, 64] };

/** λ–ω system: u_t = 0.1 Δu + (1 − A²) u + A² v, v_t = 0.1 Δv − A² u + (1 − A²) v, A² = u² + v². */
export function lambdaOmega(snapshots = 101) {
  const length = 20;
  const u = [];
  const v = [];
  let count = 0;
  const skip = 60;
  periodicRun({
    ...square,
    lengths: [length, length],
    initial: [{ re: randomField([64, 64], 3, 1), im: randomField([64, 64], 3, 2) }],
    linear: [(k) => [0.1 * negative(k), 0]],
    reaction: ([{ re, im }]) => {
      const a = re.map((x, i) => x * x + im[i] * im[i]);
      return [{ re: a.map((s, i) => (1 - s) * re[i] + s * im[i]), im: a.map((s, i) => -s * re[i] + (1 - s) * im[i]) }];
    },
    step: 0.05,
    every: 2,
    snapshots: snapshots + skip,
    onSnapshot: ([{ re, im }]) => {
      if (count++ < skip) return;
      u.push(re);
      v.push(im);
    },
  });
  return {
    space: 'E',
    grid: `cartesian:64x64:${length}x${length}:periodic`,
    times: times(snapshots, 0.1),
    fields: { u, v },
  };
}

/** u_t = 0.05 Δu + u − u² on a square of side 2π. */
export function fisher(snapshots = 61) {
  const start = randomField([64, 64], 4, 3).map((x) => 0.2 + 0.08 * x);
  return scalarRun({
    grid: 'cartesian:64x64:2pix2pi:periodic',
    ...square,
    lengths: [2 * Math.PI, 2 * Math.PI],
    start,
    symbol: (k) => 0.05 * negative(k) + 1,
    reaction: (u) => u.map((x) => -x * x),
    step: 0.02,
    every: 3,
    snapshots,
  });
}

/** u_t = 0.3 u − (1 + Δ)² u − u³ = −0.7 u − 2 Δu − Δ²u − u³. */
export function swiftHohenberg(snapshots = 81) {
  const length = 12 * Math.PI;
  return scalarRun({
    grid: `cartesian:64x64:${length}x${length}:periodic`,
    ...square,
    lengths: [length, length],
    start: randomField([64, 64], 9, 4).map((x) => 0.4 * x),
    symbol: (k) => 0.3 - (1 + negative(k)) ** 2,
    reaction: (u) => u.map((x) => -x * x * x),
    step: 0.05,
    every: 2,
    snapshots,
  });
}

/** u_t = Δ(u³ − u − 0.5 Δu). */
export function cahnHilliard(snapshots = 81) {
  const length = 8 * Math.PI;
  const ks = waveNumbers([64, 64], [length, length]);
  return scalarRun({
    grid: `cartesian:64x64:${length}x${length}:periodic`,
    ...square,
    lengths: [length, length],
    start: randomField([64, 64], 6, 6).map((x) => 0.5 * x),
    symbol: (k) => -negative(k) - 0.5 * negative(k) ** 2,
    reaction: (u) => {
      const re = u.map((x) => x * x * x);
      const im = zeros(re.length);
      transformBox(re, im, [64, 64], -1);
      for (const [i, k] of ks.entries()) {
        re[i] *= negative(k) / re.length;
        im[i] *= negative(k) / re.length;
      }
      transformBox(re, im, [64, 64], 1);
      return re;
    },
    step: 0.02,
    every: 2,
    snapshots,
    skip: 5,
  });
}

/** Fully normalised associated Legendre functions P_l^m(x) for l, m ≤ most: index l (l + 1)/2 + m. */
function legendre(most, x) {
  const p = new Float64Array(((most + 1) * (most + 2)) / 2);
  const at = (l, m) => (l * (l + 1)) / 2 + m;
  const s = Math.sqrt(1 - x * x);
  p[0] = Math.sqrt(1 / (4 * Math.PI));
  for (let m = 1; m <= most; m++) p[at(m, m)] = -Math.sqrt((2 * m + 1) / (2 * m)) * s * p[at(m - 1, m - 1)];
  for (let m = 0; m < most; m++) p[at(m + 1, m)] = Math.sqrt(2 * m + 3) * x * p[at(m, m)];
  for (let m = 0; m <= most; m++) {
    for (let l = m + 2; l <= most; l++) {
      const a = Math.sqrt((4 * l * l - 1) / (l * l - m * m));
      const b = Math.sqrt(((l - 1) ** 2 - m * m) / (4 * (l - 1) ** 2 - 1));
      p[at(l, m)] = a * (x * p[at(l - 1, m)] - b * p[at(l - 2, m)]);
    }
  }
  return p;
}

/** Nodes and weights of Gauss and Legendre on [−1, 1]. */
export function gaussNodes(n) {
  const nodes = [];
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let pass = 0; pass < 50; pass++) {
      let [p0, p1] = [1, x];
      for (let k = 2; k <= n; k++) [p0, p1] = [p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k];
      slope = (n * (x * p1 - p0)) / (x * x - 1);
      const change = p1 / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    nodes.push([x, 2 / ((1 - x * x) * slope * slope)]);
  }
  return nodes;
}

/** Synthesis of real fields from coefficients of e^{imφ} P_l^m, m ≥ 0, on rows cos θ = x and `columns` equal longitudes. */
function synthesis(most, rows, columns) {
  const tables = rows.map((x) => legendre(most, x));
  const at = (l, m) => (l * (l + 1)) / 2 + m;
  const angles = Array.from({ length: columns }, (_, j) => (2 * Math.PI * j) / columns);
  return (re, im) => {
    const out = new Float64Array(rows.length * columns);
    for (const [i, p] of tables.entries()) {
      for (let m = 0; m <= most; m++) {
        let a = 0;
        let b = 0;
        for (let l = m; l <= most; l++) {
          a += re[at(l, m)] * p[at(l, m)];
          b += im[at(l, m)] * p[at(l, m)];
        }
        const twice = m === 0 ? 1 : 2;
        for (const [j, angle] of angles.entries()) {
          out[i * columns + j] += twice * (a * Math.cos(m * angle) - b * Math.sin(m * angle));
        }
      }
    }
    return out;
  };
}

/** u_t = L u + N(u) on the unit sphere in spherical harmonics up to degree `most`; values on latlon:rows×2rows. */
export function sphereRun({ most, rows, start, symbol, reaction, step, every, snapshots }) {
  const gauss = gaussNodes(2 * most + 2);
  const columns = 4 * most + 4;
  const at = (l, m) => (l * (l + 1)) / 2 + m;
  const size = at(most, most) + 1;
  const toSpace = synthesis(
    most,
    gauss.map(([x]) => x),
    columns,
  );
  const tables = gauss.map(([x]) => legendre(most, x));
  const toModes = (values) => {
    const re = zeros(size);
    const im = zeros(size);
    for (const [i, [, weight]] of gauss.entries()) {
      for (let m = 0; m <= most; m++) {
        let a = 0;
        let b = 0;
        for (let j = 0; j < columns; j++) {
          const angle = (2 * Math.PI * m * j) / columns;
          a += values[i * columns + j] * Math.cos(angle);
          b -= values[i * columns + j] * Math.sin(angle);
        }
        const factor = (weight * 2 * Math.PI) / columns;
        for (let l = m; l <= most; l++) {
          re[at(l, m)] += factor * a * tables[i][at(l, m)];
          im[at(l, m)] += factor * b * tables[i][at(l, m)];
        }
      }
    }
    return { re, im };
  };
  const eigenvalues = zeros(size);
  for (let l = 0; l <= most; l++) for (let m = 0; m <= l; m++) eigenvalues[at(l, m)] = symbol(-l * (l + 1));
  const show = synthesis(
    most,
    Array.from({ length: rows }, (_, i) => Math.cos(((i + 0.5) * Math.PI) / rows)),
    2 * rows,
  );
  const u = [];
  exponentialSteps(
    start(at, size),
    { re: eigenvalues, im: zeros(size) },
    (re, im) => toModes(reaction(toSpace(re, im))),
    step,
    every,
    snapshots,
    ({ re, im }) => u.push(show(re, im)),
  );
  return { space: 'S', grid: `latlon:${rows}x${2 * rows}`, times: times(snapshots, step * every), fields: { u } };
}

/** Random coefficients of degree 1 to `top`. */
const randomHarmonics = (top, seed, size_) => (at, size) => {
  const next = uniform(seed);
  const re = zeros(size);
  const im = zeros(size);
  for (let l = 1; l <= top; l++) {
    for (let m = 0; m <= l; m++) {
      re[at(l, m)] = size_ * (next() - 0.5);
      im[at(l, m)] = m === 0 ? 0 : size_ * (next() - 0.5);
    }
  }
  return { re, im };
};

/** u_t = 0.02 Δu + u − u³ on the unit sphere. */
export function allenCahnSphere(snapshots = 41, rows = 32) {
  return sphereRun({
    most: 20,
    rows,
    start: randomHarmonics(6, 7, 0.4),
    symbol: (lambda) => 0.02 * lambda + 1,
    reaction: (u) => u.map((x) => -x * x * x),
    step: 0.05,
    every: 1,
    snapshots,
  });
}

/** u_t = ν Δu + c |∇u|² on the unit sphere: u = (ν/c) log φ, φ_t = ν Δφ a sum of spherical harmonics. ν = 0.1, c = −0.5. */
export function growthSphere(snapshots = 41, rows = 32) {
  const [nu, c] = [0.1, -0.5];
  const most = 6;
  const at = (l, m) => (l * (l + 1)) / 2 + m;
  const size = at(most, most) + 1;
  const { re, im } = randomHarmonics(most, 11, 1)(at, size);
  const show = synthesis(
    most,
    Array.from({ length: rows }, (_, i) => Math.cos(((i + 0.5) * Math.PI) / rows)),
    2 * rows,
  );
  const first = show(re, im);
  const lowest = first.reduce((a, b) => Math.min(a, b), 0);
  const t = times(snapshots, 0.05);
  const u = Array.from(t, (time) => {
    const decay = (values) => {
      const result = values.slice();
      for (let l = 0; l <= most; l++)
        for (let m = 0; m <= l; m++) result[at(l, m)] *= Math.exp(-nu * l * (l + 1) * time);
      return result;
    };
    return show(decay(re), decay(im)).map((x) => (nu / c) * Math.log(x - 1.5 * lowest));
  });
  return { space: 'S', grid: `latlon:${rows}x${2 * rows}`, times: t, fields: { u } };
}

/**
 * Vorticity ω carried by a given stream function ψ on the unit sphere, with viscosity ν = 0.02: ψ = Ω cos θ turns the sphere rigidly,
 * ω_t = −Ω ω_φ + ν Δω, so every harmonic turns and decays by itself and the solution is exact. So that nothing is aligned with
 * the grid, the axis is tilted.
 */
export function vorticitySphere(snapshots = 61, rows = 32) {
  const [nu, spin, tilt] = [0.02, 1.5, 0.7];
  const most = 5;
  const at = (l, m) => (l * (l + 1)) / 2 + m;
  const size = at(most, most) + 1;
  const { re, im } = randomHarmonics(most, 13, 1)(at, size);
  const points = Array.from({ length: rows * 2 * rows }, (_, i) => {
    const theta = ((Math.floor(i / (2 * rows)) + 0.5) * Math.PI) / rows;
    const phi = ((i % (2 * rows)) * Math.PI) / rows;
    const [x, y, z] = [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)];
    return [x * Math.cos(tilt) - z * Math.sin(tilt), y, x * Math.sin(tilt) + z * Math.cos(tilt)];
  });
  const tables = points.map(([, , z]) => legendre(most, Math.max(-1, Math.min(1, z))));
  const angles = points.map(([x, y]) => Math.atan2(y, x));
  const t = times(snapshots, 0.05);
  const u = Array.from(t, (time) =>
    Float64Array.from(points, (_, i) => {
      let sum = 0;
      for (let l = 1; l <= most; l++) {
        for (let m = 0; m <= l; m++) {
          const angle = m * (angles[i] - spin * time);
          const mode = re[at(l, m)] * Math.cos(angle) - im[at(l, m)] * Math.sin(angle);
          sum += (m === 0 ? 1 : 2) * Math.exp(-nu * l * (l + 1) * time) * mode * tables[i][at(l, m)];
        }
      }
      return sum;
    }),
  );
  const psi = Float64Array.from(points, ([, , z]) => spin * z);
  return { space: 'S', grid: `latlon:${rows}x${2 * rows}`, times: t, fields: { u, v: Array.from(t, () => psi) } };
}

/** A box of the half-plane in x and s = log y, in which bumps stay away from the edges; Δ = y² u_xx + u_ss − u_s. */
function halfPlaneRun({ diffusion, rate, snapshots, interval }) {
  const n = 64;
  const [width, low, high] = [6, -1.4, 1.4];
  const ks = waveNumbers([n, n], [high - low, width]);
  const s = Array.from({ length: n }, (_, i) => low + ((i + 0.5) * (high - low)) / n);
  const x = Array.from({ length: n }, (_, j) => -width / 2 + (j * width) / n);
  const y2 = Float64Array.from({ length: n * n }, (_, i) => Math.exp(2 * s[Math.floor(i / n)]));
  const bumps = [
    [-0.8, 0.1, 0.5, 0.25],
    [0.5, 0.35, 0.4, 0.3],
    [0.2, -0.3, 0.35, 0.2],
    [1.2, 0.0, 0.3, 0.22],
  ];
  let u = Float64Array.from({ length: n * n }, (_, i) => {
    const [a, b] = [s[Math.floor(i / n)], x[i % n]];
    return bumps.reduce(
      (sum, [bx, bs, h, w]) => sum + h * Math.exp(-(((a - bs) / w) ** 2) - ((b - bx) / (1.6 * w)) ** 2),
      0,
    );
  });
  const right = (v) => {
    const re = v.slice();
    const im = zeros(n * n);
    transformBox(re, im, [n, n], -1);
    const part = (factor) => {
      const a = zeros(n * n);
      const b = zeros(n * n);
      for (let i = 0; i < n * n; i++) {
        const [fr, fi] = factor(ks[i]);
        a[i] = (fr * re[i] - fi * im[i]) / (n * n);
        b[i] = (fr * im[i] + fi * re[i]) / (n * n);
      }
      transformBox(a, b, [n, n], 1);
      return a;
    };
    const along = part(([k]) => [-k * k, -k]);
    const across = part(([, k]) => [-k * k, 0]);
    return v.map((value, i) => diffusion * (along[i] + y2[i] * across[i]) + rate * value * (1 - value));
  };
  const steps = Math.ceil(
    interval /
      (2.4 / (diffusion * (Math.exp(2 * high) * ((Math.PI * n) / width) ** 2 + ((Math.PI * n) / (high - low)) ** 2))),
  );
  const h = interval / steps;
  const out = [u];
  const plus = (v, factor, w) => v.map((value, i) => value + factor * w[i]);
  for (let k = 1; k < snapshots; k++) {
    for (let step = 0; step < steps; step++) {
      const k1 = right(u);
      const k2 = right(plus(u, h / 2, k1));
      const k3 = right(plus(u, h / 2, k2));
      const k4 = right(plus(u, h, k3));
      u = u.map((value, i) => value + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
    }
    out.push(u);
  }
  return {
    space: 'H',
    grid: `halfplane:${n}x${n}:${width}:${Math.exp(low)}..${Math.exp(high)}:open`,
    times: times(snapshots, interval),
    fields: { u: out },
  };
}

/** u_t = 0.04 Δu on H². */
export const heatHyperbolic = (snapshots = 31) => halfPlaneRun({ diffusion: 0.04, rate: 0, snapshots, interval: 0.02 });

/** u_t = 0.04 Δu + 2 u (1 − u) on H². */
export const fisherHyperbolic = (snapshots = 31) =>
  halfPlaneRun({ diffusion: 0.04, rate: 2, snapshots, interval: 0.02 });
