"""Recognises the values of an IN list that are joined into text, and text that is generated from constants alone."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from amends.source import Source, dotted
from amends_codemods.sql_injection.holes.escapes import unescaped
from amends_codemods.sql_injection.holes.values import Nature, of_expression
from amends_codemods.sql_injection.holes.vocabulary import TEXT_METHODS
from amends_codemods.sql_injection.texts.known import known_text
from amends_codemods.sql_injection.texts.pieces import Hole

_COMPREHENSIONS = (cst.ListComp, cst.GeneratorExp, cst.SetComp)
_FILLING = frozenset({"append", "extend", "insert", "add", "update", "setdefault", "appendleft"})
_COUNTING = frozenset({"builtins.range", "builtins.enumerate"})
_SHOWING = frozenset({"builtins.str", "builtins.repr"})
_COPYING = frozenset({"builtins.tuple", "builtins.list", "builtins.sorted", "builtins.set"})


@dataclass(frozen=True, slots=True)
class Listing:
    """Values that are joined: an expression for all of them, and whether it can be evaluated several times.

    `expression` is the node that they come from; `definition` is the expression that joins them, where that is
    not the hole itself but the value of the name in it.
    """

    code: str
    expression: cst.BaseExpression
    is_simple: bool
    definition: cst.BaseExpression | None = None


def listing(source: Source, expression: cst.BaseExpression, *, in_quotes: bool, bare: bool) -> Listing | None:
    """Return the values that an expression joins to the list of an IN; None if it is not seen to do that."""
    if isinstance(expression, cst.Name):
        value = source.value(expression)
        found = None if value is None else listing(source, value, in_quotes=in_quotes, bare=bare)
        if found is not None and value is not None:
            return Listing(found.code, found.expression, found.is_simple, found.definition or value)
        is_several = of_expression(source, expression) is Nature.COLLECTION
        return _plain(source, expression) if bare and is_several else None
    if isinstance(expression, cst.Call):
        names = source.names(expression.func)
        if bare and len(expression.args) == 1 and names & (_SHOWING | _COPYING):
            return listing(source, expression.args[0].value, in_quotes=False, bare=True) or _plain(
                source, expression.args[0].value
            )
        return None if bare else _joined(source, expression, in_quotes=in_quotes)
    return None


def _plain(source: Source, expression: cst.BaseExpression) -> Listing | None:
    if unescaped(source, Hole(source.code(expression), expression)) is None:
        return None
    return Listing(source.code(expression), expression, dotted(expression) is not None)


def _joined(source: Source, call: cst.Call, *, in_quotes: bool) -> Listing | None:  # noqa: PLR0911 - guard clauses, one for each kind
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "join" or len(call.args) != 1:
        return None
    separator = source.constant(call.func.value)
    if not isinstance(separator, str) or separator.replace(" ", "") != ("','" if in_quotes else ","):
        return None
    joined = call.args[0].value
    if isinstance(joined, cst.Call) and len(joined.args) == 2:  # noqa: PLR2004 - map(str, values)
        if source.names(joined.func) == frozenset({"builtins.map"}) and source.names(joined.args[0].value) <= _SHOWING:
            return _plain(source, joined.args[1].value)
        return None
    if isinstance(joined, _COMPREHENSIONS):
        return _comprehended(source, joined)
    if isinstance(joined, (cst.Name, cst.Attribute)):
        value = source.value(joined) if isinstance(joined, cst.Name) else None
        if isinstance(value, _COMPREHENSIONS):
            return None
        return None if is_generated(source, joined) else _plain(source, joined)
    return None


def _comprehended(source: Source, joined: cst.ListComp | cst.GeneratorExp | cst.SetComp) -> Listing | None:
    inner = _value(source, joined.elt)
    loop = joined.for_in
    if inner is None or loop.inner_for_in is not None or loop.asynchronous is not None:
        return None
    if not loop.ifs and isinstance(loop.target, cst.Name) and source.code(inner) == loop.target.value:
        return _plain(source, loop.iter)
    element = unescaped(source, Hole(source.code(inner), inner))
    if element is None:
        return None
    return Listing(f"[{element} {source.code(loop).strip()}]", joined, is_simple=False)


def _value(source: Source, element: cst.BaseExpression) -> cst.BaseExpression | None:  # noqa: PLR0911 - a table of syntaxes
    """Return the value that an element shows, without its quotes; None for a constant or a longer text."""
    if isinstance(element, cst.Call):
        if source.names(element.func) <= _SHOWING and len(element.args) == 1 and source.names(element.func):
            return _value(source, element.args[0].value)
        if isinstance(element.func, cst.Attribute) and element.func.attr.value == "format" and len(element.args) == 1:
            return element.args[0].value if source.constant(element.func.value) in {"'{}'", "{}"} else None
        return element
    if isinstance(element, cst.FormattedString):
        fields = [part for part in element.parts if isinstance(part, cst.FormattedStringExpression)]
        text = "".join(part.value for part in element.parts if isinstance(part, cst.FormattedStringText))
        plain = len(fields) == 1 and text in {"", "''"} and not fields[0].format_spec and not fields[0].equal
        return fields[0].expression if plain else None
    if isinstance(element, cst.BinaryOperation):
        if isinstance(element.operator, cst.Modulo) and source.constant(element.left) in {"'%s'", "%s", "%d"}:
            right = element.right
            return right.elements[0].value if isinstance(right, cst.Tuple) and len(right.elements) == 1 else right
        middle = element.left
        if isinstance(middle, cst.BinaryOperation) and {
            source.constant(element.right),
            source.constant(middle.left),
        } == {"'"}:
            return middle.right
        return None
    return element if isinstance(element, (cst.Name, cst.Attribute, cst.Subscript)) else None


def is_generated(source: Source, expression: cst.BaseExpression, hops: int = 6) -> bool:  # noqa: C901, PLR0911, PLR0912 - guard clauses, one for each kind
    """Whether a text is made of constants alone, however often: placeholders, names from a tuple of constants."""
    if hops == 0:
        return False
    if known_text(source, expression) is not None:
        return True
    if isinstance(expression, cst.Name):
        bindings = source.bindings(expression)
        return (
            bool(bindings)
            and not is_filled(source, expression)
            and all(
                _is_counter(source, b.node) if b.value is None else is_generated(source, b.value, hops - 1)
                for b in bindings
            )
        )
    if isinstance(expression, cst.FormattedString):
        fields = [part.expression for part in expression.parts if isinstance(part, cst.FormattedStringExpression)]
        return all(is_generated(source, field, hops - 1) for field in fields)
    if isinstance(expression, cst.BinaryOperation):
        sides = (expression.left, expression.right)
        if isinstance(expression.operator, cst.Multiply):
            return any(is_generated(source, side, hops - 1) and _is_repeated(source, side) for side in sides)
        return all(is_generated(source, side, hops - 1) for side in sides)
    if isinstance(expression, (cst.List, cst.Tuple, cst.Set)):
        return all(is_generated(source, element.value, hops - 1) for element in expression.elements)
    if isinstance(expression, _COMPREHENSIONS):
        return is_generated(source, expression.elt, hops - 1)
    if isinstance(expression, cst.IfExp):
        return all(is_generated(source, side, hops - 1) for side in (expression.body, expression.orelse))
    if isinstance(expression, cst.Subscript):
        return is_generated(source, expression.value, hops - 1)
    if (clause := _text_of_clause(source, expression)) is not None:
        return is_generated(source, clause, hops - 1)
    if isinstance(expression, cst.Call) and isinstance(expression.func, cst.Attribute):
        name = expression.func.attr.value
        if name == "join" and len(expression.args) == 1:
            return all(is_generated(source, e, hops - 1) for e in (expression.func.value, expression.args[0].value))
        if name == "replace" and not all(isinstance(source.constant(arg.value), str) for arg in expression.args):
            return False
        return name in TEXT_METHODS and is_generated(source, expression.func.value, hops - 1)
    if (
        isinstance(expression, cst.Call)
        and source.names(expression.func) == frozenset({"itertools.repeat"})
        and expression.args
    ):
        return is_generated(source, expression.args[0].value, hops - 1)
    return False


def _text_of_clause(source: Source, expression: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the text that SQLAlchemy is asked for again, as in `text(":a").text`."""
    clause = expression.value if isinstance(expression, cst.Attribute) and expression.attr.value == "text" else None
    if not isinstance(clause, cst.Call) or len(clause.args) != 1:
        return None
    return clause.args[0].value if "sqlalchemy.text" in source.names(clause.func) else None


