"""Finds eval and exec where they are named, but not called: handed over to something that calls them, or kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.signs.words import MAPPING_KEYWORDS, MAPPING_METHODS

_NAMED = {f"{module}.{function}": function for module in ("builtins", "__builtins__") for function in ("eval", "exec")}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The name of `eval` or `exec`; `taker` is what calls it with each of many values, if that is where it goes."""

    name: cst.Name | cst.Attribute
    function: str
    taker: cst.Call | None


def handed_over(source: Source) -> Iterator[HandedOver]:
    """Yield every place that names one of the functions and does not call it."""
    for name in source.nodes(cst.Name):
        if name.value in {"eval", "exec"} and source.resolver.is_reference(name):
            yield from _handed_over(source, name)
    for attribute in source.nodes(cst.Attribute):
        if attribute.attr.value in {"eval", "exec"}:
            yield from _handed_over(source, attribute)


def is_compared(source: Source, name: cst.BaseExpression) -> bool:
    """Whether a name is only compared with something: `function is eval`, `function in (eval, exec)`."""
    parent = source.parent(name)
    if isinstance(parent, cst.Element):
        parent = source.parent(source.parent(parent) or name)
    return isinstance(parent, (cst.Comparison, cst.ComparisonTarget))


def _handed_over(source: Source, name: cst.Name | cst.Attribute) -> Iterator[HandedOver]:
    functions = {_NAMED.get(qualified, "") for qualified in source.names(name)}
    if len(functions) != 1 or functions == {""}:
        return
    parent = source.parent(name)
    is_call = isinstance(parent, (cst.Expr, cst.Del)) or (isinstance(parent, cst.Call) and parent.func is name)
    if not is_call and not _is_called_by_another_name(source, name):
        function = functions.pop()
        yield HandedOver(name, function, _taker(source, name) if function == "eval" else None)


def _is_called_by_another_name(source: Source, name: cst.BaseExpression) -> bool:
    """Whether a function gets another name, and nothing is done with that but calls, which are found as its own."""
    parent = source.parent(name)
    target = parent.targets[0].target if isinstance(parent, cst.Assign) else None
    if not isinstance(target, cst.Name) or source.value(target) is not name or source.scope(target).is_class:
        return False
    uses = source.uses(source.scope(target), target.value)
    return all(isinstance(call := source.parent(use), cst.Call) and call.func is use for use in uses)


def _taker(source: Source, name: cst.BaseExpression) -> cst.Call | None:
    """Return the call that is given the function `name` to call it with every one of some values."""
    parent = source.parent(name)
    if isinstance(parent, cst.DictElement) and parent.value is name:
        given = source.parent(source.parent(parent) or name)
        return _keyword_taker(source, given)
    if not isinstance(parent, cst.Arg) or parent.value is not name:
        return None
    call = source.parent(parent)
    if not isinstance(call, cst.Call):
        return None
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in MAPPING_METHODS:
        return call
    if "builtins.map" in source.names(call.func) and call.args[0] is parent:
        return call
    return _keyword_taker(source, parent)


def _keyword_taker(source: Source, given: cst.CSTNode | None) -> cst.Call | None:
    if not isinstance(given, cst.Arg) or given.keyword is None or given.keyword.value not in MAPPING_KEYWORDS:
        return None
    call = source.parent(given)
    return call if isinstance(call, cst.Call) else None
