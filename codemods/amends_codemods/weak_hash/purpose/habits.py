"""Tells habits in the use of a digest by their shape, whatever things are called."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.weak_hash.flow import uses_of_value, variable

_LONGER: Final = (cst.GreaterThan, cst.GreaterThanEqual)
_NUMBERS: Final = frozenset({"builtins.int", "builtins.int.from_bytes"})
_SHORTER: Final = (cst.LessThan, cst.LessThanEqual)


def is_collected(source: Source, call: cst.Call) -> bool:
    """Whether a digest is looked for in a collection and put there, or whether what has the same is put together."""
    looked_in: set[str] = set()
    put_into: set[str] = set()
    for use in (call, *uses_of_value(source, call)):
        above = source.parent(use)
        method, receiver = _method_taking(source, use)
        if _is_in_set_of_all(source, use):
            return True
        if isinstance(above, cst.Comparison) and isinstance(above.comparisons[0].operator, (cst.In, cst.NotIn)):
            looked_in.add(source.code(above.comparisons[0].comparator))
        elif method == "get":
            looked_in.add(receiver)
        elif method == "add":
            put_into.add(receiver)
        elif (table := _subscripted(source, use)) is not None:
            if isinstance(source.parent(table), cst.AssignTarget):
                put_into.add(source.code(table.value))
            elif _is_put_together(source, table):
                return True
    return not looked_in.isdisjoint(put_into)


def _is_in_set_of_all(source: Source, digest: cst.CSTNode) -> bool:
    inner = digest
    for above in source.ancestors(digest):
        if not isinstance(above, (cst.Attribute, cst.Call)):
            return isinstance(above, cst.SetComp) and above.elt is inner
        inner = above
    return False


def _method_taking(source: Source, value: cst.CSTNode) -> tuple[str, str]:
    """Return the name of the method that takes a value as its first argument, and what it is called on."""
    argument = source.parent(value)
    taker = source.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(taker, cst.Call) or not isinstance(taker.func, cst.Attribute) or taker.args[0] is not argument:
        return "", ""
    return taker.func.attr.value, source.code(taker.func.value)


def _subscripted(source: Source, index: cst.CSTNode) -> cst.Subscript | None:
    """Return what a digest, in whatever form, is the index of."""
    inner: cst.CSTNode = index
    for above in source.ancestors(index):
        if isinstance(above, cst.Subscript) and isinstance(inner, cst.SubscriptElement):
            return above
        if not isinstance(above, (cst.Attribute, cst.Call, cst.Index, cst.Subscript, cst.SubscriptElement)):
            return None
        inner = above
    return None


def _is_put_together(source: Source, table: cst.Subscript) -> bool:
    above = source.parent(table)
    return isinstance(above, cst.Attribute) and above.attr.value in {"append", "add", "extend"}


def is_cut_for_range(source: Source, call: cst.Call) -> bool:
    """Whether the first five digits of a digest and the rest are used apart, as the range queries of HIBP want it."""
    above = (source.parent(use) for use in uses_of_value(source, call))
    cuts = {source.code(cut.slice[0]) for cut in above if isinstance(cut, cst.Subscript)}
    return {":5", "5:"} <= cuts


def is_number(source: Source, call: cst.Call) -> bool:
    """Whether a digest, or some of its digits, becomes a number and nothing else."""
    target = variable(source, call)
    uses = source.uses(source.scope(target), target.value) if isinstance(target, cst.Name) else ()
    return becomes_number(source, call) or (bool(uses) and all(becomes_number(source, use) for use in uses))


def becomes_number(source: Source, digest: cst.CSTNode) -> bool:
    """Whether a number is made of a digest, or of a part of it."""
    for above in source.ancestors(digest):
        if isinstance(above, cst.Call) and source.names(above.func) & _NUMBERS:
            return True
        if not isinstance(above, (cst.Arg, cst.Attribute, cst.Call, cst.Subscript)):
            return False
    return False


def is_stretched(source: Source, call: cst.Call) -> bool:
    """Whether the bytes of a digest are repeated or filled up with others, as those of a key that has to be longer."""
    for use in (call, *uses_of_value(source, call)):
        taken = source.parent(use)
        digest = source.parent(taken) if isinstance(taken, cst.Attribute) and taken.attr.value == "digest" else None
        above = source.parent(digest) if digest is not None else None
        if isinstance(above, cst.Attribute) and above.attr.value == "ljust":
            return True
        if isinstance(above, cst.BinaryOperation) and isinstance(above.operator, cst.Multiply):
            return True
    return False


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
