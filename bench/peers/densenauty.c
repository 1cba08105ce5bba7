/* densenauty FILE: canonical forms of multigraphs by nauty; prints processor seconds, the number of distinct forms.
   FILE: for each graph a byte for its vertices, a byte for its edges, two bytes for each edge. A loop is a colour of its
   vertex; an edge of multiplicity m > 1 is subdivided by a vertex of colour 64 + m. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "nauty/nauty.h"

typedef struct { int n; graph g[64]; int lab[64], ptn[64]; unsigned long long hash; } encoded;

static unsigned long long mix(unsigned long long h, unsigned long long x) {
  h ^= x + 0x9e3779b97f4a7c15ULL + (h << 6) + (h >> 2);
  h *= 0xff51afd7ed558ccdULL;
  return h ^ (h >> 33);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  unsigned long long x = *(const unsigned long long *)a, y = *(const unsigned long long *)b;
  return x < y ? -1 : x > y;
}

static void encode(const unsigned char *p, encoded *e) {
  int vertices = p[0], edges = p[1], count[32][32] = {{0}}, colour[64] = {0}, n = vertices, place = 0;
  EMPTYGRAPH(e->g, 1, 64);
  for (int i = 0; i < edges; i++) {
    int v = p[2 + 2 * i], w = p[3 + 2 * i];
    if (v == w) colour[v]++;
    else { count[v][w]++; count[w][v]++; }
  }
  for (int v = 0; v < vertices; v++)
    for (int w = 0; w < v; w++) {
      if (count[v][w] == 1) ADDONEEDGE(e->g, v, w, 1);
      if (count[v][w] < 2) continue;
      colour[n] = 64 + count[v][w];
      ADDONEEDGE(e->g, v, n, 1);
      ADDONEEDGE(e->g, w, n, 1);
      n++;
    }
  e->n = n;
  e->hash = n;
  for (int c = 0; c < 96; c++) {
    int start = place;
    for (int v = 0; v < n; v++) if (colour[v] == c) { e->lab[place] = v; e->ptn[place++] = 1; }
    if (place > start) { e->ptn[place - 1] = 0; e->hash = mix(e->hash, 64ULL * c + place - start); }
  }
}

int main(int argc, char **argv) {
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (!file) { fprintf(stderr, "densenauty FILE\n"); return 2; }
  fseek(file, 0, SEEK_END);
  long size = ftell(file), graphs = 0;
  rewind(file);
  unsigned char *bytes = malloc(size);
  if (fread(bytes, 1, size, file) != (size_t)size) return 1;
  for (long at = 0; at < size; at += 2 + 2 * bytes[at + 1]) graphs++;
  encoded *list = malloc(graphs * sizeof *list);
  unsigned long long *hash = malloc(graphs * sizeof *hash);
  static DEFAULTOPTIONS_GRAPH(options);
  options.getcanon = TRUE;
  options.defaultptn = FALSE;
  statsblk stats;
  int orbits[64];
  graph canonical[64];
  double start = seconds();
  for (long at = 0, i = 0; at < size; at += 2 + 2 * bytes[at + 1]) encode(bytes + at, &list[i++]);
  double middle = seconds();
  for (long i = 0; i < graphs; i++) {
    encoded *e = &list[i];
    densenauty(e->g, e->lab, e->ptn, orbits, &options, &stats, 1, e->n, canonical);
    hash[i] = e->hash;
    for (int k = 0; k < e->n; k++) hash[i] = mix(hash[i], canonical[k]);
  }
  double end = seconds();
  qsort(hash, graphs, sizeof *hash, compare);
  long distinct = graphs > 0;
  for (long i = 1; i < graphs; i++) distinct += hash[i] != hash[i - 1];
  printf("%f %f %ld\n", middle - start, end - middle, distinct);
  return 0;
}
