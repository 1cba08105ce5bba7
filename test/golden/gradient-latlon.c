/*
 * Pointwise values of differential operators in dimension 2:
 *   out[0] = u_a u_a
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

/* Several nodes at once, where the compiler has vectors. */
#if defined(__GNUC__) && defined(__AVX512F__)
#define LANES 8
#elif defined(__GNUC__) && defined(__AVX__)
#define LANES 4
#elif defined(__GNUC__)
#define LANES 2
#else
#define LANES 1
#endif
#if LANES > 1
typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef double lanes_at __attribute__((vector_size(8 * LANES), aligned(8), may_alias));
#else
typedef double lanes, lanes_at;
#endif

static const int32_t rows0_pieces[] = {
  128, 64, 64, 192, 128, 192, 64, 128, 256, 192, 256, 64,
  192, 320, 256, 320, 64, 256, 384, 320, 384, 64, 320, 448,
  384, 448, 64, 384, 512, 448,
};
static const double rows0_coefficients[] = {
  -7.202530529256849, -5.7159605913996065, -5.156442543274184, -5.156442543274184, -5.7159605913996065, -7.2025305292568484,
};
static const int32_t rows1_pieces[] = {
  0, 64, 0, 64,
};
static const int32_t rows2_pieces[] = {
  64, 64, 0, 64, 128,
};
static const int32_t rows3_pieces[] = {
  512, 64, 448, 512, 576,
};
static const int32_t mirrored_pieces[] = {
  576, 0, 0, 3, 4,
};
static const int32_t mirrored_sources[] = {
  512, 19, 576, 32,
};
static const int32_t mirrored_terms[] = {
  0, 0, 1, 0, 1, 32, 0, 6, 0, 13, 0, 19,
  1, 16,
};
static const double mirrored_weights[] = {
  -0.7914413156820759, -1.3810205296006257, 0.6669882951747604, -0.3841339762181071, 0.7567618181622764, -0.015679359856792294, 0.01671412262515237, -0.00021533725684131603, -0.00010080782095022977, 1.1527654483857113, 1.8874116446583753,
};

/* Rows from … to − 1 of 64 nodes, periodic: u_0, u_1. A row: first node,
 * number of nodes, first node of each of 3 source rows. Lines l are combinations of source rows. */
static void rows0(
    int from,
    int to,
    const double *restrict f_u,
    double *restrict out) {
  for (int r = from; r < to; r++) {
    const int32_t *row = rows0_pieces + 5 * r;
    double *restrict result = out + row[0];
    const double c0 = rows0_coefficients[1 * r + 0];
    const double *restrict u_r0 = f_u + row[2];
    const double *restrict u_r1 = f_u + row[3];
    const double *restrict u_r2 = f_u + row[4];
    const double *restrict l0 = u_r2;
    const int32_t *later = row + (r + 1 < to ? 5 : 0);
    for (int i = 0; i < 64; i += 8) {
      AHEAD(f_u + later[3] + i);
      AHEAD(out + later[0] + i);
    }
    #pragma omp simd
    for (int i = 1; i < 63; i++) {
      const double u_0 = -1.5915494309189535 * (u_r0[i] - u_r1[i]);
      const double u_1 = c0 * ((l0[i - 1] - l0[i + 1]));
      const double t2 = u_0 * u_0;
      const double t3 = u_1 * u_1;
      const double t4 = t2 + t3;
      result[i] = t4;
    }
    double e0[4];
    for (int g = 0; g < 2; g++) e0[g] = l0[62 + g];
    for (int g = 0; g < 2; g++) e0[2 + g] = l0[g];
    for (int g = 0; g < 2; g++) {
      const int i = g < 1 ? 63 + g : g - 1;
      const double u_0 = -1.5915494309189535 * (u_r0[i] - u_r1[i]);
      const double u_1 = c0 * ((e0[g] - e0[g + 2]));
      const double t2 = u_0 * u_0;
      const double t3 = u_1 * u_1;
      const double t4 = t2 + t3;
      result[i] = t4;
    }
  }
}

/* Rows from … to − 1 of 64 nodes, periodic: u_0, u_1. A row: first node,
 * number of nodes, first node of each of 2 source rows. Lines l are combinations of source rows. */
