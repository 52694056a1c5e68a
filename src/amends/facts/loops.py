"""What a loop over a display gives to its names: the elements one by one, or the parts of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import libcst as cst

from amends.source import Source

_Row: TypeAlias = cst.BaseExpression | Sequence[cst.BaseExpression]


def looped(source: Source, loop: cst.For | cst.CompFor, name: str) -> Iterator[cst.BaseExpression]:
    """Yield what a loop gives to a name: `for key, (title, text) in table.items()`."""
    return (part for row in _rows(source, loop.iter) for part in _parts(loop.target, name, row))


def _rows(source: Source, many: cst.BaseExpression) -> Iterator[_Row]:
    """Yield the elements of a display, be it behind a name; of a dictionary its keys, values or pairs."""
    view = "keys"
    if isinstance(many, cst.Call) and isinstance(many.func, cst.Attribute):
        view, many = many.func.attr.value, many.func.value
    shown = source.value(many) if isinstance(many, cst.Name) else many
    if isinstance(shown, cst.Dict):
        yield from (_entry(e, view) for e in shown.elements if isinstance(e, cst.DictElement))
    elif isinstance(shown, (cst.List, cst.Tuple, cst.Set)):
        yield from (element.value for element in shown.elements)


def _entry(entry: cst.DictElement, view: str) -> _Row:
    if view == "items":
        return entry.key, entry.value
    return entry.value if view == "values" else entry.key


def _parts(target: cst.BaseExpression, name: str, row: _Row) -> Iterator[cst.BaseExpression]:
    """Yield the part of a row that goes to a name, however deep in the target of the loop that stands."""
    if isinstance(target, cst.Name):
        if target.value == name and isinstance(row, cst.BaseExpression):
            yield row
    elif isinstance(target, (cst.Tuple, cst.List)):
        parts = [e.value for e in row.elements] if isinstance(row, (cst.Tuple, cst.List)) else row
        if not isinstance(parts, cst.BaseExpression):
            for inner, part in zip(target.elements, parts, strict=False):
                yield from _parts(inner.value, name, part)
