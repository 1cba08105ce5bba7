/** `relations --primitive`. */
import { describe, expect, it } from 'vitest';
import { command, json, output } from './command.js';

const words = (text: string): string[] => `relations --primitive ${text}`.split(' ');

interface Row {
  readonly degrees: readonly number[];
  readonly primitive: boolean;
  readonly from?: readonly { readonly relation: unknown; readonly with: string }[];
}

describe('relations --primitive', () => {
  it('prints primitive relations, and what the others follow from', async () => {
    expect(await output(...words('--edges 3 --dim 2'))).toBe(
      [
        'u_aa u_bb u_cc - 3 u_ab u_ab u_cc + 2 u_ab u_ac u_bc = 0',
        'derived: 1',
        'degrees 2,2,1,1: from 1/3 of 2,2,2 with u_ab -> u_a u_b',
      ].join('\n'),
    );
    // D_a D_a ((Δu)² − |∇²u|²), in degrees 3, 3: 2 (|∇Δu|² − |∇³u|²).
    expect((await output(...words('--edges 3 --dim 1'))).split('\n')).toEqual(
      expect.arrayContaining([
        'no primitive relations',
        'derived: 12',
        'degrees 3,3: from 1/2 of 2,2 as R in R_aa',
        'degrees 2,2,2 (1): from 2,2 times u_aa',
      ]),
    );
    expect(await output(...words('--edges 1 --dim 1'))).toBe('none: all graphs are independent');
  });

  it('names several fields and the volume form', async () => {
    expect((await output(...words('--edges 3 --dim 2 --fields u,v'))).split('\n')).toContain(
      'degrees u:2,2 v:2: from 1/3 of u:2,2,2 with u_ab -> v_ab',
    );
    expect((await output(...words('--edges 2 --dim 2 --group SO'))).split('\n').at(-1)).toBe(
      'degrees eps 2,2,1,1: from minus 1/6 of 2,2,2 with u_ab -> eps_ac u_b u_c',
    );
  });

  it('has data for both kinds, primitive ones first', async () => {
    const rows = await json<Row[]>(...words('--edges 3 --dim 2'));
    expect(rows.map(({ degrees, primitive }) => [degrees, primitive])).toEqual([
      [[2, 2, 2], true],
      [[2, 2, 1, 1], false],
    ]);
    expect(rows[0]).not.toHaveProperty('from');
    expect(rows[1]!.from).toEqual([
      {
        coefficient: '1/3',
        operation: 'gluing',
        relation: { edges: 3, degrees: [2, 2, 2], index: 0 },
        vertex: 'u_ab',
        with: 'R_ab u_a u_b',
        place: 'R',
      },
    ]);
    const [plain] = await json<object[]>('relations', '--edges', '3', '--dim', '2');
    expect(Object.keys(plain!)).toEqual(['degrees', 'terms', 'certificate']);
  });

  it('metrics are written between the legs that they join', async () => {
    const text = await output(...words('--edges 2 --dim 3 --group SO'));
    expect(text).toBe('none: all graphs are independent');
    expect(await output(...words('--edges 3 --dim 3 --group SO'))).toMatch(/with u_abcd -> g_ab u_\w+ u_d\b/);
  });

  it('refuses what takes too long', async () => {
    expect(await command(...words('--edges 7 --dim 2'))).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining('at most 6 edges for all degree sequences at once, got 7. Hint: ') as string,
    });
  });
});
