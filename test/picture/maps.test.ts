import { describe, expect, it } from 'vitest';
import {
  colourScale,
  diskMap,
  heatMap,
  linePlot,
  missingColour,
  sphereMap,
  svgToPng,
} from '../../src/picture/index.js';
import { decodePng } from '../oracle/png.js';
import { descendants, parseXml, type XmlElement } from '../oracle/xml.js';

type Triple = readonly [number, number, number];

/** The first image of a picture: its frame on the page and its pixels. */
function firstImage(svg: string) {
  const image = descendants(parseXml(svg)).find(({ name }) => name === 'image')!;
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(image.attributes[name]));
  const png = decodePng(Buffer.from(image.attributes.href!.replace('data:image/png;base64,', ''), 'base64'));
  /** The pixel at fractions of the frame, from the left and from the top. */
  const at = (right: number, down: number) => png.at(Math.floor(right * png.width), Math.floor(down * png.height));
  return { frame: { x: x!, y: y!, width: width!, height: height! }, at };
}

function near(colour: readonly number[], wanted: readonly number[], tolerance = 5): boolean {
  return wanted.every((channel, i) => Math.abs(channel - colour[i]!) <= tolerance);
}

const texts = (svg: string): string[] =>
  descendants(parseXml(svg)).flatMap(({ name, text, children }: XmlElement) =>
    name === 'text' ? [text + children.map((child) => child.text).join('')] : [],
  );

const field = ([x, y, z]: Triple): number => x + 0.5 * y * z + 0.4 * z;
const sampleOf = (f: (p: Triple) => number) => (points: Float64Array) =>
  Float64Array.from({ length: points.length / 3 }, (_, i) =>
    f([points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!]),
  );

/** Places over the sphere away from the poles: latitude, longitude, unit vector. */
const places = Array.from({ length: 60 }, (_, i) => {
  const latitude = Math.asin(1.9 * (((i * 0.618) % 1) - 0.5));
  const longitude = ((i * 2.4) % 6.2) - 3.1;
  const cosine = Math.cos(latitude);
  const point: Triple = [cosine * Math.cos(longitude), cosine * Math.sin(longitude), Math.sin(latitude)];
  return { latitude, longitude, point };
});
const range: [number, number] = [-1.3, 1.3];

