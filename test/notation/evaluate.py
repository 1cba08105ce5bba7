"""
Runs programs for SymPy with numbers in place of symbols: reads a JSON list of jobs, prints the list of their components.
Tensor expressions are summed over their indices here: `replace_with_arrays` of SymPy 1.11 to 1.14 contracts a tensor with
itself wrongly where a free index stands first.
"""
import json
import re
import sys
from itertools import product

from sympy import Mul, Rational, Symbol, flatten, sympify
from sympy.tensor.tensor import TensAdd, TensExpr, Tensor


def numbers(values):
    return {Symbol(name): Rational(value) for name, value in values.items()}


def component(symmetry, field, value, derivatives):
    """The same symbols as in programs of a fixed dimension, written anew."""
    sign = 1
    if symmetry != "general":
        if symmetry == "antisymmetric":
            swaps = sum(p > q for k, q in enumerate(value) for p in value[:k])
            sign = (-1) ** swaps if len(set(value)) == len(value) else 0
        value = sorted(value)
    index = "".join(map(str, sorted(derivatives)))
    if value:
        return sign * Symbol(f"{field}_{''.join(map(str, value))}_{index}")
    return sign * Symbol(f"{field}_{index}" if index else field)


def entry(tensor, index, fields):
    name = str(tensor.component.name)
    if name == "metric":
        return int(index[0] == index[1])
    order, field = re.fullmatch(r"(?:d(\d+))?(\w+)", name).groups()
    split = len(index) - int(order or 0)
    return component(fields[field], field, index[:split], index[split:])


def evaluate(expression, free, job):
    """The component with the given values of the free indices, by name."""
    if isinstance(expression, TensAdd):
        return sum(evaluate(part, free, job) for part in expression.args)
    if not isinstance(expression, TensExpr):
        return expression
    factors = [expression] if isinstance(expression, Tensor) else expression.args
    tensors = [factor for factor in factors if isinstance(factor, Tensor)]
    names = {index.name for tensor in tensors for index in tensor.get_indices()}
    bound = sorted(names - set(free))
    total = 0
    for values in product(range(job["dimension"]), repeat=len(bound)):
        at = {**free, **dict(zip(bound, values))}
        entries = [entry(tensor, [at[i.name] for i in tensor.get_indices()], job["fields"]) for tensor in tensors]
        total += Mul(*entries)
    return Mul(*[factor for factor in factors if not isinstance(factor, Tensor)]) * total


def components(job, scope):
    operator = scope["operator"]
    if "legs" not in job:
        return flatten(operator.tolist()) if hasattr(operator, "tolist") else [operator]
    names = [scope[leg].name for leg in job["legs"]]
    choices = product(range(job["dimension"]), repeat=len(names))
    return [evaluate(sympify(operator), dict(zip(names, choice)), job) for choice in choices]


def run(job):
    scope = {}
    exec(job["program"], scope)
    values = {**numbers(job["values"]), Symbol("n"): Rational(job["dimension"])}
    return [str(sympify(value).xreplace(values)) for value in components(job, scope)]


print(json.dumps([run(job) for job in json.load(sys.stdin)]))
