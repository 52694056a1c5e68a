"""Names what makes the objects that a file dumps, and what is put into them: what it calls, or annotations tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import libcst as cst

from amends.facts.given import given, is_static
from amends.facts.members import attribute_values, held_by, put_by, returned
from amends.facts.own_classes import enumeration_of, is_made_by_call
from amends.facts.remembering import remembered
from amends.facts.results import uses
from amends.source import Binding, Source, children, dotted

_COPIES: Final = frozenset({"builtins.dict", "copy.copy", "copy.deepcopy"})
# Functions that give back an object of their arguments, from which one is left out that is only called.
_HOLDING: Final[Mapping[str, int]] = {
    **dict.fromkeys(_COPIES, 0),
    **{f"builtins.{name}": 0 for name in ("enumerate", "frozenset", "list", "reversed", "set")},
    **{f"builtins.{name}": 0 for name in ("sorted", "tuple", "zip")},
    **{f"collections.{name}": 0 for name in ("ChainMap", "Counter", "OrderedDict", "defaultdict", "deque")},
    **{f"datetime.{name}": 0 for name in ("datetime", "datetime.now", "datetime.fromtimestamp", "time")},
    "builtins.filter": 1,
}
_GIVING_ITSELF: Final = frozenset({
    "compile", "copy", "cpu", "cuda", "double", "eval", "fit", "float", "half", "items", "partial_fit", "to", "train",
    "values",
})  # fmt: skip


@remembered
def makers(source: Source, thing: cst.BaseExpression, hops: int) -> Sequence[cst.BaseExpression]:
    """Return what tells the class of a thing, and of what it holds; functions and classes may be held themselves."""
    return tuple(dict.fromkeys(_makers(source, thing, hops)))


def _makers(source: Source, thing: cst.BaseExpression, hops: int) -> Iterator[cst.BaseExpression]:
    if enumeration := enumeration_of(source, thing):
        yield enumeration
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
    """Yield what a display or comprehension holds, what one of several expressions may be, and what has a part."""
    if isinstance(thing, (cst.List, cst.Tuple, cst.Set, cst.Dict)):
        yield from (element.value for element in thing.elements)
        yield from (element.key for element in thing.elements if isinstance(element, cst.DictElement))
    elif isinstance(thing, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
        yield thing.elt
    elif isinstance(thing, cst.DictComp):
        yield from (thing.value, thing.key)
    elif isinstance(thing, (cst.Subscript, cst.NamedExpr)):
        yield thing.value
    elif isinstance(thing, cst.IfExp):
        yield from (thing.body, thing.orelse)
    elif isinstance(thing, (cst.BooleanOperation, cst.BinaryOperation)):
        is_text = isinstance(thing.left, (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString))
        yield from () if is_text else (thing.left, thing.right)


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
    if mapped := _mapped(source, call):
        yield mapped
    further = [*_given_back(source, call), *(returned(source, called) if isinstance(called, cst.FunctionDef) else ())]
    if isinstance(call.func, cst.Subscript):
        further.append(call.func.value)
    for value in further if hops else ():
        yield from makers(source, value, hops - 1)
    for value in _held(source, call, called):
        yield from makers(source, value, hops)


def _called(source: Source, function: cst.BaseExpression) -> cst.CSTNode | None:
    """Return what binds the name of a function, be it a method of the same object or of a class that is named."""
    bindings = source.bindings(function) if isinstance(function, cst.Name) else ()
    if isinstance(function, cst.Attribute):
        is_own = dotted(function.value) in {"self", "cls"}
        class_ = source.enclosing(function, cst.ClassDef) if is_own else _called(source, function.value)
        scope = source.scopes.own(class_) if isinstance(class_, cst.ClassDef) else None
        bindings = tuple(scope.bindings.get(function.attr.value, ())) if scope is not None else ()
    return bindings[0].node if bindings else None


def _mapped(source: Source, call: cst.Call) -> cst.BaseExpression | None:
    """Return the class that `map` makes objects of."""
    first = call.args[0].value if call.args and "builtins.map" in source.names(call.func) else None
    return None if first is None or isinstance(_called(source, first), cst.FunctionDef) else first


def _given_back(source: Source, call: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield the object that a call gives back, or what a function that it maps gives back."""
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in _GIVING_ITSELF:
        yield call.func.value
    mapped = _called(source, call.args[0].value) if "builtins.map" in source.names(call.func) and call.args else None
    yield from returned(source, mapped) if isinstance(mapped, cst.FunctionDef) else ()


