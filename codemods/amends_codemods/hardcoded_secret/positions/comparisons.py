"""The place of a text that something is compared with: what that is called, and whether a user entered it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source
from amends_codemods.hardcoded_secret.positions.owners import around, callee, spelled, text_of
from amends_codemods.hardcoded_secret.positions.places import RIGID, Neighbours, Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import ASKING, LOOKUPS, SENT
from amends_codemods.hardcoded_secret.signs.names import judge, segments, speaks_of_a_secret
from amends_codemods.hardcoded_secret.signs.values import Use

_EQUALITY = (cst.Equal, cst.NotEqual)
_SAME = frozenset({"str", "encode", "decode", "strip", "lower", "get_secret_value", "rstrip", "upper"})


def place_compared(source: Source, compared: cst.Comparison | cst.ComparisonTarget, side: cst.BaseExpression) -> Place:
    """Return the place of one side of a comparison, of which `compared` is the part that holds it."""
    comparison = compared if isinstance(compared, cst.Comparison) else source.parent(compared)
    if not isinstance(comparison, cst.Comparison):
        return RIGID
    others = tuple(_beside(comparison, side))
    held = [_held(source, other) for _, other in others]
    names = tuple(name for each in held for name in names_compared(source, each))
    if not all(is_equality for is_equality, _ in others):
        return Place(Shape.RIGID, names)
    use = Use(opens=any(map(_is_entered, held)))
    beside, owners = _compared_beside(source, comparison), around(source, comparison)
    return Place(Shape.COMPARISON, names, owners=owners, use=use, neighbours=beside)


def _beside(comparison: cst.Comparison, side: cst.BaseExpression) -> Iterator[tuple[bool, cst.BaseExpression]]:
    """Yield what one side is compared with, in a chain two others, and whether that asks if they are equal."""
    sides = [comparison.left, *(target.comparator for target in comparison.comparisons)]
    for number, target in enumerate(comparison.comparisons):
        if side in sides[number : number + 2]:
            other = sides[number + 1] if side is sides[number] else sides[number]
            yield isinstance(target.operator, _EQUALITY), other


def place_of_choice(source: Source, target: cst.ComparisonTarget) -> Place:
    """Return the place of one of several texts that something is looked for among: `password in ("…", "…")`."""
    comparison = source.parent(target)
    is_choice = isinstance(target.operator, (cst.In, cst.NotIn))
    if not isinstance(comparison, cst.Comparison) or len(comparison.comparisons) > 1 or not is_choice:
        return RIGID
    held = _held(source, comparison.left)
    names, use = names_compared(source, held), Use(opens=_is_entered(held))
    return Place(Shape.CHOICE, names, owners=around(source, comparison), use=use)


def names_compared(source: Source, expression: cst.BaseExpression) -> tuple[str, ...]:
    """Return what the other side of a comparison is called: a name, an attribute, a key, a field of a form."""
    if not isinstance(expression, cst.Call):
        return spelled(expression)[:1]
    called = callee(expression)
    first = text_of(source, expression.args[0].value) if expression.args else None
    if called in LOOKUPS and first:
        return (first,)
    if called == "get" and not expression.args:
        return spelled(expression)[1:2]  # what stands in a field of a window
    if called in ASKING:
        words = segments(first or ("password" if called == "getpass" else ""))
        return tuple(word for word in words if speaks_of_a_secret(word))
    if called in _SAME:
        inner = expression.func.value if isinstance(expression.func, cst.Attribute) else None
        inner = inner or (expression.args[0].value if expression.args else None)
        return names_compared(source, inner) if inner is not None else ()
    return ()


def _held(source: Source, expression: cst.BaseExpression) -> cst.BaseExpression:
    """Return what a name holds, if a user entered that and the name does not tell."""
    if not isinstance(expression, cst.Name) or judge(expression.value):
        return expression
    value = source.value(expression)
    told = isinstance(value, cst.Call) and callee(value) in ASKING
    return value if value is not None and (told or "request" in spelled(value)) else expression


def _is_entered(expression: cst.BaseExpression) -> bool:
    """Whether an expression is what a user typed in, or a field of what a client sent."""
    if isinstance(expression, cst.Call) and callee(expression) in ASKING:
        return True
    is_field = isinstance(expression, (cst.Subscript, cst.Call))
    return is_field and any(name.lower() in SENT for name in spelled(expression))


def _compared_beside(source: Source, comparison: cst.Comparison) -> Neighbours:
    """Return what else is compared in the same condition: `user == "admin" and password == …`."""
    condition = source.parent(comparison)
    if not isinstance(condition, cst.BooleanOperation):
        return ()
    sides = [side for side in (condition.left, condition.right) if isinstance(side, cst.Comparison)]
    return tuple(
        (name, text_of(source, side.comparisons[0].comparator))
        for side in sides
        if side is not comparison
        for name in names_compared(source, side.left)
    )
