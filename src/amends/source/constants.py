"""Reading constant expressions: literals, their concatenation, and names that hold nothing else."""

from __future__ import annotations

import ast
import enum
import re
import warnings
from typing import Final, TypeAlias

import libcst as cst

from amends.source.names import Names


class Missing(enum.Enum):
    """The type of MISSING, which tells "no constant" from the constant None."""

    MISSING = enum.auto()


MISSING: Final = Missing.MISSING
Constant: TypeAlias = str | bytes | int | float | complex | bool | None

# a string without prefix that holds nothing to be replaced, as most are: the parser takes fifty times as long
_PLAIN: Final = re.compile(r"""(\"|')((?:(?!\1)[^\\\r\n\0])*)\1""")
_KEYWORDS: Final[dict[str, Constant]] = {"True": True, "False": False, "None": None}


def literal(text: str) -> Constant | Missing:
    """Evaluate the text of a literal, without the compiler's warnings about escapes in it."""
    if plain := _PLAIN.fullmatch(text):
        return plain[2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value: Constant = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return MISSING
    return value


def constant(  # noqa: PLR0911 - one line for each syntax
    expression: cst.BaseExpression, names: Names, hops: int = 4
) -> Constant | Missing:
    """Return the value of a constant expression, or MISSING.

    Literals, implicit and `+` concatenation of strings, signed numbers, f-strings without fields, and names
    with a single plain assignment of such a value.
    """
    if isinstance(expression, (cst.SimpleString, cst.Integer, cst.Float, cst.Imaginary)):
        return literal(expression.value)
    if isinstance(expression, cst.Name):
        if expression.value in _KEYWORDS:
            return _KEYWORDS[expression.value]
        value = names.value(expression) if hops else None
        return MISSING if value is None else constant(value, names, hops - 1)
    if isinstance(expression, cst.FormattedString):
        return _without_fields(expression)
    if isinstance(expression, cst.ConcatenatedString):
        return _joined(constant(expression.left, names, hops), constant(expression.right, names, hops))
    if isinstance(expression, cst.BinaryOperation) and isinstance(expression.operator, cst.Add):
        return _joined(constant(expression.left, names, hops), constant(expression.right, names, hops))
    if isinstance(expression, cst.UnaryOperation) and isinstance(expression.operator, (cst.Minus, cst.Plus)):
        operand = constant(expression.expression, names, hops)
        if isinstance(operand, (int, float)) and not isinstance(operand, bool):
            return -operand if isinstance(expression.operator, cst.Minus) else operand
    return MISSING


def _without_fields(expression: cst.FormattedString) -> Constant | Missing:
    parts = [part.value for part in expression.parts if isinstance(part, cst.FormattedStringText)]
    if len(parts) != len(expression.parts):
        return MISSING
    text = "".join(parts).replace("{{", "{").replace("}}", "}")
    prefix = expression.prefix.lower().replace("f", "")
    return literal(f"{prefix}{expression.quote}{text}{expression.end}")


def _joined(left: Constant | Missing, right: Constant | Missing) -> Constant | Missing:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, bytes) and isinstance(right, bytes):
        return left + right
    return MISSING
