// Relations that hold in one dimension only, with certificates, and reduction to a basis.
import assert from 'node:assert/strict';
import { countRows, isZeroInDimension, normalize, parse, reduce, relations } from 'jetgraph';

// Numbers come from characters, without listing anything.
console.table(countRows({ edges: [1, 5], dimension: 2 }));

// The first relations of the plane: Cayley-Hamilton for the Hessian, in two disguises.
for (const { sum, certificate } of relations({ edges: 3, dimension: 2 })) {
  console.log(`${sum} = 0`);
  console.log(
    `  ${certificate.graphs} graphs, ${certificate.independent} independent, ${certificate.relations} relation`,
  );
}

// In dimension 2 the cube of the Laplacian is a combination of other graphs; in dimension 3 it is not.
const cube = normalize(parse('lap(u)^3'));
console.log(`(Δu)³  =  ${reduce(cube, 2)}  in dimension 2`);
const difference = cube.minus(reduce(cube, 2));
assert(isZeroInDimension(difference, 2));
assert(!isZeroInDimension(difference, 3));
