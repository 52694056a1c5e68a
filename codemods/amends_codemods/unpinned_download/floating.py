"""Reads which revisions a download may come to ask for where that is decided by more than one constant."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import MISSING, Constant, Source
from amends_codemods.unpinned_download.members import member_value

# what is asked with a default: https://docs.python.org/3/library/os.html#os.getenv
_ASKED_WITH_DEFAULT = frozenset({"os.getenv", "os.environ.get"})
_MOST_HOPS = 3


def possible_revisions(source: Source, expression: cst.BaseExpression, hops: int = _MOST_HOPS) -> Iterator[Constant]:
    """Yield the constants that the file itself gives to a revision; what callers pass is theirs."""
    value = source.constant(expression)
    if value is not MISSING:
        yield value
        return
    for source_of_it in _origins(source, expression) if hops else ():
        yield from possible_revisions(source, source_of_it, hops - 1)


def _origins(source: Source, expression: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(expression, cst.Name):
        yield from (binding.value for binding in source.bindings(expression) if binding.value is not None)
    elif isinstance(expression, cst.Attribute):
        value = member_value(source, expression)
        yield from [] if value is None else [value]
    elif isinstance(expression, cst.IfExp):
        yield from (expression.body, expression.orelse)
    elif isinstance(expression, cst.BooleanOperation) and isinstance(expression.operator, cst.Or):
        yield expression.right
    elif isinstance(expression, cst.Call) and source.names(expression.func) & _ASKED_WITH_DEFAULT:
        yield from (arg.value for arg in expression.args[1:2])