def _is_repeated(source: Source, factor: cst.BaseExpression) -> bool:
    """Whether a factor is text, or a list of texts, and no number."""
    return isinstance(factor, (cst.List, cst.Tuple)) or isinstance(source.constant(factor), str)


def is_filled(source: Source, name: cst.Name) -> bool:
    """Whether something is put into the list, set or dict in a name after its definition."""
    scope = source.scope(name).visible(name.value)
    for use in source.uses(scope, name.value) if scope else ():
        parent = source.parent(use)
        if isinstance(parent, cst.AugAssign) and parent.target is use:
            return True
        if isinstance(parent, cst.Attribute) and parent.attr.value in _FILLING:
            return True
        if isinstance(parent, cst.Subscript) and isinstance(source.parent(parent), cst.AssignTarget):
            return True
    return False


def _is_counter(source: Source, node: cst.CSTNode) -> bool:
    if not isinstance(node, (cst.For, cst.CompFor)):
        return False
    if isinstance(node.iter, cst.Call):
        return bool(source.names(node.iter.func) & _COUNTING) and isinstance(node.target, cst.Name)
    value = source.value(node.iter) if isinstance(node.iter, cst.Name) else node.iter
    return (
        isinstance(value, (cst.List, cst.Tuple, cst.Set))
        and isinstance(node.target, cst.Name)
        and is_generated(source, value)
    )
