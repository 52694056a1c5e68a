"""Texts that are put together piece by piece, statement by statement."""

from __future__ import annotations

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.words import segments

_PIECES_READ = frozenset({"block", "buffer", "chunk", "data", "line", "packet", "part", "received"})


def is_grown(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a variable, or a part of it, is run that text was added to: `code += operator`."""
    name = text.value if isinstance(text, cst.Subscript) else text
    if not isinstance(name, cst.Name):
        return False
    function = source.enclosing(name, cst.FunctionDef)
    added = (node for node in source.nodes(cst.AugAssign) if source.enclosing(node, cst.FunctionDef) is function)
    to_it = (node.value for node in added if isinstance(node.target, cst.Name) and node.target.value == name.value)
    return not all(_is_read(source, value) for value in to_it)


def _is_read(source: Source, value: cst.BaseExpression) -> bool:
    """Whether what is added is the next piece of what somebody else has written: `data += connection.recv(1024)`."""
    if isinstance(value, cst.Name):
        return not _PIECES_READ.isdisjoint(segments(value.value))
    return isinstance(value, cst.Call) and "builtins.str" not in source.names(value.func)
