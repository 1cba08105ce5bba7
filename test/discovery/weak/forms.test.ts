/**
 * Moment forms against their definition: ∫ φ N(u) = Σ c ∫ (D* φ) g. In flat space with trigonometric polynomials whose derivatives are
 * written down, on the sphere with jets of harmonics.
 */
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../../src/algebra/index.js';
import { curvedForms } from '../../../src/discovery/weak/curvedForm.js';
import { flatForms } from '../../../src/discovery/weak/flatForm.js';
import type { MomentForms, PointFunction } from '../../../src/discovery/weak/momentForm.js';
import { parseGrid } from '../../../src/grid/index.js';
import { compileKernel } from '../../../src/kernel/index.js';
import { candidateLibrary } from '../../../src/library/index.js';
import { contractionProgram, interpret, type JetSlot } from '../../../src/program/index.js';
import { sphere } from '../../../src/space/index.js';
import { spectralSampler } from '../../../src/spectral/index.js';

/** A wave a cos(k·x + b) and its derivatives. */
const waves = {
  u: [
    [0.7, [1, 2], 0.3],
    [0.5, [2, -1], 1.1],
    [0.4, [0, 1], 2],
  ],
  v: [
    [0.6, [1, -1], 0.9],
    [0.3, [3, 1], 0.1],
  ],
  phi: [
    [1, [1, 1], 0.5],
    [0.8, [2, 3], 0.2],
    [0.7, [3, 0], 1.7],
    [0.5, [4, 1], 1.3],
  ],
} as const;

function derivative(name: keyof typeof waves, x: readonly number[], index: readonly number[]): number {
  return waves[name].reduce((sum, [a, k, b]) => {
    const phase = x.reduce((total, value, axis) => total + value * k[axis]!, b);
    const factor = index.reduce((product, axis) => product * k[axis]!, a);
    return sum + factor * Math.cos(phase + (index.length * Math.PI) / 2);
  }, 0);
}

const jetAt = (x: readonly number[]) => (slot: JetSlot) => derivative(slot.field as 'u' | 'v', x, slot.index);

function pointValue(
  { powers, jet }: PointFunction,
  forms: MomentForms,
  x: readonly number[],
  jets: readonly number[],
): number {
  const value = powers.reduce(
    (product, { field, exponent }) => product * derivative(field as 'u', x, []) ** exponent,
    1,
  );
  expect(forms.points.length).toBeGreaterThan(0);
  return jet === undefined ? value : value * jets[jet]!;
}

describe('in flat space', () => {
  it.each([
    [1, { edges: [0, 2], maxDegree: 3, maxOrder: 4, group: 'SO' }],
    [2, { edges: [0, 2], maxDegree: 3, maxOrder: 4 }],
    [2, { edges: [1, 1], maxDegree: 2, fields: ['u', 'v'], group: 'SO' }],
  ] as const)('dimension %i: every candidate of %j has the moments of its form', (n, bounds) => {
    const graphs = candidateLibrary({ dimension: n, ...bounds }).map(({ graph }) => graph);
    const forms = flatForms(graphs, n);
    const program = contractionProgram(
      graphs.map((graph) => GraphSum.of(graph)),
      n,
    );
    const nodes = n === 1 ? 64 : 32;
    const direct = new Float64Array(graphs.length);
    const moved = new Float64Array(graphs.length);
    for (let i = 0; i < nodes ** n; i++) {
      const x = [i % nodes, Math.floor(i / nodes)].slice(0, n).map((j) => (2 * Math.PI * j) / nodes);
      const values = interpret(program, program.slots.map(jetAt(x)));
      const jets = forms.jets === undefined ? [] : interpret(forms.jets, forms.jets.slots.map(jetAt(x)));
      const phi = forms.operators.map((beta) => {
        const index = beta.flatMap((k, axis) => new Array<number>(k).fill(axis));
        return (-1) ** index.length * derivative('phi', x, index);
      });
      const points = forms.points.map((point) => pointValue(point, forms, x, jets));
      for (const [c, moments] of forms.candidates.entries()) {
        direct[c] = direct[c]! + derivative('phi', x, []) * values[c]!;
        for (const { coefficient, operator, point } of moments) {
          moved[c] = moved[c]! + coefficient * phi[operator]! * points[point]!;
        }
      }
    }
    for (const [c, value] of direct.entries()) expect(Math.abs(moved[c]! - value)).toBeLessThan(1e-8 * nodes ** n);
    // what can be moved is moved: linear candidates and conservative ones have no jets left
    for (const [c, { key }] of graphs.entries()) {
      if (/^(eps_a )?u_a*b*\d*$/.test(key)) {
        expect(forms.candidates[c]!.every(({ point }) => forms.points[point]!.jet === undefined)).toBe(true);
      }
    }
  });

  it('u u_x is ½ D_x u², the determinant of the Hessian holds first derivatives only', () => {
    const [line] = candidateLibrary({ dimension: 1, edges: [0, 0], maxDegree: 2, maxOrder: 1, group: 'SO' }).filter(
      ({ graph }) => graph.key === 'eps_a u_a u',
    );
    const form = flatForms([line!.graph], 1);
    expect(form.candidates).toEqual([[{ coefficient: 0.5, operator: 0, point: 0 }]]);
    expect(form.operators).toEqual([[1]]);
    expect(form.points).toEqual([{ powers: [{ field: 'u', exponent: 2 }] }]);
  });
});

