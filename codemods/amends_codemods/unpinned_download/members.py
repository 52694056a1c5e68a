"""Follows `self.x`, `cls.x` and `Class.x` to the one value that the class gives it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source


def member_value(source: Source, expression: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the value of an attribute that a class of the file sets once, in its body or in a method."""
    if not isinstance(expression, cst.Attribute) or not isinstance(expression.value, cst.Name):
        return None
    class_ = _class_of(source, expression.value)
    values = list(_values(source, class_, expression.attr.value)) if class_ else []
    return values[0] if len(values) == 1 else None


def _class_of(source: Source, owner: cst.Name) -> cst.ClassDef | None:
    if owner.value in {"self", "cls"}:
        return source.enclosing(owner, cst.ClassDef)
    bindings = source.bindings(owner)
    node = bindings[0].node if len(bindings) == 1 else None
    return node if isinstance(node, cst.ClassDef) else None


def _values(source: Source, class_: cst.ClassDef, name: str) -> Iterator[cst.BaseExpression | None]:
    """Yield what is assigned to the attribute: in the body of the class, and anywhere in the file to its name."""
    for binding in source.scopes.own(class_).bindings.get(name, []):
        yield binding.value
    for target in source.nodes(cst.AssignTarget):
        if _sets(target.target, name):
            statement = source.parent(target)
            is_here = source.enclosing(target, cst.ClassDef) is class_
            yield statement.value if isinstance(statement, cst.Assign) and is_here else None
    for assignment in source.nodes(cst.AnnAssign, cst.AugAssign):
        if _sets(assignment.target, name):
            is_here = source.enclosing(assignment, cst.ClassDef) is class_
            yield assignment.value if isinstance(assignment, cst.AnnAssign) and is_here else None


def _sets(target: cst.BaseExpression, name: str) -> bool:
    return isinstance(target, cst.Attribute) and target.attr.value == name
