"""Turns attribute access that is spelled as text into getattr."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.eval_exec.reading.markers import MARKER, Marked, has_marker, marked
from amends_codemods.eval_exec.reading.paths import is_tried, may_be_path, may_be_type
from amends_codemods.eval_exec.reading.spelling import Piece, quote
from amends_codemods.eval_exec.signs.values import Kind, kind


@dataclass(frozen=True, slots=True)
class Attribute:
    """The expression that takes an attribute by its name; `path` is what follows dots, where the name may have some."""

    code: str
    path: str = ""


def attribute(source: Source, call: cst.Call, text: Sequence[Piece]) -> Attribute | None:
    """Return the expression that does with `getattr` what a text does with dots; None if it does not just that."""
    spelled = marked(text, "eval", quote(source, call.args[0].value))
    if spelled is None or not isinstance(spelled.tree, ast.Expression) or "\n" in spelled.text:
        return None
    if not any(isinstance(n, ast.Attribute) and has_marker(n.attr) for n in ast.walk(spelled.tree)):
        return None
    renderer = _Renderer(source, call, spelled)
    code = renderer.render(spelled.tree.body) if _knows_all(source, call, spelled.tree) else None
    return None if code is None else Attribute(code, renderer.path)


def _knows_all(source: Source, call: cst.Call, tree: ast.Expression) -> bool:
    """Whether all that a text names is there where it is run: a name that is not would fail in the code as well."""
    scope = source.scope(call)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not has_marker(node.id)}
    return all(scope.visible(name) is not None or hasattr(builtins, name) for name in names)


class _Renderer:
    """Writes a chain of names, attributes, calls and subscripts anew, bottom up."""

    def __init__(self, source: Source, call: cst.Call, spelled: Marked) -> None:
        self._source = source
        self._call = call
        self._spelled = spelled
        self._bytes = spelled.text.encode()
        self.path = ""

    def render(self, node: ast.expr) -> str | None:
        """Return the source of `node`, or None where a hole stands for anything but an attribute."""
        if isinstance(node, ast.Name):
            return None if has_marker(node.id) else node.id
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._with_tail(node.func, node)
        if isinstance(node, ast.Subscript):
            return self._with_tail(node.value, node)
        return None

    def _attribute(self, node: ast.Attribute) -> str | None:
        base = self.render(node.value)
        if base is None or not has_marker(node.attr):
            return base and f"{base}.{node.attr}"
        name = self._spelled.code(self._source, node.attr)
        if name is None:
            return None
        holes = [hole.expression for hole in self._spelled.holes_of(node.attr)]
        if len(holes) == 1 and name == self._source.code(holes[0]):
            name = self._as_text(holes[0])
        is_path = any(may_be_path(self._source, self._call, hole) for hole in holes)
        is_path = is_path or _goes_on(self._source, f"{base}.{node.attr.partition(MARKER)[0]}", holes)
        if is_path or is_tried(self._source, self._call, base, name):
            self.path = f"operator.attrgetter({name})({base})"
        return f"getattr({base}, {name})"

    def _as_text(self, name: cst.BaseExpression) -> str:
        """Return the code of a name that is to be text: as it was turned into that, or has to be now."""
        arg = self._source.parent(name)
        call = self._source.parent(arg) if isinstance(arg, cst.Arg) else None
        if isinstance(call, cst.Call) and "builtins.str" in self._source.names(call.func):
            return self._source.code(call)
        code = self._source.code(name)
        return f"str({code})" if may_be_type(self._source, name) else code

    def _with_tail(self, head: ast.expr, node: ast.Call | ast.Subscript) -> str | None:
        """Return `node` with its head rendered and what follows it (arguments, an index) verbatim."""
        base = self.render(head)
        tail = self._tail(head.end_col_offset or 0, node)
        return None if base is None or tail is None else f"{base}{tail}"

    def _tail(self, start: int, node: ast.Call | ast.Subscript) -> str | None:
        """Return the source of `node` from an offset on, holes within quotes made fields of f-strings."""
        inner = [node.slice] if isinstance(node, ast.Subscript) else [*node.args, *(k.value for k in node.keywords)]
        texts = [n for top in inner for n in ast.walk(top) if isinstance(n, ast.Constant) and has_marker(str(n.value))]
        if any(isinstance(n, ast.JoinedStr) for top in inner for n in ast.walk(top)):
            return None
        tail = ""
        for text in sorted(texts, key=lambda t: t.col_offset):
            code = self._spelled.text_code(self._source, text.value) if isinstance(text.value, str) else None
            if code is None:
                return None
            tail += self._bytes[start : text.col_offset].decode() + code
            start = text.end_col_offset or start
        rest = self._bytes[start : node.end_col_offset].decode()
        return None if has_marker(tail + rest) else tail + rest


def _goes_on(source: Source, start: str, holes: Sequence[cst.BaseExpression]) -> bool:
    """Whether a name is put right behind an attribute that the file has, so that it brings a dot of its own."""
    is_number = len(holes) == 1 and kind(source, holes[0]) is Kind.NUMBER
    return start[-1].isalpha() and not is_number and start in _set_attributes(source)


@remembered
def _set_attributes(source: Source) -> frozenset[str]:
    targets = (target.target for target in source.nodes(cst.AssignTarget))
    return frozenset(source.code(target) for target in targets if isinstance(target, cst.Attribute))
