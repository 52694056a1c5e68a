"""How the code uses what a call of eval returns."""

from __future__ import annotations

import enum

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.words import DATA_METHODS, OBJECTS, segments


class Use(enum.Enum):
    """What happens to a value; the text says it as in "the result is …"."""

    DATA = "used as data"
    CALLED = "called"
    OBJECT = "used as an object"
    CONDITION = "used as a condition"
    DROPPED = "not used"


def use(source: Source, node: cst.BaseExpression, hops: int = 2) -> Use:  # noqa: PLR0911 - one line for each syntax
    """Return what is done with the value of `node`, also by way of the name that it is given."""
    parent = source.parent(node)
    if isinstance(parent, cst.Call):
        return Use.CALLED
    if isinstance(parent, cst.Attribute):
        return Use.DATA if parent.attr.value in DATA_METHODS else Use.OBJECT
    if isinstance(parent, (cst.Expr, cst.Await)):
        return Use.DROPPED
    if isinstance(parent, (cst.If, cst.While, cst.Assert, cst.BooleanOperation, cst.CompIf)):
        return Use.CONDITION
    if isinstance(parent, cst.IfExp) and parent.test is node:
        return Use.CONDITION
    if isinstance(parent, cst.UnaryOperation) and isinstance(parent.operator, cst.Not):
        return Use.CONDITION
    if isinstance(parent, (cst.WithItem, cst.ExceptHandler, cst.Decorator, cst.Raise)):
        return Use.OBJECT
    if isinstance(parent, cst.Arg):
        return _use_as_argument(source, parent)
    if isinstance(parent, (cst.Assign, cst.AnnAssign, cst.NamedExpr)) and hops:
        return _use_of_target(source, parent, hops)
    return Use.DATA


def _use_as_argument(source: Source, arg: cst.Arg) -> Use:
    call = source.parent(arg)
    if isinstance(call, cst.ClassDef):
        return Use.OBJECT
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name):
        return Use.DATA
    if call.func.value in {"isinstance", "issubclass"} and len(call.args) > 1 and call.args[1] is arg:
        return Use.OBJECT
    if call.func.value in {"getattr", "setattr", "hasattr", "callable", "issubclass"} and call.args[0] is arg:
        return Use.OBJECT
    return Use.CONDITION if call.func.value == "bool" else Use.DATA


def _use_of_target(source: Source, assignment: cst.Assign | cst.AnnAssign | cst.NamedExpr, hops: int) -> Use:
    targets = [t.target for t in assignment.targets] if isinstance(assignment, cst.Assign) else [assignment.target]
    for target in targets:
        if _says_object(target):
            return Use.OBJECT
        if isinstance(target, cst.Name):
            scope = source.scope(assignment).visible(target.value) or source.scope(assignment)
            found = [use(source, name, hops - 1) for name in source.uses(scope, target.value)]
            for kind in (Use.CALLED, Use.OBJECT):
                if kind in found:
                    return kind
    return Use.DATA


def _says_object(target: cst.BaseExpression) -> bool:
    name = target.value if isinstance(target, cst.Name) else ""
    if isinstance(target, cst.Attribute):
        name = target.attr.value
    return segments(name)[-1:] != () and segments(name)[-1] in OBJECTS