static void rows1(
    int from,
    int to,
    const double *restrict f_u,
    double *restrict out) {
  /* Where lines lie is kept from compilers: some would begin each loop node by node until a line is aligned. */
  _Alignas(64) double space[224];
  double *volatile place = space;
  double *const room = place;
  for (int r = from; r < to; r++) {
    const int32_t *row = rows1_pieces + 4 * r;
    double *restrict result = out + row[0];
    const double *restrict u_r0 = f_u + row[2];
    const double *restrict u_r1 = f_u + row[3];
    double *restrict l0 = room + 16;
    memcpy(l0, u_r0, 64 * sizeof(double));
    l0[-1] = l0[63]; l0[-2] = l0[62]; l0[-3] = l0[61]; l0[-4] = l0[60]; l0[-5] = l0[59]; l0[-6] = l0[58]; l0[-7] = l0[57]; l0[-8] = l0[56]; l0[-9] = l0[55]; l0[-10] = l0[54]; l0[-11] = l0[53]; l0[-12] = l0[52]; l0[-13] = l0[51]; l0[-14] = l0[50]; l0[-15] = l0[49]; l0[-16] = l0[48]; l0[64] = l0[0]; l0[65] = l0[1]; l0[66] = l0[2]; l0[67] = l0[3]; l0[68] = l0[4]; l0[69] = l0[5]; l0[70] = l0[6]; l0[71] = l0[7]; l0[72] = l0[8]; l0[73] = l0[9]; l0[74] = l0[10]; l0[75] = l0[11]; l0[76] = l0[12]; l0[77] = l0[13]; l0[78] = l0[14]; l0[79] = l0[15]; l0[80] = l0[16]; l0[81] = l0[17]; l0[82] = l0[18]; l0[83] = l0[19]; l0[84] = l0[20]; l0[85] = l0[21]; l0[86] = l0[22]; l0[87] = l0[23]; l0[88] = l0[24]; l0[89] = l0[25]; l0[90] = l0[26]; l0[91] = l0[27]; l0[92] = l0[28]; l0[93] = l0[29]; l0[94] = l0[30]; l0[95] = l0[31];
    double *restrict l1 = room + 136;
    memcpy(l1, u_r1, 64 * sizeof(double));
    l1[-1] = l1[63]; l1[-2] = l1[62]; l1[-3] = l1[61]; l1[-4] = l1[60]; l1[-5] = l1[59]; l1[-6] = l1[58]; l1[-7] = l1[57]; l1[-8] = l1[56]; l1[-9] = l1[55]; l1[-10] = l1[54]; l1[-11] = l1[53]; l1[-12] = l1[52]; l1[-13] = l1[51]; l1[-14] = l1[50]; l1[-15] = l1[49]; l1[-16] = l1[48]; l1[-17] = l1[47]; l1[-18] = l1[46]; l1[-19] = l1[45]; l1[64] = l1[0]; l1[65] = l1[1]; l1[66] = l1[2]; l1[67] = l1[3]; l1[68] = l1[4]; l1[69] = l1[5]; l1[70] = l1[6]; l1[71] = l1[7]; l1[72] = l1[8]; l1[73] = l1[9]; l1[74] = l1[10]; l1[75] = l1[11]; l1[76] = l1[12]; l1[77] = l1[13]; l1[78] = l1[14]; l1[79] = l1[15]; l1[80] = l1[16]; l1[81] = l1[17]; l1[82] = l1[18];
    const int32_t *later = row + (r + 1 < to ? 4 : 0);
    for (int i = 0; i < 64; i += 8) {
      AHEAD(f_u + later[3] + i);
      AHEAD(out + later[0] + i);
    }
    #pragma omp simd
    for (int i = 0; i < 64; i++) {
      const double u_0 = -1.1527654483857113 * (l0[i - 16] + l0[i + 16]) - 0.6669882951747625 * l0[i + 32] + 0.00021533725684131966 * (l1[i - 19] + l1[i + 19]) + 0.015679359856792315 * (l1[i - 13] + l1[i + 13]) + 0.38413397621810613 * (l1[i - 6] + l1[i + 6]) + 1.3810205296006295 * u_r0[i] + 0.7914413156820764 * u_r1[i];
      const double u_1 = -1.8874116446583757 * (l0[i - 16] - l0[i + 16]) + 0.0001008078209502338 * (l1[i - 19] - l1[i + 19]) - 0.016714122625152393 * (l1[i - 13] - l1[i + 13]) - 0.7567618181622757 * (l1[i - 6] - l1[i + 6]);
      const double t2 = u_0 * u_0;
      const double t3 = u_1 * u_1;
      const double t4 = t2 + t3;
      result[i] = t4;
    }
  }
}

