// Hand-written JavaScript peers: Δu + |∇u|² + |∇²u|² + u − u³ on a periodic grid with ghost nodes, filled in the call.
// Order 2 reads the points of the product formula, order 4 differences a buffered row of D_y u (and D_z u).
const [R, LEFT] = [2, 8];

/** A function from plain values on N^dimension nodes, and the values in the middle of its result. */
export function handWritten(dimension, order, N) {
  const P = N + 2 * LEFT;
  const Q = dimension === 2 ? 0 : P * (N + 2 * R);
  const planes = dimension === 2 ? 1 : N + 2 * R;
  const u = new Float64Array(P * (N + 2 * R) * planes);
  const out = new Float64Array(u.length);
  const [first, plane] = [dimension === 2 ? 0 : R * Q, P * (N + 2 * R)];
  const h = (2 * Math.PI) / N;
  const [d1, d2] = order === 2 ? [1 / (2 * h), 1 / (h * h)] : [1 / (12 * h), 1 / (12 * h * h)];
  const place = (node) =>
    Math.floor(node / (N * N)) * (dimension === 3 ? plane : 0) +
    first +
    ((Math.floor(node / N) % N) + R) * P +
    LEFT +
    (node % N);
  const fillPlane = (at) => {
    for (let j = R; j < N + R; j++) {
      const row = at + j * P + LEFT;
      for (let g = 1; g <= R; g++) {
        u[row - g] = u[row + N - g];
        u[row + N + g - 1] = u[row + g - 1];
      }
    }
    u.copyWithin(at, at + N * P, at + (N + R) * P);
    u.copyWithin(at + (N + R) * P, at + R * P, at + 2 * R * P);
  };
  const fill = () => {
    if (dimension === 2) return fillPlane(0);
    for (let k = 0; k < N; k++) fillPlane(first + k * plane);
    u.copyWithin(0, N * plane, (N + R) * plane);
    u.copyWithin((N + R) * plane, R * plane, 2 * R * plane);
  };
  const dy = new Float64Array(P);
  const dz = new Float64Array(P);
  const kernels = {
    22() {
      for (let j = 0; j < N; j++) {
        const row = (j + R) * P + LEFT;
        for (let p = row; p < row + N; p++) {
          const v = u[p];
          const x = (u[p + 1] - u[p - 1]) * d1;
          const y = (u[p + P] - u[p - P]) * d1;
          const a = (u[p + 1] + u[p - 1] - 2 * v) * d2;
          const b = (u[p + P] + u[p - P] - 2 * v) * d2;
          const m = (u[p + P + 1] - u[p + P - 1] - u[p - P + 1] + u[p - P - 1]) * (d1 * d1);
          out[p] = v + a + b + x * x + y * y + a * a + b * b + 2 * m * m - v * v * v;
        }
      }
    },
    24() {
      for (let j = 0; j < N; j++) {
        const row = (j + R) * P + LEFT;
        for (let i = -R; i < N + R; i++) {
          const p = row + i;
          dy[LEFT + i] = (8 * (u[p + P] - u[p - P]) - (u[p + 2 * P] - u[p - 2 * P])) * d1;
        }
        for (let i = 0; i < N; i++) {
          const p = row + i;
          const q = LEFT + i;
          const v = u[p];
          const y = dy[q];
          const x = (8 * (u[p + 1] - u[p - 1]) - (u[p + 2] - u[p - 2])) * d1;
          const a = (16 * (u[p + 1] + u[p - 1]) - (u[p + 2] + u[p - 2]) - 30 * v) * d2;
          const b = (16 * (u[p + P] + u[p - P]) - (u[p + 2 * P] + u[p - 2 * P]) - 30 * v) * d2;
          const m = (8 * (dy[q + 1] - dy[q - 1]) - (dy[q + 2] - dy[q - 2])) * d1;
          out[p] = v + a + b + x * x + y * y + a * a + b * b + 2 * m * m - v * v * v;
        }
      }
    },
    32() {
      for (let k = 0; k < N; k++) {
        for (let j = 0; j < N; j++) {
          const row = first + k * Q + (j + R) * P + LEFT;
          for (let p = row; p < row + N; p++) {
            const v = u[p];
            const x = (u[p + 1] - u[p - 1]) * d1;
            const y = (u[p + P] - u[p - P]) * d1;
            const z = (u[p + Q] - u[p - Q]) * d1;
            const a = (u[p + 1] + u[p - 1] - 2 * v) * d2;
            const b = (u[p + P] + u[p - P] - 2 * v) * d2;
            const c = (u[p + Q] + u[p - Q] - 2 * v) * d2;
            const m = (u[p + P + 1] - u[p + P - 1] - u[p - P + 1] + u[p - P - 1]) * (d1 * d1);
            const n = (u[p + Q + 1] - u[p + Q - 1] - u[p - Q + 1] + u[p - Q - 1]) * (d1 * d1);
            const l = (u[p + Q + P] - u[p + Q - P] - u[p - Q + P] + u[p - Q - P]) * (d1 * d1);
            out[p] =
              v + a + b + c + x * x + y * y + z * z + a * a + b * b + c * c + 2 * (m * m + n * n + l * l) - v * v * v;
          }
        }
      }
    },
    34() {
      const raw = (p, s) => 8 * (u[p + s] - u[p - s]) - (u[p + 2 * s] - u[p - 2 * s]);
      for (let k = 0; k < N; k++) {
        for (let j = 0; j < N; j++) {
          const row = first + k * Q + (j + R) * P + LEFT;
          for (let i = -R; i < N + R; i++) {
            dy[LEFT + i] = raw(row + i, P) * d1;
            dz[LEFT + i] = raw(row + i, Q) * d1;
          }
          for (let i = 0; i < N; i++) {
            const p = row + i;
            const q = LEFT + i;
            const v = u[p];
            const [y, z] = [dy[q], dz[q]];
            const x = raw(p, 1) * d1;
            const a = (16 * (u[p + 1] + u[p - 1]) - (u[p + 2] + u[p - 2]) - 30 * v) * d2;
            const b = (16 * (u[p + P] + u[p - P]) - (u[p + 2 * P] + u[p - 2 * P]) - 30 * v) * d2;
            const c = (16 * (u[p + Q] + u[p - Q]) - (u[p + 2 * Q] + u[p - 2 * Q]) - 30 * v) * d2;
            const m = (8 * (dy[q + 1] - dy[q - 1]) - (dy[q + 2] - dy[q - 2])) * d1;
            const n = (8 * (dz[q + 1] - dz[q - 1]) - (dz[q + 2] - dz[q - 2])) * d1;
            const l = (8 * (raw(p + Q, P) - raw(p - Q, P)) - (raw(p + 2 * Q, P) - raw(p - 2 * Q, P))) * (d1 * d1);
            out[p] =
              v + a + b + c + x * x + y * y + z * z + a * a + b * b + c * c + 2 * (m * m + n * n + l * l) - v * v * v;
          }
        }
      }
    },
  };
  const kernel = kernels[`${dimension}${order}`];
  return {
    set(values) {
      for (let node = 0; node < values.length; node++) u[place(node)] = values[node];
    },
    run() {
      fill();
      kernel();
    },
    value: (node) => out[place(node)],
  };
}
