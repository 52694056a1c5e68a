"""Looks at all the ways in which a text came about, where several assignments may have made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.eval_exec.reading.spelling import Hole, Piece, pieces

_OPERATORS = frozenset({"+", "-", "*", "/"})
_TEXT_OF = frozenset({"builtins.str", "builtins.repr", "builtins.format"})
_CHANGES = frozenset({"upper", "lower", "strip", "lstrip", "rstrip", "title", "capitalize", "casefold", "replace"})


@dataclass(frozen=True, slots=True)
class Made:
    """One way in which a text is made: words or values joined by a sign, the repr of an object, or pieces."""

    is_joined: bool = False
    is_calculated: bool = False
    is_of_values: bool = False
    is_repr: bool = False
    pieces: tuple[Piece, ...] = ()


def assembled(source: Source, text: cst.BaseExpression) -> Iterator[Made]:
    """Yield the ways in which a text, or what its name is bound to, is made."""
    values = [text]
    if isinstance(text, cst.Name):
        values = [binding.value for binding in source.bindings(text) if binding.value is not None]
    elif isinstance(text, (cst.Attribute, cst.Subscript)):
        values = list(_set_to(source, text))
    yield from (_made(source, value) for value in values)


@remembered
def _made(source: Source, value: cst.BaseExpression) -> Made:
    return _call(source, value) if isinstance(value, cst.Call) else _put_together(source, value)


def _set_to(source: Source, place: cst.Attribute | cst.Subscript) -> Iterator[cst.BaseExpression]:
    """Yield what the function around sets an attribute or an element to."""
    function, code = source.enclosing(place, cst.FunctionDef), source.code(place)
    for target in source.nodes(cst.AssignTarget):
        statement, is_same = source.parent(target), source.code(target.target) == code
        if isinstance(statement, cst.Assign) and is_same and source.enclosing(target, cst.FunctionDef) is function:
            yield statement.value


def _call(source: Source, call: cst.Call) -> Made:
    if _is_repr(source, call.func):
        return Made(is_repr=True)
    if isinstance(call.func, cst.Attribute) and call.func.attr.value == "join":
        glue = source.constant(call.func.value)
        operator = isinstance(glue, str) and glue.strip() in _OPERATORS
        of_values = operator and len(call.args) == 1 and _are_values(source, call.args[0].value)
        is_no_list = glue == "" or (isinstance(glue, str) and "," not in glue and not operator)
        return Made(is_joined=is_no_list, is_calculated=operator, is_of_values=of_values)
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in _CHANGES:
        return _made(source, call.func.value)
    return _put_together(source, call)


def _are_values(source: Source, joined: cst.BaseExpression) -> bool:
    """Whether what is joined are values turned into text for that: `map(str, values)`, `str(x) for x in values`."""
    if isinstance(joined, cst.Name):
        joined = source.value(joined) or joined
    if isinstance(joined, (cst.ListComp, cst.GeneratorExp)):
        if isinstance(joined.elt, cst.FormattedString):
            return all(isinstance(part, cst.FormattedStringExpression) for part in joined.elt.parts)
        return isinstance(joined.elt, cst.Call) and bool(source.names(joined.elt.func) & _TEXT_OF)
    if not isinstance(joined, cst.Call) or not joined.args:
        return False
    if source.names(joined.func) & {"builtins.list", "builtins.tuple"}:
        return _are_values(source, joined.args[0].value)
    return "builtins.map" in source.names(joined.func) and bool(source.names(joined.args[0].value) & _TEXT_OF)


def _put_together(source: Source, value: cst.BaseExpression) -> Made:
    if _formats_repr(source, value):
        return Made(is_repr=True)
    found = pieces(source, value) or ()
    named = "".join(piece for piece in found if isinstance(piece, str)).strip()
    return Made(pieces=found if named and any(isinstance(piece, Hole) for piece in found) else ())


def _is_repr(source: Source, func: cst.BaseExpression) -> bool:
    """Whether a function is called, or known, as one that spells an object: repr, srepr, `__repr__`."""
    node = func.attr if isinstance(func, cst.Attribute) else func
    written = {node.value} if isinstance(node, cst.Name) else set[str]()
    return any(name.rpartition(".")[2].strip("_").endswith("repr") for name in source.names(func) | written)


def _formats_repr(source: Source, value: cst.BaseExpression) -> bool:
    """Whether text is nothing but the repr of one thing: `f"{thing!r}"` or `"%r" % thing`."""
    if isinstance(value, cst.FormattedString):
        parts = [part for part in value.parts if isinstance(part, cst.FormattedStringExpression)]
        return len(parts) == len(value.parts) == 1 and parts[0].conversion in {"r", "a"}
    return isinstance(value, cst.BinaryOperation) and source.constant(value.left) == "%r"
