"""Finds where an expression stands, by what is around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import libcst as cst

from amends.source import Source
from amends_codemods.hardcoded_secret.arguments import is_wrapper, names_compared, place_in_call, posted
from amends_codemods.hardcoded_secret.environment import index, is_environ, is_getter, variable_read
from amends_codemods.hardcoded_secret.owners import around, is_enum, path, spelled, text_of
from amends_codemods.hardcoded_secret.places import ELSEWHERE, RIGID, Fallback, Place, Shape
from amends_codemods.hardcoded_secret.sinks import AUTH, CONFIGURATIONS
from amends_codemods.hardcoded_secret.values import Use

_Step = Callable[[Source, cst.BaseExpression, cst.CSTNode], Place]
_PAIR = 2


def place_of(source: Source, node: cst.BaseExpression) -> Place:
    """Return where an expression stands; what only wraps it is looked through."""
    parent = source.parent(node)
    step = _STEPS.get(type(parent))
    return step(source, node, parent) if step and parent is not None else ELSEWHERE


def _assigned(source: Source, _node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, cst.Assign)
    places = [place_of_target(source, target.target) for target in parent.targets]
    return replace(places[0], names=tuple(name for place in places for name in place.names))


def _bound(source: Source, _node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, (cst.AnnAssign, cst.NamedExpr))
    return place_of_target(source, parent.target)


def place_of_target(source: Source, target: cst.BaseExpression) -> Place:
    """Return the place that an assignment to `target` fills."""
    if isinstance(target, cst.Name):
        return _name(source, target)
    if isinstance(target, cst.Attribute):
        return _attribute(source, target)
    if isinstance(target, cst.Subscript):
        return _item(source, target)
    return ELSEWHERE


def _name(source: Source, target: cst.Name) -> Place:
    names, scope = (target.value,), source.scope(target)
    beside = tuple(
        (name, text_of(source, bound[0].value) if bound[0].value else None) for name, bound in scope.bindings.items()
    )
    if isinstance(scope.node, cst.ClassDef) and is_enum(source, scope.node):
        return Place(Shape.MEMBER, names)
    shape = Shape.CONSTANT if scope.is_module or scope.is_class else Shape.LOCAL
    return Place(shape, names, owners=around(source, target), target=target, neighbours=beside)


def _attribute(source: Source, target: cst.Attribute) -> Place:
    name, holder = target.attr.value, spelled(target.value)
    whose = holder if holder and holder[-1] not in {"self", "cls"} else (*holder[:-1], *around(source, target))
    framework = name == "secret_key" and holder[:1] != ("self",)
    shape = Shape.SETTING if name.isupper() or framework else Shape.ATTRIBUTE
    return Place(shape, (name,), owners=whose, use=Use(signs=framework))


def _item(source: Source, target: cst.Subscript) -> Place:
    key = text_of(source, index(target)) or ""
    if is_environ(source, target.value):
        return Place(Shape.EXPORT, (key,))
    holder = spelled(target.value)
    configures = holder[:1] and holder[0].lower() in CONFIGURATIONS
    shape = Shape.SETTING if key.isupper() else Shape.ENTRY
    use = Use(signs=bool(configures and "KEY" in key))
    whose = around(source, target)
    if shape is Shape.SETTING:
        return Place(shape, (key,), owners=(*holder, *whose), use=use)
    return Place(shape, (key,), holder[:1], whose, use)


def _entry(source: Source, node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, cst.DictElement)
    if node is not parent.value:
        return RIGID
    display = source.parent(parent)
    assert isinstance(display, cst.Dict)
    pairs = [(_key(source, e.key), text_of(source, e.value)) for e in display.elements if isinstance(e, cst.DictElement)]
    beside = tuple((key, text) for key, text in pairs if key)
    key = _key(source, parent.key)
    names, use = (key,) if key else (), posted(source, display)
    return Place(Shape.ENTRY, names, path(source, display), around(source, display), use, neighbours=beside)


def _key(source: Source, key: cst.BaseExpression) -> str:
    value = source.constant(key)
    return value if isinstance(value, str) else next(iter(spelled(key)), "")


def _default(source: Source, node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, cst.Param)
    parameters = source.parent(parent)
    if node is not parent.default or not isinstance(parameters, cst.Parameters):
        return RIGID
    listed = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    beside = tuple((p.name.value, text_of(source, p.default) if p.default else None) for p in listed)
    return Place(Shape.DEFAULT, (parent.name.value,), owners=around(source, parent), neighbours=beside)


def _left(source: Source, node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, cst.Comparison)
    return _against(source, node, parent, parent.comparisons[0].comparator)


def _right(source: Source, node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    comparison = source.parent(parent)
    assert isinstance(comparison, cst.Comparison)
    return _against(source, node, comparison, comparison.left)


def _against(source: Source, node: cst.BaseExpression, comparison: cst.Comparison, other: cst.BaseExpression) -> Place:
    names = names_compared(source, other)
    is_equality = isinstance(comparison.comparisons[0].operator, (cst.Equal, cst.NotEqual))
    if not is_equality or len(comparison.comparisons) > 1:
        return Place(Shape.RIGID, names)
    asked = isinstance(other, (cst.Call, cst.Subscript))
    use = Use(opens=asked)
    beside = _compared_beside(source, comparison)
    return Place(Shape.COMPARISON, names, owners=around(source, node), use=use, neighbours=beside)


def _compared_beside(source: Source, comparison: cst.Comparison) -> tuple[tuple[str, str | None], ...]:
    """Return what else is compared in the same condition: `user == "admin" and password == …`."""
    around = source.parent(comparison)
    if not isinstance(around, cst.BooleanOperation):
        return ()
    others = [side for side in (around.left, around.right) if isinstance(side, cst.Comparison) and side is not comparison]
    return tuple(
        (name, text_of(source, side.comparisons[0].comparator))
        for side in others
        for name in names_compared(source, side.left)
    )


def _argument(source: Source, _node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    call = source.parent(parent)
    assert isinstance(parent, cst.Arg)
    if not isinstance(call, cst.Call):
        return RIGID
    if is_getter(source, call):
        if parent is call.args[0]:
            return RIGID
        return _falling_back(source, call, variable_read(source, call))
    return place_of(source, call) if is_wrapper(call, parent) else place_in_call(source, call, parent)


def _falling_back(source: Source, whole: cst.BaseExpression, variable: str | None) -> Place:
    outer = place_of(source, whole)
    names = (variable, *outer.names) if variable else outer.names
    return replace(outer, names=names, fallback=Fallback(variable, whole))


def _or(source: Source, node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, cst.BooleanOperation)
    variable = variable_read(source, parent.left) if isinstance(parent.operator, cst.Or) else None
    if variable is not None and node is parent.right:
        return _falling_back(source, parent, variable)
    return place_of(source, parent)


def _if_else(source: Source, node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, cst.IfExp)
    if node is parent.test:
        return ELSEWHERE
    variable = variable_read(source, parent.body if node is parent.orelse else parent.orelse)
    if variable is not None and _asks_for(source, parent.test, variable):
        return _falling_back(source, parent, variable)
    return place_of(source, parent)


def _asks_for(source: Source, test: cst.BaseExpression, variable: str) -> bool:
    """Whether a condition asks if a variable of the environment is set."""
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        asked = isinstance(test.comparisons[0].operator, cst.In)
        return asked and text_of(source, test.left) == variable and is_environ(source, test.comparisons[0].comparator)
    return variable_read(source, test) == variable


def _method(source: Source, _node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    assert isinstance(parent, cst.Attribute)
    call = source.parent(parent)
    if isinstance(call, cst.Call) and call.func is parent and parent.attr.value in {"encode", "decode", "strip"}:
        return place_of(source, call)
    return RIGID


def _element(source: Source, node: cst.BaseExpression, parent: cst.CSTNode) -> Place:
    display = source.parent(parent)
    if isinstance(display, cst.Tuple) and len(display.elements) == _PAIR and display.elements[1] is parent:
        outer = place_of(source, display)
        if outer.names[:1] and outer.names[0].lower() in AUTH:
            return replace(outer, shape=Shape.ARGUMENT, names=("password",), use=Use(opens=True))
    if isinstance(display, cst.Tuple) and isinstance(assign := source.parent(display), cst.Assign):
        return _unpacked(source, assign, display, parent)
    return Place(Shape.ELEMENT, owners=around(source, node))


def _unpacked(source: Source, assign: cst.Assign, display: cst.Tuple, element: cst.CSTNode) -> Place:
    target = assign.targets[0].target
    if not isinstance(target, (cst.Tuple, cst.List)) or len(target.elements) != len(display.elements):
        return Place(Shape.ELEMENT, owners=around(source, display))
    return place_of_target(source, target.elements[list(display.elements).index(element)].value)  # pyright: ignore


def _returned(source: Source, node: cst.BaseExpression, _parent: cst.CSTNode) -> Place:
    return Place(Shape.OTHER, owners=around(source, node))


def _rigid(_source: Source, _node: cst.BaseExpression, _parent: cst.CSTNode) -> Place:
    return RIGID


def _formatted(_source: Source, _node: cst.BaseExpression, _parent: cst.CSTNode) -> Place:
    return Place(Shape.FORMATTED)


_STEPS: dict[type[cst.CSTNode] | type[None], _Step] = {
    cst.Assign: _assigned,
    cst.AnnAssign: _bound,
    cst.NamedExpr: _bound,
    cst.DictElement: _entry,
    cst.Param: _default,
    cst.Comparison: _left,
    cst.ComparisonTarget: _right,
    cst.Arg: _argument,
    cst.BooleanOperation: _or,
    cst.IfExp: _if_else,
    cst.Attribute: _method,
    cst.Element: _element,
    cst.Return: _returned,
    cst.FormattedStringExpression: _formatted,
    cst.Annotation: _rigid,
    cst.Index: _rigid,
    cst.MatchValue: _rigid,
    cst.MatchMappingElement: _rigid,
    cst.BinaryOperation: _rigid,
    cst.Expr: _rigid,
}
