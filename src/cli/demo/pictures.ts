/** The pictures of the demo, each as an SVG of its own. */

import { components } from '../../graph/index.js';
import type { Grid } from '../../grid/index.js';
import { diskMap, drawGraphSheet, linePlot, sphereMap } from '../../picture/index.js';
import type { Demonstration } from './demonstrate.js';
import { overview } from './overview.js';

/** A picture with the name of its file. */
export interface Picture {
  readonly name: string;
  /** What a reader who cannot see it is told. */
  readonly label: string;
  readonly svg: string;
}

export type PictureName =
  | 'geoid'
  | 'field'
  | 'laplacian'
  | 'gradient'
  | 'determinant'
  | 'sphere-end'
  | 'plane-start'
  | 'plane-end'
  | 'means'
  | 'graphs'
  | 'overview';

/** A range without the hundredth part of the area with the most extreme values, so that peaks do not bleach the rest. */
export function typicalRange(grid: Grid, values: Float64Array): readonly [number, number] {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const total = grid.weights.reduce((sum, w) => sum + w, 0);
  const quantile = (q: number): number => {
    let area = 0;
    for (const i of order) {
      area += grid.weights[i]!;
      if (area >= q * total) return values[i]!;
    }
    return values[order.at(-1)!]!;
  };
  return [quantile(0.005), quantile(0.995)];
}

/** Maps and disks, which take nearly all of the time. */
const rasters = 8;

/** Draws everything. */
export function drawPictures(
  demo: Demonstration,
  onProgress: (fraction: number) => void,
): Readonly<Record<PictureName, Picture>> {
  const { grid, configuration, sphereFlow, planeFlow } = demo;
  const { pixels, tEnd } = configuration;
  let drawn = 0;
  const counted = (svg: string): string => {
    drawn++;
    onProgress(drawn / rasters);
    return svg;
  };
  const map = (values: Float64Array, title: string, unit?: string, range?: readonly [number, number]): string =>
    counted(
      sphereMap({
        sample: (points) => grid.interpolate(values, points, { accuracy: 4 }),
        title,
        pixels,
        ...(unit !== undefined && { unit }),
        ...(range !== undefined && { range }),
      }),
    );
  const disk = (values: Float64Array, title: string): string =>
    counted(
      diskMap({
        sample: (points) => planeFlow.grid.interpolate(values, points, { accuracy: 4 }),
        title,
        range: [-1, 1],
        pixels: Math.round(0.7 * pixels),
      }),
    );
  const { laplacian, gradient, determinant } = demo.evaluation;
  const typical = (values: Float64Array): readonly [number, number] => typicalRange(grid, values);
  const [planeStart, planeEnd] = [planeFlow.result.fields.u![0]!, planeFlow.result.fields.u!.at(-1)!];
  const geoid = map(demo.heights, 'Geoid EGM96', 'm');
  const laplacianMap = map(laplacian, 'Δu', undefined, typical(laplacian));
  // A place without a value beyond the end makes room for the legend.
  const course = (values: readonly number[], label: string) => ({
    x: [...sphereFlow.result.times, 1.4 * tEnd],
    y: [...values, Number.NaN],
    label,
  });
  const graphs = demo.classification.graphs;
  const svgs: Record<PictureName, readonly [label: string, svg: string]> = {
    geoid: ['Map of the geoid EGM96 in metres', geoid],
    field: ['Map of the smoothed geoid', map(demo.field, 'u', '100 m', [-1, 1])],
    laplacian: ['Map of the Laplacian of the geoid', laplacianMap],
    gradient: [
      'Map of the squared gradient of the geoid',
      map(gradient, '|∇u|²', undefined, [0, typical(gradient)[1]]),
    ],
    determinant: [
      'Map of the determinant of the Hessian of the geoid',
      map(determinant, 'det ∇²u', undefined, typical(determinant)),
    ],
    'sphere-end': [
      `Map of the solution on the sphere at time ${tEnd}`,
      map(sphereFlow.result.fields.u!.at(-1)!, `u at t = ${tEnd}`, undefined, [-1, 1]),
    ],
    'plane-start': ['The first state in the Poincaré disk', disk(planeStart, 'u at t = 0')],
    'plane-end': ['The last state in the Poincaré disk', disk(planeEnd, `u at t = ${tEnd}`)],
    means: [
      'Means of u and of its square over time',
      linePlot({
        title: 'Means over the sphere and the half-plane',
        xLabel: 't',
        series: [
          course(sphereFlow.mean, 'u, sphere'),
          course(planeFlow.mean, 'u, half-plane'),
          course(sphereFlow.square, 'u², sphere'),
          course(planeFlow.square, 'u², half-plane'),
        ],
      }),
    ],
    graphs: [
      'Drawings of all graphs with one to three edges',
      drawGraphSheet(
        graphs.map((graph) => ({ graph, caption: graph.key })),
        { columns: 8, title: 'Multigraphs with one to three edges' },
      ),
    ],
    overview: [
      'The geoid, its Laplacian, and the connected graphs of the library',
      overview(
        geoid,
        laplacianMap,
        demo.classification.library
          .map(({ graph }) => graph)
          .filter((graph) => components(graph).length === 1 && graph.edges.length > 0),
      ),
    ],
  };
  return Object.fromEntries(Object.entries(svgs).map(([name, [label, svg]]) => [name, { name, label, svg }])) as Record<
    PictureName,
    Picture
  >;
}
