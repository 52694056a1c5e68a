"""Finds what the objects of a class hold, and what an attribute of one is given, as far as the file tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from amends.facts.given import is_instance
from amends.facts.lineage import lineage
from amends.facts.remembering import remembered
from amends.source import Source, dotted

# Methods that put their last argument into a container, or all that they are given.
_PUTTING: Final = {
    **dict.fromkeys(("append", "appendleft", "add", "insert", "setdefault"), slice(-1, None)),
    **dict.fromkeys(("extend", "extendleft", "update"), slice(None)),
}


def attribute_values(source: Source, class_: cst.ClassDef) -> Iterator[cst.BaseExpression]:
    """Yield what the attributes of a class's objects are given, and what is put into them."""
    yield from (value for _, value in attributes(source, class_))
    for call in source.method_calls(*_PUTTING):
        if isinstance(call.func, cst.Attribute) and _is_of(source, call.func.value, class_):
            yield from put_by(call)


def put_by(call: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield what a call puts into the container whose method it calls."""
    put = _PUTTING.get(call.func.attr.value) if isinstance(call.func, cst.Attribute) else None
    yield from (arg.value for arg in call.args[put] if not arg.star) if put else ()


@remembered
def attributes(source: Source, class_: cst.ClassDef) -> Sequence[tuple[cst.BaseExpression, cst.BaseExpression]]:
    """Return the attributes that are assigned to objects of a class, in its methods or elsewhere, with their values."""
    return tuple(pair for pair in _assigned(source) if _is_of(source, pair[0], class_))


@remembered
def _assigned(source: Source) -> Sequence[tuple[cst.Attribute, cst.BaseExpression]]:
    """Return all attributes in the file that are assigned something, with that."""
    targets = ((target.target, source.parent(target)) for target in source.nodes(cst.AssignTarget))
    return tuple(
        (target, statement.value)
        for target, statement in targets
        if isinstance(target, cst.Attribute) and isinstance(statement, cst.Assign)
    )


def _is_of(source: Source, attribute: cst.BaseExpression, class_: cst.ClassDef) -> bool:
    if not isinstance(attribute, cst.Attribute):
        return False
    if dotted(attribute.value) == "self":
        return source.enclosing(attribute, cst.ClassDef) is class_
    return isinstance(attribute.value, cst.Name) and is_instance(source, attribute.value, class_)


def held_by(source: Source, class_: cst.ClassDef, name: str) -> Iterator[cst.BaseExpression]:
    """Yield what an attribute of a class's objects may be: what it is given, or what its property returns."""
    for each in lineage(source, class_):
        yield from (value for held, value in attributes(source, each) if _named(held) == name)
        for binding in source.scopes.own(each).bindings.get(name, ()):
            if isinstance(binding.node, cst.FunctionDef):
                yield from returned(source, binding.node)
            elif binding.value is not None:
                yield binding.value


def returned(source: Source, function: cst.FunctionDef) -> Iterator[cst.BaseExpression]:
    """Yield what a function returns."""
    for statement in source.nodes(cst.Return):
        if statement.value is not None and source.enclosing(statement, cst.FunctionDef) is function:
            yield statement.value


def _named(held: cst.BaseExpression) -> str:
    return held.attr.value if isinstance(held, cst.Attribute) else ""
