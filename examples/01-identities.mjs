// Identities between differential operators, decided for every dimension n and curvature kappa at once.
import assert from 'node:assert/strict';
import { normalize, parse } from 'jetgraph';

const operator = (text) => normalize(parse(text, { fields: ['u', 'v'] }));

// Bochner's identity: the difference of the two sides is the empty sum of graphs.
const left = operator('1/2*lap(norm2(grad(u)))');
const right = operator('norm2(hess(u)) + dot(grad(u), grad(lap(u))) + (n-1)*kappa*norm2(grad(u))');
console.log(`½ Δ|∇u|²  =  ${left}`);
assert(left.equals(right));

// Leave out the curvature and the proof fails; what is missing is printed.
const flat = operator('norm2(hess(u)) + dot(grad(u), grad(lap(u)))');
console.log(`without curvature, ${left.minus(flat)} is missing`);
assert.equal(left.minus(flat).toString(), '(kappa*n - kappa) u_a u_a');

// Δ² is not the graph with two loops: symmetrised derivatives do not compose.
console.log(`Δ²u  =  ${operator('lap(lap(u))')}`);
assert(!operator('lap(lap(u))').equals(operator('[u_aabb]')));
