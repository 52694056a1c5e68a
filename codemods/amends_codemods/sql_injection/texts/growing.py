"""Finds values in quotes that are added to the text of a statement which no call is seen to run in this form."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.texts.listing import is_generated
from amends_codemods.sql_injection.texts.pieces import Atom, Hole, Piece, pieces
from amends_codemods.sql_injection.texts.reading import Reader
from amends_codemods.sql_injection.texts.shapes import looks_like_sql


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Text with values in it that is added to a statement in a name."""

    text: cst.BaseExpression
    name: str


def grown(source: Source, known: Container[cst.CSTNode]) -> Iterator[Grown]:
    """Yield what is added to statements, but for what stands in a statement of the file that is known already."""
    reader = Reader(source)
    for addition in source.nodes(cst.AugAssign):
        if not isinstance(addition.operator, cst.AddAssign) or source.statement(addition) in known:
            continue
        layout = reader.read(addition.value)
        quoted = _in_quotes(pieces(layout)) if layout is not None else ()
        if _is_statement(source, addition.target) and any(not is_generated(source, hole) for hole in quoted):
            yield Grown(addition.value, source.code(addition.target))


def _is_statement(source: Source, target: cst.BaseExpression) -> bool:
    """Whether a name is first given the text of a statement."""
    bindings = source.bindings(target) if isinstance(target, cst.Name) else ()
    starts = (source.constant(binding.value) for binding in bindings if binding.value is not None)
    return any(isinstance(start, str) and looks_like_sql(f"{start} ") for start in starts)


def _in_quotes(text: Iterable[Piece]) -> Iterator[cst.BaseExpression]:
    """Yield what stands between single quotes, where it can only be a value; without them it may be a clause."""
    is_inside = False
    for piece in text:
        if isinstance(piece, Hole) and is_inside:
            yield piece.expression
        is_inside ^= isinstance(piece, Atom) and piece.value == "'"