describe('on the sphere', () => {
  it('every candidate has the moments of its form against a polynomial in z', () => {
    const grid = parseGrid('latlon:32x64', sphere(2));
    const graphs = candidateLibrary({ dimension: 2, edges: [0, 2], maxDegree: 3, maxOrder: 4 }).map(
      ({ graph }) => graph,
    );
    const forms = curvedForms(graphs, 2, 1);
    const u = Float64Array.from({ length: grid.size }, (_, i) => {
      const [x, y, z] = [grid.points[3 * i]!, grid.points[3 * i + 1]!, grid.points[3 * i + 2]!];
      return 0.5 + 0.3 * x + 0.4 * x * y - 0.2 * z * y + 0.3 * z;
    });
    const evaluate = (program: ReturnType<typeof contractionProgram>) => {
      const out = program.outputs.map(() => new Float64Array(grid.size));
      compileKernel(program, spectralSampler(grid, 4)).run({ u }, {}, out);
      return out;
    };
    const values = evaluate(
      contractionProgram(
        graphs.map((graph) => GraphSum.of(graph)),
        2,
      ),
    );
    const jets = forms.jets === undefined ? [] : evaluate(forms.jets);
    // φ = z + z²: Δz = −2z, Δz² = 2 − 6z², Δ²z² = −6 (2 − 6z²)
    const phi = (power: number, z: number): number =>
      power === 0 ? z + z * z : power === 1 ? -2 * z + 2 - 6 * z * z : 4 * z - 12 + 36 * z * z;
    const used = forms.candidates.flat().map(({ operator }) => forms.operators[operator]![0]!);
    expect(Math.max(...used)).toBe(2);
    for (const [c, moments] of forms.candidates.entries()) {
      let [direct, moved, size] = [0, 0, 0];
      for (let i = 0; i < grid.size; i++) {
        const z = grid.points[3 * i + 2]!;
        direct += grid.weights[i]! * phi(0, z) * values[c]![i]!;
        size += grid.weights[i]! * Math.abs(values[c]![i]!);
        for (const { coefficient, operator, point } of moments) {
          const { powers, jet } = forms.points[point]!;
          const g = powers.reduce((product, { exponent }) => product * u[i]! ** exponent, 1);
          const whole = jet === undefined ? g : g * jets[jet]![i]!;
          moved += grid.weights[i]! * coefficient * phi(forms.operators[operator]![0]!, z) * whole;
        }
      }
      expect(Math.abs(moved - direct)).toBeLessThan(1e-9 * (1 + size));
    }
  });
});