/* Rows from … to − 1 of 64 nodes, periodic: u_0, u_1. A row: first node,
 * number of nodes, first node of each of 3 source rows. Lines l are combinations of source rows. */
static void rows2(
    int from,
    int to,
    const double *restrict f_u,
    double *restrict out) {
  /* Where lines lie is kept from compilers: some would begin each loop node by node until a line is aligned. */
  _Alignas(64) double space[272];
  double *volatile place = space;
  double *const room = place;
  for (int r = from; r < to; r++) {
    const int32_t *row = rows2_pieces + 5 * r;
    double *restrict result = out + row[0];
    const double *restrict u_r0 = f_u + row[2];
    const double *restrict u_r1 = f_u + row[3];
    const double *restrict u_r2 = f_u + row[4];
    double *restrict l0 = room + 16;
    memcpy(l0, u_r0, 64 * sizeof(double));
    l0[-1] = l0[63]; l0[-2] = l0[62]; l0[-3] = l0[61]; l0[-4] = l0[60]; l0[-5] = l0[59]; l0[-6] = l0[58]; l0[-7] = l0[57]; l0[-8] = l0[56]; l0[-9] = l0[55]; l0[-10] = l0[54]; l0[-11] = l0[53]; l0[-12] = l0[52]; l0[-13] = l0[51]; l0[-14] = l0[50]; l0[-15] = l0[49]; l0[-16] = l0[48]; l0[64] = l0[0]; l0[65] = l0[1]; l0[66] = l0[2]; l0[67] = l0[3]; l0[68] = l0[4]; l0[69] = l0[5]; l0[70] = l0[6]; l0[71] = l0[7]; l0[72] = l0[8]; l0[73] = l0[9]; l0[74] = l0[10]; l0[75] = l0[11]; l0[76] = l0[12]; l0[77] = l0[13]; l0[78] = l0[14]; l0[79] = l0[15];
    double *restrict l1 = room + 112;
    memcpy(l1, u_r1, 64 * sizeof(double));
    l1[-1] = l1[63]; l1[-2] = l1[62]; l1[-3] = l1[61]; l1[-4] = l1[60]; l1[-5] = l1[59]; l1[-6] = l1[58]; l1[-7] = l1[57]; l1[-8] = l1[56]; l1[-9] = l1[55]; l1[-10] = l1[54]; l1[-11] = l1[53]; l1[-12] = l1[52]; l1[-13] = l1[51]; l1[64] = l1[0]; l1[65] = l1[1]; l1[66] = l1[2]; l1[67] = l1[3]; l1[68] = l1[4]; l1[69] = l1[5]; l1[70] = l1[6]; l1[71] = l1[7]; l1[72] = l1[8]; l1[73] = l1[9]; l1[74] = l1[10]; l1[75] = l1[11]; l1[76] = l1[12];
    double *restrict l2 = room + 200;
    memcpy(l2, u_r2, 64 * sizeof(double));
    l2[-1] = l2[63]; l2[-2] = l2[62]; l2[-3] = l2[61]; l2[-4] = l2[60]; l2[-5] = l2[59]; l2[64] = l2[0]; l2[65] = l2[1]; l2[66] = l2[2]; l2[67] = l2[3]; l2[68] = l2[4];
    const int32_t *later = row + (r + 1 < to ? 5 : 0);
    for (int i = 0; i < 64; i += 8) {
      AHEAD(f_u + later[4] + i);
      AHEAD(out + later[0] + i);
    }
    #pragma omp simd
    for (int i = 0; i < 64; i++) {
      const double u_0 = -0.0028375639084060565 * (l0[i - 16] + l0[i + 16]) - 0.00005181923763383718 * (l1[i - 13] + l1[i + 13]) - 0.0904495526872145 * (l1[i - 6] + l1[i + 6]) + 0.05070087544104848 * (l2[i - 5] + l2[i + 5]) - 1.5477371868176064 * u_r0[i] + 0.1239085322011918 * u_r1[i] + 1.5091047754008267 * u_r2[i];
      const double u_1 = 0.007749409937214799 * (l0[i - 16] - l0[i + 16]) + 0.0010043758913177597 * (l1[i - 13] - l1[i + 13]) - 1.538752222519678 * (l1[i - 6] - l1[i + 6]) - 0.31764414994954737 * (l2[i - 5] - l2[i + 5]);
      const double t2 = u_0 * u_0;
      const double t3 = u_1 * u_1;
      const double t4 = t2 + t3;
      result[i] = t4;
    }
  }
}

