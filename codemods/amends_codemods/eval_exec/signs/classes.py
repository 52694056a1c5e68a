"""Tells classes and functions from values, where a result is compared with them or shares a name with one."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

import libcst as cst

from amends.source import MISSING, BindingKind, Source

_DEFINED = frozenset({BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.IMPORT})
_OF_DATA = frozenset({"builtins", "collections", "decimal", "fractions", "numbers", "typing"})
_LOWER_CASE = frozenset({"datetime", "numpy", "torch"})  # whose classes have small letters
_CLASSES = frozenset(f"builtins.{name}" for name in dir(builtins) if isinstance(getattr(builtins, name), type))


def is_compared_with_class(source: Source, node: cst.BaseExpression) -> bool:
    """Whether a value is compared with a class or a function: `m is Linear`, `m in (Linear, Conv)`."""
    return any(_is_defined(source, other) for other in _others(source, node))


def is_asked_for_type(source: Source, node: cst.BaseExpression) -> bool:
    """Whether the type of a value is compared with a class that no literal has: `type(value) == np.ndarray`."""
    arg = source.parent(node)
    call = source.parent(arg) if isinstance(arg, cst.Arg) else None
    if not isinstance(call, cst.Call) or source.names(call.func) != frozenset({"builtins.type"}):
        return False
    return any(not source.names(other) & _CLASSES for other in _others(source, call) if source.names(other))


def is_of_class(source: Source, given: cst.BaseExpression) -> bool:
    """Whether `isinstance` asks for a class that this file defines, or for one of a package, by its capital letter."""
    return any(_is_own_class(source, kind) or _is_foreign_class(source, kind) for kind in (given, *_elements(given)))


def _is_own_class(source: Source, kind: cst.BaseExpression) -> bool:
    return isinstance(kind, cst.Name) and any(b.kind is BindingKind.CLASS for b in source.bindings(kind))


def _is_foreign_class(source: Source, kind: cst.BaseExpression) -> bool:
    names = [name.split(".") for name in source.names(kind)]
    return any(parts[0] not in _OF_DATA and (parts[-1][:1].isupper() or parts[0] in _LOWER_CASE) for parts in names)


def shares_name_with_function(source: Source, target: cst.BaseExpression) -> bool:
    """Whether a name that is assigned to is also that of a function or a class, as another branch defines it."""
    if not isinstance(target, cst.Name):
        return False
    return any(b.kind in _DEFINED or isinstance(b.value, cst.Lambda) for b in source.bindings(target))


def _others(source: Source, node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what a value is compared with; what it is looked for in, if that is written out."""
    parent = source.parent(node)
    if isinstance(parent, cst.Comparison):
        for target in parent.comparisons:
            is_in = isinstance(target.operator, (cst.In, cst.NotIn))
            yield from _elements(target.comparator) if is_in else (target.comparator,)
    elif isinstance(parent, cst.ComparisonTarget) and not isinstance(parent.operator, (cst.In, cst.NotIn)):
        comparison = source.parent(parent)
        if isinstance(comparison, cst.Comparison):
            yield comparison.left


def _elements(expression: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(expression, (cst.List, cst.Tuple, cst.Set)):
        yield from (element.value for element in expression.elements)


def _is_defined(source: Source, expression: cst.BaseExpression) -> bool:
    """Whether an expression names a class or a function, by what the file says or by the case of its letters."""
    if not isinstance(expression, (cst.Name, cst.Attribute)) or source.constant(expression) is not MISSING:
        return False
    if source.names(expression) & _CLASSES:
        return True
    name = expression if isinstance(expression, cst.Name) else expression.attr
    bindings = source.bindings(name) if name is expression else ()
    is_defined = any(b.kind in {BindingKind.FUNCTION, BindingKind.CLASS} for b in bindings)
    return is_defined or (name.value[:1].isupper() and not name.value.isupper() and name.value != "None")
