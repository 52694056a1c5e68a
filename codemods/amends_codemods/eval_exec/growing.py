"""Texts that are no literals by the way they come about: filled in, grown piece by piece, or refused before."""

from __future__ import annotations

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.words import segments

_PIECES_READ = frozenset({"block", "buffer", "chunk", "data", "line", "packet", "part", "received"})
_LITERAL_EVAL = frozenset({"ast.literal_eval"})


def is_template(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a text is a template that is filled in, by `%` or by `format`."""
    template: cst.BaseExpression | None = None
    if isinstance(text, cst.BinaryOperation) and isinstance(text.operator, cst.Modulo):
        template = text.left
    elif isinstance(text, cst.Call) and isinstance(text.func, cst.Attribute) and text.func.attr.value == "format":
        template = text.func.value
    return template is not None and isinstance(source.constant(template), str)


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


def was_refused(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether a text is run because `ast.literal_eval` could not read it."""
    handler = source.enclosing(call, cst.ExceptHandler)
    tried = source.parent(handler) if handler is not None else None
    reads = (node for node in source.nodes(cst.Call) if source.names(node.func) & _LITERAL_EVAL)
    same = (node for node in reads if node.args and source.code(node.args[0].value) == source.code(text))
    return isinstance(tried, cst.Try) and any(tried.body in source.ancestors(node) for node in same)
