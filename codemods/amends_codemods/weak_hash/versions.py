"""Whether code itself tells Pythons apart that know `usedforsecurity` from those that do not."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source, descend


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
