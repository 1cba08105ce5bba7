/**
 * u_t = −u_xx − u_xxxx − u_x²/2 on a periodic line by exponential time differencing of order 4 (ETDRK4, Cox and Matthews) with the
 * coefficients as means over circles in the complex plane [kassam-trefethen-2005]. Transforms term by term.
 */

type Complex = readonly [number, number];
const add = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const scale = (x: number, a: Complex): Complex => [x * a[0], x * a[1]];
const over = (a: Complex, b: Complex): Complex => {
  const size = b[0] ** 2 + b[1] ** 2;
  return scale(1 / size, times(a, [b[0], -b[1]]));
};
const exp = (z: Complex): Complex => scale(Math.exp(z[0]), [Math.cos(z[1]), Math.sin(z[1])]);

function transform(x: readonly Complex[], sign: 1 | -1): Complex[] {
  const n = x.length;
  const roots = x.map((_, k): Complex => exp([0, (2 * Math.PI * k) / n]));
  return x.map((_, j) => {
    let [re, im] = [0, 0];
    for (let k = 0; k < n; k++) {
      const [c, s] = roots[(j * k) % n]!;
      re += x[k]![0] * c - sign * x[k]![1] * s;
      im += sign * x[k]![0] * s + x[k]![1] * c;
    }
    return sign === 1 ? [re, im] : [re / n, im / n];
  });
}

/** Values after `steps` steps up to tEnd. */
export function kuramotoSivashinsky(u: readonly number[], length: number, tEnd: number, steps: number): number[] {
  const n = u.length;
  const h = tEnd / steps;
  const waves = u.map((_, j) => (2 * Math.PI * (2 * j < n ? j : j - n)) / length);
  const linear = waves.map((k) => k ** 2 - k ** 4);
  const circle = Array.from({ length: 32 }, (_, r): Complex => exp([0, (Math.PI * (2 * r + 1)) / 32]));
  const mean = (z: number, f: (z: Complex) => Complex): number =>
    circle.reduce((sum, r) => sum + f(add([z, 0], r))[0], 0) / circle.length;
  const cube = (z: Complex): Complex => times(z, times(z, z));
  const one: Complex = [1, 0];
  const table = linear.map((l) => {
    const z = h * l;
    return {
      full: Math.exp(z),
      half: Math.exp(z / 2),
      q: h * mean(z, (w) => over(add(exp(scale(0.5, w)), scale(-1, one)), w)),
      // (−4 − w + e^w (4 − 3w + w²)) / w³ and its companions.
      f1:
        h *
        mean(z, (w) =>
          over(add(add([-4, 0], scale(-1, w)), times(exp(w), add(add([4, 0], scale(-3, w)), times(w, w)))), cube(w)),
        ),
      f2: h * mean(z, (w) => over(add(add([2, 0], w), times(exp(w), add([-2, 0], w))), cube(w))),
      f3:
        h *
        mean(z, (w) =>
          over(
            add(add(add([-4, 0], scale(-3, w)), scale(-1, times(w, w))), times(exp(w), add([4, 0], scale(-1, w)))),
            cube(w),
          ),
        ),
    };
  });
  const nonlinear = (v: readonly Complex[]): Complex[] => {
    const slope = transform(
      v.map(([a, b], j) => (2 * j === n ? [0, 0] : [-waves[j]! * b, waves[j]! * a])),
      1,
    );
    return transform(
      slope.map(([x]) => [-0.5 * x * x, 0]),
      -1,
    );
  };
  let v = transform(
    u.map((x) => [x, 0]),
    -1,
  );
  for (let step = 0; step < steps; step++) {
    const nv = nonlinear(v);
    const a = v.map((x, j) => add(scale(table[j]!.half, x), scale(table[j]!.q, nv[j]!)));
    const na = nonlinear(a);
    const b = v.map((x, j) => add(scale(table[j]!.half, x), scale(table[j]!.q, na[j]!)));
    const nb = nonlinear(b);
    const c = a.map((x, j) =>
      add(scale(table[j]!.half, x), scale(table[j]!.q, add(scale(2, nb[j]!), scale(-1, nv[j]!)))),
    );
    const nc = nonlinear(c);
    v = v.map((x, j) => {
      const { full, f1, f2, f3 } = table[j]!;
      const middle = scale(2 * f2, add(na[j]!, nb[j]!));
      return add(add(scale(full, x), scale(f1, nv[j]!)), add(middle, scale(f3, nc[j]!)));
    });
  }
  return transform(v, 1).map(([x]) => x);
}
