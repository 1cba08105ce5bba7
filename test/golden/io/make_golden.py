"""Makes the golden files of this folder with writers that share nothing with this package.

    python3 make_golden.py        # NumPy, netCDF4, h5py, xarray, zarr, numcodecs

Values: u(time, latitude, longitude) = 10 + k / 2 with k the place in C order, missing at [1, 1, 1].
"""
import os
import shutil

import h5py
import netCDF4
import numcodecs
import numpy as np
import xarray as xr
import zarr

os.chdir(os.path.dirname(os.path.abspath(__file__)))
u = 10 + np.arange(4 * 3 * 8).reshape(4, 3, 8) / 2
u[1, 1, 1] = np.nan
time, lat, lon = np.arange(4) * 6, np.array([60.0, 0, -60]), np.arange(8) * 45.0

# netCDF4: an unlimited dimension, packed values, a variable that ends early, a dimension without a variable
with netCDF4.Dataset("packed.nc", "w") as f:
    f.createDimension("valid_time", None)
    for name, n in (("nav_lat", 3), ("nav_lon", 8), ("nv", 2)):
        f.createDimension(name, n)
    for name, values, units in (
        ("valid_time", time, "hours since 1900-01-01"), ("nav_lat", lat, "degrees_north"), ("nav_lon", lon, "degrees_east")
    ):
        v = f.createVariable(name, "i8" if name == "valid_time" else "f4", (name,))
        v.units = units
        v[:] = values
    v = f.createVariable("u", "i2", ("valid_time", "nav_lat", "nav_lon"), zlib=True, fill_value=-32767)
    v.scale_factor, v.add_offset, v.units = 0.5, 10.0, "m s-1"
    v[:] = np.ma.masked_invalid(u)
    f.createVariable("early", "f4", ("valid_time",))[0] = 3
    f.createVariable("bounds", "f8", ("nav_lat", "nv"))[:] = 1
    f.createVariable("name", str, ("nav_lat",))[:] = np.array(["a", "b", "c"], dtype=object)

# h5py: no dimension scales, groups, types that hold no numbers
with h5py.File("plain.h5", "w") as f:
    f["run/u"] = u.astype(">f4")
    f["run"].attrs["title"] = "plain"
    f["count"] = np.int64(42)
    f["flags"] = np.array([True, False])
    f["text"] = "words"
    f.create_dataset("packed", data=np.arange(1000, dtype="u2").reshape(10, 100), chunks=(3, 40), compression="gzip", shuffle=True)

# xarray: Zarr version 2, one variable for each compressor; `wave` fills several blocks of Blosc that are split into streams
compressors = {
    "lz4": numcodecs.Blosc(),
    "bits": numcodecs.Blosc("zstd", 5, numcodecs.Blosc.BITSHUFFLE),
    "plain": numcodecs.Blosc("zlib", 5, numcodecs.Blosc.NOSHUFFLE),
    "zstd": numcodecs.Zstd(),
    "gzip": numcodecs.GZip(),
    "bz2": numcodecs.BZ2(),
}
axes = ("time", "lat", "lon")
ds = xr.Dataset(
    {name: (axes, u, {"units": "m s-1"}) for name in compressors}
    | {"k": (("lon",), np.arange(8, dtype="i2"), {"scale_factor": 2}), "wave": (("place",), np.sin(np.arange(3000.0)))},
    coords={
        "time": time / 24,
        "lat": ("lat", lat, {"units": "degrees_north"}),
        "lon": ("lon", lon, {"standard_name": "longitude"}),
    },
)
shutil.rmtree("xarray.zarr", ignore_errors=True)
chunked = {name: {"compressor": compressor, "chunks": (4, 2, 8)} for name, compressor in compressors.items()}
blosc = {"compressor": numcodecs.Blosc("lz4", 5, numcodecs.Blosc.SHUFFLE, blocksize=4096)}
ds.to_zarr("xarray.zarr", encoding=chunked | {"wave": blosc})

# zarr: Fortran order, big endian, a filter, nested folders, chunks that are not there
shutil.rmtree("fortran.zarr", ignore_errors=True)
z = zarr.open("fortran.zarr", "w", shape=u.shape, chunks=(3, 2, 5), dtype=">f4", order="F", fill_value=-1,
              filters=[numcodecs.Shuffle(4)], compressor=numcodecs.LZ4(), dimension_separator="/")
z[:3] = np.nan_to_num(u[:3])
