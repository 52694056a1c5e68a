"""Tells Python 2 from Python 3 where both parse, and mean different things."""

from __future__ import annotations

import libcst as cst

from amends.source.tree import Tree


def python_2_handler(tree: Tree) -> tuple[cst.ExceptHandler, str] | None:
    """Return the first `except X, e:`, and its `e`.

    In Python 2 that binds e; since Python 3.14 it names a second type (PEP 758), and types begin with a capital.
    """
    for handler in tree.nodes(cst.ExceptHandler):
        types = handler.type
        if isinstance(types, cst.Tuple) and not types.lpar:
            last = types.elements[-1].value
            if isinstance(last, cst.Name) and last.value[:1].islower():
                return handler, last.value
    return None
