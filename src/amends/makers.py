"""Names what makes the objects that a file dumps, and what is put into them: what it calls, or annotations tell."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.given import given
from amends.results import uses
from amends.source import Source, children, dotted

_PUTTING = frozenset({"append", "appendleft", "add", "insert", "setdefault"})
_COPIES = frozenset({"builtins.dict", "copy.copy", "copy.deepcopy"})
_OF_ALL = _COPIES | {f"builtins.{name}" for name in ("frozenset", "list", "reversed", "set", "sorted", "tuple")}
_GIVING_ITSELF = frozenset({
    "compile", "copy", "cpu", "cuda", "double", "eval", "fit", "float", "half", "items", "partial_fit", "to", "train",
    "values",
})  # fmt: skip


def makers(source: Source, thing: cst.BaseExpression, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield what tells the class of a thing, and of what it holds."""
    class_ = _whose_state(source, thing)
    if class_ is not None:
        for value in attribute_values(source, class_) if hops else ():
            yield from makers(source, value, hops - 1)
    elif isinstance(thing, cst.Call):
        yield from _of_call(source, thing, hops)
    elif isinstance(thing, cst.Attribute) and hops:
        yield from _of_attribute(source, thing, hops - 1)
    elif isinstance(thing, cst.Name):
        yield from _of_name(source, thing, hops)
    else:
        for part in _parts(thing):
            yield from makers(source, part, hops)


