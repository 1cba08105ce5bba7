/**
 * Listing all multigraphs with E edges, and canonical forms of scrambled ones: our time, nauty's, and the ratio.
 * Processor seconds, one thread. Ours is the first run in a fresh process, compilation included; in brackets later runs.
 * Numbers of graphs and of distinct forms have to agree before a time is printed.
 * Run: npm run build && node bench/enumeration.mjs [E …]   (default 8 9 10 11 12)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '../dist/base/index.js';
import { Enumeration, enumerateGraphs, Labeller } from '../dist/graph/index.js';

const runs = 3;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** In a process of its own: the times of some runs, and the number of graphs. */
if (process.argv[2] === 'ours') {
  const times = [];
  let graphs = 0;
  for (let run = 0; run < runs; run++) {
    const start = seconds();
    graphs = new Enumeration({ edges: Number(process.argv[3]) }).count();
    times.push(seconds() - start);
  }
  console.log(JSON.stringify({ graphs, times }));
  process.exit();
}

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [8, 9, 10, 11, 12];
const folder = mkdtempSync(join(tmpdir(), 'enumeration-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const compile = (name, ...libraries) => {
  const program = join(folder, name);
  const flags = ['-O3', '-march=native', '-DMAXN=WORDSIZE', '-DWORDSIZE=64'];
  return spawnSync('gcc', [...flags, '-o', program, here(`peers/${name}.c`), ...libraries]).status === 0
    ? program
    : undefined;
};
const assemble = compile('assemble');
const hasNauty = ['nauty-genbg', 'genbg'].some((tool) => spawnSync(tool, ['-help']).error === undefined);
const densenauty = compile('densenauty', '-lnautyL1');
if (!hasNauty || densenauty === undefined)
  console.log('nauty not installed (Debian packages gcc, nauty, libnauty2-dev).');

function theirs(...words) {
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
  const { stdout, stderr } = spawnSync('bash', ['-c', script, here('peers/enumerate.sh'), ...words], {
    encoding: 'utf8',
  });
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { graphs: Number(stdout), time: user + system };
}

console.log('E   graphs   ours, s   graphs/s   later runs   genbg, s   pipeline, s   ratio to the better');
for (const edges of sizes) {
  const ours = JSON.parse(spawnSync(process.execPath, [here('enumeration.mjs'), 'ours', `${edges}`]).stdout);
  const [first, ...later] = ours.times;
  const cells = [edges, ours.graphs, first.toFixed(3), Math.round(ours.graphs / first), median(later).toFixed(3)];
  if (hasNauty) {
    const peers = [theirs('genbg', `${edges}`), ...(assemble ? [theirs('pipeline', `${edges}`, assemble)] : [])];
    for (const { graphs } of peers)
      if (graphs !== ours.graphs) throw new Error(`${graphs} graphs instead of ${ours.graphs}`);
    const best = Math.min(...peers.map(({ time }) => time));
    cells.push(...peers.map(({ time }) => time.toFixed(3)), (best / first).toFixed(2));
  }
  console.log(cells.join('   '));
}

const random = new Random(1);
const shuffled = (list) => {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
};
const edges = 10;
const graphs = Array.from(enumerateGraphs({ edges }), (graph) => {
  const image = shuffled(graph.vertices.map((_, v) => v));
  return {
    size: graph.vertices.length,
    ends: Uint8Array.from(shuffled(graph.edges.map((edge) => edge.map((v) => image[v]))).flat()),
  };
});

/** Canonical labelling and the edges in canonical places, sorted. */
function canonicalForms() {
  const labeller = new Labeller();
  const degree = new Uint8Array(64);
  const width = edges + 1;
  const forms = new Uint16Array(graphs.length * width);
  const start = seconds();
  for (let g = 0; g < graphs.length; g++) {
    const { size, ends } = graphs[g];
    labeller.begin(size);
    degree.fill(0, 0, size);
    for (let i = 0; i < ends.length; i += 2) {
      labeller.join(ends[i], ends[i + 1]);
      degree[ends[i]]++;
      degree[ends[i + 1]]++;
    }
    for (let v = 0; v < size; v++) labeller.colours[v] = 255 - degree[v];
    labeller.label();
    const { position } = labeller;
    const first = g * width;
    forms[first] = size;
    for (let i = 0; i < edges; i++) {
      const [v, w] = [position[ends[2 * i]], position[ends[2 * i + 1]]];
      const code = v < w ? v * size + w : w * size + v;
      let at = first + 1 + i;
      for (; at > first + 1 && forms[at - 1] > code; at--) forms[at] = forms[at - 1];
      forms[at] = code;
    }
  }
  const time = seconds() - start;
  const names = graphs.map((_, g) => String.fromCharCode(...forms.subarray(g * width, (g + 1) * width)));
  return { time, distinct: new Set(names).size };
}

console.log(`\ncanonical forms of ${graphs.length} scrambled graphs with ${edges} edges`);
const file = join(folder, 'graphs');
writeFileSync(file, Buffer.concat(graphs.map(({ size, ends }) => Buffer.from([size, edges, ...ends]))));
for (let run = 0; run < runs; run++) {
  const ours = canonicalForms();
  if (ours.distinct !== graphs.length) throw new Error(`${ours.distinct} distinct forms`);
  const rate = Math.round(graphs.length / ours.time);
  if (densenauty === undefined) console.log(`ours ${rate}/s`);
  else {
    const [encoding, labelling, distinct] = spawnSync(densenauty, [file], { encoding: 'utf8' })
      .stdout.split(' ')
      .map(Number);
    if (distinct !== graphs.length) throw new Error(`${distinct} distinct forms of densenauty`);
    const [alone, whole] = [labelling, encoding + labelling].map((time) => Math.round(graphs.length / time));
    console.log(
      `ours ${rate}/s   densenauty ${alone}/s, with encoding ${whole}/s   ratio ${(rate / alone).toFixed(2)}, ${(rate / whole).toFixed(2)}`,
    );
  }
}
