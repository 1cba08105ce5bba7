/* Hand-written peers of the kernels: F(u) = Lap u + |grad u|^2 + |Hess u|^2 + u - u^3 on a periodic grid of N^DIM nodes,
 * central differences of order ORDER. The grid has ghost nodes, which are filled inside the timed region.
 * Three ways to take mixed derivatives: "direct" reads the points of the product formula, "line" differences a row of
 * D_y u (and D_z u) kept in a buffer, "plane" (3D) keeps a plane of D_z u. That these are the ones worth trying was
 * found in a study of stencils in C, WebAssembly, JavaScript and NumPy made before this package.
 * The generated kernel, jetgraph_run, works on the plain array. One round times every variant once; the best of the
 * hand-written medians is the peer.
 * cc -O3 -march=native -mprefer-vector-width=512 -fopenmp -DDIM=2 -DORDER=2 -DN=1024 stencil.c kernel.c -lm */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "timing.h"

void jetgraph_run(const double *u, double *out);

enum { R = 2, LEFT = 8, P = N + 2 * LEFT, Q = P * (N + 2 * R), VARIANTS = DIM + 1, ROUNDS = 61 };
#if DIM == 2
enum { NODES = N * N, PADDED = Q, FIRST = R * P + LEFT };
#else
enum { NODES = N * N * N, PADDED = Q * (N + 2 * R), FIRST = R * Q + R * P + LEFT };
#endif

static const double spacing = 2 * 3.14159265358979323846 / N;

#if ORDER == 2
#define FIRST_DIFFERENCE(p, s) (((p)[s] - (p)[-(s)]) * d1)
#define SECOND_DIFFERENCE(p, s) (((p)[s] + (p)[-(s)] - 2 * (p)[0]) * d2)
#define MIXED(p, s, t) (((p)[(s) + (t)] - (p)[(s) - (t)] - (p)[(t) - (s)] + (p)[-(s) - (t)]) * (d1 * d1))
#define D1 (1 / (2 * spacing))
#define D2 (1 / (spacing * spacing))
#else
#define RAW(p, s) (8 * ((p)[s] - (p)[-(s)]) - ((p)[2 * (s)] - (p)[-2 * (s)]))
#define FIRST_DIFFERENCE(p, s) (RAW(p, s) * d1)
#define SECOND_DIFFERENCE(p, s) ((16 * ((p)[s] + (p)[-(s)]) - ((p)[2 * (s)] + (p)[-2 * (s)]) - 30 * (p)[0]) * d2)
#define MIXED(p, s, t) \
  ((8 * (RAW((p) + (s), t) - RAW((p) - (s), t)) - (RAW((p) + 2 * (s), t) - RAW((p) - 2 * (s), t))) * (d1 * d1))
#define D1 (1 / (12 * spacing))
#define D2 (1 / (12 * spacing * spacing))
#endif

static void fill_plane(double *plane) {
#pragma omp parallel for schedule(static)
  for (int j = 0; j < N; j++) {
    double *row = plane + (j + R) * P + LEFT;
    for (int g = 1; g <= R; g++) {
      row[-g] = row[N - g];
      row[N + g - 1] = row[g - 1];
    }
  }
  memcpy(plane, plane + N * P, R * P * sizeof(double));
  memcpy(plane + (N + R) * P, plane + R * P, R * P * sizeof(double));
}

static void fill(double *u) {
#if DIM == 2
  fill_plane(u);
#else
  for (int k = 0; k < N; k++) fill_plane(u + (long)(k + R) * Q);
  memcpy(u, u + (long)N * Q, R * (long)Q * sizeof(double));
  memcpy(u + (long)(N + R) * Q, u + (long)R * Q, R * (long)Q * sizeof(double));
#endif
}

#if DIM == 2
#define SUM v + a + b + x * x + y * y + a * a + b * b + 2 * (m * m) - v * v * v

