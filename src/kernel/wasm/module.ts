/** The module of a plan: its functions, where its data lie, and the tasks into which a call is cut. */
import { wasm } from '../../base/index.js';
import { type MirroredRuns, mirroredRuns } from '../mirroredRuns.js';
import type { Plan } from '../target.js';
import { type DenseTables, denseTables } from '../targets/dense.js';
import { uniformValues, valueTable } from '../values.js';
import { localsAfter, type Store, storeValues } from './body.js';
import { type Image, imageOf } from './image.js';
import { lookFunction } from './lookFunction.js';
import { mirroredFunction, mirroredWidth } from './mirroredFunction.js';
import { finishFunction, nodesFunction } from './nodeFunctions.js';
import { rowFunction } from './rowFunction.js';

const { i32 } = wasm;

/** Nodes in a task: enough to hide the cost of taking one, few enough to share them out evenly. */
const taskNodes = 8192;

/** Results of a task, those of all operators together: few enough to stay in the cache. */
const taskResults = 65536;

/** A part of the work: a function over a range of its table. */
export interface Task {
  readonly function: string;
  /** Addresses, and that of the coefficients. */
  readonly from: number;
  readonly to: number;
  readonly coefficients: number;
}

/** A task with the nodes that it computes. */
export interface NodeTask extends Task {
  /** Ranges of nodes, from … to − 1, sorted. */
  readonly nodes: readonly (readonly [number, number])[];
}

/** Everything that is needed to run a plan. */
export interface KernelModule {
  readonly functions: readonly wasm.WasmFunction[];
  readonly fields: readonly string[];
  readonly image: Image;
  /** Tables with their addresses. */
  readonly tables: readonly (readonly [address: number, data: Int32Array | Float64Array])[];
  readonly tasks: readonly NodeTask[];
  /** Room to work in that a thread needs. */
  readonly scratchBytes: number;
}

/** Generates the module. */
export function kernelModule(plan: Plan): KernelModule {
  const { program, rows } = plan;
  const { runs: mirrored, rest } =
    plan.mirrored === undefined ? { rest: plan.rest } : mirroredRuns(plan.mirrored, plan.tables, plan.rest);
  const fields = [...new Set(program.samples.map(({ field }) => field))];
  const dense = rest.runs.length === 0 ? undefined : denseTables(rest);
  const values = valueTable();
  const uniforms = uniformValues(values, program);
  const uniformOps = uniforms.map(({ op }) => op);
  const image = imageOf(plan, fields.length, uniforms.length, mirrored, dense);

  const rowFunctions = rows.map((loops, k) =>
    rowFunction(program, loops, { image, fields, uniformOps, name: `rows${k}` }),
  );
  const context = {
    program,
    functionalOf: rest.functionalOf,
    functionals: rest.stencils[0]!.first.length - 1,
    image,
    fields,
    uniformOps,
    finish: 1 + rows.length,
  };
  const nodes = [
    ...(mirrored === undefined ? [] : [mirroredFunction(context, mirrored)]),
    ...(dense === undefined ? [] : [nodesFunction(context)]),
  ];
  const functions = [
    uniformFunction(plan, image),
    ...rowFunctions.map(({ code }) => code),
    ...(nodes.length === 0 ? [] : [finishFunction(context)]),
    ...nodes.map(({ code }) => code),
    lookFunction(),
  ];
  const most = Math.max(1024, Math.min(taskNodes, Math.floor(taskResults / program.outputs.length)));
  const rowTasks = rows.flatMap(({ pieces, sources, coefficientCount }, k) => {
    const [size, { pieces: table, coefficients }] = [2 + sources, image.rows[k]!];
    return cutEvenly(pieces, size, most).map(({ from, to, nodes }) => ({
      function: `rows${k}`,
      from: table + 4 * size * from,
      to: table + 4 * size * to,
      coefficients: coefficients + 8 * coefficientCount * from,
      nodes,
    }));
  });
  const mirroredSize = mirrored === undefined ? 1 : mirroredWidth(mirrored);
  const mirroredTasks = cutEvenly(mirrored?.pieces ?? new Int32Array(), mirroredSize, most).map(
    ({ from, to, nodes }) => ({
      function: 'mirrored',
      from: image.mirrored.pieces + 4 * mirroredSize * from,
      to: image.mirrored.pieces + 4 * mirroredSize * to,
      coefficients: 0,
      nodes,
    }),
  );
  const nodeTasks = cutEvenly(dense?.runs ?? new Int32Array(), 5, most).map(({ from, to, nodes }) => ({
    function: 'nodes',
    from: image.rest.runs + 20 * from,
    to: image.rest.runs + 20 * to,
    coefficients: 0,
    nodes,
  }));
  return {
    functions,
    fields,
    image,
    tasks: [...rowTasks, ...mirroredTasks, ...nodeTasks],
    tables: tablesOf(plan, image, mirrored, dense),
    scratchBytes:
      64 * Math.ceil(Math.max(0, ...[...rowFunctions, ...nodes].map(({ scratchBytes }) => scratchBytes)) / 64),
  };
}

