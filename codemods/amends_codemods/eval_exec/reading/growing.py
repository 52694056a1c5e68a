"""Texts that are put together piece by piece, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.segments import segments
from amends.source import Source

_PIECES_READ = frozenset({"block", "buffer", "chunk", "data", "line", "packet", "part", "received"})


def is_grown(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a variable, or a part of it, is run that text was added to: `code += operator`, `code = code + sign`."""
    name = text.value if isinstance(text, cst.Subscript) else text
    return not all(_is_read(source, value) for value in _added(source, name))


def _added(source: Source, name: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what is added to a variable, wherever that is bound, or to an attribute in the same class."""
    if isinstance(name, cst.Name):
        for binding in source.bindings(name):
            if isinstance(binding.node, cst.AugAssign):
                yield binding.node.value
            elif binding.value is not None:
                yield from _appended(source, binding.value, name)
    elif isinstance(name, cst.Attribute):
        class_, code = source.enclosing(name, cst.ClassDef), source.code(name)
        for node in source.nodes(cst.AugAssign, cst.Assign):
            target = node.target if isinstance(node, cst.AugAssign) else node.targets[0].target
            is_it = isinstance(target, cst.Attribute) and source.code(target) == code
            if is_it and source.enclosing(node, cst.ClassDef) is class_:
                yield from (node.value,) if isinstance(node, cst.AugAssign) else _appended(source, node.value, name)


def _appended(source: Source, value: cst.BaseExpression, name: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what is behind a name in a sum that is given to it."""
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Add):
        if source.code(value.left) == source.code(name):
            yield value.right
        else:
            yield from _appended(source, value.left, name)


def _is_read(source: Source, value: cst.BaseExpression) -> bool:
    """Whether what is added is the next piece of what somebody else has written: `data += connection.recv(1024)`."""
    if isinstance(value, cst.Name):
        return not _PIECES_READ.isdisjoint(segments(value.value))
    return isinstance(value, cst.Call) and "builtins.str" not in source.names(value.func)
