"""Whether a digest is counted with: reduced to a number that spreads data over places, or to a short name."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.weak_hash.flow import made_of, uses_of_value

IS_NUMBER: Final = 10
_SPREADS: Final = 48
_SLICE: Final = 4
_JOINED: Final = 4
_SIZED: Final = 8
_MARKS: Final = frozenset({"|", "||", ":", "::", "_", "-", "/", "#", ";", ",", "\\n", "\\0", "\\x00", "\\t"})
_NUMBERS: Final = frozenset({"builtins.int", "builtins.int.from_bytes", "uuid.UUID"})
_TEXTS: Final = (cst.SimpleString, cst.ConcatenatedString)


def spread_of(source: Source, call: cst.Call) -> int:
    """Return how much the arithmetic on a digest speaks for spreading data over places."""
    counted = _within(source, call) + max((_within(source, use) for use in uses_of_value(source, call)), default=0)
    is_joined = any(_joins_fields(part) for arg in call.args for part in (arg.value, *made_of(source, arg.value)))
    return counted + (_JOINED if is_joined else 0) + (_SIZED if _stands_beside_size(source, call) else 0)


def _stands_beside_size(source: Source, call: cst.Call) -> bool:
    """Whether a table or text tells the size of what is digested as well."""
    around = source.enclosing(call, cst.Dict, cst.FormattedString)
    if not call.args:
        return False
    size = f"len({source.code(call.args[0].value)})"
    if isinstance(around, cst.Dict):
        return any(source.code(element.value) == size for element in around.elements)
    said = around.parts if isinstance(around, cst.FormattedString) else ()
    return any(isinstance(p, cst.FormattedStringExpression) and source.code(p.expression) == size for p in said)


def _joins_fields(expression: cst.CSTNode) -> bool:
    """Whether a text is made of several values with marks between them, as the key of a record is."""
    while isinstance(expression, cst.Call) and isinstance(expression.func, cst.Attribute):
        if expression.func.attr.value == "join":
            return isinstance(expression.func.value, cst.SimpleString) and expression.func.value.raw_value in _MARKS
        expression = expression.func.value
    if not isinstance(expression, cst.FormattedString):
        return False
    between = [part.value for part in expression.parts[1:-1] if isinstance(part, cst.FormattedStringText)]
    return bool(between) and _MARKS.issuperset(between)


def _within(source: Source, value: cst.CSTNode) -> int:
    weight = 0
    for above in source.ancestors(value):
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            break
        if isinstance(above, cst.BinaryOperation) and _divides(above):
            weight += _SPREADS
        elif isinstance(above, cst.Call) and source.names(above.func) & _NUMBERS:
            weight += IS_NUMBER
        elif isinstance(above, cst.Subscript):
            weight += _SLICE
    return weight


def _divides(operation: cst.BinaryOperation) -> bool:
    if isinstance(operation.operator, cst.Modulo):
        return not isinstance(operation.left, _TEXTS)
    return isinstance(operation.operator, cst.Divide) and isinstance(operation.right, cst.Integer)
