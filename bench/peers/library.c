/* Times two generated kernels on the same grid in turn: a library (OUTPUTS results) and a single Laplacian. Built with the
 * two modules, in which jetgraph_run is renamed to run_library and run_laplacian. -DN=1024 -DOUTPUTS=21 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "timing.h"

void run_library(const double *u, double *out);
void run_laplacian(const double *u, double *out);

int main(void) {
  const double h = 2 * 3.14159265358979323846 / N;
  double *u = malloc(sizeof(double) * N * N), *out = malloc(sizeof(double) * N * N * OUTPUTS), best[2] = {1e9, 1e9};
  for (long i = 0; i < (long)N * N; i++) {
    const double x = i / N * h, y = i % N * h;
    u[i] = 0.5 * sin(x + y + 0.1) + 0.3 * sin(2 * x - y + 0.7) + 0.2 * sin(x + 2 * y + 1.3);
  }
  for (int r = 0; r < 40; r++)
    for (int v = 0; v < 2; v++) {
      void (*run)(const double *, double *) = v == 0 ? run_library : run_laplacian;
      run(u, out);
      const double start = now();
      run(u, out);
      const double time = now() - start;
      if (time < best[v]) best[v] = time;
    }
  run_library(u, out);
  printf("{\"library\":%.6g,\"laplacian\":%.6g,\"means\":[", best[0], best[1]);
  for (int k = 0; k < OUTPUTS; k++) {
    double sum = 0;
    for (long i = 0; i < (long)N * N; i++) sum += out[(long)k * N * N + i];
    printf("%s%.10g", k == 0 ? "" : ",", sum / N / N);
  }
  printf("]}\n");
  return 0;
}
