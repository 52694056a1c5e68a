"""What kind of value a name or an expression holds, as far as a formula is concerned."""

from __future__ import annotations

import enum

import libcst as cst

from amends.source import MISSING, Binding, BindingKind, Source
from amends_codemods.eval_exec.signs.words import ARRAYS, NUMBERS


class Kind(enum.Enum):
    """Whether a formula can calculate with a value."""

    NUMBER = "a number"
    ARRAY = "an array"
    UNKNOWN = "nothing tells"
    OTHER = "something else"


_NUMBER_CALLS = frozenset({
    "builtins.float", "builtins.int", "builtins.len", "builtins.abs", "builtins.round", "builtins.sum",
    "builtins.complex", "builtins.ord", "random.random", "random.uniform", "random.randint", "time.time",
    "streamlit.number_input", "streamlit.slider",
})  # fmt: skip
_NUMBER_NAMES = frozenset({
    *(f"math.{name}" for name in ("pi", "e", "tau", "inf", "nan")), "numpy.pi", "numpy.e", "numpy.inf", "numpy.nan",
})  # fmt: skip
_OBJECT_ROOTS = frozenset({"pandas", "torch", "xarray", "polars", "dask"})  # numexpr would return plain arrays
_NUMBER_LOOPS = frozenset({"builtins.range", "numpy.linspace", "numpy.arange"})
_OPAQUE = (
    cst.Lambda, cst.SimpleString, cst.FormattedString, cst.ConcatenatedString, cst.Dict, cst.Set, cst.List, cst.Tuple,
)  # fmt: skip


def kind(source: Source, expression: cst.BaseExpression, hops: int = 3) -> Kind:  # noqa: PLR0911 - one line for each syntax
    """Return what kind of value an expression has."""
    constant = source.constant(expression)
    if constant is not MISSING:
        return Kind.NUMBER if isinstance(constant, (int, float, complex)) else Kind.OTHER
    if isinstance(expression, _OPAQUE):
        return Kind.OTHER
    if isinstance(expression, (cst.Name, cst.Attribute)) and (names := source.names(expression)):
        if names <= _NUMBER_NAMES:
            return Kind.NUMBER
        if not any(name.startswith("<local>") for name in names):
            return Kind.OTHER
    if isinstance(expression, cst.Name):
        return _of_name(source, expression, hops)
    if isinstance(expression, cst.Call):
        return _of_call(source, expression)
    if isinstance(expression, cst.UnaryOperation):
        return kind(source, expression.expression, hops)
    if isinstance(expression, cst.BinaryOperation):
        kinds = {kind(source, expression.left, hops), kind(source, expression.right, hops)}
        return next((k for k in (Kind.ARRAY, Kind.OTHER, Kind.UNKNOWN) if k in kinds), Kind.NUMBER)
    return Kind.UNKNOWN


def _of_call(source: Source, call: cst.Call) -> Kind:
    names = source.names(call.func)
    if names and all(name in _NUMBER_CALLS or name.startswith("math.") for name in names):
        return Kind.NUMBER
    roots = {name.partition(".")[0] for name in names}
    if roots == {"numpy"}:
        return Kind.ARRAY
    known = {"builtins.str", "builtins.list", "builtins.dict", "builtins.set", "builtins.open", "builtins.tuple"}
    return Kind.OTHER if names & known or roots & _OBJECT_ROOTS else Kind.UNKNOWN


def _of_name(source: Source, name: cst.Name, hops: int) -> Kind:
    bindings = source.bindings(name)
    kinds = {_of_binding(source, binding, hops) for binding in bindings} if hops else {Kind.UNKNOWN}
    if Kind.OTHER in kinds or (bindings and _is_handled_as_object(source, bindings[0])):
        return Kind.OTHER
    return next((k for k in (Kind.ARRAY, Kind.UNKNOWN, Kind.NUMBER) if k in kinds), Kind.UNKNOWN)


def _of_binding(source: Source, binding: Binding, hops: int) -> Kind:
    node = binding.node
    if isinstance(node, cst.Param):
        return of_param(source, node)
    if isinstance(node, (cst.For, cst.CompFor)):
        loop = node.iter
        return Kind.NUMBER if isinstance(loop, cst.Call) and source.names(loop.func) & _NUMBER_LOOPS else Kind.UNKNOWN
    if isinstance(node, cst.AugAssign):
        return Kind.NUMBER if kind(source, node.value, 0) is Kind.NUMBER else Kind.UNKNOWN
    if binding.value is not None:
        return kind(source, binding.value, hops - 1)
    return Kind.UNKNOWN if binding.kind is BindingKind.OTHER else Kind.OTHER


def of_param(source: Source, param: cst.Param) -> Kind:
    """Return what kind of value a parameter takes, by its annotation or its default."""
    if param.star or param.name.value in {"self", "cls"}:
        return Kind.OTHER
    if param.annotation is not None:
        spelled = "".join(source.code(param.annotation.annotation).split())
        if spelled in ARRAYS:
            return Kind.ARRAY
        return Kind.NUMBER if spelled in NUMBERS else Kind.OTHER
    default = source.constant(param.default) if param.default is not None else None
    if default is None:
        return Kind.UNKNOWN
    return Kind.NUMBER if isinstance(default, (int, float, complex)) else Kind.OTHER


def _is_handled_as_object(source: Source, binding: Binding) -> bool:
    """Whether the code takes attributes or elements of what a name holds, calls it or loops over it."""
    for use in source.uses(binding.scope, binding.name):
        parent = source.parent(use)
        if isinstance(parent, (cst.Attribute, cst.Subscript)) and parent.value is use:
            return True
        if isinstance(parent, cst.Call) or (isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is use):
            return True
    return False
