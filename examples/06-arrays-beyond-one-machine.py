"""An operator on an array in pieces, by dask.array.map_overlap, with the workers of dask.distributed where it is installed.

    jetgraph compile "lap(u) + norm2(grad(u))" --space E --dim 2 --grid cartesian:256x256 --target numpy > operator_.py
    python 06-arrays-beyond-one-machine.py operator_.py

On a periodic Cartesian grid the module has `block`, which evaluates any piece that brings HALO more nodes along, and HALO.
Needs NumPy; without dask it cuts the array by itself.
"""
import importlib.util
import sys

import numpy as np

spec = importlib.util.spec_from_file_location("kernel", sys.argv[1])
kernel = importlib.util.module_from_spec(spec)
spec.loader.exec_module(kernel)

axes = [np.arange(n) * 2 * np.pi / n for n in kernel.SHAPE]
u = np.sin(axes[0])[:, None] * np.cos(2 * axes[1])
whole = kernel.run({"u": u})[0]


def piece(values):
    return kernel.block({"u": values})[0]


try:
    import dask.array as da
except ImportError:
    margins = [(h, h) for h in kernel.HALO]
    padded = np.pad(u, margins, mode="wrap")
    rows = u.shape[0] // 4
    h0, h1 = kernel.HALO
    parts = [piece(padded[k * rows : (k + 1) * rows + 2 * h0])[h0:-h0, h1:-h1] for k in range(4)]
    pieces, how = np.concatenate(parts), "four pieces, no dask here"
else:
    try:
        from dask.distributed import Client

        client = Client(processes=False, n_workers=2, threads_per_worker=1, dashboard_address=None)
        how = "dask with two workers"
    except ImportError:
        client, how = None, "dask in this process"
    array = da.from_array(u, chunks=(64, 128))
    depth = dict(enumerate(kernel.HALO))
    pieces = array.map_overlap(piece, depth=depth, boundary="periodic", dtype=float, meta=np.empty((0, 0))).compute()
    if client is not None:
        client.close()

difference = np.max(np.abs(pieces - whole))
print(f"{how}: largest difference {difference:.1e}")
assert difference < 1e-11 * np.max(np.abs(whole))
