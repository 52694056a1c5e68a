"""Functions that run without the module around them, so that its logger is not theirs."""

from __future__ import annotations

from typing import Final

from amends.source import Source
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.places import decorators, functions_of

_COMPILERS: Final = frozenset({
    "numba.cfunc", "numba.cuda.jit", "numba.guvectorize", "numba.jit", "numba.njit", "numba.stencil",
    "numba.vectorize", "taichi.func", "taichi.kernel", "torch.jit.script", "triton.jit",
})  # fmt: skip
_SENDERS: Final = frozenset({
    "airflow.decorators.task.docker", "airflow.decorators.task.external_python", "airflow.decorators.task.kubernetes",
    "airflow.decorators.task.virtualenv", "airflow.sdk.task.docker", "airflow.sdk.task.external_python",
    "airflow.sdk.task.kubernetes", "airflow.sdk.task.virtualenv", "kfp.components.create_component_from_func",
    "kfp.dsl.component", "kfp.v2.dsl.component",
})  # fmt: skip
_ADVICE: Final = {
    **dict.fromkeys(
        _COMPILERS,
        "this function is compiled, and no log call can be: let it return something that tells of the failure",
    ),
    **dict.fromkeys(
        _SENDERS, "this function is run elsewhere, without its module: import logging in it and log the exception there"
    ),
}


def advice_for(source: Source, swallowed: Swallowed) -> str | None:
    """Return what a person should do in a function that cannot use the module's logger; None for any other."""
    for function in functions_of(source, swallowed.handler):
        for made_by in decorators(function):
            if known := next((name for name in source.names(made_by) if name in _ADVICE), None):
                return _ADVICE[known]
    return None
