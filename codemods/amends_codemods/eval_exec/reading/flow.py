"""Follows a value to the places that read it again: by its name, as one of many, as what a function returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.GeneratorExp)


def onward(source: Source, node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that have the value of `node` next."""
    parent = source.parent(node)
    if isinstance(parent, cst.NamedExpr) or (isinstance(parent, cst.IfExp) and parent.test is not node):
        yield parent
    if isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is node:
        yield from _held(source, parent.target)
    elif isinstance(parent, (cst.Assign, cst.AnnAssign, cst.NamedExpr)):
        for target in targets(parent):
            yield from _held(source, target)
    elif isinstance(parent, _COMPREHENSIONS) and parent.elt is node:
        for many in (parent, *onward(source, parent)):
            yield from _elements(source, many)
    elif isinstance(parent, cst.Return):
        yield from calls_of(source, source.enclosing(parent, cst.FunctionDef))


def targets(assignment: cst.Assign | cst.AnnAssign | cst.NamedExpr) -> tuple[cst.BaseExpression, ...]:
    """Return what an assignment assigns to."""
    if isinstance(assignment, cst.Assign):
        return tuple(target.target for target in assignment.targets)
    return (assignment.target,)


def _held(source: Source, target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield the reads of a name; of each name, where the value is unpacked."""
    if isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from _held(source, element.value)
    else:
        yield from _reads(source, target)


def _reads(source: Source, target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield the reads of a name; of an attribute, those in the function that sets it."""
    if isinstance(target, cst.Attribute):
        places = _attributes(source).get((source.enclosing(target, cst.FunctionDef), source.code(target)), ())
        yield from (place for place in places if place is not target)
    elif isinstance(target, cst.Name):
        scope = source.scope(target).visible(target.value)
        yield from source.uses(scope, target.value) if scope else ()
        if scope is not None and isinstance(scope.node, cst.ClassDef):
            yield from _members(source).get((scope.node, target.value), ())


@remembered
def _attributes(source: Source) -> Mapping[tuple[cst.FunctionDef | None, str], Sequence[cst.Attribute]]:
    found: defaultdict[tuple[cst.FunctionDef | None, str], list[cst.Attribute]] = defaultdict(list)
    for attribute in source.nodes(cst.Attribute):
        found[source.enclosing(attribute, cst.FunctionDef), source.code(attribute)].append(attribute)
    return found


@remembered
def _members(source: Source) -> Mapping[tuple[cst.ClassDef | None, str], Sequence[cst.Attribute]]:
    """Return the reads of the attributes that methods take from their class or its objects."""
    found: defaultdict[tuple[cst.ClassDef | None, str], list[cst.Attribute]] = defaultdict(list)
    for attribute in source.nodes(cst.Attribute):
        if isinstance(attribute.value, cst.Name) and attribute.value.value in {"self", "cls"}:
            found[source.enclosing(attribute, cst.ClassDef), attribute.attr.value].append(attribute)
    return found


def _elements(source: Source, many: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what has one of many values: the target of a loop, an element, the parameter of a lambda beside it."""
    parent = source.parent(many)
    if isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is many:
        yield from _held(source, parent.target)
    elif isinstance(parent, cst.Subscript) and parent.value is many:
        yield parent
    elif isinstance(parent, cst.Arg) and isinstance(call := source.parent(parent), cst.Call):
        lambdas = (arg.value for arg in call.args if isinstance(arg.value, cst.Lambda))
        for param in (param for function in lambdas for param in function.params.params):
            yield from _reads(source, param.name)


def callees(source: Source, call: cst.Call) -> Iterator[cst.FunctionDef]:
    """Yield the functions and methods of this file that a call may run."""
    func = call.func
    name = func.attr.value if isinstance(func, cst.Attribute) else func.value if isinstance(func, cst.Name) else ""
    for function in _functions(source).get(name, ()):
        is_method = source.enclosing(function, cst.ClassDef) is not None
        if isinstance(func, cst.Attribute) if is_method else f"<local>.{name}" in source.names(func):
            yield function


@remembered
def _functions(source: Source) -> Mapping[str, Sequence[cst.FunctionDef]]:
    found: defaultdict[str, list[cst.FunctionDef]] = defaultdict(list)
    for function in source.nodes(cst.FunctionDef):
        found[function.name.value].append(function)
    return found


def results(source: Source, function: cst.FunctionDef) -> Iterator[cst.BaseExpression]:
    """Yield what a function returns; for a name, all that it is assigned."""
    for result in _results(source).get(function, ()):
        yield result
        if isinstance(result, cst.Name):
            yield from (binding.value for binding in source.bindings(result) if binding.value is not None)


@remembered
def _results(source: Source) -> Mapping[cst.FunctionDef | None, Sequence[cst.BaseExpression]]:
    found: defaultdict[cst.FunctionDef | None, list[cst.BaseExpression]] = defaultdict(list)
    for statement in source.nodes(cst.Return):
        if statement.value is not None:
            found[source.enclosing(statement, cst.FunctionDef)].append(statement.value)
    return found


def calls_of(source: Source, function: cst.FunctionDef | None) -> Iterator[cst.Call]:
    """Yield the calls of a function, or of what may be this method, in its own file."""
    if function is None:
        return
    if source.enclosing(function, cst.ClassDef) is not None:
        yield from source.method_calls(function.name.value)
    else:
        yield from (site.call for site in source.calls(f"<local>.{function.name.value}"))