/* Rows from … to − 1 of 64 nodes, periodic: u_0, u_1. A row: first node,
 * number of nodes, first node of each of 3 source rows. Lines l are combinations of source rows. */
static void rows3(
    int from,
    int to,
    const double *restrict f_u,
    double *restrict out) {
  /* Where lines lie is kept from compilers: some would begin each loop node by node until a line is aligned. */
  _Alignas(64) double space[272];
  double *volatile place = space;
  double *const room = place;
  for (int r = from; r < to; r++) {
    const int32_t *row = rows3_pieces + 5 * r;
    double *restrict result = out + row[0];
    const double *restrict u_r0 = f_u + row[2];
    const double *restrict u_r1 = f_u + row[3];
    const double *restrict u_r2 = f_u + row[4];
    double *restrict l0 = room + 8;
    memcpy(l0, u_r0, 64 * sizeof(double));
    l0[-1] = l0[63]; l0[-2] = l0[62]; l0[-3] = l0[61]; l0[-4] = l0[60]; l0[-5] = l0[59]; l0[64] = l0[0]; l0[65] = l0[1]; l0[66] = l0[2]; l0[67] = l0[3]; l0[68] = l0[4];
    double *restrict l1 = room + 96;
    memcpy(l1, u_r1, 64 * sizeof(double));
    l1[-1] = l1[63]; l1[-2] = l1[62]; l1[-3] = l1[61]; l1[-4] = l1[60]; l1[-5] = l1[59]; l1[-6] = l1[58]; l1[-7] = l1[57]; l1[-8] = l1[56]; l1[-9] = l1[55]; l1[-10] = l1[54]; l1[-11] = l1[53]; l1[-12] = l1[52]; l1[-13] = l1[51]; l1[64] = l1[0]; l1[65] = l1[1]; l1[66] = l1[2]; l1[67] = l1[3]; l1[68] = l1[4]; l1[69] = l1[5]; l1[70] = l1[6]; l1[71] = l1[7]; l1[72] = l1[8]; l1[73] = l1[9]; l1[74] = l1[10]; l1[75] = l1[11]; l1[76] = l1[12];
    double *restrict l2 = room + 192;
    memcpy(l2, u_r2, 64 * sizeof(double));
    l2[-1] = l2[63]; l2[-2] = l2[62]; l2[-3] = l2[61]; l2[-4] = l2[60]; l2[-5] = l2[59]; l2[-6] = l2[58]; l2[-7] = l2[57]; l2[-8] = l2[56]; l2[-9] = l2[55]; l2[-10] = l2[54]; l2[-11] = l2[53]; l2[-12] = l2[52]; l2[-13] = l2[51]; l2[-14] = l2[50]; l2[-15] = l2[49]; l2[-16] = l2[48]; l2[64] = l2[0]; l2[65] = l2[1]; l2[66] = l2[2]; l2[67] = l2[3]; l2[68] = l2[4]; l2[69] = l2[5]; l2[70] = l2[6]; l2[71] = l2[7]; l2[72] = l2[8]; l2[73] = l2[9]; l2[74] = l2[10]; l2[75] = l2[11]; l2[76] = l2[12]; l2[77] = l2[13]; l2[78] = l2[14]; l2[79] = l2[15];
    const int32_t *later = row + (r + 1 < to ? 5 : 0);
    for (int i = 0; i < 64; i += 8) {
      AHEAD(f_u + later[4] + i);
      AHEAD(out + later[0] + i);
    }
    #pragma omp simd
    for (int i = 0; i < 64; i++) {
      const double u_0 = -0.050700875441048184 * (l0[i - 5] + l0[i + 5]) + 0.00005181923763383711 * (l1[i - 13] + l1[i + 13]) + 0.09044955268721386 * (l1[i - 6] + l1[i + 6]) + 0.0028375639084060504 * (l2[i - 16] + l2[i + 16]) - 1.5091047754008264 * u_r0[i] - 0.1239085322011908 * u_r1[i] + 1.5477371868176075 * u_r2[i];
      const double u_1 = -0.31764414994954754 * (l0[i - 5] - l0[i + 5]) + 0.0010043758913177553 * (l1[i - 13] - l1[i + 13]) - 1.538752222519677 * (l1[i - 6] - l1[i + 6]) + 0.0077494099372148306 * (l2[i - 16] - l2[i + 16]);
      const double t2 = u_0 * u_0;
      const double t3 = u_1 * u_1;
      const double t4 = t2 + t3;
      result[i] = t4;
    }
  }
}

