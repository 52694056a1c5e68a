"""What a value has to be turned into so that as a parameter it is what it was as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.texts.pieces import Hole

_FRACTIONS = frozenset({"float", "Decimal", "Fraction"})
# what is measured, not counted: `%d` cuts off what `?` would keep
_MEASURES = frozenset({
    "price", "amount", "avg", "average", "mean", "median", "rate", "ratio", "score", "weight", "balance", "salary",
    "cost", "percent", "percentage", "lat", "lon", "latitude", "longitude", "temperature", "distance", "duration",
})  # fmt: skip
# sqlite3 refuses these: https://docs.python.org/3/library/sqlite3.html#default-adapters
_WITHOUT_ADAPTER = frozenset({"time", "timedelta", "Decimal", "Fraction"})
# whose objects are their text, or which drivers pass as what columns of that type hold
_BARE = frozenset({
    "str", "int", "float", "bytes", "date", "datetime", "None", "Any", "object", "Text", "AnyStr", "LiteralString",
    "EmailStr",
})  # fmt: skip
_NEVER_TEXT = frozenset({"bool", "Path", "PurePath", "UUID", "BaseException"}) | _WITHOUT_ADAPTER
_WRAPPING = frozenset({"Optional", "Union", "Annotated"})
_MOST_HOPS = 3
_WORD = re.compile(r"[A-Za-z][a-z]*")


def as_whole(source: Source, hole: Hole) -> str:
    """Return the code for a value that `%d` shows: cut where it may be a fraction."""
    words = {word.lower() for word in _WORD.findall(hole.code)}
    is_fraction = not _FRACTIONS.isdisjoint(_types(source, hole)) or not words.isdisjoint(_MEASURES)
    return f"int({hole.code})" if is_fraction and not hole.code.startswith("int(") else hole.code


def as_text(source: Source, hole: Hole, dialect: str) -> str:
    """Return the code for a value in quotes: its text, where as a parameter it would be something else."""
    types = _types(source, hole)
    if is_refused(source, hole, dialect) or not types.isdisjoint(_NEVER_TEXT):
        return f"str({hole.code})"
    if not types - _BARE:
        return hole.code
    is_simple = not hole.percent and hole.code.isidentifier()
    return f'f"{{{hole.code}}}"' if is_simple else f"str({hole.code})"  # what the class makes of a format stays


def is_refused(source: Source, hole: Hole, dialect: str) -> bool:
    """Whether the driver has no way to pass such a value."""
    return dialect == "sqlite" and not _WITHOUT_ADAPTER.isdisjoint(_types(source, hole))


def _types(source: Source, hole: Hole) -> set[str]:
    """Return the last names of the types that a value is said to be of, or made by."""
    return set(_type_names(source, hole.expression)) if hole.is_whole else set()


def _type_names(source: Source, expression: cst.BaseExpression, hops: int = _MOST_HOPS) -> Iterator[str]:
    if isinstance(expression, cst.Call):
        made = {name.rpartition(".")[2] for name in source.names(expression.func)}
        yield from made & (_NEVER_TEXT | _BARE)
    elif isinstance(expression, cst.Float):
        yield "float"
    elif isinstance(expression, cst.BinaryOperation):
        yield from _type_names(source, expression.left, hops)
        yield from _type_names(source, expression.right, hops)
    for binding in source.bindings(expression) if isinstance(expression, cst.Name) and hops else ():
        if isinstance(binding.node, cst.ExceptHandler):
            yield "BaseException"
        elif isinstance(binding.node, (cst.Param, cst.AnnAssign)) and binding.node.annotation is not None:
            yield from _named(binding.node.annotation.annotation)
        elif isinstance(binding.value, (cst.Call, cst.Float, cst.BinaryOperation)):
            yield from _type_names(source, binding.value, hops - 1)


def _named(annotation: cst.BaseExpression) -> Iterator[str]:
    """Yield the last names of the types in an annotation; none for one that holds others, or is quoted."""
    if isinstance(annotation, cst.Name):
        yield annotation.value
    elif isinstance(annotation, cst.Attribute):
        yield annotation.attr.value
    elif isinstance(annotation, cst.BinaryOperation):
        yield from _named(annotation.left)
        yield from _named(annotation.right)
    elif isinstance(annotation, cst.Subscript) and not _WRAPPING.isdisjoint(_named(annotation.value)):
        for element in annotation.slice[:1] if "Annotated" in _named(annotation.value) else annotation.slice:
            yield from _named(element.slice.value) if isinstance(element.slice, cst.Index) else ()
