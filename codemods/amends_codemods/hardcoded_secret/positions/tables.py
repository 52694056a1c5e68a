"""Dictionaries of passwords by user, told by what is done with them: `users[name] == password`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.hardcoded_secret.positions.comparisons import names_compared
from amends_codemods.hardcoded_secret.positions.owners import callee
from amends_codemods.hardcoded_secret.signs.names import Kind, SecretName, judge

_EQUALITY = (cst.Equal, cst.NotEqual)
_Sides = tuple[cst.BaseExpression, cst.BaseExpression]


def is_table_of_passwords(source: Source, display: cst.Dict) -> bool:
    """Whether what is looked up in a dictionary is compared with a password."""
    return display in _tables(source)


@remembered
def _tables(source: Source) -> frozenset[cst.BaseExpression | None]:
    compared = [*_compared(source)]
    both = (*compared, *((right, left) for left, right in compared))
    return frozenset(source.value(table) for table, other in ((_table(one), two) for one, two in both)
                     if table is not None and _is_a_password(source, other))  # fmt: skip


def _compared(source: Source) -> Iterator[_Sides]:
    """Yield the two sides of each comparison for equality."""
    for comparison in source.nodes(cst.Comparison):
        if len(comparison.comparisons) == 1 and isinstance(comparison.comparisons[0].operator, _EQUALITY):
            yield comparison.left, comparison.comparisons[0].comparator
    for call in source.nodes(cst.Call):
        if callee(call) == "compare_digest":
            yield from pairwise(arg.value for arg in call.args)


def _table(side: cst.BaseExpression) -> cst.Name | None:
    """Return the name in which one side of a comparison is looked up: `users[name]`, `users.get(name)`."""
    if isinstance(side, cst.Call) and callee(side) == "get" and side.args and isinstance(side.func, cst.Attribute):
        side = side.func
    elif not isinstance(side, cst.Subscript):
        return None
    return side.value if isinstance(side.value, cst.Name) else None


def _is_a_password(source: Source, side: cst.BaseExpression) -> bool:
    judgements = map(judge, names_compared(source, side))
    return any(isinstance(told, SecretName) and told.kind is Kind.PASSWORD for told in judgements)