def _parts(thing: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what a display or comprehension holds, and what one of several expressions may be."""
    if isinstance(thing, (cst.List, cst.Tuple, cst.Set, cst.Dict)):
        yield from (element.value for element in thing.elements)
    elif isinstance(thing, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
        yield thing.elt
    elif isinstance(thing, cst.DictComp):
        yield thing.value
    elif isinstance(thing, cst.IfExp):
        yield from (thing.body, thing.orelse)
    elif isinstance(thing, cst.BooleanOperation):
        yield from (thing.left, thing.right)


def attribute_values(source: Source, class_: cst.ClassDef) -> Iterator[cst.BaseExpression]:
    """Yield what the methods of a class assign to attributes of `self`."""
    yield from (value for _, value in attributes(source, class_))


def attributes(source: Source, class_: cst.ClassDef) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    """Yield the attributes of `self` that the methods of a class assign to, each with what it is given."""
    for target in source.nodes(cst.AssignTarget):
        statement, name = source.parent(target), dotted(target.target) or ""
        is_own = name.startswith("self.") and name.count(".") == 1 and source.enclosing(target, cst.ClassDef) is class_
        if isinstance(statement, cst.Assign) and is_own:
            yield target.target, statement.value


def within(holder: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """Yield the outermost names and attributes inside a node."""
    for node in children(holder):
        if isinstance(node, (cst.Name, cst.Attribute)):
            yield node
        else:
            yield from within(node)


def _of_call(source: Source, call: cst.Call, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield what is called, or the class of which `cls` is the name, and what makes that which a function returns."""
    called = _called(source, call.func)
    class_ = _class_of_first(source, called) if isinstance(called, cst.Param) else None
    yield class_.name if class_ else call.func
    if hops and (same := _given_back(source, call)):
        yield from makers(source, same, hops - 1)
    if isinstance(called, cst.FunctionDef) and hops:
        for statement in source.nodes(cst.Return):
            if statement.value is not None and source.enclosing(statement, cst.FunctionDef) is called:
                yield from makers(source, statement.value, hops - 1)


def _called(source: Source, function: cst.BaseExpression) -> cst.CSTNode | None:
    """Return what binds the name of a function, be it a method of the same object or of a class that is named."""
    bindings = source.bindings(function) if isinstance(function, cst.Name) else ()
    if isinstance(function, cst.Attribute):
        is_own = dotted(function.value) in {"self", "cls"}
        class_ = source.enclosing(function, cst.ClassDef) if is_own else _called(source, function.value)
        scope = source.scopes.own(class_) if isinstance(class_, cst.ClassDef) else None
        bindings = tuple(scope.bindings.get(function.attr.value, ())) if scope is not None else ()
    return bindings[0].node if bindings else None


def _given_back(source: Source, call: cst.Call) -> cst.BaseExpression | None:
    """Return the object that a call gives back, or a copy of it, or what it holds in another container."""
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in _GIVING_ITSELF:
        return call.func.value
    return call.args[0].value if call.args and source.names(call.func) & _OF_ALL else None


def _of_name(source: Source, name: cst.Name, hops: int) -> Iterator[cst.BaseExpression]:
    for binding in source.bindings(name):
        if isinstance(binding.node, cst.AnnAssign):
            yield from within(binding.node.annotation)
        if binding.value is not None and hops:
            yield from makers(source, binding.value, hops - 1)
        elif isinstance(binding.node, cst.Param):
            yield from _of_parameter(source, binding.node, hops)
        elif isinstance(binding.node, (cst.For, cst.CompFor)) and isinstance(binding.node.target, cst.Name) and hops:
            yield from makers(source, binding.node.iter, hops - 1)
        elif isinstance(binding.node, cst.ExceptHandler) and (caught := binding.node.type):
            yield from (caught,) if isinstance(caught, (cst.Name, cst.Attribute)) else within(caught)
    for value in _put_in(source, name) if hops else ():
        yield from makers(source, value, hops - 1)


def _put_in(source: Source, holder: cst.Name | cst.Attribute) -> Iterator[cst.BaseExpression]:
    """Yield what is put into the container that a name or an attribute holds."""
    for use in uses(source, holder):
        above = source.parent(use)
        further = source.parent(above) if above else None
        if isinstance(above, cst.Subscript) and above.value is use and isinstance(further, cst.AssignTarget):
            statement = source.parent(further)
            yield from (statement.value,) if isinstance(statement, cst.Assign) else ()
        elif isinstance(above, cst.Attribute) and above.attr.value in _PUTTING and isinstance(further, cst.Call):
            yield from (arg.value for arg in further.args[-1:] if not arg.star)


def _whose_state(source: Source, thing: cst.BaseExpression) -> cst.ClassDef | None:
    """Return the class of which `self.__dict__`, `vars(self)`, or a copy of these holds all attributes."""
    if isinstance(thing, cst.Call):
        if isinstance(thing.func, cst.Attribute) and thing.func.attr.value == "copy":
            return _whose_state(source, thing.func.value)
        inner = thing.args[0].value if len(thing.args) == 1 else None
        if inner is not None and source.names(thing.func) & _COPIES:
            return _whose_state(source, inner)
        is_state = inner is not None and dotted(inner) == "self" and "builtins.vars" in source.names(thing.func)
        return source.enclosing(thing, cst.ClassDef) if is_state else None
    return source.enclosing(thing, cst.ClassDef) if dotted(thing) == "self.__dict__" else None


def _of_attribute(source: Source, thing: cst.Attribute, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield what tells the class of `self.x`, from the assignments to it in the same class."""
    text, class_ = dotted(thing), source.enclosing(thing, cst.ClassDef)
    for assign in source.nodes(cst.Assign):
        if any(dotted(t.target) == text for t in assign.targets) and source.enclosing(assign, cst.ClassDef) is class_:
            yield from makers(source, assign.value, hops)
    for annotated in source.nodes(cst.AnnAssign):
        if dotted(annotated.target) == text and source.enclosing(annotated, cst.ClassDef) is class_:
            yield from within(annotated.annotation)
    for value in _put_in(source, thing):
        yield from makers(source, value, hops)


def _of_parameter(source: Source, param: cst.Param, hops: int) -> Iterator[cst.BaseExpression]:
    if param.annotation:
        yield from within(param.annotation)
    elif class_ := _class_of_first(source, param):
        yield class_.name
        return
    for value in given(source, param) if hops else ():
        yield from makers(source, value, hops - 1)


def _class_of_first(source: Source, param: cst.Param) -> cst.ClassDef | None:
    """Return the class whose method has a parameter as its first one."""
    function = source.enclosing(param, cst.FunctionDef)
    class_ = source.parent(source.parent(function) or function) if function else None
    is_first = function is not None and param in function.params.params[:1]
    return class_ if isinstance(class_, cst.ClassDef) and is_first else None
