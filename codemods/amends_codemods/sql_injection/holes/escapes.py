"""Tells values that are made safe for the text of SQL already: as parameters they would be escaped twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.databases.definitions import definitions
from amends_codemods.sql_injection.texts.pieces import Hole

_ESCAPES = frozenset({"quote", "quoted", "literal", "adapt", "addslashes"})
_WORD = re.compile(r"[A-Za-z][a-z]*")
_OTHER_TEXTS = ("html.", "urllib.", "shlex.", "re.", "cgi.", "markupsafe.", "xml.")  # what these escape is not SQL
_MOST_HOPS = 3


def unescaped(source: Source, hole: Hole) -> str | None:
    """Return a hole's code without the doubling of quotes that text needed; None if it is escaped otherwise."""
    if not hole.is_whole:
        return hole.code
    value = hole.expression
    while isinstance(value, cst.Call) and _doubles_quotes(source, value) and isinstance(value.func, cst.Attribute):
        value = value.func.value
    if _is_escaped(source, value, _MOST_HOPS):
        return None
    return hole.code if value is hole.expression else source.code(value)


def _doubles_quotes(source: Source, call: cst.Call) -> bool:
    is_replace = isinstance(call.func, cst.Attribute) and call.func.attr.value == "replace"
    return is_replace and [source.constant(arg.value) for arg in call.args] == ["'", "''"]


def _is_escaped(source: Source, value: cst.BaseExpression, hops: int) -> bool:
    """Whether something in a value, in what its names are set to or its functions return, escapes text for SQL."""
    return any(_escapes(source, part, hops) for part in _parts(value))


def _escapes(source: Source, part: cst.CSTNode, hops: int) -> bool:
    if isinstance(part, cst.SimpleString):
        return source.constant(part) == "''"
    if isinstance(part, cst.Call):
        return _is_escape(source, part) or any(_is_escaped(source, v, hops - 1) for v in _returned(source, part, hops))
    made = [binding.value for binding in source.bindings(part)] if isinstance(part, cst.Name) and hops else []
    return any(_is_escaped(source, v, hops - 1) for v in made if isinstance(v, (cst.Call, cst.BaseComp)))


def _parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield an expression and what its value is made from."""
    yield node
    inner: Sequence[cst.CSTNode] = node.children
    if isinstance(node, cst.Call):
        inner = [*node.args, *([node.func.value] if isinstance(node.func, cst.Attribute) else [])]
    elif isinstance(node, cst.Attribute):
        inner = [node.value]
    for child in inner:
        yield from _parts(child)


def _is_escape(source: Source, call: cst.Call) -> bool:
    name = call.func.attr.value if isinstance(call.func, cst.Attribute) else source.code(call.func)
    if name == "replace":
        given = [source.constant(arg.value) for arg in call.args]
        return any(not isinstance(text, str) or "'" in text for text in given)
    known = source.names(call.func)
    if known and all(name.startswith(_OTHER_TEXTS) for name in known):
        return False
    words = {word.lower() for word in _WORD.findall(name)}
    return "escape" in name.lower() or not words.isdisjoint(_ESCAPES)


def _returned(source: Source, call: cst.Call, hops: int) -> list[cst.BaseExpression]:
    """Return what the function of this file that is called returns."""
    function = definitions(source).named(call.func) if hops else None
    if not isinstance(function, cst.FunctionDef):
        return []
    return [origin.value for origin in definitions(source).results(function) if origin.value is not None]
