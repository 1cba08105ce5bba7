/* Hand-written peers of the wasm target, for clang: F(u) = Lap u + |grad u|^2 + |Hess u|^2 + u - u^3 on a periodic grid of N^2
 * or N^3 nodes with ghost nodes, which are filled in each call. Mixed derivatives are read from the points of the product
 * formula (order 2) or differenced along a row of D_y u, D_z u kept in a buffer (order 4): the faster way of each, as
 * found with clang for this instruction set.
 * clang --target=wasm32 -O3 -msimd128 -nostdlib -fno-builtin -Wl,--no-entry -o wasm.wasm wasm.c */
enum { LEFT = 8, R = 2 };

extern unsigned char __heap_base;

#define EXPORT(name) __attribute__((export_name(#name)))
#define VECTORS _Pragma("clang loop vectorize(assume_safety)")

EXPORT(heap) unsigned heap(void) { return ((unsigned)&__heap_base + 63) / 64 * 64; }

#define RAW2(p, s) ((p)[s] - (p)[-(s)])
#define RAW4(p, s) (8 * ((p)[s] - (p)[-(s)]) - ((p)[2 * (s)] - (p)[-2 * (s)]))
#define FIRST2(p, s) (RAW2(p, s) * c1)
#define FIRST4(p, s) (RAW4(p, s) * c1)
#define SECOND2(p, s) (((p)[s] + (p)[-(s)] - 2 * (p)[0]) * c2)
#define SECOND4(p, s) ((16 * ((p)[s] + (p)[-(s)]) - ((p)[2 * (s)] + (p)[-2 * (s)]) - 30 * (p)[0]) * c2)
#define MIXED2(p, s, t) (((p)[(s) + (t)] - (p)[(s) - (t)] - (p)[(t) - (s)] + (p)[-(s) - (t)]) * c1 * c1)
#define MIXED4(p, s, t) \
  ((8 * (RAW4((p) + (s), t) - RAW4((p) - (s), t)) - (RAW4((p) + 2 * (s), t) - RAW4((p) - 2 * (s), t))) * c1 * c1)

static inline void fill2(double *u, int n, int row) {
  for (int j = 0; j < n; j++) {
    double *r = u + (j + R) * row + LEFT;
    for (int g = 1; g <= R; g++) {
      r[-g] = r[n - g];
      r[n + g - 1] = r[g - 1];
    }
  }
  for (int i = 0; i < R * row; i++) {
    u[i] = u[n * row + i];
    u[(n + R) * row + i] = u[R * row + i];
  }
}

static inline void fill3(double *u, int n, int row, int plane) {
  for (int k = 0; k < n; k++) fill2(u + (k + R) * plane, n, row);
  for (int i = 0; i < R * plane; i++) {
    u[i] = u[n * plane + i];
    u[(n + R) * plane + i] = u[R * plane + i];
  }
}

/* buffer: two rows */
#define ARGUMENTS double *restrict u, double *restrict out, double *restrict buffer, int n, double h

EXPORT(f2_2) void f2_2(ARGUMENTS) {
  const int s = n + 2 * LEFT;
  const double c1 = 1 / (2 * h), c2 = 1 / (h * h);
  fill2(u, n, s);
  for (int j = 0; j < n; j++) {
    const double *restrict q = u + (j + R) * s + LEFT;
    double *restrict w = out + j * n;
    VECTORS for (int i = 0; i < n; i++) {
      const double *p = q + i;
      double v = p[0], x = FIRST2(p, 1), y = FIRST2(p, s), a = SECOND2(p, 1), b = SECOND2(p, s), m = MIXED2(p, 1, s);
      w[i] = a + b + x * x + y * y + a * a + b * b + 2 * m * m + v - v * v * v;
    }
  }
}

EXPORT(f2_4) void f2_4(ARGUMENTS) {
  const int s = n + 2 * LEFT;
  const double c1 = 1 / (12 * h), c2 = 1 / (12 * h * h);
  double *restrict by = buffer + LEFT;
  fill2(u, n, s);
  for (int j = 0; j < n; j++) {
    const double *restrict q = u + (j + R) * s + LEFT;
    double *restrict w = out + j * n;
    VECTORS for (int i = -R; i < n + R; i++) by[i] = FIRST4(q + i, s);
    VECTORS for (int i = 0; i < n; i++) {
      const double *p = q + i;
      double v = p[0], y = by[i], x = FIRST4(p, 1), a = SECOND4(p, 1), b = SECOND4(p, s), m = FIRST4(by + i, 1);
      w[i] = a + b + x * x + y * y + a * a + b * b + 2 * m * m + v - v * v * v;
    }
  }
}

EXPORT(f3_2) void f3_2(ARGUMENTS) {
  const int s = n + 2 * LEFT, t = s * (n + 2 * R);
  const double c1 = 1 / (2 * h), c2 = 1 / (h * h);
  fill3(u, n, s, t);
  for (int k = 0; k < n; k++)
    for (int j = 0; j < n; j++) {
      const double *restrict q = u + (k + R) * t + (j + R) * s + LEFT;
      double *restrict w = out + (k * n + j) * n;
      VECTORS for (int i = 0; i < n; i++) {
        const double *p = q + i;
        double v = p[0], x = FIRST2(p, 1), y = FIRST2(p, s), z = FIRST2(p, t);
        double a = SECOND2(p, 1), b = SECOND2(p, s), c = SECOND2(p, t);
        double l = MIXED2(p, 1, s), m = MIXED2(p, 1, t), o = MIXED2(p, s, t);
        w[i] = a + b + c + x * x + y * y + z * z + a * a + b * b + c * c + 2 * (l * l + m * m + o * o) + v - v * v * v;
      }
    }
}

EXPORT(f3_4) void f3_4(ARGUMENTS) {
  const int s = n + 2 * LEFT, t = s * (n + 2 * R);
  const double c1 = 1 / (12 * h), c2 = 1 / (12 * h * h);
  double *restrict by = buffer + LEFT, *restrict bz = buffer + s + LEFT;
  fill3(u, n, s, t);
  for (int k = 0; k < n; k++)
    for (int j = 0; j < n; j++) {
      const double *restrict q = u + (k + R) * t + (j + R) * s + LEFT;
      double *restrict w = out + (k * n + j) * n;
      VECTORS for (int i = -R; i < n + R; i++) {
        by[i] = FIRST4(q + i, s);
        bz[i] = FIRST4(q + i, t);
      }
      VECTORS for (int i = 0; i < n; i++) {
        const double *p = q + i;
        double v = p[0], y = by[i], z = bz[i], x = FIRST4(p, 1);
        double a = SECOND4(p, 1), b = SECOND4(p, s), c = SECOND4(p, t);
        double l = FIRST4(by + i, 1), m = FIRST4(bz + i, 1), o = MIXED4(p, s, t);
        w[i] = a + b + c + x * x + y * y + z * z + a * a + b * b + c * c + 2 * (l * l + m * m + o * o) + v - v * v * v;
      }
    }
}