describe('map of the sphere', () => {
  it('draws a rotation about the poles as arrows to the right, longest at the equator', () => {
    const arrows = (points: Float64Array): Float64Array =>
      points.map((_, i) => (i % 3 === 0 ? -points[i + 1]! : i % 3 === 1 ? points[i - 1]! : 0));
    const svg = sphereMap({ sample: sampleOf(field), title: '', arrows, pixels: 64 });
    const path = descendants(parseXml(svg)).find(({ attributes }) => attributes.class === 'arrows')!.attributes.d!;
    const shafts = [...path.matchAll(/M(\S+) (\S+)L(\S+) ([^\sM]+)M/g)].map((match) => match.slice(1).map(Number));
    expect(shafts.length).toBeGreaterThan(800);
    for (const [x0, y0, x1, y1] of shafts) {
      expect(x1! - x0!).toBeGreaterThan(1);
      expect(Math.abs(y1! - y0!)).toBeLessThan(0.03);
    }
    const lengthAt = (y: number): number => {
      const nearest = shafts.reduce((a, b) => (Math.abs(b[1]! - y) < Math.abs(a[1]! - y) ? b : a));
      return nearest[2]! - nearest[0]!;
    };
    // The map is 420 units high below 62; at latitude 60° arrows have half of the length.
    const equator = 62 + 210;
    expect(lengthAt(equator - 210 * 0.762) / lengthAt(equator)).toBeCloseTo(0.5, 1);
    expect(() => sphereMap({ sample: sampleOf(field), title: '', arrows: () => [1] })).toThrow('coordinates of arrows');
  });

  it('has at each place of the Mollweide map the colour of the value there', async () => {
    const svg = sphereMap({ sample: sampleOf(field), title: 'a < b & c', unit: 'm', range });
    const { frame, at } = firstImage(svg);
    const rendered = decodePng(await svgToPng(svg, { scale: 1 }));
    for (const { latitude, longitude, point } of places) {
      let theta = latitude;
      for (let k = 0; k < 50; k++) {
        theta -= (2 * theta + Math.sin(2 * theta) - Math.PI * Math.sin(latitude)) / (2 + 2 * Math.cos(2 * theta));
      }
      const right = 0.5 + (0.5 * longitude * Math.cos(theta)) / Math.PI;
      const down = 0.5 - 0.5 * Math.sin(theta);
      const wanted = colourScale([], range).colour(field(point));
      expect(at(right, down)[3]).toBe(255);
      expect(near(at(right, down), wanted)).toBe(true);
      const page = rendered.at(Math.floor(frame.x + right * frame.width), Math.floor(frame.y + down * frame.height));
      // The page has the graticule on top, which is whiter and never darker, and the dark outline.
      if (Math.abs(longitude) > 3) continue;
      expect(page.every((channel, i) => i === 3 || channel >= wanted[i]! - 6)).toBe(true);
    }
    expect(at(0.01, 0.01)[3]).toBe(0);
    expect(texts(svg)).toEqual(expect.arrayContaining(['a < b & c', 'm', '−1.3', '1.3', '0']));
  });

  it('has at each visible place of the two globes the colour of the value there', () => {
    const [longitude0, latitude0] = [40, 25];
    const svg = sphereMap({ sample: sampleOf(field), title: '', projection: 'globes', centre: [40, 25], range });
    const { at } = firstImage(svg);
    let left = 0;
    for (const { latitude, longitude, point } of places) {
      const rad = Math.PI / 180;
      // Snyder 5-3, 20-3, 20-4, about the centre of the left globe; the right one shows what is behind it.
      const [p1, l0] = [latitude0 * rad, longitude0 * rad];
      const cosine = Math.sin(p1) * Math.sin(latitude) + Math.cos(p1) * Math.cos(latitude) * Math.cos(longitude - l0);
      if (Math.abs(cosine) < 0.1) continue;
      const front = cosine > 0;
      const [p, l] = front ? [p1, l0] : [-p1, l0 + Math.PI];
      const x = Math.cos(latitude) * Math.sin(longitude - l);
      const y = Math.cos(p) * Math.sin(latitude) - Math.sin(p) * Math.cos(latitude) * Math.cos(longitude - l);
      const colour = at(0.5 + (x + (front ? -1.06 : 1.06)) / 4.12, 0.5 - y / 2);
      expect(near(colour, colourScale([], range).colour(field(point)), 8)).toBe(true);
      left += Number(front);
    }
    expect(left).toBeGreaterThan(10);
    expect(at(0.5, 0.5)[3]).toBe(0);
  });

  it('paints NaN grey', () => {
    const { at } = firstImage(
      sphereMap({ sample: sampleOf(([x]) => (x > 0.8 ? Number.NaN : 1)), title: '', pixels: 200 }),
    );
    expect(at(0.5, 0.5)).toEqual([...missingColour, 255]);
    expect(at(0.1, 0.5).slice(0, 3)).not.toEqual(missingColour);
  });

  it('refuses unknown options and a sampler that returns too little', () => {
    const options = { sample: () => [1], title: '' };
    expect(() => sphereMap(options)).toThrow(/sphereMap: expected \d+ values from sample, got 1\./);
    const wrong = { ...options, colour: 'red' };
    expect(() => sphereMap(wrong)).toThrow('sphereMap: expected options among sample, title, unit, projection');
  });
});

