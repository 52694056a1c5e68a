"""Reads the words of expressions: names, the keys that look something up, and short texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import libcst as cst

from amends.source import Source, children, last_name
from amends_codemods.weak_hash.flow import made_of, put_together
from amends_codemods.weak_hash.purpose.families import BEFORE_KEY
from amends_codemods.weak_hash.purpose.purposes import Place, Word
from amends_codemods.weak_hash.purpose.segments import head_of, words

_APART: Final = (cst.FunctionDef, cst.ClassDef)
_LOOKS_UP: Final = frozenset({"get", "pop", "getlist", "getenv", "fields"})
_ORDERS: Final = frozenset({"groupby", "max", "min", "nlargest", "nsmallest", "sort", "sorted"})
_MOST_IN_A_TEXT: Final = 8
_LAST_NAMES: Final = 2
_EXTENSION: Final = re.compile(r"\w*\.(?!html?$|php$|com$|org$|net$|io$)[a-z][a-z0-9]{1,6}$")
_ASKS_FOR_KEY: Final = ("key=", "secret=")
_FORMULAS: Final = ("md5(", "sha1(", "sha-1(")
_JOINING: Final = frozenset("+,|&")
_NAMES_FILE: Final = ("names", "file")


def named(name: str, place: Place) -> Word:
    """Return the words of a name, with its head."""
    parts = words(name)
    return Word(parts, place, head_of(parts))


def inside(node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of an expression: names and keys at a place, other short texts as such."""
    stack = [node]
    while stack:
        here = stack.pop()
        parts, rest = _chain(here)
        if parts:
            yield named("_".join(parts), place)
        elif isinstance(here, (cst.SimpleString, cst.FormattedStringText)):
            yield Word(words(here.value)[:_MOST_IN_A_TEXT], Place.STRING)
            if place is Place.ARGUMENT and _is_signed_with_key(here.value.strip("\"'").lower()):
                yield Word(BEFORE_KEY, place)
        if not isinstance(here, _APART):
            stack.extend(reversed(rest))


def _is_signed_with_key(text: str) -> bool:
    """Whether a text has a key among its parameters, or ends where one follows."""
    return text.endswith(_ASKS_FOR_KEY) or ("&" in text and any(asked in text for asked in _ASKS_FOR_KEY))


def _chain(node: cst.CSTNode) -> tuple[tuple[str, ...], tuple[cst.CSTNode, ...]]:
    """Return the names and keys that lead to a value, and what else there is to read in an expression.

    `user.email` and `user["email"]` are read like `user_email`; what is called on a value is read apart from it.
    """
    if isinstance(node, cst.Name):
        return (node.value,), ()
    if isinstance(node, cst.Attribute):
        parts, rest = _chain(node.value)
        return ((*parts, node.attr.value), rest) if parts else ((node.attr.value,), (node.value,))
    if isinstance(node, cst.Call):
        return _called(node)
    if isinstance(node, cst.Subscript) and len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        return _looked_up(node.value, node.slice[0].slice.value, ())
    return (), tuple(children(node))


def _called(call: cst.Call) -> tuple[tuple[str, ...], tuple[cst.CSTNode, ...]]:
    if not isinstance(call.func, cst.Attribute):
        return (), (call.func, *_data(call))
    name, receiver = call.func.attr.value, call.func.value
    if name not in _LOOKS_UP or not call.args:
        return (name,), (receiver, *_data(call))
    return _looked_up(receiver, call.args[0].value, call.args[1:])


def _data(call: cst.Call) -> Iterator[cst.Arg]:
    """Yield the arguments that are read: not the key by which things are put in order, which is no key."""
    is_order = last_name(call.func) in _ORDERS
    return (arg for arg in call.args if not (is_order and arg.keyword is not None and arg.keyword.value == "key"))


def _looked_up(
    container: cst.CSTNode, key: cst.CSTNode, others: Sequence[cst.CSTNode]
) -> tuple[tuple[str, ...], tuple[cst.CSTNode, ...]]:
    parts, rest = _chain(container)
    if isinstance(key, cst.SimpleString) and key.value.strip("\"'").isprintable():
        return (*parts, key.value), (*rest, *others)
    return parts, (*rest, key, *others)


def inside_and_before(source: Source, node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of an expression, and of what the variables in it were given."""
    texts_of_here = {named(name.value, place) for name in put_together(source, node)}
    for word in inside(node, place):
        yield replace(word, is_put_together=word in texts_of_here)
    yield from (word for made in made_of(source, node) for word in inside(made, place))


def of_target(node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of a target or callee: its last names, and what it is subscripted with."""
    if isinstance(node, cst.Call):
        node = node.func
    if isinstance(node, cst.SimpleString):
        yield named(node.value, place)
        return
    parts, rest = _chain(node)
    if parts:
        yield named("_".join(parts[-_LAST_NAMES:]), place)
    if not parts or not isinstance(node, (cst.Name, cst.Attribute)):
        yield from (word for child in rest for word in of_target(child, place))


def texts(node: cst.CSTNode) -> Iterator[Word]:
    """Yield the words of the short texts in an expression, and of constants, which are as good as texts."""
    yield from (word for word in inside(node, Place.NEARBY) if word.place is Place.STRING)
    yield from (Word(words(name), Place.STRING) for name in said_in(node) if name.isidentifier() and name.isupper())


def of_text(text: cst.CSTNode, value: cst.CSTNode) -> Iterator[Word]:
    """Yield the words of the pieces that a text is built of beside a value, and whether a file is called so."""
    yield from (word for piece in children(text) if piece is not value for word in inside(piece, Place.STRING))
    if any(_EXTENSION.search(said.strip("\"'")) for said in said_in(text)):
        yield Word(_NAMES_FILE, Place.USE)


def parameter(text: cst.CSTNode, value: cst.CSTNode) -> Iterator[Word]:
    """Yield the name of the parameter of a URL that a value is in a text: what stands before, as in `&sign=`."""
    before = ""
    if isinstance(text, cst.FormattedString):
        pairs = zip(text.parts, text.parts[1:], strict=False)
        before = next((p.value for p, part in pairs if part is value and isinstance(p, cst.FormattedStringText)), "")
    elif isinstance(text, cst.BinaryOperation) and value is text.right:
        left = text.left.right if isinstance(text.left, cst.BinaryOperation) else text.left
        before = str(left.raw_value) if isinstance(left, cst.SimpleString) else ""
    name = before.removesuffix("=").replace("?", "&").rpartition("&")[2]
    if before.endswith("=") and name.isidentifier():
        yield named(name, Place.TARGET)


def said_in(block: cst.CSTNode) -> Iterator[str]:
    """Yield every name and text in a block."""
    stack = [block]
    while stack:
        node = stack.pop()
        if isinstance(node, (cst.SimpleString, cst.FormattedStringText, cst.Name)):
            yield node.value
        stack.extend(children(node))


def gives_formula(text: str) -> bool:
    """Whether a text says of what a digest is made, as `md5(name + key)` does."""
    for name in _FORMULAS:
        _, called, rest = text.lower().partition(name)
        if called and not _JOINING.isdisjoint(rest.partition(")")[0]):
            return True
    return False
