// A candidate library for learning equations on a surface: complete within its bounds, without redundancy.
import assert from 'node:assert/strict';
import { candidateLibrary, countRows, emitLibrary } from 'jetgraph';

const bounds = { edges: [1, 3], maxDegree: 6 };
const library = candidateLibrary({ dimension: 2, ...bounds });
for (const { graph, order, cost, latex } of library.filter(({ degree }) => degree <= 2)) {
  console.log(`${graph.key.padEnd(16)} order ${order}, ${String(cost).padStart(2)} flops   ${latex}`);
}

// With no undifferentiated factors the numbers are those of the theory: 2 + 7 + 21 operators.
const differentiated = library.filter(({ graph }) => !graph.key.split(' ').includes('u'));
const theory = countRows({ edges: [1, 3], dimension: 2 }).reduce((sum, { independent }) => sum + independent, 0);
assert.equal(differentiated.length, theory);

// On a line SO(1) adds odd operators such as u u_x and u_xxx.
const line = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 2, maxOrder: 3, group: 'SO' });
console.log(emitLibrary(line, 'latex'));
assert(line.some(({ graph }) => graph.key === 'eps_a u_a u'));