static void direct(const double *restrict u, double *restrict out) {
  const double d1 = D1, d2 = D2;
#pragma omp parallel for schedule(static)
  for (int j = 0; j < N; j++) {
    const double *restrict row = u + FIRST + j * P;
    double *restrict to = out + FIRST + j * P;
#pragma omp simd
    for (int i = 0; i < N; i++) {
      const double *p = row + i;
      double v = p[0], x = FIRST_DIFFERENCE(p, 1), y = FIRST_DIFFERENCE(p, P);
      double a = SECOND_DIFFERENCE(p, 1), b = SECOND_DIFFERENCE(p, P), m = MIXED(p, 1, P);
      to[i] = SUM;
    }
  }
}

static void line(const double *restrict u, double *restrict out) {
  const double d1 = D1, d2 = D2;
#pragma omp parallel for schedule(static)
  for (int j = 0; j < N; j++) {
    _Alignas(64) double buffer[N + 2 * LEFT];
    double *restrict dy = buffer + LEFT;
    const double *restrict row = u + FIRST + j * P;
    double *restrict to = out + FIRST + j * P;
#pragma omp simd
    for (int i = -R; i < N + R; i++) dy[i] = FIRST_DIFFERENCE(row + i, P);
#pragma omp simd
    for (int i = 0; i < N; i++) {
      const double *p = row + i;
      double v = p[0], y = dy[i], x = FIRST_DIFFERENCE(p, 1);
      double a = SECOND_DIFFERENCE(p, 1), b = SECOND_DIFFERENCE(p, P), m = FIRST_DIFFERENCE(dy + i, 1);
      to[i] = SUM;
    }
  }
}

static void (*const variants[])(const double *restrict, double *restrict) = {direct, line};
static const char *const names[] = {"direct", "line", "jetgraph"};
#else
#define SUM \
  v + a + b + c + x * x + y * y + z * z + a * a + b * b + c * c + 2 * (m * m + n * n + l * l) - v * v * v

static void direct(const double *restrict u, double *restrict out) {
  const double d1 = D1, d2 = D2;
#pragma omp parallel for schedule(static)
  for (int k = 0; k < N; k++)
    for (int j = 0; j < N; j++) {
      const double *restrict row = u + FIRST + (long)k * Q + j * P;
      double *restrict to = out + FIRST + (long)k * Q + j * P;
#pragma omp simd
      for (int i = 0; i < N; i++) {
        const double *p = row + i;
        double v = p[0], x = FIRST_DIFFERENCE(p, 1), y = FIRST_DIFFERENCE(p, P), z = FIRST_DIFFERENCE(p, Q);
        double a = SECOND_DIFFERENCE(p, 1), b = SECOND_DIFFERENCE(p, P), c = SECOND_DIFFERENCE(p, Q);
        double m = MIXED(p, 1, P), n = MIXED(p, 1, Q), l = MIXED(p, P, Q);
        to[i] = SUM;
      }
    }
}

static void line(const double *restrict u, double *restrict out) {
  const double d1 = D1, d2 = D2;
#pragma omp parallel for schedule(static)
  for (int k = 0; k < N; k++)
    for (int j = 0; j < N; j++) {
      _Alignas(64) double buffer[2][N + 2 * LEFT];
      double *restrict dy = buffer[0] + LEFT, *restrict dz = buffer[1] + LEFT;
      const double *restrict row = u + FIRST + (long)k * Q + j * P;
      double *restrict to = out + FIRST + (long)k * Q + j * P;
#pragma omp simd
      for (int i = -R; i < N + R; i++) {
        dy[i] = FIRST_DIFFERENCE(row + i, P);
        dz[i] = FIRST_DIFFERENCE(row + i, Q);
      }
#pragma omp simd
      for (int i = 0; i < N; i++) {
        const double *p = row + i;
        double v = p[0], x = FIRST_DIFFERENCE(p, 1), y = dy[i], z = dz[i];
        double a = SECOND_DIFFERENCE(p, 1), b = SECOND_DIFFERENCE(p, P), c = SECOND_DIFFERENCE(p, Q);
        double m = FIRST_DIFFERENCE(dy + i, 1), n = FIRST_DIFFERENCE(dz + i, 1), l = MIXED(p, P, Q);
        to[i] = SUM;
      }
    }
}

