/**
 * Libraries in Python: NumPy alone, a feature library with the interface of PySINDy [silva-2020], and SymPy. Derivatives are
 * central differences on a periodic grid of Euclidean space; elsewhere the jet components are given by the caller.
 */
import type { Rational } from '../../exact/index.js';
import type { ContractionProgram } from '../../program/index.js';
import { describeLibrary, number } from './compiled.js';
import { assignments, quoted, wrapped } from './expressions.js';

const reserved =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield features jets np DIMENSION INPUTS NAMES ORDER Rational symbols'.split(
    ' ',
  );

/** Field, value indices and derivative indices of each input, for the function that differentiates. */
const slotList = ({ slots }: ContractionProgram): string =>
  slots
    .map(({ field, value = [], index }) => `    (${quoted(field)}, (${tuple(value)}), (${tuple(index)})),\n`)
    .join('');

/** The inside of a tuple of any length. */
const tuple = (list: readonly (string | number)[]): string => list.map((i) => `${i},`).join(' ');

function numpyBody(program: ContractionProgram): string {
  const { inputs, steps, results } = assignments(program, reserved, number);
  const order = Math.max(0, ...program.slots.map(({ index }) => index.length));
  return `import numpy as np

DIMENSION = ${program.dimension}
# Largest number of derivatives of one factor.
ORDER = ${order}
NAMES = (
${wrapped(program.titles.map(quoted), '    ')})
# Field, indices of its value, indices of the derivative: the arguments of features, in order.
INPUTS = (
${slotList(program)})


def features(${inputs.join(', ')}):
    """All features, shape (len(NAMES),) + the shape of the inputs, which broadcast."""
    shape = np.broadcast_shapes(*map(np.shape, (${tuple(inputs)})))
${steps.map(([name, text]) => `    ${name} = ${text}\n`).join('')}    values = (
${wrapped(results, '        ')}    )
    return np.stack([np.broadcast_to(value, shape) for value in values])


def difference_weights(order, accuracy):
    """Weights of central differences on the points -m..m, error O(h^accuracy)."""
    m = (order + 1) // 2 + accuracy // 2 - 1
    points = np.arange(-m, m + 1)
    moments = np.zeros(2 * m + 1)
    moments[order] = np.prod(np.arange(1, order + 1), dtype=float)
    return points, np.linalg.solve(np.vander(points, increasing=True).T.astype(float), moments)


def overlap(accuracy=4):
    """Number of neighbours that the features of a point depend on along each axis."""
    return max((k + 1) // 2 + accuracy // 2 - 1 for k in range(1, ORDER + 1)) if ORDER > 0 else 0


def jets(spacing, accuracy=4, **fields):
    """The inputs of features from values on a periodic Cartesian grid.

    spacing: distance of neighbouring points, one number or one for each axis.
    fields: arrays of shape (N_1, ..., N_n); a field with values in tensors has its components in front.
    """
    spacing = np.broadcast_to(spacing, (DIMENSION,))
    if accuracy < 2 or accuracy % 2:
        raise ValueError(f"expected an even accuracy of 2 or more, got {accuracy}")
    result = []
    for field, value, index in INPUTS:
        if field not in fields:
            raise ValueError(f"expected the field '{field}', got {', '.join(fields) or 'none'}")
        given = np.asarray(fields[field])
        if given.ndim != DIMENSION + len(value) or given.shape[: len(value)] != (DIMENSION,) * len(value):
            raise ValueError(f"expected '{field}' with {DIMENSION} axes after its components, got shape {given.shape}")
        array = given[value]
        for axis in range(DIMENSION):
            order = index.count(axis)
            if order == 0:
                continue
            points, weights = difference_weights(order, accuracy)
            if array.shape[axis] < len(points):
                raise ValueError(f"expected {len(points)} points or more along axis {axis}, got {array.shape[axis]}")
            shifted = (w * np.roll(array, -p, axis) for p, w in zip(points, weights) if w != 0)
            array = sum(shifted) / spacing[axis] ** order
        result.append(array)
    return result
`;
}

