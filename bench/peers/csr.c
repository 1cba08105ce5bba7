/* A plain product of a sparse matrix by rows with a vector, beside a kernel generated for the same scattered nodes. The matrix
 * has one block of rows for each functional that the kernel samples, so that both read the same number of nonzero weights.
 * cc -O3 -march=native csr.c kernel.c; then: a.out FILE, with the numbers N, blocks, nonzeros (int32), `first`, `columns` (int32),
 * `entries`, u (doubles). Prints the largest difference (block 0 against out, if COMPARE) and processor seconds of each. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void jetgraph_run(const double *u, double *out);

static void *get(FILE *file, size_t bytes) {
  void *data = malloc(bytes);
  if (data == NULL || fread(data, 1, bytes, file) != bytes) exit(2);
  return data;
}

static double processor(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void product(int rows, const int32_t *restrict first, const int32_t *restrict columns,
                    const double *restrict entries, const double *restrict x, double *restrict y) {
  for (int i = 0; i < rows; i++) {
    double sum = 0;
    for (int32_t k = first[i]; k < first[i + 1]; k++) sum += entries[k] * x[columns[k]];
    y[i] = sum;
  }
}

static int rising(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

enum { ROUNDS = 41 };

int main(int argc, char **argv) {
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) return 3;
  int32_t *head = get(file, 12);
  const int n = head[0], rows = head[0] * head[1], nonzeros = head[2];
  int32_t *first = get(file, 4 * ((size_t)rows + 1)), *columns = get(file, 4 * (size_t)nonzeros);
  double *entries = get(file, 8 * (size_t)nonzeros), *u = get(file, 8 * (size_t)n);
  double *out = calloc(n, 8), *y = calloc(rows, 8), times[2][ROUNDS], worst = 0;
  for (int round = -2; round < ROUNDS; round++) {
    for (int v = 0; v < 2; v++) {
      const double start = processor();
      if (v == 0) jetgraph_run(u, out);
      else product(rows, first, columns, entries, u, y);
      if (round >= 0) times[v][round] = processor() - start;
    }
  }
#ifdef COMPARE
  for (int i = 0; i < n; i++) worst = fmax(worst, fabs(out[i] - y[i]) / (1 + fabs(y[i])));
#endif
  for (int v = 0; v < 2; v++) qsort(times[v], ROUNDS, sizeof(double), rising);
  printf("{\"difference\": %g, \"jetgraph\": %g, \"plain\": %g}\n", worst, times[0][ROUNDS / 10], times[1][ROUNDS / 10]);
  return 0;
}
