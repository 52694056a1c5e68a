"""Writes the statements that collect parameters in a variable, beside those that build the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from amends.model import Change, Import
from amends.source import Source
from amends_codemods.sql_injection.writing.parameters import Element


@dataclass(frozen=True, slots=True)
class Edited:
    """The changes that parameterize a query, and the imports that they need."""

    changes: tuple[Change, ...]
    imports: tuple[Import, ...]


def started(name: str, elements: Sequence[Element], *, named: bool, grows: bool) -> str:
    """Return the statement that makes the variable; one that `grows` is a list."""
    if named:
        return f"{name} = {{{_pairs(elements)}}}"
    inside = _values(elements)
    if grows:
        return f"{name} = [{inside}]"
    return f"{name} = ({inside}{',' if len(elements) == 1 else ''})"


def grown(name: str, elements: Sequence[Element], *, named: bool = False) -> str:
    """Return the statement that adds to the variable."""
    only = elements[0] if len(elements) == 1 else None
    if named and only is not None:
        return f"{name}.update({only.code})" if only.star else f'{name}["{only.name}"] = {only.code}'
    if named:
        return f"{name}.update({{{_pairs(elements)}}})"
    if only is not None:
        return f"{name}.{'extend' if only.star else 'append'}({only.code})"
    return f"{name}.extend([{_values(elements)}])"


def removal_of(source: Source, expression: cst.BaseExpression, after: str) -> Change | None:
    """Return the change that removes a statement which does nothing once its expression is written so."""
    line = source.statement(expression)
    if not _does_nothing(source.parent(expression), after.strip("()")) or not isinstance(line, cst.SimpleStatementLine):
        return None
    block = source.parent(line)
    is_last = len(list(getattr(block, "body", ()))) == 1
    has_comment = line.trailing_whitespace.comment is not None or "#" in source.code(line)
    if len(line.body) > 1 or is_last or has_comment or not source.stands_alone(line):
        return None
    return source.remove_statement(line)


def _does_nothing(statement: cst.CSTNode | None, value: str) -> bool:
    """Whether a statement appends nothing, or gives a name what it holds."""
    if isinstance(statement, cst.AugAssign):
        return value in {'""', "''"}
    targets = statement.targets if isinstance(statement, cst.Assign) else ()
    return len(targets) == 1 and isinstance(targets[0].target, cst.Name) and targets[0].target.value == value


def _values(elements: Sequence[Element]) -> str:
    return ", ".join(f"*{e.code}" if e.star else e.code for e in elements)


def _pairs(elements: Sequence[Element]) -> str:
    return ", ".join(f"**{e.code}" if e.star else f'"{e.name}": {e.code}' for e in elements)
