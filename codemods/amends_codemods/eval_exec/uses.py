"""How the code uses what a call of eval returns."""

from __future__ import annotations

import enum

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.flow import onward, targets
from amends_codemods.eval_exec.words import DATA_METHODS, OBJECTS, segments


class Use(enum.Enum):
    """What happens to a value; the text says it as in "the result is …"."""

    DATA = "used as data"
    CALLED = "called"
    OBJECT = "used as an object"
    CONDITION = "used as a condition"
    DROPPED = "not used"


_CALLING = 2  # of the four steps that are followed: what the callers of callers do is as far as it goes


def use(source: Source, node: cst.BaseExpression, hops: int = 4) -> Use:
    """Return what is done with the value of `node`, also by the names that it is given, and by callers in the file."""
    here = _use_here(source, node)
    if here is not None or not hops:
        return here or Use.DATA
    steps = _CALLING if isinstance(source.parent(node), cst.Return) else 1
    found = {use(source, place, max(0, hops - steps)) for place in onward(source, node)}
    return next((kind for kind in (Use.CALLED, Use.OBJECT) if kind in found), Use.DATA)


def _use_here(source: Source, node: cst.BaseExpression) -> Use | None:  # noqa: PLR0911 - one line for each syntax
    """Return what the syntax around an expression does with its value, if that is more than to hand it on."""
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
    assigned = targets(parent) if isinstance(parent, (cst.Assign, cst.AnnAssign, cst.NamedExpr)) else ()
    return Use.OBJECT if any(map(_says_object, assigned)) else None


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


def _says_object(target: cst.BaseExpression) -> bool:
    name = target.value if isinstance(target, cst.Name) else ""
    if isinstance(target, cst.Attribute):
        name = target.attr.value
    return segments(name)[-1:] != () and segments(name)[-1] in OBJECTS