def _held(source: Source, call: cst.Call, called: cst.CSTNode | None) -> Iterator[cst.BaseExpression]:
    """Yield the arguments that a container, or an object of a class of the file, is made of."""
    left_out = [_HOLDING[name] for name in source.names(call.func) & _HOLDING.keys()]
    if left_out or isinstance(called, cst.ClassDef) or is_made_by_call(source, call.func):
        passed = call.args[left_out[0] if left_out else 0 :]
        yield from (arg.value for arg in passed if arg.keyword is None or arg.keyword.value != "key")


def _of_name(source: Source, name: cst.Name, hops: int) -> Iterator[cst.BaseExpression]:
    if is_made_by_call(source, name):
        yield name
        return
    for binding in source.bindings(name):
        yield from _told_by(source, name, binding, hops)
        value = _value(binding)
        if value is not None and hops:
            yield from makers(source, value, hops - 1)
    for value in _put_in(source, name) if hops else ():
        yield from makers(source, value, hops - 1)


def _told_by(source: Source, name: cst.Name, binding: Binding, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield what a name's binding itself tells: by an annotation, or because it is what bears the name."""
    node = binding.node
    if isinstance(node, cst.AnnAssign):
        yield from within(node.annotation)
    elif isinstance(node, cst.Param):
        yield from _of_parameter(source, node, hops)
    elif isinstance(node, (cst.ClassDef, cst.FunctionDef)):
        yield name
    elif isinstance(node, cst.ExceptHandler) and (caught := node.type):
        yield from (caught,) if isinstance(caught, (cst.Name, cst.Attribute)) else within(caught)


def _value(binding: Binding) -> cst.BaseExpression | None:
    """Return what a name is, or is taken out of, or what is added to it."""
    node = binding.node
    if isinstance(node, (cst.For, cst.CompFor)):
        return node.iter
    if isinstance(node, cst.WithItem):
        return node.item
    if isinstance(node, cst.Assign) and binding.value is None:
        return _of_its_own(node, binding.name) or node.value
    return node.value if isinstance(node, cst.AugAssign) else binding.value


def _of_its_own(assign: cst.Assign, name: str) -> cst.BaseExpression | None:
    """Return what one of several names gets where all of them stand beside their values: `a, b = A(), B()`."""
    target = assign.targets[0].target
    if not isinstance(target, cst.Tuple) or not isinstance(assign.value, cst.Tuple):
        return None
    pairs = zip(target.elements, assign.value.elements, strict=False)
    return next((value.value for held, value in pairs if dotted(held.value) == name), None)


def _put_in(source: Source, holder: cst.Name | cst.Attribute) -> Iterator[cst.BaseExpression]:
    """Yield what is put into the container that a name or an attribute holds."""
    for use in uses(source, holder):
        above = source.parent(use)
        further = source.parent(above) if above else None
        if isinstance(above, cst.Subscript) and above.value is use and isinstance(further, cst.AssignTarget):
            statement = source.parent(further)
            yield from (statement.value,) if isinstance(statement, cst.Assign) else ()
        elif isinstance(further, cst.Call) and further.func is above:
            yield from put_by(further)


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
    """Yield what tells the class of an attribute: of `self`, of a class, or of an object of a class of the file."""
    for annotated in source.nodes(cst.AnnAssign):
        same_class = source.enclosing(annotated, cst.ClassDef) is source.enclosing(thing, cst.ClassDef)
        if same_class and dotted(annotated.target) == dotted(thing):
            yield from within(annotated.annotation)
    for value in (*_given_to(source, thing, hops), *_put_in(source, thing)):
        yield from makers(source, value, hops)


def _given_to(source: Source, thing: cst.Attribute, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield what an attribute is given where it is spelled alike, or on another object of the same class."""
    class_, is_self = source.enclosing(thing, cst.ClassDef), dotted(thing.value) == "self"
    if class_ is not None and is_self:
        yield from held_by(source, class_, thing.attr.value)
        return
    for assign in source.nodes(cst.Assign):
        if any(dotted(t.target) == dotted(thing) for t in assign.targets) and dotted(thing):
            yield assign.value
    for maker in makers(source, thing.value, hops) if hops else ():
        owner = _called(source, maker)
        yield from held_by(source, owner, thing.attr.value) if isinstance(owner, cst.ClassDef) else ()


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
    is_first = function is not None and param in function.params.params[:1] and not is_static(source, function)
    return class_ if isinstance(class_, cst.ClassDef) and is_first else None
