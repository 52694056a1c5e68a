"""What it means for a function to go on behind a try statement."""

from __future__ import annotations

import libcst as cst

from amends.source import Source
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.places import own_nodes, siblings_after

_TRANSPARENT = (cst.If, cst.Else, cst.With, cst.IndentedBlock)


def falls_off_meaning_none(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function ends behind the handler, returning None where it else returns a value."""
    if isinstance(swallowed.last, cst.Continue) or isinstance(swallowed.tried, cst.TryStar):
        return False
    here: cst.CSTNode = swallowed.tried
    for above in source.ancestors(swallowed.tried):
        if isinstance(above, cst.FunctionDef):
            return _returns_values(above)
        if siblings_after(source, here) or not isinstance(above, _TRANSPARENT):
            return False
        here = above
    return False


def _returns_values(function: cst.FunctionDef) -> bool:
    nodes = [node for statement in function.body.body for node in own_nodes(statement)]
    if any(isinstance(node, (cst.Yield, cst.From)) for node in nodes):
        return False
    return any(isinstance(node, cst.Return) and _is_value(node.value) for node in nodes)


def _is_value(value: cst.BaseExpression | None) -> bool:
    return value is not None and not (isinstance(value, cst.Name) and value.value == "None")
