"""Tells whether anybody hears of it when a download fails."""

from __future__ import annotations

import enum

import libcst as cst

from amends.facts.catching import caught_by
from amends.source import Source, descend, last_name

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
    """Return what becomes of an error of any kind in a call."""
    catcher = caught_by(source, call)
    if catcher is None:
        return Hiding.NONE
    parts = descend(catcher.body) if isinstance(catcher, cst.ExceptHandler) else ()
    called = {last_name(part.func) for part in parts if isinstance(part, cst.Call)}
    return Hiding.SILENT if called.isdisjoint(_TELLING) else Hiding.TOLD
