"""Finds what the calls in a file give for a parameter of one of its functions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import libcst as cst

from amends.source import Source, argument, dotted

_MOST_CALLS = 20


def given(source: Source, param: cst.Param) -> Iterator[cst.BaseExpression]:
    """Yield what a parameter is given where its function, method or class is called: of many calls, by the first."""
    function = source.enclosing(param, cst.FunctionDef)
    if function is None:
        return
    class_ = source.enclosing(function, cst.FunctionDef, cst.ClassDef)
    positional = [*function.params.posonly_params, *function.params.params]
    calls = _of_function(source, function)
    if isinstance(class_, cst.ClassDef):
        calls = _of_method(source, function, class_)
        positional = positional if is_static(source, function) else positional[1:]
    for call in islice(calls, _MOST_CALLS):
        if param is function.params.star_arg:
            yield from (arg.value for arg in call.args[len(positional) :] if arg.keyword is None)
        elif param is function.params.star_kwarg:
            known = {known.name.value for known in (*positional, *function.params.kwonly_params)}
            yield from (arg.value for arg in call.args if arg.keyword and arg.keyword.value not in known)
        elif param in (*positional, *function.params.kwonly_params):
            passed = argument(call, param.name.value, positional.index(param) if param in positional else None)
            yield from (passed.value,) if passed is not None else ()


def _of_function(source: Source, function: cst.FunctionDef) -> Iterator[cst.Call]:
    for site in source.calls(f"<local>.{function.name.value}"):
        if _means(source, site.call.func, function):
            yield site.call


def _of_method(source: Source, function: cst.FunctionDef, class_: cst.ClassDef) -> Iterator[cst.Call]:
    """Yield the calls of a method on its own object, or on one that is seen to be made of its class."""
    if function.name.value == "__init__":
        yield from (s.call for s in source.calls(f"<local>.{class_.name.value}") if _means(source, s.call.func, class_))
        return
    for call in source.method_calls(function.name.value):
        receiver = call.func.value if isinstance(call.func, cst.Attribute) else call.func
        is_own = dotted(receiver) in {"self", "cls"} and source.enclosing(call, cst.ClassDef) is class_
        if is_own or is_instance(source, receiver, class_):
            yield call


def is_instance(source: Source, receiver: cst.BaseExpression, class_: cst.ClassDef) -> bool:
    """Whether an object is made right there of a class, or held by a name or attribute that is; or the class itself."""
    if isinstance(receiver, cst.Call):
        return _means(source, receiver.func, class_)
    if isinstance(receiver, cst.Name):
        bound = source.bindings(receiver)
        return bool(bound) and all(b.node is class_ or _is_made_of(source, b.value, class_) for b in bound)
    assigned = (a for a in source.nodes(cst.Assign) if any(_spells(target.target, receiver) for target in a.targets))
    return isinstance(receiver, cst.Attribute) and any(_is_made_of(source, a.value, class_) for a in assigned)


def _is_made_of(source: Source, value: cst.BaseExpression | None, class_: cst.ClassDef) -> bool:
    return isinstance(value, cst.Call) and _means(source, value.func, class_)


def _means(source: Source, name: cst.BaseExpression, definition: cst.FunctionDef | cst.ClassDef) -> bool:
    return isinstance(name, cst.Name) and any(binding.node is definition for binding in source.bindings(name))


def _spells(target: cst.BaseExpression, receiver: cst.BaseExpression) -> bool:
    return dotted(target) is not None and dotted(target) == dotted(receiver)


def is_static(source: Source, function: cst.FunctionDef) -> bool:
    """Whether a method is given no object of its class."""
    return any(source.code(decorator.decorator) == "staticmethod" for decorator in function.decorators)
