"""Reads the comments that belong to a part of the code: those in it, behind it and right above it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

import libcst as cst

from amends.source import Source
from amends.text.lexer import comments

_MOST_LINES: Final = 3


def remarks(source: Source, node: cst.CSTNode) -> Iterator[str]:
    """Yield the comments in and right above the statement around a node, or above what it comes first in."""
    statement = source.statement(node)
    start = source.span(_outermost_begun_by(source, statement))[0]
    return _remarks_between(source.text, start, source.span(statement)[1])


def remarks_beside(source: Source, node: cst.CSTNode) -> Iterator[str]:
    """Yield the comments on the lines of a node alone, such as an entry of a mapping, and right above it."""
    return _remarks_between(source.text, *source.span(node))


def lines_above(text: str, offset: int) -> Iterator[str]:
    """Yield the lines above the one with an offset, the nearest first."""
    end = text.rfind("\n", 0, offset)
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        yield text[start:end]
        end = start - 1


def _remarks_between(text: str, start: int, end: int) -> Iterator[str]:
    above: list[str] = []
    for line in islice(lines_above(text, start), _MOST_LINES):
        if not line.lstrip().startswith("#"):
            break
        above.insert(0, line)
    stop = text.find("\n", end)
    around = "\n".join((*above, text[start : len(text) if stop < 0 else stop]))
    yield from (around[token.start : token.end] for token in comments(around))


def _outermost_begun_by(source: Source, statement: cst.CSTNode) -> cst.CSTNode:
    """Return the outermost `if`, loop or the like whose first statement begins with this one."""
    block = source.parent(statement)
    header = source.parent(block) if isinstance(block, cst.IndentedBlock) and block.body[0] is statement else None
    if isinstance(header, (cst.If, cst.For, cst.While, cst.With, cst.Try)):
        return _outermost_begun_by(source, header)
    return statement
