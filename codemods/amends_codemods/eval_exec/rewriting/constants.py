"""Puts the value of constant text in the place of its evaluation."""

from __future__ import annotations

import libcst as cst

from amends.source import MISSING, Source
from amends_codemods.eval_exec.reading.folding import folded, spelled

_TIGHT = (cst.Attribute, cst.Subscript, cst.Call, cst.BinaryOperation, cst.UnaryOperation, cst.Await, cst.Comparison)


def value_code(source: Source, call: cst.Call, text: str) -> str | None:
    """Return the literal that a constant text comes to; None if it is more than literals and operators."""
    value = folded(text)
    code = None if value is MISSING else spelled(value)
    if code is None or source.enclosing(call, cst.FormattedString) is not None:
        return None
    written = text.strip()
    if written.isprintable() and not {"\\", "#"} & {*written} and _is_display(written, value):
        code = written
    return f"({code})" if _needs_parentheses(source, call, code) else code


def _is_display(text: str, value: object) -> bool:
    """Whether a text is itself the literal of its value, and no tuple that lacks its parentheses."""
    try:
        parsed = cst.parse_expression(text)
    except cst.ParserSyntaxError:
        return False
    if isinstance(parsed, cst.Tuple) and not parsed.lpar:
        return False
    return isinstance(parsed, (cst.BaseNumber, cst.BaseString, cst.List, cst.Tuple, cst.Dict, cst.Set, cst.Name)) and (
        spelled(value) is not None and not _has_operators(parsed)
    )


def _has_operators(expression: cst.CSTNode) -> bool:
    return any(isinstance(child, cst.BinaryOperation) or _has_operators(child) for child in expression.children)


def _needs_parentheses(source: Source, call: cst.Call, code: str) -> bool:
    if isinstance(cst.parse_expression(code), (cst.List, cst.Tuple, cst.Dict, cst.Set, cst.BaseString, cst.Name)):
        return False
    return isinstance(source.parent(call), _TIGHT)
