"""What the code around a hole tells about its value: a number, text, SQL, one of a few constants, a list."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Binding, BindingKind, Source
from amends_codemods.sql_injection.holes.vocabulary import (
    ARITHMETIC,
    COLLECTION_TYPES,
    NUMBER_CALLS,
    NUMBER_TYPES,
    OBJECT_TYPES,
    PLURAL_ENDINGS,
    SQL_LIBRARIES,
    SQL_WORDS,
    TEXT_METHODS,
    TEXT_TYPES,
)
from amends_codemods.sql_injection.texts.pieces import Hole


class Nature(enum.Enum):
    """What is known of a value."""

    NUMBER = "a number"
    TEXT = "text"
    OBJECT = "an object that most drivers do not take"
    COLLECTION = "several values"
    SQL = "SQL"
    CONSTANT = "a constant from elsewhere"
    UNKNOWN = "unknown"


def nature(source: Source, hole: Hole) -> Nature:
    """Return what is known of the value in a hole."""
    if hole.conversion == "" and hole.percent[-1:] in set("diueEfFgG") - {""}:
        return Nature.NUMBER
    if hole.spec and hole.spec[-1] in "dfeEgGn":
        return Nature.NUMBER
    return of_expression(source, hole.expression) if hole.is_whole else _by_name(_last_key(hole.code))


def is_surely_number(source: Source, hole: Hole) -> bool:
    """Whether whatever stands in a hole is shown as a number, by a conversion that takes nothing else."""
    if nature(source, hole) is not Nature.NUMBER:
        return False
    return not hole.is_plain or (hole.is_whole and _is_converted(source, hole.expression))


def _is_converted(source: Source, expression: cst.BaseExpression) -> bool:
    if isinstance(expression, cst.BinaryOperation):
        return _is_converted(source, expression.left) and _is_converted(source, expression.right)
    if isinstance(expression, cst.Call):
        if source.names(expression.func) == frozenset({"builtins.str"}) and len(expression.args) == 1:
            return _is_converted(source, expression.args[0].value)
        return bool(source.names(expression.func) & NUMBER_CALLS)
    return isinstance(expression, (cst.Integer, cst.Float))


def of_expression(source: Source, expression: cst.BaseExpression, hops: int = 4) -> Nature:  # noqa: C901, PLR0911 - guard clauses, one for each kind
    """Return what is known of the value of an expression."""
    if isinstance(expression, (cst.Integer, cst.Float)):
        return Nature.NUMBER
    if isinstance(expression, (cst.FormattedString, cst.SimpleString, cst.ConcatenatedString)):
        return Nature.TEXT
    if isinstance(expression, (cst.List, cst.Tuple, cst.Set, cst.Dict, cst.ListComp, cst.GeneratorExp, cst.SetComp)):
        return Nature.COLLECTION
    if isinstance(expression, cst.UnaryOperation):
        return of_expression(source, expression.expression, hops)
    if isinstance(expression, cst.BinaryOperation):
        both = {of_expression(source, side, hops) for side in (expression.left, expression.right)}
        return (
            Nature.NUMBER if both == {Nature.NUMBER} and isinstance(expression.operator, ARITHMETIC) else _mixed(both)
        )
    if isinstance(expression, cst.IfExp):
        both = {of_expression(source, side, hops) for side in (expression.body, expression.orelse)}
        return both.pop() if len(both) == 1 else _mixed(both)
    if isinstance(expression, cst.Call):
        return _of_call(source, expression, hops)
    if isinstance(expression, cst.Name):
        return _of_name(source, expression, hops)
    if isinstance(expression, cst.Attribute):
        return _of_attribute(source, expression)
    if isinstance(expression, cst.Subscript):
        return _by_name(_last_key(source.code(expression)))
    return Nature.UNKNOWN


def _mixed(natures: set[Nature]) -> Nature:
    return next((n for n in (Nature.SQL, Nature.COLLECTION) if n in natures), Nature.UNKNOWN)


def _of_call(source: Source, call: cst.Call, hops: int) -> Nature:  # noqa: PLR0911 - guard clauses, one for each kind
    names = source.names(call.func)
    if names & NUMBER_CALLS:
        return Nature.NUMBER
    if names == frozenset({"builtins.str"}) and call.args:
        inner = of_expression(source, call.args[0].value, hops)
        return inner if inner is Nature.NUMBER else Nature.TEXT
    if any(name.split(".")[0].split("(")[0] in SQL_LIBRARIES for name in names):
        return Nature.SQL
    if names & OBJECT_TYPES:
        return Nature.OBJECT
    if isinstance(call.func, cst.Attribute):
        if call.func.attr.value == "join":
            return Nature.COLLECTION
        if call.func.attr.value in {"get", "pop"} and call.args:
            return _by_name(source.code(call.args[0].value).strip("'\""))
        is_text = call.func.attr.value in TEXT_METHODS
        made_of = of_expression(source, call.func.value, hops) if is_text else Nature.UNKNOWN
        return made_of if made_of in {Nature.SQL, Nature.COLLECTION} else _by_name(call.func.attr.value)
    if isinstance(call.func, cst.Name):
        return _of_function(source, call.func)
    return Nature.UNKNOWN


def _of_function(source: Source, name: cst.Name) -> Nature:
    for binding in source.bindings(name):
        if isinstance(binding.node, cst.FunctionDef) and _returns_sql(binding.node):
            return Nature.SQL
    return _by_name(name.value)


def _returns_sql(function: cst.FunctionDef) -> bool:
    """Whether a function of this file returns text that it writes itself."""
    stack: list[cst.CSTNode] = [function.body]
    while stack:
        node = stack.pop()
        if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
            continue
        leaves = _leaves(node.value) if isinstance(node, cst.Return) and node.value is not None else ()
        if any(isinstance(leaf, (cst.SimpleString, cst.FormattedString)) for leaf in leaves):
            return True
        stack += node.children
    return False


def _leaves(expression: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(expression, cst.BinaryOperation):
        yield from _leaves(expression.left)
        yield from _leaves(expression.right)
    elif isinstance(expression, cst.IfExp):
        yield from _leaves(expression.body)
        yield from _leaves(expression.orelse)
    elif isinstance(expression, cst.BooleanOperation):
        yield from _leaves(expression.left)
        yield from _leaves(expression.right)
    elif isinstance(expression, cst.Call) and isinstance(expression.func, cst.Attribute):
        yield from _leaves(expression.func.value)
    else:
        yield expression


def _of_name(source: Source, name: cst.Name, hops: int) -> Nature:
    bindings = source.bindings(name)
    found = {_of_binding(source, binding, hops) for binding in bindings}
    found.discard(None)
    if len(found) == 1 and (known := next(iter(found))) is not None and known is not Nature.UNKNOWN:
        return known
    for strong in (Nature.SQL, Nature.COLLECTION):
        if strong in found:
            return strong
    if name.value.isupper() and not any(isinstance(binding.node, cst.Param) for binding in bindings):
        return Nature.CONSTANT
    return _by_name(name.value)


def _of_binding(source: Source, binding: Binding, hops: int) -> Nature | None:  # noqa: PLR0911 - guard clauses, one for each kind
    if binding.is_none:
        return None
    if isinstance(binding.node, cst.Param):
        return _of_parameter(source, binding.node)
    if isinstance(binding.node, cst.AnnAssign):
        return by_annotation(source, binding.node.annotation.annotation)
    if isinstance(binding.node, (cst.For, cst.CompFor)) and isinstance(binding.node.iter, cst.Call):
        return (
            Nature.NUMBER if source.names(binding.node.iter.func) == frozenset({"builtins.range"}) else Nature.UNKNOWN
        )
    if binding.kind is BindingKind.ASSIGNMENT and binding.value is not None and hops:
        if is_written(source, binding.value):
            return Nature.SQL
        return of_expression(source, binding.value, hops - 1)
    return Nature.UNKNOWN


def is_written(source: Source, value: cst.BaseExpression) -> bool:
    """Whether text that stands without quotes in a query is written out in the program: then it is SQL."""
    return any(
        isinstance(leaf, (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString))
        and not _is_number(source, leaf)
        for leaf in _leaves(value)
    )


def _is_number(source: Source, leaf: cst.BaseExpression) -> bool:
    text = source.constant(leaf)
    return isinstance(text, str) and text.isdigit()


def _of_parameter(source: Source, parameter: cst.Param) -> Nature:
    if parameter.annotation is not None:
        found = by_annotation(source, parameter.annotation.annotation)
        if found is not Nature.UNKNOWN:
            return found
    if isinstance(parameter.default, (cst.Integer, cst.Float)):
        return Nature.NUMBER
    return Nature.COLLECTION if parameter.star else Nature.UNKNOWN


def by_annotation(source: Source, annotation: cst.BaseExpression) -> Nature:
    """Return what an annotation tells of a value; None as one of several types counts for nothing."""
    if isinstance(annotation, cst.SimpleString):
        return _by_type(frozenset({annotation.value.strip("'\"").partition("[")[0]}))
    if isinstance(annotation, cst.BinaryOperation):
        both = {
            by_annotation(source, side) for side in (annotation.left, annotation.right) if source.code(side) != "None"
        }
        return both.pop() if len(both) == 1 else Nature.UNKNOWN
    if isinstance(annotation, cst.Subscript):
        inner = annotation.slice[0].slice
        wraps = source.names(annotation.value) & {"typing.Optional", "typing.Annotated"}
        if wraps and isinstance(inner, cst.Index):
            return by_annotation(source, inner.value)
        annotation = annotation.value
    return _by_type(source.names(annotation) | {source.code(annotation)})


def _by_type(names: frozenset[str]) -> Nature:
    last = {name.rpartition(".")[2] for name in names}
    for types, known in (
        (NUMBER_TYPES, Nature.NUMBER), (TEXT_TYPES, Nature.TEXT), (COLLECTION_TYPES, Nature.COLLECTION),
    ):  # fmt: skip
        if last & types:
            return known
    return Nature.OBJECT if last & {name.rpartition(".")[2] for name in OBJECT_TYPES} else Nature.UNKNOWN


def _of_attribute(source: Source, attribute: cst.Attribute) -> Nature:
    if attribute.attr.value.isupper() and attribute.attr.value not in _attributes_set(source):
        return Nature.CONSTANT
    return _by_name(attribute.attr.value)


@remembered
def _attributes_set(source: Source) -> frozenset[str]:
    """Return the names of the attributes that the file sets by way of an object."""
    targets = (node.target for node in source.nodes(cst.AssignTarget))
    return frozenset(target.attr.value for target in targets if isinstance(target, cst.Attribute))


def _last_key(code: str) -> str:
    return code.rstrip("])").rpartition("[")[2].rpartition(".")[2].strip("'\"")


def _by_name(name: str) -> Nature:
    """Return what the spelling of a name suggests, where nothing better is known."""
    words = name.lower().strip("_").split("_")
    if set(words) & SQL_WORDS:
        return Nature.SQL
    return Nature.COLLECTION if is_plural(name) else Nature.UNKNOWN


def is_plural(name: str) -> bool:
    """Whether a name speaks of several things."""
    last = name.lower().rstrip("_").rpartition("_")[2]
    return last in PLURAL_ENDINGS or (last.endswith("ids") and len(last) > 2)  # noqa: PLR2004 - "ids" itself counts
