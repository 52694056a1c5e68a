"""Follows what is in a container that a call returns, as a loop or a method takes it out, and what is dumped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from amends.facts.results import callers, flat, object_uses, places, used_in_place, uses
from amends.source import Source

_OF_ALL = frozenset({"items", "values", "copy"})
_OF_ONE = frozenset({"get", "pop"})
_REARRANGING = frozenset(f"builtins.{name}" for name in ("enumerate", "list", "reversed", "set", "sorted", "tuple"))


def element_uses(source: Source, expression: cst.CSTNode, hops: int = 2) -> Iterator[str]:
    """Yield how elements of the value of an expression are used such that they can be no plain data."""
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


def _uses_of_loop(source: Source, target: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    """Yield where the names are read that a loop, and nothing else, gives a value."""
    for name in flat(target):
        scope = source.scope(name).visible(name.value) if isinstance(name, cst.Name) else None
        if scope is not None and isinstance(name, cst.Name) and len(scope.bindings[name.value]) == 1:
            yield from uses(source, name)
