"""Pointwise values of differential operators in dimension 2:

    result[0] = nu u_aa - u u u

u_01 is the component of the symmetrised derivative of u along the frame vectors 0 and 1 of a node.
Needs NumPy only; run(fields, parameters) takes and gives arrays of double precision.
"""
import numpy as np

FIELDS = ("u",)
PARAMETERS = ("nu",)
SHAPE = (24, 32,)
SIZE = 768
OPERATORS = 1


def _uniform(parameters):
    """What does not depend on the node."""
    p_nu = float(parameters["nu"])
    return (p_nu,)


def _operators(samples, uniform):
    """The operators from samples: arrays of one shape."""
    u_0lin, u_, = samples
    p_nu, = uniform
    t2 = p_nu * u_0lin
    t5 = u_ * u_
    t6 = u_ * t5
    t7 = -t6
    t8 = t2 + t7
    return [t8]


_ROWS0 = np.array([
    0, 32, 0, 704, 736, 32, 64, 32, 32, 32, 736, 0,
    64, 96, 64, 32, 64, 0, 32, 96, 128, 96, 32, 96,
    32, 64, 128, 160, 128, 32, 128, 64, 96, 160, 192, 160,
    32, 160, 96, 128, 192, 224, 192, 32, 192, 128, 160, 224,
    256, 224, 32, 224, 160, 192, 256, 288, 256, 32, 256, 192,
    224, 288, 320, 288, 32, 288, 224, 256, 320, 352, 320, 32,
    320, 256, 288, 352, 384, 352, 32, 352, 288, 320, 384, 416,
    384, 32, 384, 320, 352, 416, 448, 416, 32, 416, 352, 384,
    448, 480, 448, 32, 448, 384, 416, 480, 512, 480, 32, 480,
    416, 448, 512, 544, 512, 32, 512, 448, 480, 544, 576, 544,
    32, 544, 480, 512, 576, 608, 576, 32, 576, 512, 544, 608,
    640, 608, 32, 608, 544, 576, 640, 672, 640, 32, 640, 576,
    608, 672, 704, 672, 32, 672, 608, 640, 704, 736, 704, 32,
    704, 640, 672, 736, 0, 736, 32, 736, 672, 704, 0, 32,
], dtype=np.int64).reshape(-1, 7)


def _rows0(f_u, uniform, out):
    """Rows of 32 nodes, periodic: combinations of 5 source rows r; lines l are combinations needed beside a node."""
    for n in np.unique(_ROWS0[:, 1]):
        which = np.flatnonzero(_ROWS0[:, 1] == n)
        for first in range(0, len(which), 512):
            at = which[first : first + 512]
            rows = _ROWS0[at]
            u_r0 = f_u.reshape(-1, 32)[rows[:, 2] // 32]
            u_r1 = f_u.reshape(-1, 32)[rows[:, 3] // 32]
            u_r2 = f_u.reshape(-1, 32)[rows[:, 4] // 32]
            u_r3 = f_u.reshape(-1, 32)[rows[:, 5] // 32]
            u_r4 = f_u.reshape(-1, 32)[rows[:, 6] // 32]
            l0 = u_r0
            l0 = np.concatenate((l0[:, -2:], l0, l0[:, :2]), axis=1)
            u_0lin = -2.1615185843698725 * (l0[:, 0:32] + l0[:, 4:36]) + 34.58429734991796 * (l0[:, 1:33] + l0[:, 3:35]) - 101.32118364233779 * u_r0 - 1.2158542037080535 * (u_r1 + u_r4) + 19.453667259328856 * (u_r2 + u_r3)
            u_ = u_r0
            samples = (u_0lin, u_,)
            for k, values in enumerate(_operators(samples, uniform)):
                out[k].reshape(-1, 32)[rows[:, 0] // 32] = values


HALO = (2, 2,)


def block(fields, parameters=None):
    """The operators on a piece of the grid: arrays that bring HALO more nodes along on each side of each axis.

    Results have the shape of the pieces; the nodes that were brought along have no result but NaN.
    """
    uniform = _uniform(parameters or {})
    f_u = np.asarray(fields["u"], dtype=np.float64)
    l0 = f_u[2:-2, :]
    u_0lin = -2.1615185843698725 * (l0[..., 0:-4] + l0[..., 4:]) + 34.58429734991796 * (l0[..., 1:-3] + l0[..., 3:-1]) - 101.32118364233779 * f_u[2:-2, 2:-2] - 1.2158542037080535 * (f_u[0:-4, 2:-2] + f_u[4:, 2:-2]) + 19.453667259328856 * (f_u[1:-3, 2:-2] + f_u[3:-1, 2:-2])
    u_ = f_u[2:-2, 2:-2]
    samples = (u_0lin, u_,)
    out = np.full((OPERATORS,) + f_u.shape, np.nan)
    for k, values in enumerate(_operators(samples, uniform)):
        out[k][2:-2, 2:-2] = values
    return out


def _checked(fields, parameters):
    """Fields as flat arrays, and what does not depend on the node."""
    shapes = set()
    flat = []
    for name in FIELDS:
        if name not in fields:
            raise ValueError(f"expected values of the field {name!r}, got none")
        values = np.asarray(fields[name])
        if values.dtype != np.float64:
            raise ValueError(f"expected float64 values of {name!r}, got {values.dtype}")
        if values.shape not in (SHAPE, (SIZE,)):
            raise ValueError(f"expected {name!r} of shape {SHAPE} or {(SIZE,)}, got {values.shape}")
        shapes.add(values.shape)
        flat.append(np.ascontiguousarray(values).reshape(-1))
    if len(shapes) > 1:
        raise ValueError(f"expected fields of one shape, got {sorted(shapes)}")
    for name in PARAMETERS:
        if not np.isfinite((parameters or {}).get(name, np.nan)):
            raise ValueError(f"expected a finite parameter {name!r}")
    return flat, _uniform(parameters or {}), shapes.pop() if shapes else SHAPE


def run(fields, parameters=None):
    """All operators at all nodes: an array of 1 times the shape of the fields.

    fields: name -> float64 array of SHAPE, or flat; parameters: name -> number.
    """
    flat, uniform, shape = _checked(fields, parameters)
    f_u, = flat
    out = np.empty((OPERATORS, SIZE))
    _rows0(f_u, uniform, out)
    return out.reshape((OPERATORS,) + shape)
