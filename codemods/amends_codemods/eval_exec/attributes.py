"""Turns attribute access that is spelled as text into getattr."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.markers import Marked, has_marker, marked
from amends_codemods.eval_exec.spelling import Piece


def getattr_code(source: Source, call: cst.Call, text: Sequence[Piece]) -> str | None:
    """Return the expression that does with `getattr` what a text does with dots; None if it does not just that."""
    spelled = marked(text, "eval")
    if spelled is None or not isinstance(spelled.tree, ast.Expression) or "\n" in spelled.text:
        return None
    if not any(isinstance(n, ast.Attribute) and has_marker(n.attr) for n in ast.walk(spelled.tree)):
        return None
    return _Renderer(source, call, spelled).render(spelled.tree.body)


class _Renderer:
    """Writes a chain of names, attributes, calls and subscripts anew, bottom up."""

    def __init__(self, source: Source, call: cst.Call, spelled: Marked) -> None:
        self._source = source
        self._call = call
        self._spelled = spelled
        self._bytes = spelled.text.encode()

    def render(self, node: ast.expr) -> str | None:
        """Return the source of `node`, or None where a hole stands for anything but an attribute."""
        if isinstance(node, ast.Name):
            return node.id if self._is_known(node.id) else None
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._with_tail(node.func, node)
        if isinstance(node, ast.Subscript):
            return self._with_tail(node.value, node)
        return None

    def _is_known(self, name: str) -> bool:
        bound = self._source.scope(self._call).visible(name) is not None
        return not has_marker(name) and (bound or hasattr(builtins, name))

    def _attribute(self, node: ast.Attribute) -> str | None:
        base = self.render(node.value)
        if base is None or not has_marker(node.attr):
            return base and f"{base}.{node.attr}"
        name = self._spelled.code(self._source, node.attr)
        return name and f"getattr({base}, {name})"

    def _with_tail(self, head: ast.expr, node: ast.expr) -> str | None:
        """Return `node` with its head rendered and what follows it (arguments, an index) verbatim."""
        base = self.render(head)
        tail = self._bytes[head.end_col_offset or 0 : node.end_col_offset].decode()
        return None if base is None or has_marker(tail) else f"{base}{tail}"
