"""Finds where an expression stands, by what is around it."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source, argument
from amends_codemods.hardcoded_secret.positions.arguments import is_wrapper, place_in_call, posted
from amends_codemods.hardcoded_secret.positions.cases import place_of_pattern
from amends_codemods.hardcoded_secret.positions.comparisons import place_compared, place_of_choice
from amends_codemods.hardcoded_secret.positions.elements import (
    assigned_by,
    is_second_of_two,
    place_of_assigned,
    takes_a_pair,
)
from amends_codemods.hardcoded_secret.positions.literals import read
from amends_codemods.hardcoded_secret.positions.owners import (
    around,
    around_entry,
    callee,
    is_for_environment,
    is_query,
    path,
    settings_filled,
    spelled,
    text_of,
)
from amends_codemods.hardcoded_secret.positions.places import ELSEWHERE, RIGID, Fallback, Neighbours, Place, Shape
from amends_codemods.hardcoded_secret.positions.readers import (
    declared,
    default_of_reader,
    is_prefixed,
    variable_of_option,
)
from amends_codemods.hardcoded_secret.positions.settings_fields import fallback_of_field
from amends_codemods.hardcoded_secret.positions.sinks import WRAPPERS
from amends_codemods.hardcoded_secret.positions.tables import is_table_of_passwords
from amends_codemods.hardcoded_secret.positions.targets import (
    place_of_annotated,
    place_of_setting,
    place_of_target,
    place_of_targets,
)
from amends_codemods.hardcoded_secret.replacing.environment import fills_environment, is_getter, variable_read
from amends_codemods.hardcoded_secret.replacing.instead import says_missing
from amends_codemods.hardcoded_secret.signs.names import announces
from amends_codemods.hardcoded_secret.signs.values import Use

_RIGID = (
    cst.Annotation, cst.Index, cst.MatchMappingElement, cst.BinaryOperation, cst.Expr, cst.Assert,
)  # fmt: skip
_UNCHANGED = frozenset({"encode", "decode", "strip"})


def place_of(source: Source, node: cst.BaseExpression) -> Place:  # noqa: C901, PLR0911, PLR0912 - one line for each syntax
    """Return where an expression stands; what only wraps it is looked through."""
    match source.parent(node):
        case cst.Assign() as assign:
            return place_of_targets(source, assign)
        case cst.AnnAssign() as assign:
            return _field(source, assign, node)
        case cst.NamedExpr(target=target):
            return place_of_target(source, target)
        case cst.DictElement() as element:
            return _entry(source, element) if node is element.value else RIGID
        case cst.Param() as parameter:
            return _default(source, parameter) if node is parameter.default else RIGID
        case cst.Comparison() | cst.ComparisonTarget() as compared:
            return place_compared(source, compared, node)
        case cst.MatchValue() as pattern:
            return place_of_pattern(source, pattern)
        case cst.Arg() as arg:
            return _argument(source, arg)
        case cst.BooleanOperation() as operation:
            return _operand(source, node, operation)
        case cst.IfExp() as choice:
            return _branch(source, node, choice)
        case cst.Attribute() as attribute:
            return _receiver(source, attribute)
        case cst.Element() as element:
            return _element(source, element)
        case cst.FormattedStringExpression():
            return Place(Shape.FORMATTED)
        case parent if isinstance(parent, _RIGID):
            return RIGID
        case _:
            return replace(ELSEWHERE, owners=around(source, node))


def _field(source: Source, assign: cst.AnnAssign, value: cst.BaseExpression) -> Place:
    """Return the place of an annotated assignment, which may be a field that a package reads from the environment."""
    place = place_of_annotated(source, assign)
    is_default = read(source, value) is not None or (isinstance(value, cst.Call) and callee(value) in WRAPPERS)
    fallback = fallback_of_field(source, assign, value) if is_default else None
    return replace(place, fallback=fallback) if fallback else place


def _entry(source: Source, element: cst.DictElement) -> Place:
    display = source.parent(element)
    if not isinstance(display, cst.Dict):
        return RIGID
    if fills_environment(source, display):
        return Place(Shape.EXPORT, (text_of(source, element.key) or "",))
    key, use = _key(source, element.key), posted(source, display)
    if is_table_of_passwords(source, display):
        return Place(Shape.ENTRY, ("password",), (key, *path(source, display)), use=Use(opens=True))
    # only then: a dictionary may have thousands of entries
    beside = _entries(source, display) if announces(key) else ()
    names, shape = (key,) if key else (), Shape.QUERY if is_query(source, display) else Shape.ENTRY
    if key.isupper() and is_for_environment(source, display):
        return Place(Shape.SETTING, names, owners=around(source, display), neighbours=beside)
    if key.isupper() and (holder := settings_filled(source, display)):
        return replace(place_of_setting(source, holder, key, display), neighbours=beside)
    return Place(shape, names, path(source, display), around_entry(source, display), use, neighbours=beside)


@remembered
def _entries(source: Source, display: cst.Dict) -> Neighbours:
    pairs = (entry for entry in display.elements if isinstance(entry, cst.DictElement))
    return tuple((_key(source, entry.key), text_of(source, entry.value)) for entry in pairs)


def _key(source: Source, key: cst.BaseExpression) -> str:
    value = source.constant(key)
    return value if isinstance(value, str) else next(iter(spelled(key)), "")


def _default(source: Source, parameter: cst.Param) -> Place:
    parameters = source.parent(parameter)
    if not isinstance(parameters, cst.Parameters):
        return RIGID
    listed = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    beside = tuple((p.name.value, text_of(source, p.default) if p.default else None) for p in listed)
    return Place(Shape.DEFAULT, (parameter.name.value,), owners=around(source, parameter), neighbours=beside)


def _argument(source: Source, arg: cst.Arg) -> Place:
    call = source.parent(arg)
    if not isinstance(call, cst.Call):
        return RIGID
    if is_getter(source, call):
        return RIGID if arg is call.args[0] else _from_environment(source, call)
    if arg is default_of_reader(source, call):
        variable = None if is_prefixed(source, call) else text_of(source, call.args[0].value)
        return _read_by_package(source, call, arg, variable)
    is_declared = arg is declared(source, call)
    if (is_declared or arg is argument(call, "default")) and (variable := variable_of_option(source, call)):
        return _read_by_package(source, call, arg, variable)
    if is_declared:
        return replace(place_of(source, call), shape=Shape.LAST_RESORT)
    return place_of(source, call) if is_wrapper(call, arg) else place_in_call(source, call, arg)


def _from_environment(source: Source, call: cst.Call) -> Place:
    """Return the place of a default; where `setdefault` is a statement, that puts it into the environment."""
    variable = variable_read(source, call)
    if variable and callee(call) == "setdefault" and isinstance(source.parent(call), cst.Expr):
        return Place(Shape.EXPORT, (variable,))
    return _falling_back(source, call, variable)


def _falling_back(source: Source, whole: cst.BaseExpression, variable: str | None) -> Place:
    outer = place_of(source, whole)
    if outer.fallback is not None and not _comes_last(source, whole):
        return replace(outer, fallback=Fallback(None, whole))
    names = (variable, *outer.names) if variable else outer.names
    return replace(outer, names=names, fallback=Fallback(variable, whole))


def _comes_last(source: Source, expression: cst.BaseExpression) -> bool:
    """Whether an expression is only looked at where what stands before it has no value: `os.getenv("A") or …`."""
    above = source.parent(expression)
    return isinstance(above, cst.BooleanOperation) and isinstance(above.operator, cst.Or) and above.right is expression


def _read_by_package(source: Source, call: cst.Call, default: cst.Arg, variable: str | None) -> Place:
    place = _falling_back(source, call, variable)
    if place.fallback is None or place.fallback.variable is None:
        return place
    return replace(place, fallback=Fallback(variable, call, default))


def _operand(source: Source, node: cst.BaseExpression, operation: cst.BooleanOperation) -> Place:
    if not _comes_last(source, node):
        return place_of(source, operation)
    left = operation.left
    if (variable := variable_read(source, left)) is not None:
        return _falling_back(source, operation, variable)
    outer = place_of(source, operation)
    last = left.right if isinstance(left, cst.BooleanOperation) and isinstance(left.operator, cst.Or) else None
    variable = variable_read(source, last) if last is not None and not left.lpar else None
    if variable is None or outer.fallback is not None or read(source, node) is None:
        return outer
    return replace(outer, names=(variable, *outer.names), fallback=Fallback(variable, operation, since=last))


def _branch(source: Source, node: cst.BaseExpression, choice: cst.IfExp) -> Place:
    if node is choice.test:
        return ELSEWHERE
    variable = variable_read(source, choice.body if node is choice.orelse else choice.orelse)
    if variable is not None and says_missing(source, choice.test, variable, holds=node is choice.body):
        return _falling_back(source, choice, variable)
    return place_of(source, choice)


def _receiver(source: Source, attribute: cst.Attribute) -> Place:
    call = source.parent(attribute)
    if isinstance(call, cst.Call) and call.func is attribute and attribute.attr.value in _UNCHANGED:
        return place_of(source, call)
    return RIGID


def _element(source: Source, element: cst.Element) -> Place:
    display = source.parent(element)
    if not isinstance(display, (cst.Tuple, cst.List, cst.Set)):
        return Place(Shape.ELEMENT, owners=around(source, element))
    holder = source.parent(display)
    if isinstance(holder, cst.ComparisonTarget):
        return place_of_choice(source, holder)
    if (assign := assigned_by(source, display)) is not None:
        return place_of_assigned(source, assign, display, element)
    if isinstance(display, cst.Tuple) and is_second_of_two(display, element):
        outer = place_of(source, display)
        user = text_of(source, display.elements[0].value)
        is_account = user is None or not any(map(str.isspace, user))
        if outer.shape not in {Shape.COMPARISON, Shape.RIGID} and takes_a_pair(outer) and is_account:
            return replace(outer, shape=Shape.ARGUMENT, names=("password",), use=Use(opens=True))
    return Place(Shape.ELEMENT, owners=around(source, element))
