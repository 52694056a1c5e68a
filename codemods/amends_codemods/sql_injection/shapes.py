"""Finds the text that Bandit takes for SQL put together in the program, whether a database sees it or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from amends.source import Source

# what Bandit looks for, without word boundaries: it decides nothing here but which text is accounted for
_WORDS = re.compile(r"select\s.*from\s|delete\s+from\s|insert\s+into\s.*values[\s(]|update\s.*set\s", re.I | re.S)
_TAKING = frozenset({"format", "replace"})


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
        elif isinstance(node, cst.BinaryOperation):
            stack += (node.right, node.left)
        elif isinstance(node, cst.ConcatenatedString):
            stack += (node.right, node.left)
        elif isinstance(node, cst.Call):
            stack.append(node.func)
        elif isinstance(node, cst.Attribute):
            stack.append(node.value)
    return " ".join(found) + " "
