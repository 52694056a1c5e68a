"""Finds calls of eval and exec, and places that hand eval over as a function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.model import Finding
from amends.source import Certainty, Source, argument
from amends_codemods.eval_exec.words import MAPPING_KEYWORDS, MAPPING_METHODS

_CODES = {"eval": "B307", "exec": "B102"}
_EVAL = frozenset({"builtins.eval"})
_SAYS = {"eval": "eval runs its text as Python", "exec": "exec runs its text as Python"}


@dataclass(frozen=True, slots=True)
class Run:
    """A call of `eval` or `exec`. `certainty` is None where the name is spelled so, but means something else."""

    call: cst.Call
    function: str
    certainty: Certainty | None

    @property
    def text(self) -> cst.BaseExpression | None:
        """What is run, if it is seen."""
        found = argument(self.call, None, 0)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The name `eval`, given to something that calls it with each of many values."""

    name: cst.Name
    taker: cst.Call


def detect(source: Source) -> Iterator[Finding[Run | HandedOver]]:
    """Yield every call of something named `eval` or `exec`, and every `eval` handed over."""
    for function, code in _CODES.items():
        sites = {s.call: s for s in source.calls(f"builtins.{function}", f"__builtins__.{function}")}
        for call in source.nodes(cst.Call):
            spelled = isinstance(call.func, cst.Name) and call.func.value == function
            if call in sites or spelled:
                certainty = sites[call].certainty if call in sites else None
                yield Finding(call, Run(call, function, certainty), code, _SAYS[function])
    for name in source.nodes(cst.Name):
        taker = _taker(source, name) if name.value == "eval" else None
        if taker is not None and source.names(name) <= _EVAL:
            yield Finding(name, HandedOver(name, taker), "B307", "eval is handed over and runs every value as Python")


def _taker(source: Source, name: cst.Name) -> cst.Call | None:
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
