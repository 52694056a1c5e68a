"""Reads an expression that puts text together: pieces of constant text, and holes."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.source import Source

_PERCENT = re.compile(r"%(?:[sd]|(%))")


@dataclass(frozen=True, slots=True, eq=False)
class Hole:
    """An expression whose text goes into the whole; `is_plain` is false where a format changes that text."""

    expression: cst.BaseExpression
    is_plain: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """How a text is quoted: the sign, and the prefix that it has, or would have, as an f-string."""

    sign: str = '"'
    prefix: str = "f"


Piece: TypeAlias = str | Hole


def pieces(source: Source, expression: cst.BaseExpression) -> tuple[Piece, ...] | None:
    """Return the text that an expression puts together; None if it puts nothing together.

    A name that is given such a text once is followed, and so is what `str` is called with, which is a text already.
    """
    built = _in_str(source, expression)
    found = _pieces(source, expression if built is None else built, 3)
    return None if found is None else _merged(found)


def _in_str(source: Source, expression: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the text that is put together within a call of `str`."""
    if not isinstance(expression, cst.Call) or source.names(expression.func) != frozenset({"builtins.str"}):
        return None
    built = expression.args[0].value if len(expression.args) == 1 else None
    return built if isinstance(built, (cst.BinaryOperation, cst.ConcatenatedString, cst.FormattedString)) else None


def quote(source: Source, expression: cst.BaseExpression) -> Quote:
    """Return how the first literal in an expression, or in what its name is assigned, is quoted."""
    left: list[cst.CSTNode] = [expression]
    while left:
        node = left.pop(0)
        if isinstance(node, cst.SimpleString):
            return Quote(node.quote[0])
        if isinstance(node, cst.FormattedString):
            return Quote(node.end[0], node.start.rstrip(node.end[0]))
        value = source.value(node) if isinstance(node, cst.Name) and node is expression else None
        left = [*([value] if value is not None else node.children), *left]
    return Quote()


def literal_text(text: Sequence[Piece]) -> str:
    """Return the constant part of a text, a blank for every hole."""
    return "".join(piece if isinstance(piece, str) else " " for piece in text)


def _pieces(source: Source, expression: cst.BaseExpression, hops: int) -> list[Piece] | None:  # noqa: PLR0911 - one line for each syntax
    value = source.constant(expression)
    if isinstance(value, str):
        return [value]
    if isinstance(expression, cst.FormattedString):
        return _formatted_string(source, expression)
    if isinstance(expression, cst.ConcatenatedString):
        return _sum(source, expression.left, expression.right, hops)
    if isinstance(expression, cst.BinaryOperation):
        if isinstance(expression.operator, cst.Add):
            return _sum(source, expression.left, expression.right, hops)
        return _percent(source, expression) if isinstance(expression.operator, cst.Modulo) else None
    if isinstance(expression, cst.Call):
        return _format(source, expression)
    if isinstance(expression, cst.Name) and hops and (assigned := source.value(expression)) is not None:
        followed = _pieces(source, assigned, hops - 1)
        if followed is not None and all(_holds_still(source, p) for p in followed if isinstance(p, Hole)):
            return followed
    return None


def _holds_still(source: Source, hole: Hole) -> bool:
    """Whether a hole has the same value where the text is run as where it is put together."""
    name = hole.expression
    return isinstance(name, cst.Name) and len(source.bindings(name)) == 1


def _sum(source: Source, left: cst.BaseExpression, right: cst.BaseExpression, hops: int) -> list[Piece]:
    found: list[Piece] = []
    for operand in (left, right):
        found += _pieces(source, operand, hops) or [_hole(source, operand)]
    return found


def _hole(source: Source, expression: cst.BaseExpression) -> Hole:
    """Return the hole that an expression is; the value itself where it is only turned into text."""
    is_call = isinstance(expression, cst.Call) and len(expression.args) == 1
    if isinstance(expression, cst.Call) and is_call and "builtins.str" in source.names(expression.func):
        return Hole(expression.args[0].value)
    return Hole(expression)


def _formatted_string(source: Source, expression: cst.FormattedString) -> list[Piece]:
    found: list[Piece] = []
    for part in expression.parts:
        if isinstance(part, cst.FormattedStringText):
            found.append(part.value.replace("{{", "{").replace("}}", "}"))
        elif isinstance(part, cst.FormattedStringExpression):
            plain = part.format_spec is None and part.equal is None and part.conversion in {None, "s"}
            hole = _hole(source, part.expression)
            found.append(hole if plain else Hole(part.expression, is_plain=False))
    return found


def _percent(source: Source, expression: cst.BinaryOperation) -> list[Piece] | None:
    template = source.constant(expression.left)
    if not isinstance(template, str) or isinstance(expression.right, cst.Dict):
        return None
    right = expression.right
    values = [element.value for element in right.elements] if isinstance(right, cst.Tuple) else [right]
    fields = [match for match in _PERCENT.finditer(template) if not match[1]]
    if len(fields) != len(values) or "%" in _PERCENT.sub("", template):
        return None
    texts = [text.replace("%%", "%") for text in _between(template, fields)]
    return _interleaved(texts, [_hole(source, value) for value in values])


def _between(template: str, fields: Sequence[re.Match[str]]) -> list[str]:
    starts = [0, *(field.end() for field in fields)]
    ends = [*(field.start() for field in fields), len(template)]
    return [template[start:end] for start, end in zip(starts, ends, strict=True)]


def _interleaved(texts: Sequence[str], holes: Sequence[Hole]) -> list[Piece]:
    found: list[Piece] = [texts[0]]
    for hole, text in zip(holes, texts[1:], strict=True):
        found += [hole, text]
    return found


def _format(source: Source, call: cst.Call) -> list[Piece] | None:
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "format" or any(a.star for a in call.args):
        return None
    template = source.constant(call.func.value)
    if not isinstance(template, str):
        return None
    named = {arg.keyword.value: arg.value for arg in call.args if arg.keyword}
    given = named | {str(i): arg.value for i, arg in enumerate(a for a in call.args if not a.keyword)}
    found: list[Piece] = []
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError:
        return None
    for number, (text, field, spec, conversion) in enumerate(fields):
        found.append(text)
        if field is None:
            continue
        value = given.get(field or str(number))
        if value is None:
            return None
        hole = _hole(source, value)
        found.append(Hole(value, is_plain=False) if spec or conversion else hole)
    return found


def _merged(found: Sequence[Piece]) -> tuple[Piece, ...]:
    merged: list[Piece] = []
    for piece in found:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    return tuple(merged)
