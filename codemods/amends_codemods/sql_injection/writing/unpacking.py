"""Unpacks the parameters that a call passes already among new ones; where these are None, there is none to unpack."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Binding, Source, descend

# what a star unpacks only in parentheses: the grammar wants a `bitwise_or` behind it
_LOOSE = (cst.IfExp, cst.BooleanOperation, cst.Comparison, cst.Lambda, cst.NamedExpr)
_SEQUENCES = (cst.List, cst.Tuple, cst.ListComp)
_SEQUENCE_TYPES = frozenset({"list", "tuple", "List", "Tuple", "Sequence", "MutableSequence"})
_MAKING_SEQUENCES = frozenset({"builtins.list", "builtins.tuple", "builtins.sorted"})


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


def is_sequence(source: Source, value: cst.BaseExpression) -> bool:
    """Whether parameters are seen to be a list or tuple: by their display, their annotation, what makes them."""
    if isinstance(value, cst.Name):
        bindings = [binding for binding in source.bindings(value) if not binding.is_none]
        return bool(bindings) and all(_makes_sequence(source, binding) for binding in bindings)
    outcomes = [outcome for outcome in _outcomes(value) if not _is_none(outcome)]
    if outcomes != [value]:
        return bool(outcomes) and all(is_sequence(source, outcome) for outcome in outcomes)
    if isinstance(value, cst.BinaryOperation):
        return is_sequence(source, value.left) or is_sequence(source, value.right)
    is_made = isinstance(value, cst.Call) and bool(source.names(value.func) & _MAKING_SEQUENCES)
    return is_made or isinstance(value, _SEQUENCES)


def _makes_sequence(source: Source, binding: Binding) -> bool:
    node = binding.node
    if isinstance(node, cst.AugAssign):
        return True  # of a dict, there is no +=
    annotation = node.annotation if isinstance(node, (cst.Param, cst.AnnAssign)) else None
    if annotation is not None and any(_is_sequence_type(node) for node in descend(annotation)):
        return True
    if isinstance(node, cst.Param):
        return bool(node.star == "*") or (node.default is not None and isinstance(node.default, _SEQUENCES))
    return binding.value is not None and not isinstance(binding.value, cst.Name) and is_sequence(source, binding.value)


def _is_sequence_type(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Name) and node.value in _SEQUENCE_TYPES
