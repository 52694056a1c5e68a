"""Whether a digest is counted with: reduced to a number that spreads data over places, or to a short name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.weak_hash.flow import made_of, uses_of_value

_IS_NUMBER: Final = 10
SPREADS: Final = 48
_SLICE: Final = 4
JOINED: Final = 4
_TWO: Final = 2
_SIZED: Final = 8
_MARKS: Final = frozenset({"|", "||", ":", "::", "_", "-", "/", "#", ";", ",", "~", "\\n", "\\0", "\\x00", "\\t"})
_NUMBERS: Final = frozenset({"builtins.int", "builtins.int.from_bytes", "uuid.UUID"})
_TEXTS: Final = (cst.SimpleString, cst.ConcatenatedString)


def spread_of(source: Source, call: cst.Call) -> int:
    """Return how much the arithmetic on a digest speaks for spreading data over places."""
    counted = _within(source, call) + max((_within(source, use) for use in uses_of_value(source, call)), default=0)
    is_joined = any(_joins_fields(part) for arg in call.args for part in (arg.value, *made_of(source, arg.value)))
    return counted + (JOINED if is_joined else 0) + (_SIZED if _stands_beside_size(source, call) else 0)


def _stands_beside_size(source: Source, call: cst.Call) -> bool:
    """Whether a table or text tells the size of what is digested as well, or the size is digested with it."""
    if not call.args:
        return False
    around = source.enclosing(call, cst.Dict, cst.FormattedString)
    digested = call.args[0].value
    if isinstance(digested, cst.BinaryOperation):
        return f"len({source.code(digested.right)})" in source.code(digested.left)
    size = f"len({source.code(digested)})"
    if isinstance(around, cst.Dict):
        return any(source.code(element.value) == size for element in around.elements)
    said = around.parts if isinstance(around, cst.FormattedString) else ()
    return any(isinstance(p, cst.FormattedStringExpression) and source.code(p.expression) == size for p in said)


def _joins_fields(expression: cst.CSTNode) -> bool:
    """Whether a text is made of several values with marks between them, as the key of a record is."""
    while isinstance(expression, cst.Call) and isinstance(expression.func, cst.Attribute):
        text = expression.func.value
        if isinstance(text, cst.SimpleString):
            return _stands_between_fields(expression.func.attr.value, str(text.raw_value))
        expression = text
    if isinstance(expression, cst.BinaryOperation) and isinstance(expression.operator, cst.Add):
        summands = tuple(_summands(expression))
        return len(summands) > _TWO and _are_marks(
            str(s.raw_value) for s in summands if isinstance(s, cst.SimpleString)
        )
    if isinstance(expression, cst.BinaryOperation) and isinstance(expression.left, cst.SimpleString):
        return _stands_between_fields("%", str(expression.left.raw_value))
    if not isinstance(expression, cst.FormattedString):
        return False
    return _are_marks(part.value for part in expression.parts[1:-1] if isinstance(part, cst.FormattedStringText))


def _summands(expression: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(expression, cst.BinaryOperation) and isinstance(expression.operator, cst.Add):
        yield from _summands(expression.left)
        yield from _summands(expression.right)
    else:
        yield expression


def _stands_between_fields(how: str, text: str) -> bool:
    if how == "join":
        return text in _MARKS
    if how == "%":
        return _are_marks(piece[1:] for piece in text.split("%")[1:-1])
    return how == "format" and _are_marks(piece.partition("}")[2] for piece in text.split("{")[1:-1])


def _are_marks(between: Iterable[str]) -> bool:
    texts = set(between)
    return bool(texts) and _MARKS.issuperset(texts)


@remembered
def _within(source: Source, value: cst.CSTNode) -> int:
    weight = 0
    for above in source.ancestors(value):
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            break
        if isinstance(above, cst.BinaryOperation) and _divides(above):
            weight += SPREADS
        elif isinstance(above, cst.Call) and source.names(above.func) & _NUMBERS:
            weight += _IS_NUMBER
        elif isinstance(above, cst.Subscript):
            weight += _SLICE
    return weight


def _divides(operation: cst.BinaryOperation) -> bool:
    if isinstance(operation.operator, cst.Modulo):
        return not isinstance(operation.left, _TEXTS)
    return isinstance(operation.operator, cst.Divide) and isinstance(operation.right, (cst.Integer, cst.Float))
