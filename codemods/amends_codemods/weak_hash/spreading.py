"""Whether a digest is counted with: reduced to a number that spreads data over places, or to a short name."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.weak_hash.flow import uses_of_value

IS_NUMBER: Final = 10
_SPREADS: Final = 48
_SLICE: Final = 4
_NUMBERS: Final = frozenset({"builtins.int", "builtins.int.from_bytes", "uuid.UUID"})
_TEXTS: Final = (cst.SimpleString, cst.ConcatenatedString)


def spread_of(source: Source, call: cst.Call) -> int:
    """Return how much the arithmetic on a digest speaks for spreading data over places."""
    return _within(source, call) + max((_within(source, use) for use in uses_of_value(source, call)), default=0)


def _within(source: Source, value: cst.CSTNode) -> int:
    weight = 0
    for above in source.ancestors(value):
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            break
        if isinstance(above, cst.BinaryOperation) and _divides(above):
            weight += _SPREADS
        elif isinstance(above, cst.Call) and source.names(above.func) & _NUMBERS:
            weight += IS_NUMBER
        elif isinstance(above, cst.Subscript):
            weight += _SLICE
    return weight


def _divides(operation: cst.BinaryOperation) -> bool:
    if isinstance(operation.operator, cst.Modulo):
        return not isinstance(operation.left, _TEXTS)
    return isinstance(operation.operator, cst.Divide) and isinstance(operation.right, cst.Integer)
