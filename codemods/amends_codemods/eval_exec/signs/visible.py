"""Which of the names that an eval can see are numbers that its formula is likely to use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from amends.segments import segments
from amends.source import Binding, Scope, Source, argument
from amends_codemods.eval_exec.signs.namespaces import Entry
from amends_codemods.eval_exec.signs.values import Kind, kind, of_param
from amends_codemods.eval_exec.signs.words import MAPPING_METHODS, VARIABLES

_COLLECTIONS = frozenset({"dict", "dictionary", "map", "mapping", "obj", "object", "table"})
_SHORT = 2  # the usual length of a variable in mathematics: x, y, t, x1
_VARIABLES = frozenset({"x", "y", "z", "t", "u", "v", "w", "xi", "yi", "xs", "ys", "theta"})


def visible(source: Source, call: cst.Call, text: cst.BaseExpression) -> tuple[Entry, ...]:
    """Return the numbers that a formula is likely to name where it is evaluated.

    Where some have the names of variables, or can be of no other use, these are all.
    """
    found = tuple(_candidates(source, call, text))
    likely = tuple(entry for entry, is_spare in found if is_spare or entry.value in _VARIABLES)
    return likely or tuple(entry for entry, _ in found)


def named(source: Source, call: cst.Call, names: Iterable[str]) -> tuple[Entry, ...] | None:
    """Return the values of the names that a text spells; None if one is not known to be a number in reach."""
    entries: list[Entry] = []
    for name in sorted(names):
        scope = source.scope(call).visible(name)
        found = _kind(source, scope, scope.bindings[name]) if scope is not None else Kind.OTHER
        if found is Kind.OTHER:
            return None
        entries.append(Entry(f'"{name}"', name, found))
    return tuple(entries)


def collection(source: Source, call: cst.Call, text: cst.BaseExpression) -> str:
    """Return the parameter of the function around a call that is called a dictionary or the like; "" if none is."""
    used = _names_in(source, text)
    params = (
        name
        for scope in _scopes(source, call)
        for name, bindings in scope.bindings.items()
        if name not in used and isinstance(bindings[0].node, cst.Param)
    )
    return next((n for n in params if n not in VARIABLES and segments(n)[-1:] and segments(n)[-1] in _COLLECTIONS), "")


def row(source: Source, call: cst.Call) -> str:
    """Return the parameter of the lambda around a call that is given each row of a table; "" if there is none."""
    function = source.enclosing(call, cst.Lambda, cst.FunctionDef)
    arg = source.parent(function) if isinstance(function, cst.Lambda) else None
    taker = source.parent(arg) if isinstance(arg, cst.Arg) else None
    if not isinstance(taker, cst.Call) or not isinstance(function, cst.Lambda) or not function.params.params:
        return ""
    goes_by_rows = isinstance(taker.func, cst.Attribute) and taker.func.attr.value in MAPPING_METHODS
    return function.params.params[0].name.value if goes_by_rows and argument(taker, "axis") else ""


def _candidates(source: Source, call: cst.Call, text: cst.BaseExpression) -> Iterator[tuple[Entry, bool]]:
    """Yield the numbers in reach, and whether nothing but the formula can use them."""
    used = _names_in(source, text)
    for scope in _scopes(source, call):
        for name, bindings in scope.bindings.items():
            if name in used or name.startswith("_") or not _is_bound_before(source, bindings, call):
                continue
            uses = source.uses(scope, name)
            found = _kind(source, scope, bindings)
            is_param = isinstance(bindings[0].node, cst.Param)
            is_loop = isinstance(bindings[0].node, (cst.For, cst.CompFor))
            is_short = len(name) <= _SHORT
            known = found in {Kind.NUMBER, Kind.ARRAY} or is_param or is_loop or _is_calculated(bindings)
            likely = is_short or not uses or (found is Kind.NUMBER and is_param)
            if found is not Kind.OTHER and likely and (known or (is_short and not uses)):
                yield Entry(f'"{name}"', name, found), not uses


def _is_calculated(bindings: list[Binding]) -> bool:
    """Whether a name is given the result of arithmetic."""
    return any(isinstance(binding.value, (cst.BinaryOperation, cst.UnaryOperation)) for binding in bindings)


def variables(source: Source, call: cst.Call, text: cst.BaseExpression) -> tuple[str, ...]:
    """Return the parameters of the function around a call that nothing but the evaluated text can use."""
    used = _names_in(source, text)
    return tuple(
        name
        for scope in _scopes(source, call)
        for name, bindings in scope.bindings.items()
        if name not in used and isinstance(bindings[0].node, cst.Param) and not source.uses(scope, name)
        if (found := _kind(source, scope, bindings)) in {Kind.NUMBER, Kind.ARRAY}
        or (found is Kind.UNKNOWN and name in _VARIABLES)
    )


def _names_in(source: Source, text: cst.BaseExpression) -> frozenset[str]:
    """Return the names in an expression, and in the one that it is assigned from."""
    found: set[str] = set()
    left: list[cst.CSTNode] = [text]
    while left:
        node = left.pop()
        if isinstance(node, cst.Name) and node.value not in found:
            found.add(node.value)
            value = source.value(node)
            left += [value] if isinstance(value, cst.Call) else []
        left += node.children
    return frozenset(found)


def _scopes(source: Source, call: cst.Call) -> Iterator[Scope]:
    """Yield the scopes whose names an eval sees: comprehensions up to the first function, or the module."""
    scope: Scope | None = source.scope(call)
    while scope is not None:
        if not scope.is_class:
            yield scope
        if isinstance(scope.node, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            return
        scope = scope.parent


def _is_bound_before(source: Source, bindings: list[Binding], call: cst.Call) -> bool:
    """Whether one of the bindings certainly has happened when the call is made."""
    around = set(source.ancestors(call))
    for binding in bindings:
        if isinstance(binding.node, (cst.Param, cst.CompFor)):
            return True
        if isinstance(binding.node, cst.For) and binding.node in around:
            return True
        if isinstance(binding.node, (cst.Assign, cst.AnnAssign)):
            if binding.node in around:
                continue
            line = source.parent(binding.node)
            block = source.parent(line) if line else None
            if block in around and source.tree.order(binding.node) < source.tree.order(call):
                return True
    return False


def _kind(source: Source, scope: Scope, bindings: list[Binding]) -> Kind:
    name = bindings[0].name
    uses = source.uses(scope, name)
    if uses:
        return kind(source, uses[0])
    node = bindings[0].node
    if isinstance(node, cst.Param):
        return of_param(source, node)
    value = bindings[0].value
    if len(bindings) == 1 and value is not None:
        return kind(source, value)
    return Kind.UNKNOWN if isinstance(node, (cst.For, cst.CompFor)) else Kind.OTHER
