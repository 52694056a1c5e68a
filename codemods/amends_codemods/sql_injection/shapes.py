"""Finds what Bandit reports as SQL put together in the program, whether a database sees it or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.source import Source, argument

# what Bandit looks for, without word boundaries: it decides nothing here but which text is accounted for
_WORDS = re.compile(
    r"select\s.*from\s|delete\s+from\s|insert\s+into\s.*values[\s(]|update\s.*set\s", re.IGNORECASE | re.DOTALL
)
_TAKING = frozenset({"format", "replace"})


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An expression that Bandit reports, and the id of the rule."""

    expression: cst.BaseExpression
    code: str


def shapes_of(source: Source) -> Iterator[Shape]:
    """Yield everything that Bandit reports as B608, B610 or B611."""
    for text in built_texts(source):
        yield Shape(text, "B608")
    for call in source.nodes(cst.Call):
        name = _last_name(call.func)
        if name == "extra" and _is_extra(call):
            yield Shape(call, "B610")
        elif name == "RawSQL" and not isinstance(_given(call, "sql", 0), (cst.SimpleString, type(None))):
            yield Shape(call, "B611")


def _last_name(function: cst.BaseExpression) -> str:
    if isinstance(function, cst.Attribute):
        return function.attr.value
    return function.value if isinstance(function, cst.Name) else ""


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


def built_texts(source: Source) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that Bandit reports as B608, each once, in no particular order."""
    seen: set[cst.CSTNode] = set()
    for literal in source.nodes(cst.SimpleString, cst.FormattedString):
        found = _expression(source, literal)
        if found is not None and found not in seen and looks_like_sql(_text(found)):
            seen.add(found)
            yield found


def looks_like_sql(text: str) -> bool:
    """Whether a text holds the words of a statement one after the other."""
    return _WORDS.search(text) is not None


def _expression(source: Source, literal: cst.SimpleString | cst.FormattedString) -> cst.BaseExpression | None:
    """Return the expression that builds text with this literal: a chain of operators, a template, an f-string."""
    if isinstance(literal, cst.SimpleString) and "b" in literal.prefix.lower():
        return None
    top: cst.BaseExpression = literal
    found: cst.BaseExpression | None = literal if isinstance(literal, cst.FormattedString) else None
    for above in source.ancestors(literal):
        if isinstance(above, cst.ConcatenatedString):
            top = above
            found = found and above
        elif isinstance(above, cst.BinaryOperation):
            top = found = above
        elif isinstance(above, cst.Attribute) and above.value is top and above.attr.value in _TAKING:
            call = source.parent(above)
            return call if isinstance(call, cst.Call) and call.func is above else above
        else:
            break
    return found


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
