"""What a value has to be turned into so that as a parameter it is what it was as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from amends.source import Source, descend
from amends_codemods.sql_injection.annotations import annotated
from amends_codemods.sql_injection.pieces import Hole

_FRACTIONS = frozenset({"float", "Decimal", "Fraction"})
# what is measured, not counted: `%d` cuts off what `?` would keep
_MEASURES = frozenset({
    "price", "amount", "avg", "average", "mean", "median", "rate", "ratio", "score", "weight", "balance", "salary",
    "cost", "percent", "percentage", "lat", "lon", "latitude", "longitude", "temperature", "distance", "duration",
})  # fmt: skip
_WITHOUT_ADAPTER = frozenset({"time", "Decimal"})  # https://docs.python.org/3/library/sqlite3.html#default-adapters
_WORD = re.compile(r"[A-Za-z][a-z]*")


def as_whole(source: Source, hole: Hole) -> str:
    """Return the code for a value that `%d` shows: cut where it may be a fraction."""
    words = {word.lower() for word in _WORD.findall(hole.code)}
    is_fraction = not _FRACTIONS.isdisjoint(_types(source, hole)) or not words.isdisjoint(_MEASURES)
    return f"int({hole.code})" if is_fraction and not hole.code.startswith("int(") else hole.code


def is_shown_otherwise(source: Source, hole: Hole, dialect: str) -> bool:
    """Whether a value in quotes is its text, and as a parameter something else: `True`, or what sqlite3 refuses."""
    return "bool" in _types(source, hole) or is_refused(source, hole, dialect)


def is_refused(source: Source, hole: Hole, dialect: str) -> bool:
    """Whether the driver has no way to pass such a value."""
    return dialect == "sqlite" and not _WITHOUT_ADAPTER.isdisjoint(_types(source, hole))


def _types(source: Source, hole: Hole) -> set[str]:
    """Return the last names of the types that a value is said to be of, or made by."""
    if not hole.is_whole:
        return set()
    return {name.rpartition(".")[2] for name in _type_names(source, hole.expression)}


def _type_names(source: Source, expression: cst.BaseExpression) -> Iterator[str]:
    if isinstance(expression, cst.Call):
        yield from source.names(expression.func)
    elif isinstance(expression, cst.Float):
        yield "float"
    for binding in source.bindings(expression) if isinstance(expression, cst.Name) else ():
        if isinstance(binding.node, (cst.Param, cst.AnnAssign)) and binding.node.annotation is not None:
            annotation = binding.node.annotation.annotation
            yield from (name for name, _ in annotated(source, annotation))
            yield from (part.value for part in descend(annotation) if isinstance(part, cst.Name))
        elif isinstance(binding.value, (cst.Call, cst.Float)):
            yield from _type_names(source, binding.value)