describe('disk picture of the hyperbolic plane', () => {
  const value = ([x, y, t]: Triple): number => (t > 3 ? Number.NaN : x / t + 0.3 * y);

  it('has the colour of the value at exp of a tangent vector, and is blank outside the data', () => {
    const scaleRange: [number, number] = [-2, 2];
    const { at } = firstImage(diskMap({ sample: sampleOf(value), title: '', range: scaleRange }));
    for (let k = 0; k < 40; k++) {
      const [distance, angle] = [0.05 + 0.04 * k, 2.4 * k];
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      // At hyperbolic distance d the Poincaré disk has radius tanh(d/2); the hyperboloid point is (sinh d·(c, s), cosh d).
      const radius = Math.tanh(distance / 2);
      const point: Triple = [Math.sinh(distance) * c, Math.sinh(distance) * s, Math.cosh(distance)];
      const colour = at(0.5 + (radius * c) / 2, 0.5 - (radius * s) / 2);
      expect(near(colour, colourScale([], scaleRange).colour(value(point)), 6)).toBe(true);
    }
    expect(at(0.5 + Math.tanh(1) / 2, 0.5)[3]).toBe(0);
  });

  it('samples points of the hyperboloid, and paints NaN grey when told', () => {
    let worst = 0;
    const sample = (p: Float64Array): Float64Array => {
      for (let i = 0; i < p.length; i += 3) {
        const square = p[i + 2]! ** 2;
        worst = Math.max(worst, Math.abs(square - p[i]! ** 2 - p[i + 1]! ** 2 - 1) / square);
      }
      return sampleOf(value)(p);
    };
    const { at } = firstImage(diskMap({ sample, title: '', pixels: 101, missing: 'grey' }));
    expect(worst).toBeLessThan(1e-14);
    expect(at(0.5 + Math.tanh(1) / 2, 0.5)).toEqual([...missingColour, 255]);
  });

  it('draws geodesics: circles that meet the boundary at right angles', () => {
    const elements = descendants(parseXml(diskMap({ sample: sampleOf(value), title: '', pixels: 16 })));
    const arcs = elements.flatMap(({ name, attributes }) => {
      const match =
        name === 'path'
          ? /^M([-\d.]+) ([-\d.]+)A([-\d.]+) [-\d.]+ 0 0 [01] ([-\d.]+) ([-\d.]+)$/.exec(attributes.d!)
          : null;
      return match === null ? [] : [match.slice(1).map(Number) as [number, number, number, number, number]];
    });
    expect(arcs).toHaveLength(32);
    const [cx, cy, R] = [320, 342, 280];
    for (const [x1, y1, r, x2, y2] of arcs) {
      for (const [x, y] of [
        [x1, y1],
        [x2, y2],
      ] as const)
        expect(Math.abs(Math.hypot(x - cx, y - cy) - R)).toBeLessThan(0.02);
      // Orthogonal circles: half the chord h satisfies 1/h² = 1/R² + 1/r².
      const half = Math.hypot(x2 - x1, y2 - y1) / 2;
      expect(Math.abs(1 / Math.sqrt(1 / R ** 2 + 1 / r ** 2) - half)).toBeLessThan(0.02);
    }
  });
});

