"""How the code uses what a call of eval returns."""

from __future__ import annotations

import enum

import libcst as cst

from amends.facts.remembering import remembered
from amends.segments import segments
from amends.source import Source
from amends_codemods.eval_exec.reading.flow import onward, targets
from amends_codemods.eval_exec.signs.classes import (
    is_asked_for_type,
    is_compared_with_class,
    is_of_class,
    shares_name_with_function,
)
from amends_codemods.eval_exec.signs.words import DATA_METHODS, NUMBER_METHODS, OBJECTS


class Use(enum.Enum):
    """What happens to a value; the text says it as in "the result is …"."""

    DATA = "used as data"
    CALLED = "called"
    OBJECT = "used as an object"
    PARTS = "taken apart"
    CONDITION = "used as a condition"
    DROPPED = "not used"


# builtins that take many values as one argument
_TAKES_MANY = frozenset({
    "all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "len", "list", "map", "max", "min", "next",
    "reversed", "set", "sorted", "sum", "tuple", "zip",
})  # fmt: skip
_TAKES_EACH = frozenset({"max", "min", "next"})  # where they are given several, each is one value
_CONTAINERS = frozenset({"bytes", "dict", "list", "set", "str", "tuple"})
_CALLING = 2  # of the four steps that are followed: what the callers of callers do is as far as it goes


@remembered
def use(source: Source, node: cst.BaseExpression, hops: int = 4) -> Use:
    """Return what is done with the value of `node`, also by the names that it is given, and by callers in the file."""
    here = _use_here(source, node)
    if here is not None or not hops:
        return here or Use.DATA
    steps = _CALLING if isinstance(source.parent(node), cst.Return) else 1
    found = {use(source, place, max(0, hops - steps)) for place in onward(source, node)}
    if _is_taken_apart(source, node):
        found.add(Use.PARTS)
    return next((kind for kind in (Use.CALLED, Use.OBJECT, Use.PARTS) if kind in found), Use.DATA)


def _use_here(source: Source, node: cst.BaseExpression) -> Use | None:  # noqa: PLR0911 - one line for each syntax
    """Return what the syntax around an expression does with its value, if that is more than to hand it on."""
    parent = source.parent(node)
    if isinstance(parent, cst.Call):
        return Use.CALLED
    if isinstance(parent, cst.Attribute):
        return _use_of_attribute(parent.attr.value)
    if isinstance(parent, (cst.Expr, cst.Await)):
        return Use.DROPPED
    if isinstance(parent, (cst.If, cst.While, cst.Assert, cst.BooleanOperation, cst.CompIf)):
        return Use.CONDITION
    if isinstance(parent, cst.IfExp) and parent.test is node:
        return Use.CONDITION
    if isinstance(parent, cst.UnaryOperation) and isinstance(parent.operator, cst.Not):
        return Use.CONDITION
    if _is_compared_with_truth(source, node):
        return Use.CONDITION
    is_part = isinstance(parent, (cst.WithItem, cst.ExceptHandler, cst.Decorator, cst.Raise))
    if is_part or is_compared_with_class(source, node) or is_asked_for_type(source, node):
        return Use.OBJECT
    if isinstance(parent, cst.Arg):
        return _use_as_argument(source, parent)
    assigned = targets(parent) if isinstance(parent, (cst.Assign, cst.AnnAssign, cst.NamedExpr)) else ()
    is_object = any(_says_object(target) or shares_name_with_function(source, target) for target in assigned)
    return Use.OBJECT if is_object else None


def _is_compared_with_truth(source: Source, node: cst.BaseExpression) -> bool:
    """Whether a value is compared with True or False."""
    parent = source.parent(node)
    target = parent.comparisons[0].comparator if isinstance(parent, cst.Comparison) and parent.left is node else None
    return isinstance(target, cst.Name) and target.value in {"True", "False"}


def _use_of_attribute(name: str) -> Use:
    if name in NUMBER_METHODS:
        return Use.DATA
    return Use.PARTS if name in DATA_METHODS else Use.OBJECT


def _is_taken_apart(source: Source, node: cst.BaseExpression) -> bool:
    """Whether the syntax around an expression needs a value that consists of several."""
    parent = source.parent(node)
    if isinstance(parent, (cst.For, cst.CompFor)):
        return parent.iter is node
    if isinstance(parent, cst.Assign):
        return any(isinstance(target, (cst.Tuple, cst.List)) for target in targets(parent))
    if isinstance(parent, cst.ComparisonTarget):
        return isinstance(parent.operator, (cst.In, cst.NotIn))
    return isinstance(parent, (cst.StarredElement, cst.StarredDictElement, cst.Subscript))


def _use_as_argument(source: Source, arg: cst.Arg) -> Use:
    call = source.parent(arg)
    if isinstance(call, cst.ClassDef):
        return Use.OBJECT
    if arg.star or _takes_parts(call):
        return Use.PARTS
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name):
        return Use.DATA
    asks = call.func.value in {"isinstance", "issubclass"} and len(call.args) > 1
    if asks and (call.args[1] is arg or is_of_class(source, call.args[1].value)):
        return Use.OBJECT
    if call.func.value in {"getattr", "setattr", "hasattr", "callable", "issubclass"} and call.args[0] is arg:
        return Use.OBJECT
    return Use.CONDITION if call.func.value == "bool" else Use.DATA


def _takes_parts(call: cst.CSTNode | None) -> bool:
    """Whether a builtin goes through the parts of its argument, or asks for them: `len`, `sorted`, `max` of one."""
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name):
        return False
    name = call.func.value
    if name == "isinstance":
        return _names_container(call.args[-1].value)
    return name in _TAKES_MANY and not (name in _TAKES_EACH and len(call.args) > 1)


def _names_container(given: cst.BaseExpression) -> bool:
    """Whether a class, or one of several, is that of lists, of texts or the like."""
    kinds = [element.value for element in given.elements] if isinstance(given, cst.Tuple) else [given]
    return any(isinstance(kind, cst.Name) and kind.value in _CONTAINERS for kind in kinds)


def _says_object(target: cst.BaseExpression) -> bool:
    name = target.value if isinstance(target, cst.Name) else ""
    if isinstance(target, cst.Attribute):
        name = target.attr.value
    return segments(name)[-1:] != () and segments(name)[-1] in OBJECTS
