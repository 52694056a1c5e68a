"""Reads the comments that belong to a statement: those in it, behind it and right above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.source import Source
from amends.text.lexer import comments

_MOST_LINES: Final = 3


def remarks(source: Source, node: cst.CSTNode) -> Iterator[str]:
    """Yield the comments in and right above the statement around a node, or above what it comes first in."""
    statement = source.statement(node)
    end = source.span(statement)[1]
    start = source.span(_outermost_begun_by(source, statement))[0]
    lines = source.text[:start].splitlines(keepends=True)
    above = 0
    while above < _MOST_LINES and above + 1 < len(lines) and lines[-above - 2].lstrip().startswith("#"):
        above += 1
    begin = start - sum(len(line) for line in lines[len(lines) - above - 1 :]) if lines else start
    stop = source.text.find("\n", end)
    text = source.text[begin : len(source.text) if stop < 0 else stop]
    yield from (text[token.start : token.end] for token in comments(text))


def _outermost_begun_by(source: Source, statement: cst.CSTNode) -> cst.CSTNode:
    """Return the outermost `if`, loop or the like whose first statement begins with this one."""
    block = source.parent(statement)
    header = source.parent(block) if isinstance(block, cst.IndentedBlock) and block.body[0] is statement else None
    if isinstance(header, (cst.If, cst.For, cst.While, cst.With, cst.Try)):
        return _outermost_begun_by(source, header)
    return statement
