/** Fields of any rank from files: components in the frame of the grid, one after the other, at the nodes. */
import { InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { type Dataset, type NamedArray, selectVariable } from '../io/index.js';
import { alignment } from './alignment.js';
import { isAlong, reordered, spaceAxes } from './axes.js';
import { checkComponents, inGridFrame } from './components.js';
import { coordinatesAlong, type Selection, selected } from './select.js';

/** Where the values of a field are. */
export interface FieldSource {
  readonly dataset: Dataset;
  readonly file: string;
  /** One for each component, or one or none for all of them. */
  readonly variables: readonly string[];
  readonly rank: number;
}

const axisName = ({ name }: { readonly name: string }): string => name;

/** The variables, their axes named: where the format knows no names, samples come first, components next, the grid last. */
function arraysOf({ dataset, file, variables, rank }: FieldSource, grid: Grid): readonly NamedArray[] {
  const names = variables.length === 0 ? [undefined] : variables;
  const count = grid.space.dimension ** rank;
  if (names.length > 1) checkComponents(variables, count, file);
  const components = names.length > 1 ? 0 : rank;
  return names.map((name) => {
    const array = selectVariable(dataset, name, file);
    if (array.dimensions !== undefined) return array;
    const places = grid.axes.length === 0 ? ['node'] : grid.axes.map(axisName);
    const own = [...Array.from({ length: components }, (_, i) => `component${i}`), ...places];
    const samples = Math.max(0, array.shape.length - own.length);
    const dimensions = [...Array.from({ length: samples }, (_, i) => `sample${i}`), ...own].slice(
      0,
      array.shape.length,
    );
    return { ...array, dimensions };
  });
}

/** An axis along which a file has several sets of fields. */
export interface SampleAxis {
  readonly name: string;
  readonly coordinates: Float64Array;
}

/** The axes of a field, with more than one place, that are neither the grid's nor those of components. */
export function sampleAxes(source: FieldSource, grid: Grid): readonly SampleAxis[] {
  const found = new Map<string, SampleAxis>();
  for (const { shape, dimensions = [] } of arraysOf(source, grid)) {
    for (const [axis, name] of dimensions.entries()) {
      const own =
        grid.axes.length === 0
          ? shape[axis] === grid.size
          : grid.axes.some((place) => isAlong(name, place.name, source.dataset));
      if (own || shape[axis]! <= 1 || /^component\d$/.test(name)) continue;
      found.set(name, { name, coordinates: coordinatesAlong(source.dataset, name, shape[axis]!) });
    }
  }
  return [...found.values()];
}

/**
 * Values at the nodes.
 * @throws InvalidInput for shapes or coordinates that are not those of the grid.
 */
export function readField(source: FieldSource, grid: Grid, selection: Selection): Float64Array {
  const { dataset, file, rank } = source;
  const arrays = arraysOf(source, grid).map((array) => selected(array, dataset, selection, file));
  const align = alignment(dataset, grid, file);
  const [first] = arrays;
  if (rank > 0 && arrays.length === 1) return stacked(first!, grid, rank, file, align);
  const parts = arrays.map((array) => align(onGrid(array, dataset, grid, file)));
  return rank === 0 ? parts[0]! : inGridFrame(parts, arrays, grid, file);
}

const long = (shape: readonly number[]): string => shape.filter((length) => length > 1).join('×');

/** A tensor in one variable with n places along each of r axes before those of the grid. */
function stacked(
  { name, shape, data }: NamedArray,
  grid: Grid,
  rank: number,
  file: string,
  align: (values: Float64Array) => Float64Array,
): Float64Array {
  const own = [...new Array<number>(rank).fill(grid.space.dimension), ...grid.shape];
  if (long(shape) !== long(own)) {
    const expected = `${own.join('×')} values of ${name}, components first, for grid ${grid.spec}`;
    throw new InvalidInput({ where: file, expected, got: shape.join('×'), hint: 'name the components, such as u,v' });
  }
  const result = new Float64Array(data.length);
  for (let from = 0; from < data.length; from += grid.size) {
    result.set(align(data.subarray(from, from + grid.size)), from);
  }
  return result;
}

function onGrid(array: NamedArray, dataset: Dataset, grid: Grid, file: string): Float64Array {
  const order = spaceAxes(array, undefined, grid.axes.map(axisName), dataset, file);
  if (order.map((axis) => array.shape[axis]!).join('×') !== grid.shape.join('×')) {
    throw new InvalidInput({
      where: file,
      expected: `${grid.shape.join('×')} values of ${array.name} for grid ${grid.spec}`,
      got: array.shape.join('×'),
      ...(order.length > grid.shape.length && { hint: '--select level=500 takes one place along an axis' }),
    });
  }
  return reordered(array, order);
}
