/* assemble E FOLDER: every multiset of connected multigraphs with E edges in total, one graph a line as pairs of vertices.
   FOLDER/e lists the connected ones with e edges as multig -V -T prints them: vertices, pairs, loops of each vertex, then
   first vertex, second vertex, multiplicity of each pair. */
#include <stdio.h>
#include <stdlib.h>

#define MOST 16
typedef struct { unsigned char vertices, ends[2 * MOST]; } graph;

static graph *list[MOST + 1];
static long length[MOST + 1];
static const graph *chosen[MOST];
static int sizes[MOST];

static void print(int parts) {
  static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  char line[4 * MOST], *at = line;
  int shift = 0;
  for (int i = 0; i < parts; i++) {
    for (int e = 0; e < sizes[i]; e++) {
      *at++ = digit[chosen[i]->ends[2 * e] + shift];
      *at++ = digit[chosen[i]->ends[2 * e + 1] + shift];
      *at++ = ' ';
    }
    shift += chosen[i]->vertices;
  }
  at[-1] = '\n';
  fwrite(line, 1, at - line, stdout);
}

/* Sizes do not rise, numbers within a size neither. */
static void extend(int parts, int left, int size, long last) {
  if (left == 0) { print(parts); return; }
  for (int s = size < left ? size : left; s >= 1; s--) {
    long top = s == size ? last : length[s] - 1;
    for (long i = 0; i <= top; i++) {
      chosen[parts] = &list[s][i];
      sizes[parts] = s;
      extend(parts + 1, left - s, s, i);
    }
  }
}

static void read_list(const char *folder, int edges) {
  char name[512], line[512];
  snprintf(name, sizeof name, "%s/%d", folder, edges);
  FILE *file = fopen(name, "r");
  if (!file) { perror(name); exit(1); }
  long room = 1024;
  list[edges] = malloc(room * sizeof(graph));
  while (fgets(line, sizeof line, file)) {
    if (length[edges] == room) list[edges] = realloc(list[edges], (room *= 2) * sizeof(graph));
    graph *g = &list[edges][length[edges]++];
    char *p = line;
    int vertices = strtol(p, &p, 10), pairs = strtol(p, &p, 10), ends = 0;
    g->vertices = vertices;
    for (int v = 0; v < vertices; v++)
      for (int loops = strtol(p, &p, 10); loops > 0; loops--) g->ends[ends++] = v, g->ends[ends++] = v;
    for (int i = 0; i < pairs; i++) {
      int v = strtol(p, &p, 10), w = strtol(p, &p, 10);
      for (int m = strtol(p, &p, 10); m > 0; m--) g->ends[ends++] = v, g->ends[ends++] = w;
    }
    if (ends != 2 * edges) { fprintf(stderr, "%s: %s", name, line); exit(1); }
  }
  fclose(file);
}

int main(int argc, char **argv) {
  int edges = argc == 3 ? atoi(argv[1]) : 0;
  if (edges < 1 || edges > MOST) { fprintf(stderr, "assemble E FOLDER, 1 <= E <= %d\n", MOST); return 2; }
  for (int e = 1; e <= edges; e++) read_list(argv[2], e);
  extend(0, edges, edges, length[edges] - 1);
  return 0;
}