function tablesOf(
  { rows }: Plan,
  image: Image,
  mirrored: MirroredRuns | undefined,
  dense: DenseTables | undefined,
): KernelModule['tables'] {
  const tables: KernelModule['tables'][number][] = rows.flatMap(({ pieces, coefficients }, k) => [
    [image.rows[k]!.pieces, pieces],
    [image.rows[k]!.coefficients, coefficients],
  ]);
  if (mirrored !== undefined) {
    const { pieces, offsets, rows: of } = mirrored;
    tables.push(
      [image.mirrored.pieces, pieces],
      [image.mirrored.offsets, offsets],
      [image.mirrored.weights, of.weights],
    );
  }
  if (dense !== undefined) {
    const { runs, offsets, weights } = dense;
    tables.push([image.rest.runs, runs], [image.rest.offsets, offsets], [image.rest.weights, weights]);
  }
  return tables.filter(([, data]) => data.length > 0);
}

/** Some items of a table and their nodes. */
interface Cut {
  readonly from: number;
  readonly to: number;
  readonly nodes: readonly (readonly [number, number])[];
}

/**
 * Ranges of items with `most` nodes or a few more, which lie within `most` nodes where they are few.
 * @param table - `size` numbers for each item: first node, number of nodes, others. Sorted by first node.
 */
function cutEvenly(table: Int32Array, size: number, most: number): readonly Cut[] {
  const cuts: Cut[] = [];
  const items = table.length / size;
  for (let from = 0; from < items; ) {
    const nodes: [number, number][] = [];
    const first = table[from * size]!;
    let to = from;
    for (; to < items && (nodes.length === 0 || nodes.at(-1)![1] - first < most); to++) {
      const [start, count] = [table[to * size]!, table[to * size + 1]!];
      const last = nodes.at(-1);
      if (last !== undefined && last[1] === start) last[1] += count;
      else nodes.push([start, start + count]);
    }
    cuts.push({ from, to, nodes });
    from = to;
  }
  return cuts;
}

/** The function `uniforms`: arithmetic on parameters only, once for each call of the kernel. */
function uniformFunction({ program }: Plan, image: Image): wasm.WasmFunction {
  const locals = localsAfter(0);
  const values = valueTable();
  const stores = uniformValues(values, program).map(
    ({ value }, k): Store => ({
      value,
      address: i32.constant(image.uniforms),
      offset: 8 * k,
      title: `uniform value ${k}`,
    }),
  );
  const set: wasm.Code[] = [];
  const body = storeValues(values, stores, locals, {
    type: 'f64',
    address: () => ({ address: i32.constant(0), offset: 0 }),
    invariant(value) {
      const local = locals.add('f64');
      set.push(
        wasm.set(
          local,
          value.kind === 'constant'
            ? wasm.f64.constant(value.value)
            : wasm.f64.load(i32.constant(image.parameters), value.kind === 'parameter' ? 8 * value.index : 0),
        ),
      );
      return local;
    },
    title: () => undefined,
  });
  return { name: 'uniforms', parameters: [], locals: locals.types, body: [...set, body] };
}
