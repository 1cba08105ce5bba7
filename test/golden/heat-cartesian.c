/*
 * Pointwise values of differential operators in dimension 2:
 *   out[0] = nu u_aa - u u u
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
  0, 32, 0, 704, 736, 32, 64, 32, 32, 32, 736, 0,
  64, 96, 64, 32, 64, 0, 32, 96, 128, 96, 32, 96,
  32, 64, 128, 160, 128, 32, 128, 64, 96, 160, 192, 160,
  32, 160, 96, 128, 192, 224, 192, 32, 192, 128, 160, 224,
  256, 224, 32, 224, 160, 192, 256, 288, 256, 32, 256, 192,
  224, 288, 320, 288, 32, 288, 224, 256, 320, 352, 320, 32,
  320, 256, 288, 352, 384, 352, 32, 352, 288, 320, 384, 416,
  384, 32, 384, 320, 352, 416, 448, 416, 32, 416, 352, 384,
  448, 480, 448, 32, 448, 384, 416, 480, 512, 480, 32, 480,
  416, 448, 512, 544, 512, 32, 512, 448, 480, 544, 576, 544,
  32, 544, 480, 512, 576, 608, 576, 32, 576, 512, 544, 608,
  640, 608, 32, 608, 544, 576, 640, 672, 640, 32, 640, 576,
  608, 672, 704, 672, 32, 672, 608, 640, 704, 736, 704, 32,
  704, 640, 672, 736, 0, 736, 32, 736, 672, 704, 0, 32,
};

/* Rows from … to − 1 of 32 nodes, periodic: u_0lin = u_00 + u_11, u_ = u. A row: first node,
 * number of nodes, first node of each of 5 source rows. Lines l are combinations of source rows. */
static void rows0(
    int from,
    int to,
    const double *restrict f_u,
    double p_nu,
    double *restrict out) {
  /* Where lines lie is kept from compilers: some would begin each loop node by node until a line is aligned. */
  _Alignas(64) double space[48];
  double *volatile place = space;
  double *const room = place;
  for (int r = from; r < to; r++) {
    const int32_t *row = rows0_pieces + 7 * r;
    double *restrict result = out + row[0];
    const double *restrict u_r0 = f_u + row[2];
    const double *restrict u_r1 = f_u + row[3];
    const double *restrict u_r2 = f_u + row[4];
    const double *restrict u_r3 = f_u + row[5];
    const double *restrict u_r4 = f_u + row[6];
    double *restrict l0 = room + 8;
    memcpy(l0, u_r0, 32 * sizeof(double));
    l0[-1] = l0[31]; l0[-2] = l0[30]; l0[32] = l0[0]; l0[33] = l0[1];
    const int32_t *later = row + (r + 1 < to ? 7 : 0);
    for (int i = 0; i < 32; i += 8) {
      AHEAD(f_u + later[6] + i);
      AHEAD(out + later[0] + i);
    }
    #pragma omp simd
    for (int i = 0; i < 32; i++) {
      const double u_0lin = -2.1615185843698725 * (l0[i - 2] + l0[i + 2]) + 34.58429734991796 * (l0[i - 1] + l0[i + 1]) - 101.32118364233779 * u_r0[i] - 1.2158542037080535 * (u_r1[i] + u_r4[i]) + 19.453667259328856 * (u_r2[i] + u_r3[i]);
      const double u_ = u_r0[i];
      const double t2 = p_nu * u_0lin;
      const double t5 = u_ * u_;
      const double t6 = u_ * t5;
      const double t7 = -t6;
      const double t8 = t2 + t7;
      result[i] = t8;
    }
  }
}

/* All operators at all 768 nodes. out: 1 arrays of 768 values, one after the other,
 * apart from the fields. */
void jetgraph_run(
    const double *restrict f_u,
    double p_nu,
    double *restrict out) {
  #pragma omp parallel for schedule(static)
  for (int r = 0; r < 24; r += 16)
    rows0(r, r + 16 < 24 ? r + 16 : 24, f_u, p_nu, out);
}
