"""Follows what is in a container that a call returns, as a loop or a method takes it out, and what is dumped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from amends.facts.results import callers, flat, object_uses, places, used_in_place, uses
from amends.source import Source

_COLLECTING = (cst.ListComp, cst.SetComp, cst.GeneratorExp)
_OF_ALL = frozenset({"items", "values", "copy"})
_OF_ONE = frozenset({"get", "pop"})
_REARRANGING = frozenset(f"builtins.{name}" for name in ("enumerate", "list", "reversed", "set", "sorted", "tuple"))


def element_uses(source: Source, expression: cst.CSTNode, hops: int = 2) -> Iterator[str]:
    """Yield how elements of the value of an expression are used such that they can be no plain data."""
    whole = source.parent(expression)
    if isinstance(whole, _COLLECTING) and whole.elt is expression:
        yield from (
            f"one of several, and each is {use}" for place in places(source, whole) for use in _taken(source, place)
        )
    for place in places(source, expression):
        yield from (f"a container, and what is in it is {use}" for use in _taken(source, place))
        part = source.parent(place)
        if hops and isinstance(part, cst.Subscript) and part.value is place:
            yield from element_uses(source, part, 0)
    for call in callers(source, expression) if hops else ():
        yield from element_uses(source, call, hops - 1)


def uses_of_dumped(source: Source, things: Iterable[cst.BaseExpression]) -> Iterator[str]:
    """Yield how things that are dumped are used elsewhere such that they can be no plain data."""
    for thing in things:
        is_name = isinstance(thing, cst.Name) and len(source.bindings(thing)) == 1
        for use in uses(source, thing) if is_name or isinstance(thing, cst.Attribute) else ():
            yield from used_in_place(source, use, 0)


def _taken(source: Source, place: cst.CSTNode) -> Iterator[str]:
    parent = source.parent(place)
    above = source.parent(parent) if parent else None
    if isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is place:
        for use in _uses_of_loop(source, parent.target):
            yield from used_in_place(source, use, 1)
    elif isinstance(parent, cst.Attribute) and isinstance(above, cst.Call) and above.func is parent:
        if parent.attr.value in _OF_ALL:
            yield from _taken(source, above)
        elif parent.attr.value in _OF_ONE:
            yield from object_uses(source, above, 1)
    elif isinstance(parent, cst.Arg) and isinstance(above, cst.Call) and source.names(above.func) & _REARRANGING:
        yield from _taken(source, above)
    elif isinstance(parent, cst.Arg) and isinstance(above, cst.Call) and "builtins.zip" in source.names(above.func):
        yield from _taken_beside(source, above, above.args.index(parent))


def _taken_beside(source: Source, zipped: cst.Call, number: int) -> Iterator[str]:
    """Yield how the names are used that a loop over several containers gives the elements of one."""
    loop = source.parent(zipped)
    target = loop.target if isinstance(loop, (cst.For, cst.CompFor)) else None
    if isinstance(target, (cst.Tuple, cst.List)) and number < len(target.elements):
        for use in _uses_of_loop(source, target.elements[number].value):
            yield from used_in_place(source, use, 1)


def _uses_of_loop(source: Source, target: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    """Yield where the names are read that a loop, and nothing else, gives a value."""
    for name in flat(target):
        scope = source.scope(name).visible(name.value) if isinstance(name, cst.Name) else None
        if scope is not None and isinstance(name, cst.Name) and len(scope.bindings[name.value]) == 1:
            yield from uses(source, name)