static void plane(const double *restrict u, double *restrict out) {
  const double d1 = D1, d2 = D2;
#pragma omp parallel
  {
    double *store = aligned_alloc(64, sizeof(double) * ((Q + 7) / 8 * 8));
    double *restrict dz = store + R * P + LEFT;
#pragma omp for schedule(static)
    for (int k = 0; k < N; k++) {
      for (int j = -R; j < N + R; j++) {
        const double *restrict row = u + FIRST + (long)k * Q + j * P;
#pragma omp simd
        for (int i = -R; i < N + R; i++) dz[j * P + i] = FIRST_DIFFERENCE(row + i, Q);
      }
      for (int j = 0; j < N; j++) {
        _Alignas(64) double buffer[N + 2 * LEFT];
        double *restrict dy = buffer + LEFT;
        const double *restrict row = u + FIRST + (long)k * Q + j * P, *restrict rz = dz + j * P;
        double *restrict to = out + FIRST + (long)k * Q + j * P;
#pragma omp simd
        for (int i = -R; i < N + R; i++) dy[i] = FIRST_DIFFERENCE(row + i, P);
#pragma omp simd
        for (int i = 0; i < N; i++) {
          const double *p = row + i;
          double v = p[0], x = FIRST_DIFFERENCE(p, 1), y = dy[i], z = rz[i];
          double a = SECOND_DIFFERENCE(p, 1), b = SECOND_DIFFERENCE(p, P), c = SECOND_DIFFERENCE(p, Q);
          double m = FIRST_DIFFERENCE(dy + i, 1), n = FIRST_DIFFERENCE(rz + i, 1), l = FIRST_DIFFERENCE(rz + i, P);
          to[i] = SUM;
        }
      }
    }
    free(store);
  }
}

static void (*const variants[])(const double *restrict, double *restrict) = {direct, line, plane};
static const char *const names[] = {"direct", "line", "plane", "jetgraph"};
#endif

static long padded(long node) {
  const long i = node % N, j = node / N % N, k = node / N / N;
  return (DIM == 3 ? (k + R) * Q : 0) + (j + R) * P + LEFT + i;
}

int main(void) {
  double *u = calloc(PADDED, sizeof(double)), *out = calloc(PADDED, sizeof(double));
  double *plain = malloc(NODES * sizeof(double)), *result = malloc(NODES * sizeof(double));
  for (long node = 0; node < NODES; node++) {
    const double x = node % N * spacing, y = node / N % N * spacing, z = DIM == 3 ? node / N / N * spacing : 0;
    plain[node] = 0.5 * sin(x + y + z + 0.1) + 0.3 * sin(2 * x - y + z + 0.7) + 0.2 * sin(x + 2 * y - 2 * z + 1.3);
    u[padded(node)] = plain[node];
  }
  double times[VARIANTS][ROUNDS], difference = 0;
  jetgraph_run(plain, result);
  for (int v = 0; v < VARIANTS - 1; v++) {
    fill(u);
    variants[v](u, out);
    for (long node = 0; node < NODES; node++) {
      /* The axes may be numbered either way: the operator is symmetric in them. */
      difference = fmax(difference, fabs(out[padded(node)] - result[node]) / (1 + fabs(result[node])));
    }
  }
  double start = now();
  jetgraph_run(plain, result);
  const int repetitions = 1 + (int)(0.006 / (now() - start));
  for (int r = 0; r < ROUNDS; r++)
    for (int v = 0; v < VARIANTS; v++) {
      /* As many calls before the clock starts: the variants work on different arrays, and with a single one the first
       * variant on its arrays pays for the caches of those that follow. */
      for (int q = -repetitions; q < repetitions; q++) {
        if (q == 0) start = now();
        if (v == VARIANTS - 1) jetgraph_run(plain, result);
        else {
          fill(u);
          variants[v](u, out);
        }
      }
      times[v][r] = (now() - start) / repetitions;
    }
  printf("{\"difference\":%.3g", difference);
  for (int v = 0; v < VARIANTS; v++) {
    qsort(times[v], ROUNDS, sizeof(double), ascending);
    printf(",\"%s\":%.1f", names[v], NODES / times[v][ROUNDS / 20] * 1e-6);
  }
  printf("}\n");
  return 0;
}
