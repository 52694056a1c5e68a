"""What the code itself puts into a text, and whether numexpr or ast.literal_eval knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import libcst as cst

from amends.facts.loops import looped
from amends.facts.remembering import remembered
from amends.source import Scope, Source
from amends_codemods.eval_exec.reading.spelling import Hole, pieces
from amends_codemods.eval_exec.signs.words import MATH

_WORDS = re.compile(r"\b[fF][rR]?(?=[\"'])|[A-Za-z_](?:[\w.]|\\\d|\\g<\w+>)*[(\[]?")
_FUNCTIONS = MATH | {
    "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctan2", "arctanh", "conj", "imag", "real", "where",
}  # fmt: skip
_PREFIXES = frozenset({"f", "F", "fr", "fR", "Fr", "FR"})  # in front of quotes: what the text makes is put together
_KEYWORDS = frozenset({"and", "or", "not", "if", "else", "is", "in", "for", "lambda"})
_SUBSTITUTES = frozenset({"re.sub", "re.subn", "regex.sub"})


def unknown_to_numexpr(source: Source, text: cst.BaseExpression) -> str:
    """Return a word that is put into a formula and means nothing to numexpr, `and` or `math.sin` or `table[`; or ""."""
    return next((word for word in _words(source, text) if word.rstrip("(") not in _FUNCTIONS), "")


def is_no_literal(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a keyword, a name with dots, a call or a subscript is put into a text."""
    return bool(_words(source, text))


def _words(source: Source, text: cst.BaseExpression) -> tuple[str, ...]:
    """Return the keywords, the names with dots, the calls and the subscripts that are put into a text."""
    if isinstance(text, cst.Name):
        return _words_in_name(source, source.scope(text).visible(text.value), text.value)
    return _words_in(source, [text], set())


@remembered
def _words_in_name(source: Source, scope: Scope | None, name: str) -> tuple[str, ...]:
    return _words_in(source, list(_values(source, scope, name)), {name})


def _words_in(source: Source, left: list[cst.BaseExpression], seen: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    while left:
        text = left.pop()
        if isinstance(text, cst.Name):
            if text.value not in seen:
                left += _values(source, source.scope(text).visible(text.value), text.value)
            seen.add(text.value)
        elif (built := pieces(source, text)) is not None:
            left += (piece.expression for piece in built if isinstance(piece, Hole))
            found += (word for piece in built if isinstance(piece, str) for word in _WORDS.findall(piece))
        elif isinstance(text, cst.Call):
            left += _parts(source, text, [arg.value for arg in text.args])
    return tuple(
        word
        for word in found
        if word in _KEYWORDS or word in _PREFIXES or "." in word.rstrip(".") or word.endswith(("(", "["))
    )


def _values(source: Source, scope: Scope | None, name: str) -> Iterator[cst.BaseExpression]:
    """Yield what a name is given, by itself or by a loop."""
    for binding in scope.bindings[name] if scope else ():
        node = binding.node
        if isinstance(node, cst.AugAssign):
            yield node.value
        elif isinstance(node, (cst.For, cst.CompFor)):
            yield from looped(source, node, name)
        elif binding.value is not None:
            yield binding.value


def _parts(source: Source, call: cst.Call, args: Sequence[cst.BaseExpression]) -> Iterator[cst.BaseExpression]:
    """Yield what the result of a call consists of: the text that it is a method of, and what that takes in."""
    if not isinstance(call.func, cst.Attribute):
        yield from args[:1]
        return
    name, owner = call.func.attr.value, call.func.value
    if source.names(call.func) & _SUBSTITUTES:
        yield from args[1:3]
        return
    if name in {"sub", "subn"}:
        yield from args[:2]
        return
    yield owner
    if name == "replace":
        yield from args[1:2]
    elif name == "join" and args:
        yield from _joined(source, args[0])


def _joined(source: Source, joined: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what a list, written out or made by a comprehension, or one that is named so, is joined of."""
    many = source.value(joined) if isinstance(joined, cst.Name) else joined
    if isinstance(many, (cst.List, cst.Tuple)):
        yield from (element.value for element in many.elements)
    elif isinstance(many, (cst.ListComp, cst.GeneratorExp)):
        yield many.elt
