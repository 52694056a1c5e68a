"""The string literals of a module: what each says as a whole, and which of them stand in no program text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source

Written = cst.SimpleString | cst.ConcatenatedString | cst.FormattedString | cst.BinaryOperation


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A text that is written into the code, in one literal or several joined; bytes are read as UTF-8.

    `is_formatted` tells an f-string with fields: its `text` is what stands between them. `is_binary` tells bytes
    that are no UTF-8: they are read as Latin-1.
    """

    node: Written
    text: str
    is_bytes: bool = False
    is_formatted: bool = False
    is_binary: bool = False


def literals(source: Source) -> Iterator[Literal]:
    """Yield the literals of a module, each with what is joined to it; no docstrings and no empty f-string."""
    seen: set[cst.CSTNode] = set()
    for node in source.nodes(cst.SimpleString, cst.FormattedString):
        whole = _whole(source, node)
        if whole in seen or isinstance(source.parent(whole), cst.Expr):
            continue
        seen.add(whole)
        if (literal := read(source, whole)) is not None:
            yield literal


def _whole(source: Source, node: cst.SimpleString | cst.FormattedString) -> Written:
    """Return the literal with all that is joined to it by juxtaposition or by `+`."""
    whole: Written = node
    for above in source.ancestors(node):
        if not isinstance(above, (cst.ConcatenatedString, cst.BinaryOperation)):
            return whole
        if isinstance(above, cst.BinaryOperation) and not _is_sum_of_literals(above):
            return whole
        whole = above
    return whole


def _is_sum_of_literals(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.BinaryOperation):
        return isinstance(node.operator, cst.Add) and all(map(_is_sum_of_literals, (node.left, node.right)))
    return isinstance(node, (cst.SimpleString, cst.ConcatenatedString))


def read(source: Source, node: cst.BaseExpression) -> Literal | None:
    """Return a literal expression as such, None for anything else."""
    if not isinstance(node, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString, cst.BinaryOperation)):
        return None
    value = source.constant(node) if not isinstance(node, cst.BinaryOperation) or _is_sum_of_literals(node) else None
    if isinstance(value, str):
        return Literal(node, value)
    if isinstance(value, bytes):
        return _from_bytes(node, value)
    if isinstance(node, (cst.FormattedString, cst.ConcatenatedString)):
        return Literal(node, "\N{OBJECT REPLACEMENT CHARACTER}".join(_texts(node)), is_formatted=True)
    return None


def _from_bytes(node: Written, value: bytes) -> Literal:
    try:
        return Literal(node, value.decode(), is_bytes=True)
    except UnicodeDecodeError:
        return Literal(node, value.decode("latin-1"), is_bytes=True, is_binary=True)


def _texts(node: cst.BaseExpression) -> Iterator[str]:
    """Yield the constant parts of an f-string, or of strings one of which is an f-string."""
    if isinstance(node, cst.ConcatenatedString):
        yield from _texts(node.left)
        yield from _texts(node.right)
    elif isinstance(node, cst.FormattedString):
        yield from (part.value for part in node.parts if isinstance(part, cst.FormattedStringText))
    elif isinstance(node, cst.SimpleString) and isinstance(text := node.evaluated_value, str):
        yield text
