"""Follows what a call returns: the names it goes to, the functions that get it, and what is done with it."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator

import libcst as cst

from amends.facts.libraries import has_arrays
from amends.source import Source, dotted

_PLAIN_TYPES = (
    dict, list, set, frozenset, tuple, str, bytes, bytearray, int, float, complex, Counter, OrderedDict,
    defaultdict, deque, dt.datetime, dt.date, dt.time, dt.timedelta, decimal.Decimal,
    fractions.Fraction, uuid.UUID,
)  # fmt: skip
_PLAIN_ATTRIBUTES = frozenset(name for plain in _PLAIN_TYPES for name in dir(plain)) - {"__dict__"}
_PLAIN_METHODS = frozenset(
    name for plain in _PLAIN_TYPES for name in dir(plain) if callable(getattr(plain, name)) and not name.startswith("_")
)
_HANDING_ON = (cst.Arg, cst.Assign, cst.AnnAssign, cst.NamedExpr)
_ARRAY_ATTRIBUTES = frozenset({
    "T", "all", "any", "argmax", "argmin", "argpartition", "argsort", "astype", "base", "byteswap", "choose", "clip",
    "compress", "conj", "conjugate", "ctypes", "cumprod", "cumsum", "data", "diagonal", "dot", "dtype", "dump",
    "dumps", "fill", "flags", "flat", "flatten", "getfield", "imag", "item", "itemset", "itemsize", "max", "mean",
    "min", "nbytes", "ndim", "newbyteorder", "nonzero", "partition", "prod", "ptp", "put", "ravel", "real", "repeat",
    "reshape", "resize", "round", "searchsorted", "setfield", "setflags", "shape", "size", "sort", "squeeze", "std",
    "strides", "sum", "swapaxes", "take", "tobytes", "tofile", "tolist", "tostring", "trace", "transpose", "var",
    "view",
})  # fmt: skip


def targets(source: Source, expression: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """Yield the names and attributes that the value of an expression is assigned to, those of a tuple one by one."""
    parent = source.parent(expression)
    if isinstance(parent, cst.Await):
        yield from targets(source, parent)
    elif isinstance(parent, cst.Assign):
        for target in parent.targets:
            yield from flat(target.target)
    elif isinstance(parent, (cst.AnnAssign, cst.NamedExpr)) and parent.value is expression:
        yield parent.target
    elif isinstance(parent, cst.Arg) and (call := _cast(source, parent)):
        yield from targets(source, call)


def _cast(source: Source, arg: cst.Arg) -> cst.Call | None:
    call = source.parent(arg)
    return call if isinstance(call, cst.Call) and source.names(call.func) == frozenset({"typing.cast"}) else None


def flat(target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield a target, or the single ones of which it is made."""
    if isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from flat(element.value)
    else:
        yield target


