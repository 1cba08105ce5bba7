/**
 * Connected multigraphs without loops on vertices of given degrees, equal ones interchangeable: what is left of a connected
 * graph when trees and loops are taken off. Orderly generation [read-1978]: the upper triangle of multiplicities is filled
 * row by row, and a matrix is kept if no interchange makes it larger, rows being compared from the first on.
 */

/** `count` interchangeable vertices of one degree. */
export interface VertexClass {
  readonly degree: number;
  readonly count: number;
}

/** Graphs with the same number of edges: edge e of graph g joins `ends[2(g·edges + e)]` and the entry after it. */
export interface CoreList {
  readonly graphs: number;
  readonly edges: number;
  readonly ends: Uint8Array;
}

/** The graphs on the vertices of the classes, in their order. Degrees are at least 2, vertices at least 2. */
export function listCores(classes: readonly VertexClass[]): CoreList {
  const degrees = classes.flatMap(({ degree, count }) => new Array<number>(count).fill(degree));
  const size = degrees.length;
  const total = degrees.reduce((sum, d) => sum + d, 0);
  const ends: number[] = [];
  let graphs = 0;
  const matrix = new Uint8Array(size * size);
  const free = Uint8Array.from(degrees);
  // cells[i·size + v]: v and v − 1 are alike in class and in the rows before i.
  const alike = new Uint8Array((size + 1) * size);
  let first = 0;
  for (const { count } of classes) {
    for (let v = first + 1; v < first + count; v++) alike[v] = 1;
    first += count;
  }
  const test = new MaximalityTest(matrix, size, alike);

  const reached = new Uint8Array(size);
  const reach = (v: number): number => {
    reached[v] = 1;
    let count = 1;
    for (let w = 0; w < size; w++) if (matrix[v * size + w]! > 0 && reached[w] === 0) count += reach(w);
    return count;
  };
  const isConnected = (): boolean => {
    reached.fill(0);
    return reach(0) === size;
  };

  const nextRow = (row: number): void => {
    if (row === size) {
      if (!isConnected() || !test.isMaximal()) return;
      graphs++;
      for (let v = 0; v < size; v++) {
        for (let w = v + 1; w < size; w++) for (let m = matrix[v * size + w]!; m > 0; m--) ends.push(v, w);
      }
      return;
    }
    fill(row, row + 1);
  };

  const fill = (row: number, column: number): void => {
    if (column === size) {
      if (free[row] !== 0) return;
      for (let v = row + 1; v < size; v++) {
        const same = v > row + 1 && matrix[row * size + v] === matrix[row * size + v - 1] ? 1 : 0;
        alike[(row + 1) * size + v] = alike[row * size + v]! & same;
      }
      nextRow(row + 1);
      return;
    }
    let most = Math.min(free[row]!, free[column]!);
    if (column > row + 1 && alike[row * size + column] === 1) most = Math.min(most, matrix[row * size + column - 1]!);
    for (let m = most; m >= 0; m--) {
      matrix[row * size + column] = m;
      matrix[column * size + row] = m;
      free[row]! -= m;
      free[column]! -= m;
      fill(row, column + 1);
      free[row]! += m;
      free[column]! += m;
    }
    matrix[row * size + column] = 0;
    matrix[column * size + row] = 0;
  };

  if (total % 2 === 0 && 2 * Math.max(...degrees) <= total) nextRow(0);
  return { graphs, edges: total / 2, ends: Uint8Array.from(ends) };
}

/** Compares a matrix with its images under interchanges of vertices of one class. */
class MaximalityTest {
  readonly #matrix: Uint8Array;
  readonly #size: number;
  /** Vertices in the order being tried; cells of vertices not told apart yet are consecutive. */
  readonly #orders: Uint8Array;
  readonly #starts: Uint8Array;

  constructor(matrix: Uint8Array, size: number, alike: Uint8Array) {
    this.#matrix = matrix;
    this.#size = size;
    this.#orders = new Uint8Array((size + 1) * size);
    this.#starts = new Uint8Array((size + 1) * size);
    for (let v = 0; v < size; v++) {
      this.#orders[v] = v;
      this.#starts[v] = alike[v] === 1 ? this.#starts[v - 1]! : v;
    }
  }

  isMaximal(): boolean {
    return this.#explore(0);
  }

  /** Tries every vertex of the cell at place `row`; false as soon as a larger row appears. */
  #explore(row: number): boolean {
    const size = this.#size;
    if (row >= size - 1) return true;
    const from = row * size;
    const cell = this.#starts[from + row]!;
    for (let at = row; at < size && this.#starts[from + at] === cell; at++) {
      const larger = this.#compareRow(row, at);
      if (larger > 0) return false;
      if (larger === 0 && !this.#explore(row + 1)) return false;
    }
    return true;
  }

  /**
   * Puts the vertex at place `at` first in its cell, sorts each cell by the multiplicities to it (falling), and compares
   * with the row of the matrix. On equality the refined order is ready for the next row.
   */
  #compareRow(row: number, at: number): number {
    const [size, matrix, orders, starts] = [this.#size, this.#matrix, this.#orders, this.#starts];
    const from = row * size;
    const to = from + size;
    const chosen = orders[from + at]!;
    orders[to + row] = chosen;
    starts[to + row] = row;
    let place = row + 1;
    for (let i = row; i < size; ) {
      const cell = starts[from + i]!;
      const begin = place;
      for (; i < size && starts[from + i] === cell; i++) {
        const v = orders[from + i]!;
        if (v === chosen) continue;
        const m = matrix[chosen * size + v]!;
        let j = place++;
        for (; j > begin && matrix[chosen * size + orders[to + j - 1]!]! < m; j--) orders[to + j] = orders[to + j - 1]!;
        orders[to + j] = v;
      }
      for (let j = begin; j < place; j++) {
        const m = matrix[chosen * size + orders[to + j]!]!;
        const target = matrix[row * size + j]!;
        if (m !== target) return m - target;
        starts[to + j] = j > begin && matrix[chosen * size + orders[to + j - 1]!]! === m ? starts[to + j - 1]! : j;
      }
    }
    return 0;
  }
}