const head = (program: ContractionProgram, quote: string): string =>
  `${quote}${describeLibrary(program).join('\n')}\n${quote}\n`;

/** A NumPy module: \`features(*jets(spacing, u=u))\`. */
export const libraryToNumpy = (program: ContractionProgram): string => `${head(program, '"""')}${numpyBody(program)}`;

/** The NumPy module with a class that PySINDy takes as a feature library. */
export function libraryToPysindy(program: ContractionProgram): string {
  const fields = [...new Map(program.slots.map(({ field, value = [] }) => [field, value.length])).entries()];
  return `${libraryToNumpy(program)}

try:
    from pysindy.feature_library.base import BaseFeatureLibrary
    from pysindy.utils import AxesArray, comprehend_axes
except ImportError:  # The class works without PySINDy too.
    BaseFeatureLibrary = object
    AxesArray = None

# Field and number of indices of its value; the coordinates of x are their components, in this order.
FIELDS = (
${fields.map(([field, rank]) => `    (${quoted(field)}, ${rank}),\n`).join('')})


class EquivariantLibrary(BaseFeatureLibrary):
    """Features of data on a periodic Cartesian grid: axes of space first, then time if there is one, coordinates last."""

    def __init__(self, spacing, accuracy=4):
        super().__init__()
        self.spacing = spacing
        self.accuracy = accuracy

    def fit(self, x_full, y=None):
        x = x_full[0] if isinstance(x_full, (list, tuple)) else x_full
        expected = sum(DIMENSION**rank for _, rank in FIELDS)
        if x.shape[-1] != expected:
            raise ValueError(f"expected {expected} coordinates on the last axis, got {x.shape[-1]}")
        self.n_features_in_ = expected
        self.n_output_features_ = len(NAMES)
        return self

    def transform(self, x_full):
        if not isinstance(x_full, (list, tuple)):
            return self._transform(x_full)
        return [self._transform(x) for x in x_full]

    def _transform(self, x):
        if x.shape[-1] != self.n_features_in_:
            raise ValueError(f"expected {self.n_features_in_} coordinates on the last axis, got {x.shape[-1]}")
        plain = np.asarray(x)
        slices = [plain[..., k, :] for k in range(plain.shape[-2])] if plain.ndim == DIMENSION + 2 else [plain]
        values = [self._at_one_time(part) for part in slices]
        result = np.stack(values, axis=-2) if plain.ndim == DIMENSION + 2 else values[0]
        return result if AxesArray is None else AxesArray(result, comprehend_axes(result))

    def _at_one_time(self, x):
        fields, start = {}, 0
        for name, rank in FIELDS:
            count = DIMENSION**rank
            components = np.moveaxis(x[..., start : start + count], -1, 0)
            fields[name] = components.reshape((DIMENSION,) * rank + x.shape[:-1])
            start += count
        return np.moveaxis(features(*jets(self.spacing, self.accuracy, **fields)), 0, -1)

    def get_feature_names(self, input_features=None):
        return list(NAMES)
`;
}

/** A SymPy module: the features as polynomials in symbols for the jet components. */
export function libraryToSympy(program: ContractionProgram): string {
  const rational = (value: Rational): string =>
    value.denominator === 1n ? number(value) : `Rational(${value.numerator}, ${value.denominator})`;
  const { inputs, steps, results } = assignments(program, reserved, rational);
  return `${head(program, '"""')}from sympy import Rational, expand, symbols

DIMENSION = ${program.dimension}
(
${wrapped(inputs, '    ')}) = INPUTS = symbols(
    ${quoted(inputs.join(' '))}, seq=True
)
${steps.map(([name, text]) => `${name} = ${text}\n`).join('')}
# By index notation.
FEATURES = {
${results.map((text, k) => `    ${quoted(program.titles[k]!)}: expand(${text}),\n`).join('')}}
`;
}
