/* Hand-written peers of the kernel of F(u) = Lap u + |grad u|^2 + |Hess u|^2 + u - u^3 on the unit sphere, latitude-longitude grid
 * of N x M nodes theta_i = (i + 1/2) pi / N, phi_j = 2 pi j / M, central differences of order ORDER. In the frame of the grid
 * Hess u has the components u_tt, (u_tp - cot t u_p) / sin t and u_pp / sin^2 t + cot t u_t. Ghost nodes, filled inside the
 * timed region: rows go on over the pole, half a turn away. "direct" reads the points of the mixed derivative, "line" differences
 * a row of u_t; both use these formulas up to the poles, where they lose an order. "caps" is "line" with the stencils of the generated
 * kernel within 30 degrees of the poles, as wide as they have to be to keep the order: nodes at opposite shifts are taken
 * together, and sums of a few vectors stay in registers. caps.h holds these stencils.
 * cc -O3 -march=native -mprefer-vector-width=512 -fopenmp -DORDER=2 latlon.c kernel.c -lm */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "caps.h"
#include "timing.h"

void jetgraph_run(const double *u, double *out);

enum { N = 512, M = 1024, R = 2, LEFT = M / 2 + 8, P = M + 2 * LEFT, FIRST = R * P + LEFT, ROUNDS = 61 };
enum { DIRECT, LINE, CAPS, JETGRAPH, VARIANTS };
static const double step = 3.14159265358979323846 / N;
static double sine[N], cotangent[N];

#if ORDER == 2
#define FIRST_DIFFERENCE(p, s) (((p)[s] - (p)[-(s)]) * d1)
#define SECOND_DIFFERENCE(p, s) (((p)[s] + (p)[-(s)] - 2 * (p)[0]) * d2)
#define MIXED(p, s, t) (((p)[(s) + (t)] - (p)[(s) - (t)] - (p)[(t) - (s)] + (p)[-(s) - (t)]) * (d1 * d1))
#define D1 (1 / (2 * step))
#define D2 (1 / (step * step))
#else
#define RAW(p, s) (8 * ((p)[s] - (p)[-(s)]) - ((p)[2 * (s)] - (p)[-2 * (s)]))
#define FIRST_DIFFERENCE(p, s) (RAW(p, s) * d1)
#define SECOND_DIFFERENCE(p, s) ((16 * ((p)[s] + (p)[-(s)]) - ((p)[2 * (s)] + (p)[-2 * (s)]) - 30 * (p)[0]) * d2)
#define MIXED(p, s, t) \
  ((8 * (RAW((p) + (s), t) - RAW((p) - (s), t)) - (RAW((p) + 2 * (s), t) - RAW((p) - 2 * (s), t))) * (d1 * d1))
#define D1 (1 / (12 * step))
#define D2 (1 / (12 * step * step))
#endif

static void fill(double *u, int wide) {
  for (int i = 0; i < N; i++) {
    double *row = u + FIRST + i * P;
    const int ghosts = wide && cap_reach[i] > R ? cap_reach[i] : R;
    for (int g = 1; g <= ghosts; g++) {
      row[-g] = row[M - g];
      row[M + g - 1] = row[g - 1];
    }
  }
  for (int g = 1; g <= R; g++)
    for (int j = -R; j < M + R; j++) {
      const int turned = (j + M / 2 + M) % M;
      u[FIRST - g * P + j] = u[FIRST + (g - 1) * P + turned];
      u[FIRST + (N + g - 1) * P + j] = u[FIRST + (N - g) * P + turned];
    }
}

#define POINT(ut, utp)                                                                                              \
  const double v = p[0], up = FIRST_DIFFERENCE(p, 1), y = up * over, a = SECOND_DIFFERENCE(p, P);                    \
  const double b = SECOND_DIFFERENCE(p, 1) * (over * over) + cot * (ut), m = ((utp) - cot * up) * over;              \
  to[j] = v + a + b + (ut) * (ut) + y * y + a * a + b * b + 2 * (m * m) - v * v * v;

static void direct(const double *restrict u, double *restrict out) {
  const double d1 = D1, d2 = D2;
  for (int i = 0; i < N; i++) {
    const double *restrict row = u + FIRST + i * P;
    double *restrict to = out + FIRST + i * P;
    const double over = 1 / sine[i], cot = cotangent[i];
#pragma omp simd
    for (int j = 0; j < M; j++) {
      const double *p = row + j;
      const double ut = FIRST_DIFFERENCE(p, P), utp = MIXED(p, 1, P);
      POINT(ut, utp)
    }
  }
}

static void line_rows(int from, int to, const double *restrict u, double *restrict out) {
  const double d1 = D1, d2 = D2;
  for (int i = from; i < to; i++) {
    _Alignas(64) double buffer[M + 2 * LEFT];
    double *restrict dt = buffer + LEFT;
    const double *restrict row = u + FIRST + i * P;
    double *restrict to = out + FIRST + i * P;
    const double over = 1 / sine[i], cot = cotangent[i];
#pragma omp simd
    for (int j = -R; j < M + R; j++) dt[j] = FIRST_DIFFERENCE(row + j, P);
#pragma omp simd
    for (int j = 0; j < M; j++) {
      const double *p = row + j;
      const double ut = dt[j], utp = FIRST_DIFFERENCE(dt + j, 1);
      POINT(ut, utp)
    }
  }
}

