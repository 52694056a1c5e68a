"""Which of the bindings of a name it has where it is read: the last that is always reached, and those behind it."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from amends.source import Binding, Source

_SCOPES = (cst.FunctionDef, cst.Lambda)


def nearest(source: Source, name: cst.Name, bindings: Sequence[Binding]) -> Sequence[Binding]:
    """Return the bindings that a name may have: all, unless one before it in its function is passed on every way."""
    around = source.enclosing(name, *_SCOPES)
    if len(bindings) < 2 or any(source.enclosing(each.node, *_SCOPES) is not around for each in bindings):  # noqa: PLR2004 - there is a choice
        return bindings
    order, above = source.tree.order, list(source.ancestors(name))
    passed = [each for each in bindings if _is_passed(source, each.node, above) and order(each.node) < order(name)]
    if not passed:
        return bindings
    last = max(passed, key=lambda each: order(each.node))
    loops = [each for each in above if isinstance(each, (cst.For, cst.While)) and order(each) > order(last.node)]
    return [
        each
        for each in bindings
        if each is last
        or order(last.node) < order(each.node) < order(name)
        or any(loop in source.ancestors(each.node) for loop in loops)
    ]


def _is_passed(source: Source, node: cst.CSTNode, above: Sequence[cst.CSTNode]) -> bool:
    """Whether a binding stands in a block around the name, or is that of a `with` around it."""
    if node in above:
        return False
    holder = source.parent(node)
    if isinstance(node, cst.WithItem):
        return holder in above
    return isinstance(holder, cst.SimpleStatementLine) and source.parent(holder) in above
