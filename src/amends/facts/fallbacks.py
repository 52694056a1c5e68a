"""Tells what is only done because something else has failed."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from amends.source import Source


def failed_before(source: Source, node: cst.CSTNode) -> cst.Try | None:
    """Return the try statement of the same function in a handler of which a node stands, the innermost."""
    handler = source.enclosing(node, cst.ExceptHandler, cst.FunctionDef, cst.Lambda, cst.ClassDef)
    tried = source.parent(handler) if isinstance(handler, cst.ExceptHandler) else None
    return tried if isinstance(tried, cst.Try) else None


def is_instead_of(source: Source, node: cst.CSTNode, calls: Iterable[cst.Call]) -> bool:
    """Whether a node is what is done where one of these calls has failed."""
    tried = failed_before(source, node)
    return tried is not None and any(tried.body in source.ancestors(call) for call in calls)
