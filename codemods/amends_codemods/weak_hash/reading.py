"""Reads the words of expressions: names, the keys that look something up, and short texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.source import Source, children, dotted
from amends_codemods.weak_hash.flow import made_of
from amends_codemods.weak_hash.purposes import Place, Word
from amends_codemods.weak_hash.segments import head_of, words

_APART: Final = (cst.FunctionDef, cst.ClassDef)
_LOOKS_UP: Final = frozenset({"get", "pop", "getlist", "getenv", "fields"})
_MOST_IN_A_TEXT: Final = 8


def named(name: str, place: Place) -> Word:
    """Return the words of a name, with its head."""
    parts = words(name)
    return Word(parts, place, head_of(parts))


def inside(node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of an expression: names and keys at a place, other short texts as such."""
    keys: set[cst.CSTNode] = set()
    stack = [node]
    while stack:
        here = stack.pop()
        keys.update(_keys(here))
        if isinstance(here, cst.Name):
            yield named(here.value, place)
        elif isinstance(here, (cst.SimpleString, cst.FormattedStringText)):
            text = Word(words(here.value)[:_MOST_IN_A_TEXT], Place.STRING)
            yield named(here.value, place) if here in keys else text
        if not isinstance(here, _APART):
            stack.extend(reversed(tuple(children(here))))


def _keys(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield the texts by which a subscript or a `get` looks something up."""
    if isinstance(node, cst.Subscript):
        yield from (e.slice.value for e in node.slice if isinstance(e.slice, cst.Index))
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _LOOKS_UP:
        yield from (arg.value for arg in node.args[:1])


def inside_and_before(source: Source, node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of an expression, and of what the variables in it were given."""
    yield from inside(node, place)
    yield from (word for made in made_of(source, node) for word in inside(made, place))


def of_target(node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of a target or callee: its last names, and texts that it is subscripted with."""
    if isinstance(node, cst.Call):
        node = node.func
    if isinstance(node, cst.SimpleString):
        yield named(node.value, place)
        return
    if text := dotted(node):
        yield from (named(part, place) for part in text.split(".")[-2:])
        return
    yield from (word for child in children(node) for word in of_target(child, place))


def texts(node: cst.CSTNode) -> Iterator[Word]:
    """Yield the words of the short texts in an expression."""
    return (word for word in inside(node, Place.STRING) if word.place is Place.STRING)


def said_in(block: cst.CSTNode) -> Iterator[str]:
    """Yield every name and text in a block."""
    stack = [block]
    while stack:
        node = stack.pop()
        if isinstance(node, (cst.SimpleString, cst.FormattedStringText, cst.Name)):
            yield node.value
        stack.extend(children(node))


def last_name(callee: cst.CSTNode) -> str:
    """Return the last identifier of a callee, "" where there is none."""
    if isinstance(callee, cst.Attribute):
        return callee.attr.value
    return callee.value if isinstance(callee, cst.Name) else ""
