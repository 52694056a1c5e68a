"""Tells under which column a digest is kept that stands in a row: of a model's default rows, or of an INSERT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from amends.source import Source

_ROWS: Final = (cst.Tuple, cst.List)
_PASSES_ON: Final = (cst.Element, cst.Attribute, cst.Call)


def column_of(source: Source, call: cst.Call) -> str:
    """Return the name of the column in which a digest is kept that is an element of a row, "" if nothing tells."""
    row, element = _row(source, call)
    if row is None or element is None:
        return ""
    index = list(row.elements).index(element)
    columns = next((found for found in _columns(source, row) if found), ())
    return columns[index] if index < len(columns) else ""


def _row(source: Source, call: cst.Call) -> tuple[cst.Tuple | cst.List | None, cst.BaseElement | None]:
    element: cst.BaseElement | None = None
    for above in source.ancestors(call):
        if isinstance(above, _ROWS):
            return above, element
        if not isinstance(above, _PASSES_ON):
            return None, None
        element = above if isinstance(above, cst.Element) else None
    return None, None


def _columns(source: Source, row: cst.Tuple | cst.List) -> Iterator[Sequence[str]]:
    """Yield what the columns of a row are called, as the models and statements that it is listed with have them."""
    for above in source.ancestors(row):
        if isinstance(above, _ROWS):
            yield from (_fields(source, element.value) for element in above.elements)
        elif isinstance(above, cst.Call):
            yield from (_inserted(source.constant(arg.value)) for arg in above.args)
        elif not isinstance(above, (cst.Arg, cst.Element)):
            return


def _fields(source: Source, model: cst.BaseExpression) -> Sequence[str]:
    """Return the fields of a class of the file, in their order."""
    bindings = source.bindings(model) if isinstance(model, cst.Name) else ()
    class_ = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(class_, cst.ClassDef):
        return ()
    lines = (line for line in class_.body.body if isinstance(line, cst.SimpleStatementLine))
    declared = (small for line in lines for small in line.body if isinstance(small, (cst.Assign, cst.AnnAssign)))
    targets = (small.targets[0].target if isinstance(small, cst.Assign) else small.target for small in declared)
    names = [target.value for target in targets if isinstance(target, cst.Name)]
    return [name for name in names if not name.startswith("__")]


def _inserted(statement: object) -> Sequence[str]:
    """Return the columns that an INSERT names."""
    text = statement if isinstance(statement, str) else ""
    if not text.lstrip().upper().startswith(("INSERT", "REPLACE")):
        return ()
    before, opened, rest = text.partition("(")
    is_list = bool(opened) and "VALUES" not in before.upper().split()
    return [name.strip(' "`[]\n') for name in rest.partition(")")[0].split(",")] if is_list else ()
