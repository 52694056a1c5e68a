"""Collects the names around a call that makes a digest, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

import libcst as cst

from amends.facts.remarks import remarks
from amends.facts.remembering import remembered
from amends.source import Source, last_name
from amends_codemods.weak_hash.flow import is_returned, is_sent, uses_of_value
from amends_codemods.weak_hash.purpose.families import (
    COMPARES,
    FORMULA,
    IN_RANGE,
    KEY_FORMATS,
    NUMBER,
    OF_OBJECT,
    SEEN,
    SENT,
    STRETCHED,
    TOO_LONG,
)
from amends_codemods.weak_hash.purpose.habits import (
    is_collected,
    is_cut_for_range,
    is_number,
    is_stretched,
    is_too_long,
)
from amends_codemods.weak_hash.purpose.purposes import Place, Word
from amends_codemods.weak_hash.purpose.reading import (
    gives_formula,
    inside,
    inside_and_before,
    named,
    of_target,
    of_text,
    parameter,
    said_in,
    texts,
)
from amends_codemods.weak_hash.purpose.rows import column_of
from amends_codemods.weak_hash.purpose.segments import words, words_of_prose

_MOST_WORDS: Final = 12
_MOST_IN_PROSE: Final = 40
_MOST_NEARBY: Final = 500
_DIGESTS: Final = frozenset({"hash", "digest", "md5", "sha1", "hexdigest"})
_OF_OBJECTS: Final = frozenset({"__hash__", "__repr__", "__str__", "__unicode__"})


def words_around(source: Source, call: cst.Call) -> tuple[Word, ...]:
    """Return the words of all names around a call that may tell what the digest is for."""
    found = (
        *((Word(FORMULA, Place.COMMENT),) if _is_documented(source, call) else ()),
        *_of_value(source, call),
        *_names_of_definitions(source, call),
        *_said_in_definition(source, call),
        *_comments(source, call),
        Word(words(source.context.path.stem), Place.MODULE),
        Word(words(source.context.path.parent.name), Place.MODULE),
    )
    return _distinct(found)


def words_around_caller(source: Source, call: cst.Call) -> tuple[Word, ...]:
    """Return the words around a call of a function that makes digests of what it is given."""
    return _distinct((*_of_value(source, call), *_names_of_definitions(source, call)))


def _distinct(found: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(word for word in found if word.words))


def _of_value(source: Source, call: cst.Call) -> Iterator[Word]:
    yield from _arguments(source, call)
    if column := column_of(source, call):
        yield named(column, Place.TARGET)
    if is_sent(source, call):
        yield Word(SENT, Place.USE)
    if is_cut_for_range(source, call):
        yield Word(IN_RANGE, Place.USE)
    if is_too_long(source, call):
        yield Word(TOO_LONG, Place.USE)
    if is_collected(source, call):
        yield Word(SEEN, Place.USE)
    if is_number(source, call):
        yield Word(NUMBER, Place.USE)
    if is_stretched(source, call):
        yield Word(STRETCHED, Place.USE)
    yield from _asked_before(source, call)
    yield from _on_the_way(source, call)
    yield from _later(source, call)


def _arguments(source: Source, call: cst.Call) -> Iterator[Word]:
    for arg in call.args:
        if arg.keyword is None or arg.keyword.value in {"string", "data", "msg"}:
            yield from inside_and_before(source, arg.value, Place.ARGUMENT)


def _asked_before(source: Source, call: cst.Call) -> Iterator[Word]:
    """Yield the texts that something has to equal if a digest is to be made, as in `if column == "password"`."""
    for block in source.ancestors(call):
        branch = source.parent(block)
        test = branch.test if isinstance(branch, cst.If) and block is branch.body else None
        if isinstance(test, cst.Comparison) and isinstance(test.comparisons[0].operator, cst.Equal):
            yield from texts(test)


def _on_the_way(source: Source, value: cst.BaseExpression) -> Iterator[Word]:
    """Yield the names that the expression around a value passes it to, up to the statement.

    What is compared goes no further: the outcome has a name of its own.
    """
    inner: cst.CSTNode = value
    for above in source.ancestors(value):
        yield from _taken_by(source, above, inner)
        if isinstance(above, (cst.Comparison, cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            return
        inner = above


def _taken_by(source: Source, above: cst.CSTNode, inner: cst.CSTNode) -> Iterator[Word]:
    if isinstance(above, cst.Assign):
        for target in above.targets:
            yield from of_target(target.target, Place.TARGET)
    elif isinstance(above, (cst.AnnAssign, cst.AugAssign, cst.NamedExpr)):
        yield from of_target(above.target, Place.TARGET)
    elif isinstance(above, cst.DictElement) and inner is above.value:
        yield from of_target(above.key, Place.TARGET)
    elif isinstance(above, cst.Arg):
        if above.keyword is not None:
            yield named(above.keyword.value, Place.TARGET)
    elif isinstance(above, cst.Call) and inner is not above.func:
        yield from _taken_by_call(source, above, inner)
    elif isinstance(above, cst.Comparison):
        own = inner.comparator if isinstance(inner, cst.ComparisonTarget) else inner
        sides = (above.left, *(c.comparator for c in above.comparisons))
        yield from (w for side in sides if side is not own for w in _compared(source, side))
    elif isinstance(above, (cst.BinaryOperation, cst.FormattedString, cst.ConcatenatedString)):
        yield from of_text(above, inner)
        yield from parameter(above, inner)


def _taken_by_call(source: Source, taker: cst.Call, inner: cst.CSTNode) -> Iterator[Word]:
    yield from of_target(taker.func, Place.RECEIVER)
    others = [arg.value for arg in taker.args if arg is not inner]
    if last_name(taker.func) in COMPARES:
        yield from (word for other in others for word in _compared(source, other))
    if isinstance(inner, cst.Arg) and isinstance(inner.value, cst.Lambda):
        objects = [*others, *([taker.func.value] if isinstance(taker.func, cst.Attribute) else [])]
        yield from (word for object_ in objects for word in inside(object_, Place.ARGUMENT))
    yield from (word for other in others for word in texts(other))


def _compared(source: Source, side: cst.BaseExpression) -> Iterator[Word]:
    return (Word(word.words, Place.COMPARED, word.head) for word in inside_and_before(source, side, Place.COMPARED))


def _later(source: Source, call: cst.Call) -> Iterator[Word]:
    """Yield what the variable that holds the digest is fed with and used for."""
    for use in uses_of_value(source, call):
        yield from _of_use(source, use)


@remembered
def _of_use(source: Source, use: cst.BaseExpression) -> Sequence[Word]:
    parent = source.parent(use)
    grand = source.parent(parent) if parent else None
    if isinstance(parent, cst.Attribute) and parent.attr.value == "update" and isinstance(grand, cst.Call):
        return tuple(_arguments(source, grand))
    return tuple(
        Word(word.words, Place.USE, word.head) if word.place is Place.TARGET else word
        for word in _on_the_way(source, use)
    )


def _names_of_definitions(source: Source, call: cst.Call) -> Iterator[Word]:
    functions = [above for above in source.ancestors(call) if isinstance(above, cst.FunctionDef)]
    returned = is_returned(source, call)
    for function in functions[:2]:
        word = named(function.name.value, Place.FUNCTION)
        yield word if returned else Word(word.words, word.place)
        if function.name.value in _OF_OBJECTS or _tells_of_self(function):
            yield Word(OF_OBJECT, Place.FUNCTION)
    owner = source.enclosing(call, cst.ClassDef)
    if owner is not None:
        yield Word(words(owner.name.value), Place.CLASS)
        said = words_of_prose(owner.get_docstring() or "")[:_MOST_IN_PROSE]
        yield from (Word((word,), Place.CLASS) for word in said if word in KEY_FORMATS)


def _tells_of_self(function: cst.FunctionDef) -> bool:
    """Whether this is a method or property called `hash` or the like, which is given nothing but its object."""
    parameters = function.params.params
    return function.name.value in _DIGESTS and len(parameters) == 1 and parameters[0].name.value == "self"


def _is_documented(source: Source, call: cst.Call) -> bool:
    around = (above for above in source.ancestors(call) if isinstance(above, (cst.FunctionDef, cst.ClassDef)))
    said = (above.get_docstring() or "" for above in around)
    return any(map(gives_formula, chain(said, remarks(source, call))))


def _said_in_definition(source: Source, call: cst.Call) -> Iterator[Word]:
    function = source.enclosing(call, cst.FunctionDef)
    if function is not None:
        yield Word(words_of_prose(function.get_docstring() or "")[:_MOST_IN_PROSE], Place.COMMENT)
        for line in function.leading_lines:
            yield Word(words_of_prose(line.comment.value if line.comment else "")[:_MOST_IN_PROSE], Place.COMMENT)
    yield from _nearby(source, function or source.module)


@remembered
def _nearby(source: Source, around: cst.FunctionDef | cst.Module) -> tuple[Word, ...]:
    """Return what a function, or the lines of a module, speak of: of a very long one, the beginning."""
    blocks = _without_docstring(around) if isinstance(around, cst.FunctionDef) else _lines_of_module(source)
    said = (Word(words(text)[:_MOST_WORDS], Place.NEARBY) for block in blocks for text in said_in(block))
    return tuple(islice(dict.fromkeys(said), _MOST_NEARBY))


def _without_docstring(function: cst.FunctionDef) -> Sequence[cst.CSTNode]:
    return (function.params, *function.body.body[1 if function.get_docstring() else 0 :])


def _lines_of_module(source: Source) -> Iterator[cst.CSTNode]:
    return (statement for statement in source.module.body if isinstance(statement, cst.SimpleStatementLine))


def _comments(source: Source, call: cst.Call) -> Iterator[Word]:
    """Yield the words of the comments in and right above the statement, or what it comes first in."""
    for remark in remarks(source, call):
        said = words_of_prose(remark)
        yield from (Word(said, place) for place in (Place.COMMENT, Place.REMARK))
