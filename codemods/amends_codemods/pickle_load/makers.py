"""Names what makes the objects that a file dumps: the classes that it calls, or that annotations tell."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source, children, dotted

_COPIES = frozenset({"builtins.dict", "copy.copy", "copy.deepcopy"})


def makers(source: Source, thing: cst.BaseExpression, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield what tells the class of a thing, and of what it holds."""
    class_ = _whose_state(source, thing)
    if class_ is not None:
        for value in attribute_values(source, class_) if hops else ():
            yield from makers(source, value, hops - 1)
    elif isinstance(thing, cst.Call):
        yield thing.func
    elif isinstance(thing, (cst.List, cst.Tuple, cst.Set, cst.Dict)):
        for element in thing.elements:
            yield from makers(source, element.value, hops)
    elif isinstance(thing, (cst.ListComp, cst.SetComp)):
        yield from makers(source, thing.elt, hops)
    elif isinstance(thing, cst.Attribute) and hops:
        yield from _of_attribute(source, thing, hops - 1)
    elif isinstance(thing, cst.Name):
        yield from _of_name(source, thing, hops)


def attribute_values(source: Source, class_: cst.ClassDef) -> Iterator[cst.BaseExpression]:
    """Yield what the methods of a class assign to attributes of `self`."""
    for target in source.nodes(cst.AssignTarget):
        statement, name = source.parent(target), dotted(target.target) or ""
        is_own = name.startswith("self.") and name.count(".") == 1 and source.enclosing(target, cst.ClassDef) is class_
        if isinstance(statement, cst.Assign) and is_own:
            yield statement.value


def within(holder: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """Yield the outermost names and attributes inside a node."""
    for node in children(holder):
        if isinstance(node, (cst.Name, cst.Attribute)):
            yield node
        else:
            yield from within(node)


def _of_name(source: Source, name: cst.Name, hops: int) -> Iterator[cst.BaseExpression]:
    for binding in source.bindings(name):
        if binding.value is not None and hops:
            yield from makers(source, binding.value, hops - 1)
        elif isinstance(binding.node, cst.Param):
            yield from _of_parameter(source, binding.node)


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


def _of_parameter(source: Source, param: cst.Param) -> Iterator[cst.BaseExpression]:
    function = source.enclosing(param, cst.FunctionDef)
    class_ = source.parent(source.parent(function) or function) if function else None
    first = function.params.params[:1] if function else ()
    if param.annotation:
        yield from within(param.annotation)
    elif isinstance(class_, cst.ClassDef) and param in first:
        yield class_.name