describe('Cartesian pictures', () => {
  it('puts the first index to the right and the second upward', () => {
    const values = [1, 2, 3, 4, 5, Number.NaN];
    const svg = heatMap({
      values,
      shape: [2, 3],
      extent: [0, 1, 0, 2],
      title: 'T',
      xLabel: 'x',
      yLabel: 't',
      unit: 'u',
    });
    const { at } = firstImage(svg);
    const scale = colourScale(values);
    expect(at(0.25, 0.9).slice(0, 3)).toEqual(scale.colour(1));
    expect(at(0.25, 0.1).slice(0, 3)).toEqual(scale.colour(3));
    expect(at(0.75, 0.9).slice(0, 3)).toEqual(scale.colour(4));
    expect(at(0.75, 0.1).slice(0, 3)).toEqual(missingColour);
    expect(() => heatMap({ values, shape: [2, 2], extent: [0, 1, 0, 1], title: '' })).toThrow(
      'expected 2·2 values, got 6',
    );
  });

  it('keeps the proportions of a box, unless it is too thin to show anything', () => {
    const picture = (lx: number, ly: number): string =>
      heatMap({
        values: Array.from({ length: 100 }, (_, i) => i),
        shape: [10, 10],
        extent: [0, 0.9 * lx, 0, 0.9 * ly],
        title: '',
        equalAspect: true,
      });
    for (const [lx, ly, sides] of [
      [4, 1, 1 / 4],
      [1, 3, 3],
      [1000, 1, 1 / 6],
      [1, 1000, 3],
    ] as const) {
      const { width, height } = firstImage(picture(lx, ly)).frame;
      expect(height / width).toBeCloseTo(sides, 2);
      expect(Math.min(width, height)).toBeGreaterThan(80);
    }
  });

  it('draws each series once and interrupts it at NaN', () => {
    const svg = linePlot({
      series: [
        { x: [0, 1, 2, 3], y: [0, 1, Number.NaN, 2], label: 'first' },
        { x: [0, 1], y: [1, 1] },
      ],
      title: 'x² < 10⁻³',
    });
    const paths = descendants(parseXml(svg)).filter(({ attributes }) => attributes.class === 'series');
    expect(paths.map(({ attributes }) => attributes.d!.match(/[ML]/g)!.join(''))).toEqual(['MLM', 'ML']);
    expect(texts(svg)).toContain('x < 102\u200b−3\u200b');
    expect(() => linePlot({ series: [{ x: [0], y: [] }], title: '' })).toThrow('expected 1 values for 1 places, got 0');
  });
});

it('refuses projections that are not there and ranges that do not rise', () => {
  const map = (options: object) => (): string => sphereMap({ sample: sampleOf(field), title: '', ...options });
  expect(map({ projection: 'mercator' })).toThrow("projection 'mollweide' or 'globes', got 'mercator'");
  for (const bad of [
    [1, -1],
    [0, Number.NaN],
    [0, 1 / 0],
  ])
    expect(map({ range: bad, pixels: 16 })).toThrow('finite numbers that rise');
});

it('sets type without system fonts: every sign of a number has its own shape', async () => {
  const shape = async (sign: string): Promise<string> => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="24"><text x="2" y="18" font-size="16" font-family="KaTeX_Main">${sign}</text></svg>`;
    const image = decodePng(await svgToPng(svg, { scale: 1 }));
    const opacity: number[] = [];
    for (let row = 0; row < 24; row++)
      for (let column = 0; column < 20; column++) opacity.push(image.at(column, row)[3]);
    return opacity.join();
  };
  // The last sign is in no font: it shows what a missing glyph looks like; the blank shows nothing.
  const shapes = await Promise.all([...'0123456789.−×eκΔ∇u', ' ', '\ue000'].map(shape));
  expect(new Set(shapes).size).toBe(shapes.length);
});

it('refuses what is no SVG in one line', async () => {
  await expect(svgToPng('<svg')).rejects.toThrow(/^svgToPng: expected an SVG document, got [^\n]+\.$/);
});

it('is as wide as it is told, by a factor or in pixels', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>';
  const size = async (options: { scale?: number; pixels?: number }): Promise<readonly number[]> => {
    const { width, height } = decodePng(await svgToPng(svg, options));
    return [width, height];
  };
  expect([await size({}), await size({ scale: 3 }), await size({ pixels: 100 })]).toEqual([
    [80, 40],
    [120, 60],
    [100, 50],
  ]);
  await expect(svgToPng(svg, { scale: 1, pixels: 100 })).rejects.toThrow('expected scale or pixels, got both');
  await expect(svgToPng(svg, { pixels: 3 })).rejects.toThrow('expected pixels to be an integer from 16 to 20000');
});
