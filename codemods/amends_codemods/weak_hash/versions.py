"""Whether the code or its project is for Pythons that do not know `usedforsecurity`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.facts.pythons import sign_of_older
from amends.source import Source, descend

_SINCE: Final = (3, 9)
_NEEDS: Final = (
    "usedforsecurity=False needs Python 3.9, and this project runs on older ones: {instead}, or raise requires-python"
)
_SHOWS: Final = (
    "usedforsecurity=False needs Python 3.9, and this file is for older ones too ({sign}): {instead}, or say"
    " requires-python in pyproject.toml, if that is over"
)


def without_flag(source: Source, instead: str) -> str:
    """Return what to do if the project, or the file where the project says nothing, is for older Pythons, else ""."""
    lowest = source.context.project.requires_python
    if lowest is not None:
        return _NEEDS.format(instead=instead) if lowest < _SINCE else ""
    sign = sign_of_older(source, _SINCE)
    return _SHOWS.format(sign=sign, instead=instead) if sign else ""


def is_for_older_pythons(source: Source, call: cst.Call) -> bool:
    """Whether a call stands in a branch chosen by the version, or taken where the flag was refused."""
    for above in source.ancestors(call):
        if isinstance(above, (cst.If, cst.IfExp)) and "version_info" in _names(above.test):
            return True
        if isinstance(above, cst.ExceptHandler):
            tried = source.parent(above)
            if isinstance(tried, cst.Try) and "usedforsecurity" in _names(tried.body):
                return True
    return False


def _names(node: cst.CSTNode) -> Iterator[str]:
    return (below.value for below in descend(node) if isinstance(below, cst.Name))
