"""Reads the tables that a file keeps: sets, lists and dicts of texts that are written out and never change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

import libcst as cst

from amends.source import Source, dotted
from amends_codemods.pickle_load.fencing.known import Pair

Entry: TypeAlias = str | Pair

_MAKERS = frozenset(f"builtins.{name}" for name in ("frozenset", "list", "set", "tuple"))
_LOOKING = frozenset(f"builtins.{name}" for name in ("all", "any", "len", "print", "repr", "sorted", "str")) | _MAKERS
_READING = frozenset({
    "copy", "count", "difference", "index", "intersection", "isdisjoint", "issubset", "issuperset", "keys", "union",
})  # fmt: skip
_LEAVING_ALONE = (
    cst.Comparison, cst.ComparisonTarget, cst.BinaryOperation, cst.FormattedStringExpression, cst.For, cst.CompFor,
    cst.StarredElement, cst.StarredDictElement,
)  # fmt: skip
_MOST_HOPS = 4


def entries(source: Source, table: cst.BaseExpression, hops: int = _MOST_HOPS) -> frozenset[Entry] | None:
    """Return the texts, and pairs of texts, that a table holds, or None if it is not written out here for good."""
    value = settled(source, table)
    if value is None or not hops:
        return None
    if isinstance(value, cst.Call):
        return _of_call(source, value, hops - 1)
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, (cst.BitOr, cst.Add)):
        return _joined(entries(source, side, hops - 1) for side in (value.left, value.right))
    if isinstance(value, (cst.Set, cst.List, cst.Tuple)):
        return _joined(_of_element(source, element, hops - 1) for element in value.elements)
    if isinstance(value, cst.Dict):
        return _joined(_of_element(source, element, hops - 1) for element in value.elements)
    return None


def rows(source: Source, table: cst.BaseExpression, hops: int = _MOST_HOPS) -> frozenset[Pair] | None:
    """Return the modules of a table of names by module, each with each of its names."""
    value = settled(source, table)
    if not isinstance(value, cst.Dict) or not hops:
        return None
    found: set[Pair] = set()
    for element in value.elements:
        if isinstance(element, cst.StarredDictElement):
            row = rows(source, element.value, hops - 1)
        else:
            key = element.key if isinstance(element, cst.DictElement) else None
            row = _row(text(source, key), entries(source, element.value)) if key else None
        if row is None:
            return None
        found |= row
    return frozenset(found)


def settled(source: Source, table: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the one value that a table always has; None if it may get another, or be changed."""
    if isinstance(table, cst.Name):
        value = source.value(table)
        scope = source.scope(table).visible(table.value)
        uses: Iterator[cst.CSTNode] = iter(source.uses(scope, table.value) if scope else ())
    elif isinstance(table, cst.Attribute):
        value = _of_class(source, table)
        uses = _uses_of_attribute(source, table)
    else:
        return table
    if value is None:
        return None
    is_kept = _is_not_replaced if _is_immutable(source, value) else _is_only_read
    return value if all(is_kept(source, use) for use in uses) else None


def text(source: Source, expression: cst.BaseExpression) -> str | None:
    """Return the text that an expression always is; the module's own name stands for itself."""
    if isinstance(expression, cst.Name) and expression.value == "__name__":
        return "__name__"
    value = source.constant(expression)
    return value if isinstance(value, str) else None


def pair(source: Source, expression: cst.BaseExpression) -> Pair | None:
    """Return the two texts of a tuple."""
    value = settled(source, expression) if isinstance(expression, (cst.Name, cst.Tuple)) else None
    if not isinstance(value, cst.Tuple) or len(value.elements) != 2:  # noqa: PLR2004 - module and name
        return None
    first, second = (text(source, element.value) for element in value.elements)
    return (first, second) if first is not None and second is not None else None


def _of_call(source: Source, call: cst.Call, hops: int) -> frozenset[Entry] | None:
    if isinstance(call.func, cst.Attribute) and call.func.attr.value == "split" and not call.args:
        words = text(source, call.func.value)
        return frozenset(words.split()) if words is not None else None
    if not source.names(call.func) <= _MAKERS or len(call.args) > 1 or not source.names(call.func):
        return None
    return entries(source, call.args[0].value, hops) if call.args else frozenset()


