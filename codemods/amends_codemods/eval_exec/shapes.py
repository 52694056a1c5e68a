"""Tells what text that is put together comes to: arithmetic, a literal, or something else."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from itertools import pairwise

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.spelling import Hole, Piece, literal_text
from amends_codemods.eval_exec.words import MATH, segments

_OPERATORS = frozenset("+-*/%^")
_ARITHMETIC = re.compile(r"[\d.\s()+\-*/%,^]*")
_LITERAL = re.compile(r"(?:[\[\](){},:\s\d.]|'[^']*'|\"[^\"]*\")*")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?=\()")
_OPERATOR_NAMES = frozenset({"op", "ops", "operator", "operation", "oper", "sign", "operators"})
_BYTES_CALLS = frozenset({"recv", "encode", "b64decode", "read_bytes", "unhexlify", "decompress"})


class TextShape(enum.Enum):
    """What the constant parts of a text make of it."""

    ARITHMETIC = "arithmetic"
    LITERAL = "a literal"
    OTHER = "something else"


def shape(source: Source, text: Sequence[Piece]) -> TextShape:
    """Return what a text with holes comes to, by its constant parts and by holes that are named as operators."""
    constant = literal_text(text)
    holes = [piece for piece in text if isinstance(piece, Hole)]
    names = _IDENTIFIER.findall(constant)
    rest = _IDENTIFIER.sub("", constant)
    if _calls_hole(text):
        return TextShape.OTHER
    calculates = not _OPERATORS.isdisjoint(rest) or names or any(_is_operator(source, hole) for hole in holes)
    if calculates and _ARITHMETIC.fullmatch(rest) and all(name in MATH for name in names):
        return TextShape.ARITHMETIC
    if constant.strip() and _LITERAL.fullmatch(_marked(text)):
        return TextShape.LITERAL
    return TextShape.OTHER


def _marked(text: Sequence[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else "0" for piece in text)


def _calls_hole(text: Sequence[Piece]) -> bool:
    """Whether a parenthesis or an index follows right behind a hole: then that is no value."""
    return any(
        isinstance(first, Hole) and isinstance(then, str) and then[:1] in {"(", "[", "."}
        for first, then in pairwise(text)
    )


def _is_operator(source: Source, hole: Hole) -> bool:
    code = source.code(hole.expression)
    return not _OPERATOR_NAMES.isdisjoint(segments(code))


def is_bytes(source: Source, text: cst.BaseExpression) -> bool:
    """Whether an expression is known to be bytes, which ast.literal_eval does not read."""
    if isinstance(text, cst.Name) and (value := source.value(text)) is not None:
        return is_bytes(source, value)
    if isinstance(text, cst.Attribute):
        return text.attr.value == "content" and not source.names(text)
    return isinstance(text, cst.Call) and isinstance(text.func, cst.Attribute) and text.func.attr.value in _BYTES_CALLS
