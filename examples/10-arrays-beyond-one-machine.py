"""An operator on an array in pieces, by dask.array.map_overlap on the worker processes of dask.distributed where it is installed.

    jetgraph compile "lap(u) + norm2(grad(u))" --space E --dim 2 --grid cartesian:256x256 --target numpy > operator_.py
    python 10-arrays-beyond-one-machine.py operator_.py

On a periodic Cartesian grid the module has `block`, which evaluates any piece that brings HALO more nodes along, and HALO.
Needs NumPy; without dask it cuts the array by itself. Workers are processes of their own: each loads the module from its file.
"""
import functools
import importlib.util
import sys

import numpy as np


@functools.lru_cache(maxsize=1)
def load(path):
    """The module, once in each process."""
    spec = importlib.util.spec_from_file_location("kernel", path)
    kernel = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kernel)
    return kernel


def piece(values, path):
    return load(path).block({"u": values})[0]


def in_pieces(u, path, halo):
    """Four pieces, one after the other."""
    padded = np.pad(u, [(h, h) for h in halo], mode="wrap")
    rows = u.shape[0] // 4
    h0, h1 = halo
    parts = [piece(padded[k * rows : (k + 1) * rows + 2 * h0], path)[h0:-h0, h1:-h1] for k in range(4)]
    return np.concatenate(parts), "four pieces, no dask here"


def on_workers(u, path, halo):
    """Chunks on two worker processes, or in this process without dask.distributed."""
    try:
        import dask.array as da
    except ImportError:
        return in_pieces(u, path, halo)
    array = da.from_array(u, chunks=(64, 128))
    depth = dict(enumerate(halo))
    lazy = array.map_overlap(piece, path=path, depth=depth, boundary="periodic", dtype=float, meta=np.empty((0, 0)))
    try:
        from dask.distributed import Client, LocalCluster
    except ImportError:
        return lazy.compute(), "dask in this process"
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with cluster, Client(cluster) as client:
        workers = len(client.scheduler_info()["workers"])
        return lazy.compute(), f"dask.distributed with {workers} worker processes"


if __name__ == "__main__":
    path = sys.argv[1]
    kernel = load(path)
    axes = [np.arange(n) * 2 * np.pi / n for n in kernel.SHAPE]
    u = np.sin(axes[0])[:, None] * np.cos(2 * axes[1])
    whole = kernel.run({"u": u})[0]
    pieces, how = on_workers(u, path, kernel.HALO)
    difference = np.max(np.abs(pieces - whole))
    print(f"{how}: largest difference {difference:.1e}")
    assert difference < 1e-11 * np.max(np.abs(whole))
