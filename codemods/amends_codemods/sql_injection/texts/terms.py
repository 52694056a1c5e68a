"""The parts of a concatenation, implicit or by `+`."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst


def adjacent(expression: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield the literals of an implicit concatenation."""
    while isinstance(expression, cst.ConcatenatedString):
        yield expression.left
        expression = expression.right
    yield expression


def terms(expression: cst.BaseExpression) -> list[cst.BaseExpression]:
    """Return the terms of a chain of `+`, as far as no parentheses stand around some of them."""
    found: list[cst.BaseExpression] = []
    while isinstance(expression, cst.BinaryOperation) and isinstance(expression.operator, cst.Add):
        found.append(expression.right)
        expression = expression.left
        if expression.lpar:
            break
    found.append(expression)
    return found[::-1]
