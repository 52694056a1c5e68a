"""What annotations, checks and the rest of the function around a load tell about the class of what is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import libcst as cst

from amends.facts.makers import makers, within
from amends.facts.members import attributes
from amends.facts.results import is_returned, places, received, targets, uses
from amends.source import Binding, Source, children, descend
from amends_codemods.pickle_load.data.dumps import held

_NAME = re.compile(r"[A-Za-z_]\w*")
_OBJECT = re.compile(r"\b((?:[A-Z][a-z]+){2,}) (?:[a-z]+ )?(?:object|instance)\b")


def annotated(source: Source, load: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield the names in the annotations of what is loaded, quoted ones too."""
    for annotation in _annotations(source, load):
        yield from within(annotation)
        yield from quoted(source, annotation)
        names = {name for part in within(annotation) for name in source.names(part)}
        class_ = source.enclosing(load, cst.ClassDef)
        if class_ is not None and any(name.endswith(".Self") for name in names):
            yield class_.name


def quoted(source: Source, annotation: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """Yield the names under which the quoted parts of an annotation find classes in the module."""
    yield from (name for text in _texts(annotation) for name in _quoted(source, text))


def checked(source: Source, load: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield the classes that what is loaded is compared with by `isinstance`."""
    for place in places(source, load):
        yield from _checked_with(source, place)


def checked_parts(source: Source, things: Iterable[cst.BaseExpression]) -> Iterator[cst.BaseExpression]:
    """Yield the classes that the parts of tables, which are dumped, are compared with by `isinstance`."""
    for part in (part for thing in things for part in held(source, thing)):
        for use in uses(source, part) if isinstance(part, cst.Name) else ():
            yield from _checked_with(source, use)


def _checked_with(source: Source, place: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    arg = source.parent(place)
    call = source.parent(arg) if isinstance(arg, cst.Arg) else None
    is_check = isinstance(call, cst.Call) and source.names(call.func) == frozenset({"builtins.isinstance"})
    if isinstance(call, cst.Call) and is_check and call.args[0] is arg:
        yield from (name for other in call.args[1:] for name in within(other))


def returned_beside(source: Source, load: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield what makes that which a function returns where it does not return what is loaded: `return State()`."""
    function = source.enclosing(load, cst.FunctionDef)
    if function is None or not is_returned(source, load, function):
        return
    loaded = frozenset(places(source, load))
    for statement in source.nodes(cst.Return):
        value = statement.value
        if isinstance(value, cst.Call) and value not in loaded and source.enclosing(value, cst.FunctionDef) is function:
            yield from makers(source, value, 1)


def held_beside(source: Source, load: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield what makes that which the same variable holds where nothing is loaded: `self.index = Index()`.

    What is made of the old value, or what the data is taken out of, tells nothing.
    """
    for target in targets(source, load):
        mentioned = {source.code(node) for node in descend(load)}
        if source.code(target) not in mentioned:
            yield from (maker for value in _values(source, target, load) for maker in makers(source, value, 1))


def _values(source: Source, target: cst.BaseExpression, load: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield what else a name or an attribute of `self` is given."""
    class_, text = source.enclosing(target, cst.ClassDef), source.code(target)
    values = [binding.value for binding in source.bindings(target)] if isinstance(target, cst.Name) else []
    if isinstance(target, cst.Attribute) and class_ is not None:
        values = [value for held, value in attributes(source, class_) if source.code(held) == text]
    for value in values:
        if value is not None and load not in descend(value) and all(source.code(n) != text for n in descend(value)):
            yield value


def described(source: Source, load: cst.Call) -> str | None:
    """Say which class a docstring says an object is of that is given back, if that is none of this file."""
    function = source.enclosing(load, cst.FunctionDef)
    if function is None or not is_returned(source, load, function):
        return None
    named = _OBJECT.findall(function.get_docstring() or "")
    outside = (name for name in named if name not in source.scopes.module.bindings)
    return next((f"the docstring says that this is a whole {name}" for name in outside), None)


def _annotations(source: Source, load: cst.Call) -> Iterator[cst.CSTNode]:
    parent = source.parent(load)
    params = (received(source, place) for place in places(source, load))
    yield from (param.annotation for param in params if param and param.annotation)
    function = source.enclosing(load, cst.FunctionDef)
    if function is not None and function.returns is not None and is_returned(source, load, function):
        yield function.returns
    if isinstance(parent, cst.AnnAssign):
        yield parent.annotation
    for target in targets(source, load):
        yield from (b.node.annotation for b in _bindings(source, target) if isinstance(b.node, cst.AnnAssign))
    if isinstance(parent, cst.Arg) and isinstance(call := source.parent(parent), cst.Call):
        is_cast = source.names(call.func) == frozenset({"typing.cast"}) and call.args[0] is not parent
        yield from (call.args[0],) if is_cast else ()


def _bindings(source: Source, target: cst.BaseExpression) -> tuple[Binding, ...]:
    """Return where a name, or an attribute in the body of its class, is bound."""
    if isinstance(target, cst.Name):
        return source.bindings(target)
    class_ = source.enclosing(target, cst.ClassDef)
    if isinstance(target, cst.Attribute) and class_ is not None and source.code(target.value) == "self":
        return tuple(source.scopes.own(class_).bindings.get(target.attr.value, ()))
    return ()


def _texts(node: cst.CSTNode) -> Iterator[str]:
    for child in children(node):
        yield from (child.value,) if isinstance(child, cst.SimpleString) else _texts(child)


def _quoted(source: Source, text: str) -> Iterator[cst.BaseExpression]:
    """Yield the names under which a quoted annotation finds classes in the module."""
    for name in _NAME.findall(text):
        for binding in source.scopes.module.bindings.get(name, ()):
            node = binding.node
            if isinstance(node, cst.ClassDef):
                yield node.name
            elif isinstance(node, cst.ImportAlias):
                yield node.asname.name if node.asname and isinstance(node.asname.name, cst.Name) else node.name