def places(source: Source, expression: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield an expression, and the places that read the names and attributes which its value goes to.

    A name that gets another value, made of the old one, may mean either where it is read.
    """
    yield expression
    for target in targets(source, expression):
        read = tuple(uses(source, target))
        if not any(_is_made_into_another(source, use, target, expression) for use in read):
            yield from read


def _is_made_into_another(
    source: Source, use: cst.CSTNode, target: cst.BaseExpression, expression: cst.CSTNode
) -> bool:
    assign = source.enclosing(use, cst.Assign)
    if assign is None or expression in {assign.value, *source.ancestors(use)}:
        return False
    is_inside = assign.value is not use and assign.value in source.ancestors(use)
    return is_inside and any(source.code(other.target) == source.code(target) for other in assign.targets)


def object_uses(source: Source, expression: cst.CSTNode, hops: int = 2) -> Iterator[str]:
    """Yield how the value of an expression is used such that it can be no plain data."""
    for place in places(source, expression):
        yield from used_in_place(source, place, hops)
    for call in callers(source, expression) if hops else ():
        yield from object_uses(source, call, hops - 1)


def used_in_place(source: Source, expression: cst.CSTNode, hops: int) -> Iterator[str]:
    """Yield how an object is used right where an expression names it, or by the function that is given it there."""
    parent = source.parent(expression)
    if isinstance(parent, cst.Call) and parent.func is expression:
        yield "called"
    elif isinstance(parent, cst.Attribute) and parent.value is expression:
        name = parent.attr.value
        if name not in _PLAIN_ATTRIBUTES and not (name in _ARRAY_ATTRIBUTES and has_arrays(source)):
            yield f"asked for .{name}"
        elif name in _PLAIN_METHODS and _is_no_method(source, parent):
            yield f"asked for .{name} without a call"
    elif isinstance(parent, cst.Subscript) and parent.value is expression and hops:
        yield from object_uses(source, parent, hops - 1)
    elif isinstance(parent, cst.Raise):
        yield "raised"
    elif isinstance(parent, cst.Arg):
        yield from _taken_for(source, parent)
        for use in _uses_where_received(source, expression) if hops else ():
            yield from used_in_place(source, use, hops - 1)


def _taken_for(source: Source, arg: cst.Arg) -> Iterator[str]:
    """Yield what a function takes its argument for, if that is no plain data."""
    call = source.parent(arg)
    if not isinstance(call, cst.Call):
        return
    if source.names(call.func) == frozenset({"builtins.callable"}):
        yield "asked whether it can be called"
    if source.names(call.func) == frozenset({"builtins.vars"}):
        yield "asked for its attributes by vars"
    receiver, _, method = (dotted(call.func) or "").rpartition(".")
    if method == "handle" and "log" in receiver.lower():
        yield "handled as a record of logging"


def _is_no_method(source: Source, attribute: cst.Attribute) -> bool:
    """Whether an attribute is neither called nor handed on to be called; nobody hands on the `values` of a dict."""
    parent = source.parent(attribute)
    is_called = isinstance(parent, cst.Call) and parent.func is attribute
    return not is_called and (attribute.attr.value == "values" or not isinstance(parent, _HANDING_ON))


def _uses_where_received(source: Source, place: cst.CSTNode) -> Iterator[cst.CSTNode]:
    param = received(source, place)
    function = source.enclosing(param, cst.FunctionDef) if param else None
    if param is not None and function is not None:
        scope = source.scopes.own(function)
        yield from source.uses(scope, param.name.value) if len(scope.bindings[param.name.value]) == 1 else ()


def received(source: Source, place: cst.CSTNode) -> cst.Param | None:
    """Return the parameter, of a function of this file or of a method called on `self`, that gets a value."""
    arg = source.parent(place)
    call = source.parent(arg) if isinstance(arg, cst.Arg) else None
    if not isinstance(arg, cst.Arg) or not isinstance(call, cst.Call) or any(a.star for a in call.args):
        return None
    function, skipped = _called(source, call)
    if function is None:
        return None
    if arg.keyword is not None:
        named = (*function.params.params, *function.params.kwonly_params)
        return next((param for param in named if param.name.value == arg.keyword.value), None)
    positional = (*function.params.posonly_params, *function.params.params)[skipped:]
    return dict(zip(call.args, positional, strict=False)).get(arg)


def _called(source: Source, call: cst.Call) -> tuple[cst.FunctionDef | None, int]:
    """Return the function of this file that is called, and how many of its parameters the call leaves out."""
    func = call.func
    if isinstance(func, cst.Name):
        bindings, skipped = source.bindings(func), 0
    elif isinstance(func, cst.Attribute) and dotted(func.value) in {"self", "cls"}:
        class_ = source.enclosing(call, cst.ClassDef)
        bindings, skipped = tuple(source.scopes.own(class_).bindings.get(func.attr.value, ())) if class_ else (), 1
    else:
        return None, 0
    node = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(node, cst.FunctionDef):
        return None, 0
    is_static = any(source.code(d.decorator) == "staticmethod" for d in node.decorators)
    return node, 0 if is_static else skipped


def uses(source: Source, target: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    """Yield the places that read a name, or an attribute in the same class."""
    if isinstance(target, cst.Name):
        scope = source.scope(target).visible(target.value)
        yield from source.uses(scope, target.value) if scope else ()
    elif isinstance(target, cst.Attribute) and (text := dotted(target)):
        class_ = source.enclosing(target, cst.ClassDef)
        for node in source.nodes(cst.Attribute):
            if node is not target and dotted(node) == text and source.enclosing(node, cst.ClassDef) is class_:
                yield node


def callers(source: Source, expression: cst.CSTNode) -> Iterator[cst.Call]:
    """Yield the calls, of a function or of a method on `self`, that give back the value of an expression in it."""
    function = source.enclosing(expression, cst.FunctionDef)
    if function is None or not is_returned(source, expression, function):
        return
    name, class_ = function.name.value, source.enclosing(function, cst.FunctionDef, cst.ClassDef)
    for site in source.calls(f"<local>.{name}"):
        yield site.call
    for call in source.method_calls(name) if isinstance(class_, cst.ClassDef) else ():
        on_itself = isinstance(call.func, cst.Attribute) and dotted(call.func.value) in {"self", "cls"}
        if on_itself and source.enclosing(call, cst.ClassDef) is class_:
            yield call


def is_returned(source: Source, expression: cst.CSTNode, function: cst.FunctionDef) -> bool:
    """Whether a function returns the value of an expression in it, at once or by a name."""
    returns = (parent for place in places(source, expression) if isinstance(parent := source.parent(place), cst.Return))
    return any(source.enclosing(statement, cst.FunctionDef) is function for statement in returns)
