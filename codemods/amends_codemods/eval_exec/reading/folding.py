"""Evaluates constant text without running it: literals, and arithmetic on them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from typing import Any, Final, cast

from amends.disk.encoding import is_encodable
from amends.source import MISSING, Missing
from amends_codemods.eval_exec.signs.words import MATH

_LONGEST: Final = 2_000
_GREATEST_EXPONENT: Final = 64

_BINARY: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
}
_UNARY: Mapping[type[ast.unaryop], str] = {ast.USub: "neg", ast.UAdd: "pos"}


class _NotConstant(Exception):
    """The text is more than literals and operators, or its value would be too large."""


def folded(text: str) -> object | Missing:
    """Return the value of text that consists of literals and operators, or MISSING."""
    try:
        value: object = _value(ast.parse(text.strip(), mode="eval").body)
    except (_NotConstant, SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError):
        return MISSING
    return value


def spelled(value: object) -> str | None:
    """Return the literal that stands for a value, or None if there is none of a sensible length."""
    text = repr(value)
    try:
        same = ast.literal_eval(text) == value
    except (ValueError, SyntaxError):
        return None
    return text if same and len(text) <= _LONGEST else None


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = _value(node.left), _value(node.right)
        _check(node.op, left, right)
        return getattr(operator, _BINARY[type(node.op)])(left, right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return getattr(operator, _UNARY[type(node.op)])(_value(node.operand))
    if isinstance(node, ast.List):
        return [_value(element) for element in node.elts]
    if isinstance(node, ast.Tuple):
        return tuple(_value(element) for element in node.elts)
    if any(isinstance(inner, (ast.Name, ast.Call)) or _is_half_a_sign(inner) for inner in ast.walk(node)):
        raise _NotConstant
    return ast.literal_eval(node)


def _is_half_a_sign(node: ast.AST) -> bool:
    """Whether text holds a lone surrogate, which is evaluated because not every Python reads it in a file."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not is_encodable(node.value)


def _check(operation: ast.operator, left: object, right: object) -> None:
    """Refuse what would take long or grow large, and `%` on text, which formats."""
    if isinstance(left, (str, bytes)) and isinstance(operation, ast.Mod):
        raise _NotConstant
    if isinstance(operation, ast.Pow) and not (isinstance(right, (int, float)) and abs(right) <= _GREATEST_EXPONENT):
        raise _NotConstant
    if isinstance(operation, ast.Mult) and _repeated(left, right) > _LONGEST:
        raise _NotConstant


def _repeated(left: object, right: object) -> int:
    """Return the length of a sequence that is repeated; 0 where numbers are multiplied."""
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, (str, bytes, list, tuple)) and isinstance(times, int):
            return len(cast("list[object]", sequence)) * times
    return 0


def is_literal(text: str) -> bool:
    """Whether a text spells a Python literal."""
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
    return True


def is_arithmetic(text: str) -> bool:
    """Whether a text consists of numbers, names, operators and functions that numexpr knows."""
    nodes = _nodes(text)
    return bool(nodes) and all(_is_known(node) for node in nodes)


def is_beyond_numexpr(text: str) -> bool:
    """Whether a text is an expression of more than numexpr knows: attributes, subscripts, conditions, other calls."""
    nodes = _nodes(text)
    return any(isinstance(node, _BEYOND) or (isinstance(node, ast.Call) and not _is_known(node)) for node in nodes)


def calculates(text: str) -> bool:
    """Whether a text is arithmetic that has an operator, or a function, to apply."""
    return is_arithmetic(text) and any(isinstance(node, (ast.BinOp, ast.Call)) for node in _nodes(text))


def _nodes(text: str) -> list[ast.AST]:
    """Return the nodes of the expression that a text spells; none where it spells none."""
    try:
        return list(ast.walk(ast.parse(text.strip(), mode="eval")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


_BEYOND = (
    ast.Attribute, ast.Subscript, ast.IfExp, ast.BoolOp, ast.Lambda, ast.List, ast.Set, ast.Dict, ast.ListComp,
    ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr,
)  # fmt: skip
_ARITHMETIC = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.operator, ast.USub, ast.UAdd, ast.Name, ast.Load,
)  # fmt: skip


def _is_known(node: ast.AST) -> bool:
    """Whether numexpr knows a part of an expression: a number, an operator, a name, a call of one of its functions."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float, complex))
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in MATH and not node.keywords
    return isinstance(node, _ARITHMETIC)
