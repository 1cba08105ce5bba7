/**
 * Rank and kernel of dense n×n matrices of rank n and n/2 mod p = 2^26 − 5: our time, FLINT's, and the ratio.
 * Seconds of processor time, so that other work on the machine disturbs little; both use one thread.
 * Both get the same matrices and must agree on rank, nullity and the basis of the kernel before a time is printed.
 * Run: npm run build && node bench/linalg.mjs [n …]   (default 1000 2000; medians of three runs taken in turn)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '../dist/base/index.js';
import { fieldPrime, kernelModP, multiplyResidues, rankModP } from '../dist/exact/index.js';

const runs = 3;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 2000];
const folder = mkdtempSync(join(tmpdir(), 'linalg-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

const flint = join(folder, 'flint');
const source = fileURLToPath(new URL('peers/flint.c', import.meta.url));
const hasFlint = spawnSync('gcc', ['-O3', '-march=native', '-o', flint, source, '-lflint', '-lgmp']).status === 0;
if (!hasFlint) console.log('FLINT not installed (Debian packages gcc, libflint-dev): only our times.');

const random = new Random(1);
const fullRank = (n) => Uint32Array.from({ length: n * n }, () => random.below(fieldPrime));

/** Every second row is a combination of eight of the others. */
function halfRank(n) {
  const matrix = fullRank(n);
  for (let i = 1; i < n; i += 2) {
    const row = matrix.subarray(i * n, (i + 1) * n).fill(0);
    for (let k = 0; k < 8; k++) {
      const [factor, start] = [random.below(fieldPrime), 2 * random.below(n / 2) * n];
      for (let j = 0; j < n; j++) row[j] = (row[j] + multiplyResidues(factor, matrix[start + j])) % fieldPrime;
    }
  }
  return matrix;
}

/** Processor seconds of this process. */
function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function ours(matrix, n) {
  const start = seconds();
  const rank = rankModP(matrix, n, n);
  const middle = seconds();
  const { nullity, entries } = kernelModP(matrix, n, n);
  const end = seconds();
  const checksum = entries.reduce((sum, x) => (31 * sum + x) % fieldPrime, 0);
  return { rank: middle - start, kernel: end - middle, answer: `${rank} ${nullity} ${checksum}` };
}

function theirs(matrix, n) {
  const file = join(folder, 'matrix');
  writeFileSync(file, Uint32Array.of(n, fieldPrime));
  writeFileSync(file, matrix, { flag: 'a' });
  const [rank, kernel, ...answer] = spawnSync(flint, [file], { encoding: 'utf8' }).stdout.trim().split(' ');
  return { rank: Number(rank), kernel: Number(kernel), answer: answer.join(' ') };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

function report(matrix, n, rank) {
  const mine = [];
  const peer = [];
  for (let run = 0; run < runs; run++) {
    mine.push(ours(matrix, n));
    if (hasFlint) peer.push(theirs(matrix, n));
  }
  const answers = new Set([...mine, ...peer].map(({ answer }) => answer));
  if (answers.size > 1 || !mine[0].answer.startsWith(`${rank} ${n - rank} `)) {
    throw new Error(`rank, nullity, checksum differ: ${[...answers].join(', ')}`);
  }
  for (const what of ['rank', 'kernel']) {
    const own = median(mine.map((times) => times[what]));
    const line = `${n}x${n} of rank ${rank}, ${what.padEnd(6)}  ours ${own.toFixed(3)} s`;
    const other = median(peer.map((times) => times[what]));
    console.log(hasFlint ? `${line}  FLINT ${other.toFixed(3)} s  ratio ${(own / other).toFixed(2)}` : line);
  }
}

for (const n of sizes) {
  report(fullRank(n), n, n);
  report(halfRank(n), n, n / 2);
}
