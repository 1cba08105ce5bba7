/*
 * Pointwise values of differential operators in dimension 1:
 *   out[0] = u_a u_a - 1
 * u_01 is the component of the symmetrised derivative of u along the frame vectors 0 and 1 of a node.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* OpenMP need not be there; its pragmas mean nothing then. */
#if defined(__GNUC__) && !defined(_OPENMP)
#pragma GCC diagnostic ignored "-Wunknown-pragmas"
#endif

/* A hint that an address will be read soon. */
#if defined(__GNUC__)
#define AHEAD(address) __builtin_prefetch(address)
#else
#define AHEAD(address) ((void)0)
#endif

static const int32_t rows0_pieces[] = {
  1, 38, 1,
};
static const int32_t rest_runs[] = {
  0, 1, 2, 0, 0, 39, 1, 2, 2, 2,
};
static const int32_t rest_offsets[] = {
  0, 1, 0, -1,
};
static const double rest_weights[] = {
  -3.183098861837907, 3.183098861837907, 3.183098861837907, -3.183098861837907,
};

/* Rows from … to − 1 of at most 38 nodes: u_0. A row: first node,
 * number of nodes, first node of each of 1 source rows. Lines l are combinations of source rows. */
static void rows0(
    int from,
    int to,
    const double *restrict f_u,
    double *restrict out) {
  for (int r = from; r < to; r++) {
    const int32_t *row = rows0_pieces + 3 * r;
    const int count = row[1];
    double *restrict result = out + row[0];
    const double *restrict u_r0 = f_u + row[2];
    const double *restrict l0 = u_r0;
    const int32_t *later = row + (r + 1 < to ? 3 : 0);
    for (int i = 0; i < count; i += 8) {
      AHEAD(f_u + later[2] + i);
      AHEAD(out + later[0] + i);
    }
    #pragma omp simd
    for (int i = 0; i < count; i++) {
      const double u_0 = -3.183098861837907 * (l0[i - 1] - l0[i + 1]);
      const double t1 = u_0 * u_0;
      const double t3 = t1 + (-1.0);
      result[i] = t3;
    }
  }
}

/* Results at the nodes base … base + count − 1 from their samples. */
static void finish(
    int base,
    int count,
    const double *restrict s0,
    double *restrict out) {
  double *restrict result = out + base;
  #pragma omp simd
  for (int i = 0; i < count; i++) {
    const double u_0 = s0[i];
    const double t1 = u_0 * u_0;
    const double t3 = t1 + (-1.0);
    result[i] = t3;
  }
}

/* Nodes by table: runs from … to − 1. A run: first node, number of nodes, number of neighbours, where its offsets
 * and its weights (1 for each neighbour) begin. */
static void nodes(
    int from,
    int to,
    const double *restrict f_u,
    double *restrict out) {
  _Alignas(64) double s0[128];
  int base = rest_runs[5 * from], filled = 0;
  for (int r = from; r < to; r++) {
    const int32_t *run = rest_runs + 5 * r;
    const int width = run[2];
    const int32_t *restrict shift = rest_offsets + run[3];
    const double *restrict weights = rest_weights + (ptrdiff_t)1 * run[4];
    if (filled == 128 || run[0] != base + filled) {
      finish(base, filled, s0, out);
      base = run[0];
      filled = 0;
    }
    if (run[1] == 1) {
      double a0_0 = 0.0;
      double a0_1 = 0.0;
      int q = 0;
      for (; q + 2 <= width; q += 2) {
        const double x0_u = f_u[run[0] + shift[q + 0]];
        a0_0 += weights[1 * (q + 0) + 0] * x0_u;
        const double x1_u = f_u[run[0] + shift[q + 1]];
        a0_1 += weights[1 * (q + 1) + 0] * x1_u;
      }
      for (; q < width; q++) {
        const double x0_u = f_u[run[0] + shift[q + 0]];
        a0_0 += weights[1 * (q + 0) + 0] * x0_u;
      }
      s0[filled] = a0_0 + a0_1;
      filled++;
      continue;
    }
    for (int node = run[0], end = run[0] + run[1]; node < end;) {
      if (filled == 128) {
        finish(base, filled, s0, out);
        base = node;
        filled = 0;
      }
      const int n = end - node < 128 - filled ? end - node : 128 - filled;
      for (int i = filled; i < filled + n; i++) { s0[i] = 0.0; }
      int q = 0;
      for (; q + 4 <= width; q += 4) {
        const double *restrict w = weights + 1 * q;
        const double *restrict from0_u = f_u + node + shift[q + 0];
        const double *restrict from1_u = f_u + node + shift[q + 1];
        const double *restrict from2_u = f_u + node + shift[q + 2];
        const double *restrict from3_u = f_u + node + shift[q + 3];
        #pragma omp simd
        for (int i = 0; i < n; i++) {
          const double x0_u = from0_u[i];
          const double x1_u = from1_u[i];
          const double x2_u = from2_u[i];
          const double x3_u = from3_u[i];
          s0[filled + i] += w[0] * x0_u + w[1] * x1_u + w[2] * x2_u + w[3] * x3_u;
        }
      }
      for (; q < width; q++) {
        const double *restrict w = weights + 1 * q;
        const double *restrict from0_u = f_u + node + shift[q + 0];
        #pragma omp simd
        for (int i = 0; i < n; i++) {
          const double x0_u = from0_u[i];
          s0[filled + i] += w[0] * x0_u;
        }
      }
      node += n;
      filled += n;
    }
  }
  finish(base, filled, s0, out);
}

/* All operators at all 40 nodes. out: 1 arrays of 40 values, one after the other,
 * apart from the fields. */
void jetgraph_run(
    const double *restrict f_u,
    double *restrict out) {
  #pragma omp parallel for schedule(static)
  for (int r = 0; r < 1; r += 16)
    rows0(r, r + 16 < 1 ? r + 16 : 1, f_u, out);
  #pragma omp parallel for schedule(dynamic)
  for (int r = 0; r < 2; r += 64)
    nodes(r, r + 64 < 2 ? r + 64 : 2, f_u, out);
}
