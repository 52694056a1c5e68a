"""Follows values through a file: what one was made of, where it goes, and who calls a function for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.source import Binding, Source, children, dotted
from amends_codemods.weak_hash import HELPER

_HOPS: Final = 2
_MOST_BINDINGS: Final = 6
_APART: Final = (cst.FunctionDef, cst.ClassDef)
_PASSES_ON: Final = (
    cst.Arg, cst.Attribute, cst.BinaryOperation, cst.Call, cst.ConcatenatedString, cst.FormattedString,
    cst.FormattedStringExpression, cst.Subscript,
)  # fmt: skip
_CONVERSIONS: Final = frozenset({
    "b64encode", "decode", "digest", "from_bytes", "hexdigest", "hexlify", "int", "lower", "str", "upper",
    "urlsafe_b64encode",
})  # fmt: skip
_HELPER: Final = re.compile(HELPER.decode())


def made_of(source: Source, expression: cst.CSTNode, hops: int = _HOPS) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that the variables in an expression were given, and those in these in turn."""
    for name in _variables(expression):
        for binding in source.bindings(name)[:_MOST_BINDINGS]:
            given = _given(binding)
            if given is None or expression in source.ancestors(given) or given in source.ancestors(expression):
                continue
            yield given
            if hops > 1:
                yield from made_of(source, given, hops - 1)


def _given(binding: Binding) -> cst.BaseExpression | None:
    node = binding.node
    if isinstance(node, (cst.For, cst.CompFor)):
        return node.iter
    if isinstance(node, cst.WithItem):
        return node.item
    return node.value if isinstance(node, cst.AugAssign) else binding.value


def _variables(expression: cst.CSTNode) -> Iterator[cst.Name]:
    """Yield the names that are looked up in an expression, which attributes and keywords are not."""
    stack = [expression]
    while stack:
        here = stack.pop()
        if isinstance(here, cst.Name):
            yield here
        elif isinstance(here, (cst.Attribute, cst.Arg)):
            stack.append(here.value)
        elif not isinstance(here, _APART):
            stack.extend(reversed(tuple(children(here))))


def uses_of_value(source: Source, call: cst.Call) -> tuple[cst.Name, ...]:
    """Return the places that read the variable which holds a call's value, the digest of it, or a text with that."""
    target = _variable(source, call)
    return source.uses(source.scope(target), target.value) if target else ()


def _variable(source: Source, call: cst.Call) -> cst.Name | None:
    for above in source.ancestors(call):
        if isinstance(above, cst.Assign) and len(above.targets) == 1:
            target = above.targets[0].target
            return target if isinstance(target, cst.Name) else None
        if isinstance(above, (cst.AnnAssign, cst.NamedExpr)):
            return above.target if isinstance(above.target, cst.Name) else None
        if not isinstance(above, _PASSES_ON) or (isinstance(above, cst.Call) and not _converts(above)):
            return None
    return None


def _converts(call: cst.Call) -> bool:
    """Whether a call gives the digest itself, or the same in another form."""
    name = call.func.attr.value if isinstance(call.func, cst.Attribute) else dotted(call.func)
    return name in _CONVERSIONS


def is_returned(source: Source, call: cst.Call) -> bool:
    """Whether the function around a call returns what it makes of the digest."""
    return any(_stands_in_return(source, node) for node in (call, *uses_of_value(source, call)))


def _stands_in_return(source: Source, node: cst.CSTNode) -> bool:
    returned = source.enclosing(node, cst.Return)
    return returned is not None and source.enclosing(node, *_APART) is source.enclosing(returned, *_APART)


def callers(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the calls of the function around a digest, if it is one that does nothing but make digests.

    Only of a function whose name says so: then the places that call it are seen in an excerpt of the file too.
    """
    function = source.enclosing(call, cst.FunctionDef)
    if function is None or not _HELPER.fullmatch(function.name.value) or not is_returned(source, call):
        return
    name = function.name.value
    owner = source.enclosing(function, cst.FunctionDef, cst.ClassDef)
    if isinstance(owner, cst.ClassDef):
        yield from (c for c in source.method_calls(name) if _is_own(c, owner))
        return
    for use in source.uses(source.scope(function), name):
        above = source.parent(use)
        taker = source.parent(above) if isinstance(above, cst.Arg) else above
        if isinstance(taker, cst.Call):
            yield taker


def _is_own(call: cst.Call, owner: cst.ClassDef) -> bool:
    receiver = dotted(call.func.value) if isinstance(call.func, cst.Attribute) else None
    return receiver in {"self", "cls", owner.name.value}


def twins(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the other calls that are spelled the same: who signs and who verifies has to do it alike."""
    spelled = source.code(call)
    if call.args:
        yield from (other for other in source.nodes(cst.Call) if other is not call and source.code(other) == spelled)
