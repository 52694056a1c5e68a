"""Tells whether anybody hears of it when a download fails."""

from __future__ import annotations

import enum

import libcst as cst

from amends.source import Source, descend

_ANY_ERROR = frozenset({"builtins.Exception", "builtins.BaseException"})
_TELLING = frozenset({
    "print", "print_exc", "warn", "warning", "error", "exception", "critical", "fatal", "fail", "abort", "exit", "skip",
    "echo", "secho", "showerror",
})  # fmt: skip


class Hiding(enum.Enum):
    """What becomes of an exception at a place."""

    NONE = "it is raised, or nobody catches it"
    TOLD = "it is caught, and told of"
    SILENT = "it is caught, and nobody hears of it"


def hiding(source: Source, call: cst.Call) -> Hiding:
    """Return what the innermost `except` for any error around a call makes of one."""
    inside: cst.CSTNode = call
    for above in source.ancestors(call):
        if isinstance(above, cst.Try) and above.body is inside:
            broad = next((handler for handler in above.handlers if _is_broad(source, handler)), None)
            if broad is not None:
                return _of(source, broad)
        if isinstance(above, cst.FunctionDef):
            return Hiding.NONE
        inside = above
    return Hiding.NONE


def _is_broad(source: Source, handler: cst.ExceptHandler) -> bool:
    return handler.type is None or bool(source.names(handler.type) & _ANY_ERROR)


def _of(source: Source, handler: cst.ExceptHandler) -> Hiding:
    parts = list(descend(handler.body))
    if any(isinstance(part, cst.Raise) for part in parts):
        return Hiding.NONE
    called = {source.code(part.func).rpartition(".")[2] for part in parts if isinstance(part, cst.Call)}
    return Hiding.SILENT if called.isdisjoint(_TELLING) else Hiding.TOLD
