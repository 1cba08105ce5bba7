/** Values as the CF conventions mean them, against netCDF4's own masks and scales and those of xarray: fills of every type, unsigned data, several unlimited axes. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { loadDataset, openDataset } from '../../src/io/index.js';
import { inFolder } from '../cli/command.js';
import { pythonWith } from '../oracle/python.js';

const code = `
import json, sys, netCDF4, numpy as np
path, form = sys.argv[1:]
d = netCDF4.Dataset(path, 'w', format=form)
d.set_fill_on()
d.createDimension('t', None); d.createDimension('x', 3)
def put(name, kind, dims, values, group=None, **more):
  v = (group or d).createVariable(name, kind, dims, fill_value=more.pop('fill', None))
  v.set_auto_maskandscale(False)
  for key, value in more.items(): v.setncattr(key, value)
  if values is not None: v[tuple(slice(0, n) for n in np.shape(values))] = values
put('packed', 'i2', ('t', 'x'), np.array([[1, -9, 3], [4, 5, 6]], 'i2'), fill=np.int16(-9), scale_factor=np.float32(0.1), add_offset=2.0)
put('rounded', 'f4', ('x',), np.array([1, 1e20, 3], 'f4'), missing_value=np.float64(1e20))
put('several', 'f8', ('x',), [1., 2., 3.], missing_value=np.array([1., 2.]))
put('byte', 'i1', ('x',), np.array([-1, 2, -127], 'i1'), _Unsigned='true')
put('bytefill', 'i1', ('x',), np.array([-1, 2, -3], 'i1'), fill=np.int8(-1), _Unsigned='true', scale_factor=0.5)
put('never', 'i4', ('t', 'x'), None)
put('scalar', 'f8', (), None); d['scalar'][...] = 4.5
if form in ('NETCDF3_64BIT_DATA', 'NETCDF4'):
  put('long', 'i8', ('x',), np.array([-2**63, 2, 2**53 - 1]), fill=np.int64(-2**63))
  put('longnever', 'i8', ('t', 'x'), None)
  put('ulong', 'u8', ('t', 'x'), None)
if form == 'NETCDF4':
  d.createDimension('s', None)
  put('wide', 'f4', ('x', 's'), np.ones((3, 4), 'f4'))
  put('short', 'f4', ('s', 'x'), np.ones((2, 3), 'f4'))
  put('narrow', 'f4', ('x', 's'), np.array([[1, 2], [3, 4], [5, 6]], 'f4'))
  g = d.createGroup('g'); g.createDimension('t', None)
  put('own', 'f4', ('t', 'x'), np.ones((1, 3), 'f4'), group=g)
  put('big', '>i2', ('x',), np.array([1, -2, 3], 'i2'))
d.close()
d = netCDF4.Dataset(path)
found = {}
for prefix, group in [('', d)] + [(name + '/', g) for name, g in d.groups.items()]:
  for name, v in group.variables.items():
    values = np.ma.filled(np.ma.asarray(v[...], dtype='f8'), np.nan)
    found[prefix + name] = [list(values.shape), [None if x != x else float(x) for x in values.ravel()]]
# netCDF4 leaves a missing value of another type alone, xarray takes it in that of the values
import xarray
found['rounded'][1] = [None if x != x else float(x) for x in xarray.open_dataset(path, engine='netcdf4')['rounded'].values]
assert found['rounded'][1] == [1, None, 3]
# the C library puts values of a shorter inner axis in the wrong places: what was written is known
if form == 'NETCDF4': found['narrow'][1] = [1, 2, None, None, 3, 4, None, None, 5, 6, None, None]
print(json.dumps(found))
`;

const python = pythonWith('netCDF4', 'numpy', 'xarray');
describe.runIf(python !== undefined)('netCDF4 and we agree', () => {
  it.each(['NETCDF3_CLASSIC', 'NETCDF3_64BIT_DATA', 'NETCDF4'])('on %s', (form) =>
    inFolder(async (path) => {
      const run = spawnSync(python!, ['-c', code, path('a.nc'), form], { encoding: 'utf8' });
      expect(run.status, run.stderr).toBe(0);
      const wanted = JSON.parse(run.stdout) as Record<string, [number[], (number | null)[]]>;
      const { variables } = await loadDataset(path('a.nc'));
      expect([...variables.keys()].sort()).toEqual(Object.keys(wanted).sort());
      for (const [name, [shape, values]] of Object.entries(wanted)) {
        const found = variables.get(name)!;
        expect(found.shape, name).toEqual(shape);
        for (const [i, value] of values.entries()) {
          if (value === null) expect(found.data[i], name).toBeNaN();
          else expect(found.data[i], name).toBeCloseTo(value, 5);
        }
      }
    }),
  );
});

const h5py = pythonWith('h5py');
it.runIf(h5py !== undefined)('links of HDF5 that go around in circles are followed once', () =>
  inFolder(async (path) => {
    const program = `
import h5py, sys
with h5py.File(sys.argv[1], 'w') as f:
  f['v'] = [1., 2.]
  g = f.create_group('a'); g['w'] = [3.]
  for i in range(4): g['l%d' % i] = g; f['m%d' % i] = f['/']
  f['soft'] = h5py.SoftLink('/a/w'); f['nowhere'] = h5py.SoftLink('/b')
`;
    expect(spawnSync(h5py!, ['-c', program, path('a.h5')]).status).toBe(0);
    const { variables, skipped } = await loadDataset(path('a.h5'));
    expect([...variables.keys()].sort()).toEqual(['a/w', 'soft', 'v']);
    expect(skipped.get('nowhere')).toBe('a link');
  }),
);

it.runIf(h5py !== undefined)(
  'an array far larger than the memory is refused before it is made, and its parts are read',
  () =>
    inFolder(async (path) => {
      const program = `
import h5py, sys
with h5py.File(sys.argv[1], 'w') as f: f.create_dataset('u', shape=(2**24, 2**24), chunks=(1, 16), dtype='f8')
`;
      expect(spawnSync(h5py!, ['-c', program, path('a.h5')]).status).toBe(0);
      const dataset = await openDataset(path('a.h5'));
      const u = dataset.variables.get('u')!;
      expect(() => u.data).toThrow(/expected 'u' to fit the memory of [\d.]+ GiB, got 2[\d.e+]+ GiB/);
      expect([...u.part!.read([2 ** 24 - 1, 5], [1, 2])]).toEqual([0, 0]);
      dataset.close();
    }),
);