def _of_element(source: Source, element: cst.CSTNode, hops: int) -> frozenset[Entry] | None:
    if isinstance(element, (cst.StarredElement, cst.StarredDictElement)):
        return entries(source, element.value, hops)
    key = element.value if isinstance(element, cst.Element) else None
    key = element.key if isinstance(element, cst.DictElement) else key
    found = (pair(source, key) or text(source, key)) if key is not None else None
    return frozenset({found}) if found is not None else None


def _joined(parts: Iterator[frozenset[Entry] | None]) -> frozenset[Entry] | None:
    found: set[Entry] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _row(module: str | None, names: frozenset[Entry] | None) -> frozenset[Pair] | None:
    if module is None or names is None or not all(isinstance(name, str) for name in names):
        return None
    return frozenset((module, name) for name in names if isinstance(name, str))


def _of_class(source: Source, table: cst.Attribute) -> cst.BaseExpression | None:
    """Return what the class around a method says that `self.TABLE` is."""
    class_ = source.enclosing(table, cst.ClassDef)
    owners = {"self", "cls", *((class_.name.value,) if class_ else ())}
    if class_ is None or dotted(table.value) not in owners:
        return None
    bindings = source.scopes.own(class_).bindings.get(table.attr.value, [])
    return bindings[0].value if len(bindings) == 1 else None


def _uses_of_attribute(source: Source, table: cst.Attribute) -> Iterator[cst.CSTNode]:
    """Yield where an attribute of this name is spoken of, whosever it is, and its name in the body of the class."""
    name, class_ = table.attr.value, source.enclosing(table, cst.ClassDef)
    yield from (node for node in source.nodes(cst.Attribute) if node.attr.value == name)
    yield from source.uses(source.scopes.own(class_), name) if class_ else ()


def _is_immutable(source: Source, value: cst.BaseExpression) -> bool:
    if isinstance(value, cst.Tuple):
        return True
    return isinstance(value, cst.Call) and source.names(value.func) == frozenset({"builtins.frozenset"})


def _is_not_replaced(source: Source, use: cst.CSTNode) -> bool:
    return not isinstance(source.parent(use), (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Del))


def _is_only_read(source: Source, use: cst.CSTNode, hops: int = _MOST_HOPS) -> bool:
    """Whether what happens to a table, or to a part of it, changes nothing in it and hands it to nobody."""
    parent = source.parent(use)
    above = source.parent(parent) if parent else None
    if isinstance(parent, _LEAVING_ALONE) or (isinstance(parent, (cst.If, cst.IfExp)) and parent.test is use):
        return True
    if isinstance(parent, cst.Return):
        method = source.enclosing(parent, cst.FunctionDef)
        return isinstance(use, (cst.Call, cst.Subscript)) and method is not None and method.name.value == "find_class"
    if isinstance(above, cst.Call):
        return _is_read_by(source, above, parent, hops)
    if isinstance(parent, cst.Subscript) and isinstance(above, (cst.AssignTarget, cst.AugAssign, cst.Del)):
        return False
    if isinstance(parent, (cst.BooleanOperation, cst.UnaryOperation, cst.Subscript)):
        return _is_only_read(source, parent, hops)
    row = isinstance(parent, (cst.DictElement, cst.Element)) and isinstance(above, (cst.Dict, cst.Tuple))
    return _is_named_and_only_read(source, source.parent(above) if row and above else parent, hops)


def _is_read_by(source: Source, call: cst.Call, part: cst.CSTNode | None, hops: int) -> bool:
    """Whether a call of a method of a table, or of a function that gets it, only reads it."""
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    if part is call.func:
        return method in _READING or (method == "get" and _is_only_read(source, call, hops))
    return method == "join" or bool(source.names(call.func) & _LOOKING)


def _is_named_and_only_read(source: Source, statement: cst.CSTNode | None, hops: int) -> bool:
    """Whether a name that a part gets, or a table of which it is a row, is only read as well."""
    target = statement.targets[0].target if isinstance(statement, cst.Assign) and len(statement.targets) == 1 else None
    target = statement.target if isinstance(statement, cst.AnnAssign) else target
    scope = source.scope(target).visible(target.value) if isinstance(target, cst.Name) else None
    if scope is None or not isinstance(target, cst.Name) or not hops:
        return False
    by_attribute = (node for node in source.nodes(cst.Attribute) if scope.is_class and node.attr.value == target.value)
    return all(_is_only_read(source, use, hops - 1) for use in chain(source.uses(scope, target.value), by_attribute))