/* Results at the nodes base … base + count − 1 from their samples. */
static void finish(
    int base,
    int count,
    const double *restrict s0,
    const double *restrict s1,
    double *restrict out) {
  double *restrict result = out + base;
  #pragma omp simd
  for (int i = 0; i < count; i++) {
    const double u_0 = s0[i];
    const double u_1 = s1[i];
    const double t2 = u_0 * u_0;
    const double t3 = u_1 * u_1;
    const double t4 = t2 + t3;
    result[i] = t4;
  }
}

/* Mirrored rows from … to − 1 of 64 nodes, periodic. A row: first node, where its terms and its weights begin, then
 * the number of its terms of each kind: nodes by themselves or pairs of nodes at opposite shifts, for some of the samples. */
static void mirrored(
    int from,
    int to,
    const double *restrict f_u,
    double *restrict out) {
  _Alignas(64) double ring_u[272];
  _Alignas(64) double s0[64];
  _Alignas(64) double s1[64];
  int held[2], at[7], mirror[7];
  for (int m = 0; m < 2; m++) held[m] = -1;
  for (int r = from; r < to; r++) {
    const int32_t *row = mirrored_pieces + 5 * r;
    const double *weights = mirrored_weights + row[2];
    const int count = row[3] + row[4];
    for (int q = 0; q < count; q++) {
      const int32_t *term = mirrored_terms + 2 * (row[1] + q);
      const int slot = term[0] % 2, begin = 136 * slot + 32;
      if (held[slot] != term[0]) {
        const int first = mirrored_sources[2 * term[0]], ghosts = mirrored_sources[2 * term[0] + 1];
        memcpy(ring_u + begin, f_u + first, 64 * sizeof(double));
        memcpy(ring_u + begin - ghosts, f_u + first + 64 - ghosts, ghosts * sizeof(double));
        memcpy(ring_u + begin + 64, f_u + first, ghosts * sizeof(double));
        held[slot] = term[0];
      }
      at[q] = begin + term[1];
      mirror[q] = begin - term[1];
    }
    for (int done = 0; done < 64; done += 64) {
      const int first = done + 64 < 64 ? done : 0;
      for (int t = first; t < first + 64; t += 4 * LANES) {
        {
          lanes a0[4], a1[4];
          for (int b = 0; b < 4; b++) a0[b] = a1[b] = (lanes){0};
          const double *w = weights;
          int q = 0;
          for (const int end = q + row[3]; q < end; q++, w += 1) {
            for (int b = 0; b < 4; b++) {
              const lanes x = *(const lanes_at *)(ring_u + t + at[q] + LANES * b);
              a0[b] += w[0] * x;
            }
          }
          for (const int end = q + row[4]; q < end; q++, w += 2) {
            for (int b = 0; b < 4; b++) {
              const lanes x = *(const lanes_at *)(ring_u + t + at[q] + LANES * b);
              const lanes y = *(const lanes_at *)(ring_u + t + mirror[q] + LANES * b);
              const lanes sum = x + y;
              const lanes difference = x - y;
              a0[b] += w[0] * sum;
              a1[b] += w[1] * difference;
            }
          }
          for (int b = 0; b < 4; b++) {
            *(lanes_at *)(s0 + t - first + LANES * b) = a0[b];
            *(lanes_at *)(s1 + t - first + LANES * b) = a1[b];
          }
        }
      }
      finish(row[0] + first, 64, s0, s1, out);
    }
  }
}

/* All operators at all 640 nodes. out: 1 arrays of 640 values, one after the other,
 * apart from the fields. */
void jetgraph_run(
    const double *restrict f_u,
    double *restrict out) {
  #pragma omp parallel for schedule(static)
  for (int r = 0; r < 6; r += 16)
    rows0(r, r + 16 < 6 ? r + 16 : 6, f_u, out);
  #pragma omp parallel for schedule(static)
  for (int r = 0; r < 1; r += 16)
    rows1(r, r + 16 < 1 ? r + 16 : 1, f_u, out);
  #pragma omp parallel for schedule(static)
  for (int r = 0; r < 1; r += 16)
    rows2(r, r + 16 < 1 ? r + 16 : 1, f_u, out);
  #pragma omp parallel for schedule(static)
  for (int r = 0; r < 1; r += 16)
    rows3(r, r + 16 < 1 ? r + 16 : 1, f_u, out);
  #pragma omp parallel for schedule(dynamic)
  for (int r = 0; r < 1; r += 32)
    mirrored(r, r + 32 < 1 ? r + 32 : 1, f_u, out);
}
