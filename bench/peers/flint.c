/* Rank and nullspace of a square matrix over F_p with FLINT's nmod_mat, one thread.
   flint FILE, where FILE holds unsigned 32-bit integers: n, p, then n*n residues row by row.
   Prints: processor seconds for the rank and for the nullspace, rank, nullity, checksum of the nullspace. */
#include <flint/flint.h>
#include <flint/nmod_mat.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int count, char **arguments) {
  FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  uint32_t head[2], entry;
  if (file == NULL || fread(head, 4, 2, file) != 2) return 2;
  const long n = head[0];
  const uint64_t p = head[1];
  nmod_mat_t matrix, kernel;
  nmod_mat_init(matrix, n, n, p);
  nmod_mat_init(kernel, n, n, p);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      if (fread(&entry, 4, 1, file) != 1) return 2;
      nmod_mat_entry(matrix, i, j) = entry;
    }
  const double start = seconds();
  const long rank = nmod_mat_rank(matrix);
  const double middle = seconds();
  const long nullity = nmod_mat_nullspace(kernel, matrix);
  const double end = seconds();
  uint64_t checksum = 0;
  for (long s = 0; s < nullity; s++)
    for (long j = 0; j < n; j++) checksum = (31 * checksum + nmod_mat_entry(kernel, j, s)) % p;
  printf("%.6f %.6f %ld %ld %lu\n", middle - start, end - middle, rank, nullity, (unsigned long)checksum);
  return 0;
}
