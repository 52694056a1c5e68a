"""Tells what text that is put together comes to: arithmetic, a literal, or something else."""

from __future__ import annotations

import ast
import enum
from collections.abc import Collection, Iterator, Sequence

from amends.segments import segments
from amends.source import Source
from amends_codemods.eval_exec.reading.folding import calculates, is_literal
from amends_codemods.eval_exec.reading.spelling import Hole, Piece, literal_text
from amends_codemods.eval_exec.signs.words import MATH

_OPERATOR_NAMES = frozenset({"op", "ops", "operator", "operation", "oper", "sign", "operators"})


class TextShape(enum.Enum):
    """What the constant parts of a text make of it."""

    ARITHMETIC = "arithmetic"
    LITERAL = "a literal"
    OTHER = "something else"


def shape(source: Source, text: Sequence[Piece]) -> TextShape:
    """Return what a text with holes comes to, once numbers and operators stand in for the holes."""
    if any(calculates(sample) for sample in _samples(source, text)):
        return TextShape.ARITHMETIC
    if literal_text(text).strip() and is_literal(_filled(text)):
        return TextShape.LITERAL
    return TextShape.OTHER


def chooses_operator(source: Source, text: Sequence[Piece]) -> bool:
    """Whether a text is arithmetic only where one of its holes holds an operator, which may be a comparison."""
    holes = [piece for piece in text if isinstance(piece, Hole)]
    return any(_is_operator(source, hole) for hole in holes) or not calculates(_filled(text))


def names_in(source: Source, text: Sequence[Piece]) -> frozenset[str]:
    """Return the variables that the constant part of an arithmetic text names."""
    sample = next((sample for sample in _samples(source, text) if calculates(sample)), "0")
    tree = ast.walk(ast.parse(sample.strip(), mode="eval"))
    return frozenset(node.id for node in tree if isinstance(node, ast.Name) and node.id not in MATH)


def _samples(source: Source, text: Sequence[Piece]) -> Iterator[str]:
    """Yield the text with values for its holes: an operator where one is named so, and for every second hole."""
    holes = [piece for piece in text if isinstance(piece, Hole)]
    operators = {hole for hole in holes if _is_operator(source, hole)}
    yield _filled(text, operators)
    if not operators and len(holes) % 2 and len(holes) > 1:
        yield _filled(text, set(holes[1::2]))


def _filled(text: Sequence[Piece], operators: Collection[Hole] = ()) -> str:
    pieces = (piece if isinstance(piece, str) else "+" if piece in operators else "(0)" for piece in text)
    return "".join(pieces)


def _is_operator(source: Source, hole: Hole) -> bool:
    code = source.code(hole.expression)
    return not _OPERATOR_NAMES.isdisjoint(segments(code))
