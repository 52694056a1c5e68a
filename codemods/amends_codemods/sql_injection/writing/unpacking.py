"""Unpacks the parameters that a call passes already among new ones; where these are None, there is none to unpack."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source

# what a star unpacks only in parentheses: the grammar wants a `bitwise_or` behind it
_LOOSE = (cst.IfExp, cst.BooleanOperation, cst.Comparison, cst.Lambda, cst.NamedExpr)


def unpacked(source: Source, value: cst.BaseExpression, empty: str, *, may_be_none: bool) -> str:
    """Return the code to stand behind a star.

    `empty` is the empty sequence or mapping for what would be None. Parameters `may_be_none` where a part of the
    text is not known, so that it may do without any.
    """
    start, end = source.span(value)
    nones = [source.span(outcome) for outcome in _outcomes(value) if _is_none(outcome)]
    code = source.text[start:end]
    for first, last in reversed(nones):
        code = code[: first - start] + empty + code[last - start :]
    is_name = isinstance(value, cst.Name) and may_be_none and _is_none_at_first(source, value)
    code = f"{code} or {empty}" if is_name else code
    return f"({code})" if is_name or (isinstance(value, _LOOSE) and not value.lpar) else code


def _outcomes(value: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what an expression comes to, in order."""
    if isinstance(value, cst.IfExp):
        yield from _outcomes(value.body)
        yield from _outcomes(value.orelse)
    elif isinstance(value, cst.BooleanOperation) and isinstance(value.operator, cst.Or):
        yield from _outcomes(value.right)
    else:
        yield value


def _is_none(value: cst.BaseExpression | None) -> bool:
    return isinstance(value, cst.Name) and value.value == "None"


def _is_none_at_first(source: Source, name: cst.Name) -> bool:
    """Whether a variable is set to None somewhere, or a parameter has it for its default."""
    bindings = source.bindings(name)
    return any(b.is_none or (isinstance(b.node, cst.Param) and _is_none(b.node.default)) for b in bindings)