static void line(const double *restrict u, double *restrict out) { line_rows(0, N, u, out); }

typedef double vector __attribute__((vector_size(64)));
typedef double vector_at __attribute__((vector_size(64), aligned(8), may_alias));
#define AT(p) (*(const vector_at *)(p))

/* Vectors whose sums are kept at once. */
enum { B = 4 };
#define EACH for (int b = 0; b < B; b++)

static void cap(const struct cap *c, const double *restrict u, double *restrict out) {
  for (int j = 0; j < M; j += 8 * B) {
    vector tt[B], tp[B], pp[B], t[B], p[B];
    EACH tt[b] = tp[b] = pp[b] = t[b] = p[b] = (vector){0};
    const struct term *term = cap_terms + c->first;
    for (const struct term *end = term + c->nearSingles; term < end; term++) {
      const double *x = u + FIRST + term->row * P + j + term->shift;
      EACH {
        const vector v = AT(x + 8 * b);
        tt[b] += term->tt * v, pp[b] += term->pp * v, t[b] += term->t * v;
      }
    }
    for (const struct term *end = term + c->farSingles; term < end; term++) {
      const double *x = u + FIRST + term->row * P + j + term->shift;
      EACH {
        const vector v = AT(x + 8 * b);
        tt[b] += term->tt * v, pp[b] += term->pp * v;
      }
    }
    for (const struct term *end = term + c->nearPairs; term < end; term++) {
      const double *x = u + FIRST + term->row * P + j + term->shift, *y = x - 2 * term->shift;
      EACH {
        const vector v = AT(x + 8 * b), w = AT(y + 8 * b), sum = v + w, difference = v - w;
        tt[b] += term->tt * sum, pp[b] += term->pp * sum, t[b] += term->t * sum;
        tp[b] += term->tp * difference, p[b] += term->p * difference;
      }
    }
    for (const struct term *end = term + c->farPairs; term < end; term++) {
      const double *x = u + FIRST + term->row * P + j + term->shift, *y = x - 2 * term->shift;
      EACH {
        const vector v = AT(x + 8 * b), w = AT(y + 8 * b), sum = v + w, difference = v - w;
        tt[b] += term->tt * sum, pp[b] += term->pp * sum, tp[b] += term->tp * difference;
      }
    }
    EACH {
      const int at = FIRST + c->row * P + j + 8 * b;
      const vector v = AT(u + at);
      *(vector_at *)(out + at) = v + tt[b] + pp[b] + t[b] * t[b] + p[b] * p[b] + tt[b] * tt[b] + pp[b] * pp[b] +
                                 2 * (tp[b] * tp[b]) - v * v * v;
    }
  }
}

static void caps(const double *restrict u, double *restrict out) {
  line_rows(N / 2 - (N - CAP_ROWS) / 2, N / 2 + (N - CAP_ROWS) / 2, u, out);
  for (int k = 0; k < CAP_ROWS; k++) cap(cap_rows + k, u, out);
}

static void (*const variants[])(const double *restrict, double *restrict) = {direct, line, caps};
static const char *const names[] = {"direct", "line", "caps", "jetgraph"};

int main(void) {
  double *u = calloc((N + 2 * R) * P, sizeof(double)), *out = calloc((N + 2 * R) * P, sizeof(double));
  double *plain = malloc(N * M * sizeof(double)), *result = malloc(N * M * sizeof(double));
  for (int i = 0; i < N; i++) {
    const double theta = (i + 0.5) * step;
    sine[i] = sin(theta);
    cotangent[i] = cos(theta) / sin(theta);
    for (int j = 0; j < M; j++) {
      const double x = sin(theta) * cos(j * step), y = sin(theta) * sin(j * step), z = cos(theta);
      plain[i * M + j] = u[FIRST + i * P + j] = 0.5 * x * y + 0.3 * sin(2 * x - y + z) + 0.2 * z;
    }
  }
  double times[VARIANTS][ROUNDS], difference = 0;
  jetgraph_run(plain, result);
  for (int v = 0; v < JETGRAPH; v++) {
    fill(u, v == CAPS);
    variants[v](u, out);
    const int first = v == CAPS ? 0 : CAP_ROWS / 2;
    for (int i = first; i < N - first; i++)
      for (int j = 0; j < M; j++) {
        const double ours = result[i * M + j];
        difference = fmax(difference, fabs(out[FIRST + i * P + j] - ours) / (1 + fabs(ours)));
      }
  }
  for (int r = 0; r < ROUNDS; r++)
    for (int v = 0; v < VARIANTS; v++) {
      const int repetitions = 3;
      double start = 0;
      for (int q = -repetitions; q < repetitions; q++) {
        if (q == 0) start = now();
        if (v == JETGRAPH) jetgraph_run(plain, result);
        else {
          fill(u, v == CAPS);
          variants[v](u, out);
        }
      }
      times[v][r] = (now() - start) / repetitions;
    }
  printf("{\"difference\":%.3g", difference);
  for (int v = 0; v < VARIANTS; v++) {
    qsort(times[v], ROUNDS, sizeof(double), ascending);
    printf(",\"%s\":%.1f", names[v], N * M / times[v][ROUNDS / 20] * 1e-6);
  }
  printf("}\n");
  return 0;
}
