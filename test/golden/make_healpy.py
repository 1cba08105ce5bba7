"""Writes healpy.json: numbers of healpy for test/grid/healpix.test.ts. Needs healpy; run `python3 make_healpy.py`."""

import json
import os

import healpy
import numpy as np

NSIDE = 4
field = "x^3 - 2 x y z + y z^2 - 0.5 z + 0.3"


def derivatives(nside):
    """Spectral derivatives of the field at 24 pixels, from its harmonic coefficients up to degree 3."""
    x, y, z = healpy.pix2vec(nside, np.arange(12 * nside**2))
    u = x**3 - 2 * x * y * z + y * z**2 - 0.5 * z + 0.3
    alm = healpy.map2alm(u, lmax=3, iter=30)
    value, south, east = healpy.alm2map_der1(alm, nside, lmax=3)
    laplacian = healpy.alm2map(healpy.almxfl(alm, [-l * (l + 1) for l in range(4)]), nside, lmax=3)
    assert np.abs(value - u).max() < 1e-12
    pixels = np.linspace(0, 12 * nside**2 - 1, 24).astype(int)
    pick = lambda a: [float(v) for v in a[pixels]]
    return {"nside": nside, "pixels": pixels.tolist(), "south": pick(south), "east": pick(east), "laplacian": pick(laplacian)}


pixels = np.arange(12 * NSIDE**2)
some = [0, 3, 23, 24, 40, 95, 100, 167, 168, 191]
data = {
    "passport": {
        "what": "pixel numbers, centres and neighbours at nside 4; first derivatives (south, east) and Laplacian of "
        + field + " by spherical harmonics, at some pixels in ring order",
        "computed by": f"healpy {healpy.__version__} (Debian package python3-healpy), ring2nest, pix2ang, get_all_neighbours, alm2map_der1",
        "regenerate": "python3 test/golden/make_healpy.py",
    },
    "nside": NSIDE,
    "ringToNest": healpy.ring2nest(NSIDE, pixels).tolist(),
    "angles": {int(p): [float(a) for a in healpy.pix2ang(NSIDE, p)] for p in some},
    "neighbours": {int(p): sorted(int(q) for q in healpy.get_all_neighbours(NSIDE, p) if q >= 0) for p in some},
    "nestedNeighbours": {
        int(p): sorted(int(q) for q in healpy.get_all_neighbours(NSIDE, p, nest=True) if q >= 0) for p in some
    },
    "derivatives": [derivatives(8), derivatives(16)],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "healpy.json"), "w") as file:
    json.dump(data, file, indent=None, separators=(",", ":"))
    file.write("\n")
