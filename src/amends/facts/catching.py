"""Tells where an exception ends: what catches it in the same function, and goes on."""

from __future__ import annotations

import libcst as cst

from amends.source import Source, descend

_ANY = ("Exception", "BaseException")


def caught_by(source: Source, node: cst.CSTNode, *errors: str) -> cst.ExceptHandler | cst.With | None:
    """Return the innermost handler, or `with suppress(…)`, that ends one of these builtin errors, or any, at a node.

    A handler that raises ends nothing.
    """
    names = frozenset(f"builtins.{name}" for name in (*_ANY, *errors))
    inside = node
    for above in source.ancestors(node):
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            return None
        if isinstance(above, cst.Try) and above.body is inside:
            for handler in above.handlers:
                if _ends(source, handler, names):
                    return handler
        if isinstance(above, cst.With) and any(_suppresses(source, item.item, names) for item in above.items):
            return above
        inside = above
    return None


def _ends(source: Source, handler: cst.ExceptHandler, names: frozenset[str]) -> bool:
    is_meant = handler.type is None or any(source.names(kind) & names for kind in _kinds(handler.type))
    return is_meant and not any(isinstance(node, cst.Raise) for node in descend(handler.body))


def _kinds(kind: cst.BaseExpression) -> tuple[cst.BaseExpression, ...]:
    return tuple(element.value for element in kind.elements) if isinstance(kind, cst.Tuple) else (kind,)


def _suppresses(source: Source, manager: cst.BaseExpression, names: frozenset[str]) -> bool:
    if not isinstance(manager, cst.Call) or "contextlib.suppress" not in source.names(manager.func):
        return False
    return any(source.names(arg.value) & names for arg in manager.args)
