"""The places that an assignment fills: names, attributes, entries."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Scope, Source, dotted
from amends_codemods.hardcoded_secret.positions.owners import around, is_enum, spelled, text_of
from amends_codemods.hardcoded_secret.positions.places import ELSEWHERE, RIGID, Neighbours, Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import ACCOUNT, CONFIGURATIONS
from amends_codemods.hardcoded_secret.replacing.environment import index, is_environ
from amends_codemods.hardcoded_secret.signs.names import announces
from amends_codemods.hardcoded_secret.signs.values import Use


def place_of_targets(source: Source, assign: cst.Assign) -> Place:
    """Return the place that an assignment fills; with several targets it has all their names, the telling one first.

    What is put into the environment has its name there.
    """
    places = [place_of_target(source, target.target) for target in assign.targets]
    places.sort(key=lambda place: (place.shape is not Shape.EXPORT, not any(map(announces, place.names))))
    return replace(places[0], names=tuple(name for place in places for name in place.names))


def place_of_annotated(source: Source, assign: cst.AnnAssign) -> Place:
    """Return the place that an annotated assignment fills, unless the annotation is the value's own text."""
    annotation = assign.annotation.annotation
    literal = isinstance(annotation, cst.Subscript) and (dotted(annotation.value) or "").endswith("Literal")
    return RIGID if literal else place_of_target(source, assign.target)


def place_of_target(source: Source, target: cst.BaseExpression) -> Place:
    """Return the place that an assignment to `target` fills."""
    if isinstance(target, cst.Name):
        return _name(source, target)
    if isinstance(target, cst.Attribute):
        return _attribute(source, target)
    return _item(source, target) if isinstance(target, cst.Subscript) else ELSEWHERE


def _name(source: Source, target: cst.Name) -> Place:
    names, scope = (target.value,), source.scope(target)
    if isinstance(scope.node, cst.ClassDef) and is_enum(source, scope.node):
        return Place(Shape.MEMBER, names)
    shape = Shape.CONSTANT if scope.is_module or scope.is_class else Shape.LOCAL
    beside = _bound_beside(source, scope) if announces(target.value) else ()
    return Place(shape, names, owners=around(source, target), target=target, neighbours=beside)


# For a quick choice: a module may bind thousands of names.
_ACCOUNTS = tuple(ACCOUNT)


@remembered
def _bound_beside(source: Source, scope: Scope) -> Neighbours:
    """Return the accounts that a scope names; of a class all constants, for they may be a table of names."""
    first = ((name, bound[0].value) for name, bound in scope.bindings.items() if bound)
    if scope.is_class:
        return tuple((name, text_of(source, value)) for name, value in first if value)
    return tuple((name, text_of(source, value)) for name, value in first if name.lower().endswith(_ACCOUNTS))


def _attribute(source: Source, target: cst.Attribute) -> Place:
    name, holder = target.attr.value, spelled(target.value)
    own = holder[-1:] in {("self",), ("cls",)}
    owners = (*holder[:-1], *reversed(around(source, target))) if own else holder
    framework = name == "secret_key" and not own
    shape = Shape.SETTING if name.isupper() or framework else Shape.ATTRIBUTE
    return Place(shape, (name,), owners=owners, use=Use(signs=framework))


def _item(source: Source, target: cst.Subscript) -> Place:
    key = text_of(source, index(target)) or ""
    if is_environ(source, target.value):
        return Place(Shape.EXPORT, (key,))
    return place_of_setting(source, spelled(target.value), key, target)


def place_of_setting(source: Source, holder: tuple[str, ...], key: str, node: cst.CSTNode) -> Place:
    """Return the place of an entry that is set by its key, such as `app.config["SECRET_KEY"]`."""
    if not key.isupper():
        return Place(Shape.ENTRY, (key,), holder[:1], around(source, node))
    configures = bool(holder) and holder[0].lower() in CONFIGURATIONS
    use = Use(signs=configures and "KEY" in key)
    return Place(Shape.SETTING, (key,), owners=(*holder, *around(source, node)), use=use)
