"""Finds what Bandit reports as SQL put together in the program, whether a database sees it or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.source import Source, argument, last_name

# what Bandit looks for, without word boundaries: it decides nothing here but which text is accounted for
_WORDS = re.compile(
    r"select\s.*from\s|delete\s+from\s|insert\s+into\s.*values[\s(]|update\s.*set\s", re.IGNORECASE | re.DOTALL
)
_TAKING = frozenset({"format", "replace"})


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An expression that Bandit reports, the literal in it that made it do so, and the id of the rule."""

    expression: cst.BaseExpression
    literal: cst.BaseExpression
    code: str


def shapes_of(source: Source) -> Iterator[Shape]:
    """Yield everything that Bandit reports as B608, B610 or B611."""
    yield from _texts(source)
    for call in source.nodes(cst.Call):
        name = last_name(call.func)
        if name == "extra" and _is_extra(call):
            yield Shape(call, call, "B610")
        elif name == "RawSQL" and not isinstance(_given(call, "sql", 0), (cst.SimpleString, type(None))):
            yield Shape(call, call, "B611")


def _given(call: cst.Call, keyword: str, position: int) -> cst.BaseExpression | None:
    given = argument(call, keyword, position)
    return given.value if given else None


def _is_extra(call: cst.Call) -> bool:
    """Whether a call of `extra` is given more than lists and dicts of literals."""
    select = _given(call, "select", 0)
    lists = [value for value in (_given(call, "where", 1), _given(call, "tables", 3)) if value is not None]
    if any(not isinstance(value, cst.List) or not _is_literal(value.elements) for value in lists):
        return True
    return select is not None and (not isinstance(select, cst.Dict) or not _is_literal(select.elements))


def _is_literal(elements: Sequence[cst.BaseElement | cst.BaseDictElement]) -> bool:
    return all(
        isinstance(element, (cst.Element, cst.DictElement)) and isinstance(element.value, cst.SimpleString)
        for element in elements
    )


def _texts(source: Source) -> Iterator[Shape]:
    """Yield the literals that Bandit reports as B608, with the expressions that they are a part of."""
    seen: set[cst.CSTNode] = set()
    for literal in source.nodes(cst.SimpleString, cst.FormattedString):
        whole = _implicit(source, literal)
        if whole in seen:
            continue
        seen.add(whole)
        found = _expression(source, whole)
        if found is not None and looks_like_sql(_seen_text(source, found, whole)):
            yield Shape(found, whole, "B608")


def _implicit(source: Source, literal: cst.BaseExpression) -> cst.BaseExpression:
    """Return the implicit concatenation that a literal is a part of, or the literal."""
    parent = source.parent(literal)
    return _implicit(source, parent) if isinstance(parent, cst.ConcatenatedString) else literal


def _seen_text(source: Source, expression: cst.BaseExpression, literal: cst.BaseExpression) -> str:
    """Return the text that Bandit looks at for one literal: its own, then what stands outside of its own operation."""
    if not isinstance(expression, cst.BinaryOperation):
        return _text(expression)
    around = source.parent(literal)
    inside = set(_operands(around)) if isinstance(around, cst.BinaryOperation) else {literal}
    others = [each for each in _operands(expression) if each not in inside]
    return "".join(map(_text, (literal, *others)))


def _operands(expression: cst.BaseExpression) -> list[cst.BaseExpression]:
    stack, found = [expression], list[cst.BaseExpression]()
    while stack:
        node = stack.pop()
        if isinstance(node, cst.BinaryOperation):
            stack += (node.right, node.left)
        elif isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
            found.append(node)
    return found


def looks_like_sql(text: str) -> bool:
    """Whether a text holds the words of a statement one after the other."""
    return _WORDS.search(text) is not None


def _expression(source: Source, literal: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the expression that builds text with this literal: a chain of operators, a template, an f-string."""
    top = literal
    found = literal if _is_formatted(literal) else None
    for above in source.ancestors(literal):
        if isinstance(above, cst.BinaryOperation):
            top = found = above
        elif isinstance(above, cst.Attribute) and above.value is top and above.attr.value in _TAKING:
            call = source.parent(above)
            return call if isinstance(call, cst.Call) and call.func is above else above
        else:
            break
    return found


def _is_formatted(literal: cst.BaseExpression) -> bool:
    if isinstance(literal, cst.ConcatenatedString):
        return _is_formatted(literal.left) or _is_formatted(literal.right)
    return isinstance(literal, cst.FormattedString)


def _text(expression: cst.BaseExpression) -> str:
    """Return the literal text in an expression, in the order of the source."""
    stack: list[cst.CSTNode] = [expression]
    found: list[str] = []
    while stack:
        node = stack.pop()
        if isinstance(node, cst.FormattedStringText):
            found.append(node.value)
        elif isinstance(node, cst.SimpleString) and not isinstance(node.evaluated_value, bytes):
            found.append(node.evaluated_value)
        elif isinstance(node, cst.FormattedString):
            stack += reversed([part for part in node.parts if isinstance(part, cst.FormattedStringText)])
        elif isinstance(node, (cst.BinaryOperation, cst.ConcatenatedString)):
            stack += (node.right, node.left)
        elif isinstance(node, cst.Call):
            stack.append(node.func)
        elif isinstance(node, cst.Attribute):
            stack.append(node.value)
    return " ".join(found) + " "
