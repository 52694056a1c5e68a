"""Tells habits in the use of a digest by their shape, whatever things are called."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.weak_hash.flow import uses_of_value

_LONGER: Final = (cst.GreaterThan, cst.GreaterThanEqual)
_SHORTER: Final = (cst.LessThan, cst.LessThanEqual)


def is_collected(source: Source, call: cst.Call) -> bool:
    """Whether a digest is looked for in a collection, and put there."""
    looked_in: set[str] = set()
    put_into: set[str] = set()
    for use in uses_of_value(source, call):
        above = source.parent(use)
        taker = source.parent(above) if above else None
        if isinstance(above, cst.Comparison) and isinstance(above.comparisons[0].operator, (cst.In, cst.NotIn)):
            looked_in.add(source.code(above.comparisons[0].comparator))
        elif isinstance(taker, cst.Call) and isinstance(taker.func, cst.Attribute) and taker.func.attr.value == "add":
            put_into.add(source.code(taker.func.value))
    return not looked_in.isdisjoint(put_into)


def is_cut_for_range(source: Source, call: cst.Call) -> bool:
    """Whether the first five digits of a digest and the rest are used apart, as the range queries of HIBP want it."""
    above = (source.parent(use) for use in uses_of_value(source, call))
    cuts = {source.code(cut.slice[0]) for cut in above if isinstance(cut, cst.Subscript)}
    return {":5", "5:"} <= cuts


def is_too_long(source: Source, call: cst.Call) -> bool:
    """Whether the length of what is digested is looked at, and only what is long is digested."""
    digested = call.args[0].value if call.args else None
    while isinstance(digested, cst.Call) and isinstance(digested.func, cst.Attribute):
        digested = digested.func.value
    function = source.enclosing(call, cst.FunctionDef)
    if not isinstance(digested, cst.Name) or function is None:
        return False
    length = f"len({digested.value})"
    around = (above.test for above in source.ancestors(call) if isinstance(above, cst.If))
    before = (node.test for node in function.body.body if isinstance(node, cst.If) and _returns(node, digested.value))
    return any(_compares(source, test, length, _LONGER) for test in around) or any(
        _compares(source, test, length, _SHORTER) for test in before
    )


def _returns(branch: cst.If, name: str) -> bool:
    body = branch.body.body
    line = body[-1].body[-1] if body and isinstance(body[-1], cst.SimpleStatementLine) else None
    return isinstance(line, cst.Return) and isinstance(line.value, cst.Name) and line.value.value == name


def _compares(source: Source, test: cst.BaseExpression, length: str, how: tuple[type[cst.BaseCompOp], ...]) -> bool:
    if not isinstance(test, cst.Comparison) or source.code(test.left) != length:
        return False
    return isinstance(test.comparisons[0].operator, how)
