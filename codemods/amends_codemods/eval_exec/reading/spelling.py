"""Reads an expression that puts text together: pieces of constant text, and holes."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.source import Source

# a conversion of `%`, as "printf-style String Formatting" of the library reference lists them
_CONVERSION = re.compile(r"%(\([^()]*\))?([-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?)[hlL]?([diouxXeEfFgGcrsa%])")
_PLAIN_CONVERSIONS = frozenset("ds")


@dataclass(frozen=True, slots=True, eq=False)
class Hole:
    """An expression whose text goes into the whole; `is_plain` is false where a format changes that text.

    `spec` is that format where it can be none but digits and letters that come out: `02d`, `x`.
    """

    expression: cst.BaseExpression
    is_plain: bool = True
    spec: str = ""


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


def pieces_with_names(source: Source, text: cst.BaseExpression) -> tuple[Piece, ...]:
    """Return the text that a sum or an f-string puts together, with a hole for each name, also one that is constant."""
    built = source.value(text) if isinstance(text, cst.Name) else text
    return _merged(list(_summands(source, built))) if isinstance(built, cst.BinaryOperation) else ()


def _summands(source: Source, expression: cst.BaseExpression) -> Iterator[Piece]:
    if isinstance(expression, cst.BinaryOperation) and isinstance(expression.operator, cst.Add):
        yield from _summands(source, expression.left)
        yield from _summands(source, expression.right)
    elif isinstance(expression, cst.Name):
        yield Hole(expression)
    else:
        yield from _pieces(source, expression, 0) or [_hole(source, expression)]


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
            found.append(hole if plain else Hole(part.expression, is_plain=False, spec=_spec_of(part)))
    return found


def _spec_of(part: cst.FormattedStringExpression) -> str:
    """Return the format of a field if it is plain text that says nothing but how to write a number or a word."""
    if part.equal is not None or part.conversion not in {None, "s"} or not part.format_spec:
        return ""
    texts = [inner.value for inner in part.format_spec if isinstance(inner, cst.FormattedStringText)]
    return _plain_spec("".join(texts)) if len(texts) == len(part.format_spec) and not part.conversion else ""


def _plain_spec(spec: str) -> str:
    digits = spec.rstrip("dsxXob")
    return spec if len(spec) - len(digits) <= 1 and (not digits or (digits[0] == "0" and digits.isdecimal())) else ""


def _percent(source: Source, expression: cst.BinaryOperation) -> list[Piece] | None:
    template = source.constant(expression.left)
    if not isinstance(template, str):
        return None
    right = expression.right
    values = [element.value for element in right.elements] if isinstance(right, cst.Tuple) else [right]
    fields = [found for found in _CONVERSION.finditer(template) if found[3] != "%"]
    is_in_order = len(fields) == len(values) and not any(field[1] or "*" in field[2] for field in fields)
    given = values if is_in_order else [right] * len(fields)
    found: list[Piece] = []
    end = 0
    for field, value in zip(fields, given, strict=True):
        is_plain = is_in_order and not field[2] and field[3] in _PLAIN_CONVERSIONS
        hole = _hole(source, value) if is_plain else Hole(value, is_plain=False)
        found += [template[end : field.start()].replace("%%", "%"), hole]
        end = field.end()
    return [*found, template[end:].replace("%%", "%")]


def _format(source: Source, call: cst.Call) -> list[Piece] | None:
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "format":
        return None
    template = source.constant(call.func.value)
    if not isinstance(template, str):
        return None
    named = {arg.keyword.value: arg.value for arg in call.args if arg.keyword}
    in_order = [] if any(arg.star for arg in call.args) else [arg.value for arg in call.args if not arg.keyword]
    given = named | {str(number): value for number, value in enumerate(in_order)}
    found: list[Piece] = []
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError:
        return None
    numbers = map(str, itertools.count())
    for text, field, spec, conversion in fields:
        found.append(text)
        if field is None:
            continue
        value = given.get(field or next(numbers))
        is_plain = value is not None and not spec and not conversion
        kept = _plain_spec(spec) if value is not None and spec and not conversion else ""
        found.append(_hole(source, value) if value and is_plain else Hole(value or call, is_plain=False, spec=kept))
    return found


def _merged(found: Sequence[Piece]) -> tuple[Piece, ...]:
    merged: list[Piece] = []
    for piece in found:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    return tuple(merged)
