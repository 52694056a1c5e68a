"""Finds calls of eval and exec, and places that hand eval over as a function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.model import Finding
from amends.source import Certainty, Source, argument
from amends_codemods.eval_exec.handing import HandedOver, handed_over

_CODES = {"eval": "B307", "exec": "B102"}
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


def detect(source: Source) -> Iterator[Finding[Run | HandedOver]]:
    """Yield every call of something named `eval` or `exec`, and every place that hands one over."""
    for function, code in _CODES.items():
        sites = {s.call: s for s in source.calls(f"builtins.{function}", f"__builtins__.{function}")}
        for call in source.nodes(cst.Call):
            spelled = isinstance(call.func, cst.Name) and call.func.value == function
            if call in sites or spelled:
                certainty = sites[call].certainty if call in sites else None
                yield Finding(call, Run(call, function, certainty), code, _SAYS[function])
    for handed in handed_over(source):
        says = f"{handed.function} is handed over, to run texts as Python"
        yield Finding(handed.name, handed, _CODES[handed.function], says)
