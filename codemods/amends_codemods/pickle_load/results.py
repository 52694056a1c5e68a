"""Follows what a call returns: the names it goes to, and what is done with them."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator

import libcst as cst

from amends.source import Source, dotted

_PLAIN_TYPES = (
    dict, list, set, frozenset, tuple, str, bytes, bytearray, int, float, complex, Counter, OrderedDict,
    defaultdict, deque, dt.datetime, dt.date, dt.time, dt.timedelta, decimal.Decimal,
    fractions.Fraction, uuid.UUID,
)  # fmt: skip
_PLAIN_ATTRIBUTES = frozenset(name for plain in _PLAIN_TYPES for name in dir(plain))
_ARRAY_ATTRIBUTES = frozenset({
    "shape", "dtype", "ndim", "size", "T", "astype", "reshape", "ravel", "flatten", "mean", "sum", "std", "var",
    "min", "max", "argmin", "argmax", "argsort", "dot", "tolist", "transpose", "squeeze", "nbytes", "flat", "all",
    "any", "cumsum", "clip", "round", "fill", "tobytes", "view", "itemsize", "nonzero", "repeat",
})  # fmt: skip


def targets(source: Source, expression: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """Yield the names and attributes that the value of an expression is assigned to, those of a tuple one by one."""
    parent = source.parent(expression)
    if isinstance(parent, cst.Await):
        yield from targets(source, parent)
    elif isinstance(parent, cst.Assign):
        for target in parent.targets:
            yield from _flat(target.target)
    elif isinstance(parent, (cst.AnnAssign, cst.NamedExpr)) and parent.value is expression:
        yield parent.target
    elif isinstance(parent, cst.Arg) and (call := _cast(source, parent)):
        yield from targets(source, call)


def _cast(source: Source, arg: cst.Arg) -> cst.Call | None:
    call = source.parent(arg)
    return call if isinstance(call, cst.Call) and source.names(call.func) == frozenset({"typing.cast"}) else None


def _flat(target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from _flat(element.value)
    else:
        yield target


def used_as_object(source: Source, expression: cst.CSTNode, hops: int = 2) -> str | None:
    """Return how the value of an expression is used such that it can be no plain data; None if it is not."""
    if found := _in_place(source, expression, hops):
        return found
    for target in targets(source, expression):
        for use in uses(source, target):
            if found := _in_place(source, use, hops):
                return found
    function = source.enclosing(expression, cst.FunctionDef)
    if hops and function is not None and is_returned(source, expression, function):
        for site in source.calls(f"<local>.{function.name.value}"):
            if found := used_as_object(source, site.call, hops - 1):
                return found
    return None


def _in_place(source: Source, expression: cst.CSTNode, hops: int) -> str | None:
    parent = source.parent(expression)
    if isinstance(parent, cst.Call) and parent.func is expression:
        return "called"
    if isinstance(parent, cst.Attribute) and parent.value is expression:
        name = parent.attr.value
        known = name in _PLAIN_ATTRIBUTES or (name in _ARRAY_ATTRIBUTES and imports(source, "numpy"))
        return None if known else f"asked for .{name}"
    if isinstance(parent, cst.Subscript) and parent.value is expression and hops:
        return used_as_object(source, parent, hops - 1)
    return None


def uses(source: Source, target: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    """Yield the places that read a name, or an attribute in the same class."""
    if isinstance(target, cst.Name):
        scope = source.scope(target).visible(target.value)
        yield from source.uses(scope, target.value) if scope else ()
    elif isinstance(target, cst.Attribute) and (text := dotted(target)):
        class_ = source.enclosing(target, cst.ClassDef)
        for node in source.nodes(cst.Attribute):
            if node is not target and dotted(node) == text and source.enclosing(node, cst.ClassDef) is class_:
                yield node


def is_returned(source: Source, expression: cst.CSTNode, function: cst.FunctionDef) -> bool:
    """Whether a function returns the value of an expression in it, at once or by a name."""
    if isinstance(source.parent(expression), cst.Return):
        return True
    named = (use for target in targets(source, expression) for use in uses(source, target))
    returns = (parent for use in named if isinstance(parent := source.parent(use), cst.Return))
    return any(source.enclosing(statement, cst.FunctionDef) is function for statement in returns)


def imports(source: Source, *roots: str) -> bool:
    """Whether the file imports one of these packages, or something out of it."""
    for statement in source.nodes(cst.Import):
        if any((dotted(alias.name) or "").partition(".")[0] in roots for alias in statement.names):
            return True
    modules = (s.module for s in source.nodes(cst.ImportFrom) if s.module and not s.relative)
    return any((dotted(module) or "").partition(".")[0] in roots for module in modules)
