"""Finds values in quotes that are added to the text of a statement which no call is seen to run in this form."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from amends.members import attributes
from amends.source import Source
from amends_codemods.sql_injection.listing import is_generated
from amends_codemods.sql_injection.pieces import Atom, Hole, Piece, pieces
from amends_codemods.sql_injection.reading import Reader
from amends_codemods.sql_injection.shapes import looks_like_sql


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Text with values in it that is added to a statement in a name or an attribute."""

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
        starts = _starts(source, addition.target) if any(not is_generated(source, hole) for hole in quoted) else ()
        if any(isinstance(text := source.constant(start), str) and looks_like_sql(f"{text} ") for start in starts):
            yield Grown(addition.value, source.code(addition.target))


def _in_quotes(text: Iterable[Piece]) -> Iterator[cst.BaseExpression]:
    """Yield what stands between single quotes, where it can only be a value; without them it may be a clause."""
    is_inside = False
    for piece in text:
        if isinstance(piece, Hole) and is_inside:
            yield piece.expression
        is_inside ^= isinstance(piece, Atom) and piece.value == "'"


def _starts(source: Source, target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what a name, or an attribute of the class around, is first given."""
    if isinstance(target, cst.Name):
        yield from (binding.value for binding in source.bindings(target) if binding.value is not None)
    class_ = source.enclosing(target, cst.ClassDef)
    if isinstance(target, cst.Attribute) and class_ is not None:
        spelled = source.code(target)
        yield from (value for name, value in attributes(source, class_) if source.code(name) == spelled)
