"""Collects the names around a call that makes a digest, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.lexer import comments
from amends.source import Source, children, dotted
from amends_codemods.weak_hash.purposes import Place, Word, words

_APART = (cst.FunctionDef, cst.ClassDef)
_MOST_LINES = 3
_MOST_WORDS = 12


def words_around(source: Source, call: cst.Call) -> tuple[Word, ...]:
    """Return the words of all names around a call that may tell what the digest is for."""
    found = (
        *_arguments(call),
        *_on_the_way(source, call),
        *_later(source, call),
        *_definitions(source, call),
        *_comments(source, call),
        Word(words(source.context.path.stem), Place.MODULE),
    )
    return tuple(word for word in found if word.words)


def _arguments(call: cst.Call) -> Iterator[Word]:
    for arg in call.args:
        if arg.keyword is None or arg.keyword.value in {"string", "data", "msg"}:
            yield from _inside(arg.value, Place.ARGUMENT)


def _inside(node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of the names and short texts in an expression."""
    stack = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, cst.Name):
            yield Word(words(here.value), place)
        elif isinstance(here, (cst.SimpleString, cst.FormattedStringText)):
            yield Word(words(here.value)[:8], Place.STRING)
        if not isinstance(here, _APART):
            stack.extend(reversed(tuple(children(here))))


def _on_the_way(source: Source, value: cst.BaseExpression) -> Iterator[Word]:
    """Yield the names that the expression around a value passes it to, up to the statement."""
    inner: cst.CSTNode = value
    for above in source.ancestors(value):
        yield from _taken_by(above, inner)
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            return
        inner = above


def _taken_by(above: cst.CSTNode, inner: cst.CSTNode) -> Iterator[Word]:
    if isinstance(above, cst.Assign):
        for target in above.targets:
            yield from _names(target.target, Place.TARGET)
    elif isinstance(above, (cst.AnnAssign, cst.AugAssign, cst.NamedExpr)):
        yield from _names(above.target, Place.TARGET)
    elif isinstance(above, cst.DictElement) and inner is above.value:
        yield from _names(above.key, Place.TARGET)
    elif isinstance(above, cst.Arg):
        if above.keyword is not None:
            yield Word(words(above.keyword.value), Place.TARGET)
    elif isinstance(above, cst.Call) and inner is not above.func:
        yield from _names(above.func, Place.RECEIVER)
        yield from (w for a in above.args if a is not inner for w in _texts(a.value))
    elif isinstance(above, cst.Comparison):
        yield from _names(above.left, Place.USE)
        yield from (w for c in above.comparisons for w in _names(c.comparator, Place.USE))
    elif isinstance(above, (cst.BinaryOperation, cst.FormattedString, cst.ConcatenatedString)):
        yield from _texts(above)


def _names(node: cst.CSTNode, place: Place) -> Iterator[Word]:
    """Yield the words of a target or callee: its names, and texts that it is subscripted with."""
    if isinstance(node, cst.Call):
        node = node.func
    if isinstance(node, cst.SimpleString):
        yield Word(words(node.value)[:8], place)
        return
    if text := dotted(node):
        yield from (Word(words(part), place) for part in text.split(".")[-2:])
        return
    yield from (Word(w.words, place) for child in children(node) for w in _names(child, place))


def _texts(node: cst.CSTNode) -> Iterator[Word]:
    return (word for word in _inside(node, Place.STRING) if word.place is Place.STRING)


def _later(source: Source, call: cst.Call) -> Iterator[Word]:
    """Yield what the variable that holds the digest is fed with and used for."""
    target = _variable(source, call)
    if target is None:
        return
    for use in source.uses(source.scope(target), target.value):
        parent = source.parent(use)
        grand = source.parent(parent) if parent else None
        if isinstance(parent, cst.Attribute) and parent.attr.value == "update" and isinstance(grand, cst.Call):
            yield from _arguments(grand)
            continue
        for word in _on_the_way(source, use):
            yield Word(word.words, Place.USE if word.place is Place.TARGET else word.place)


def _variable(source: Source, call: cst.Call) -> cst.Name | None:
    """Return the name that is assigned a call's value, or the digest of it."""
    for above in source.ancestors(call):
        if isinstance(above, cst.Assign) and len(above.targets) == 1:
            target = above.targets[0].target
            return target if isinstance(target, cst.Name) else None
        if not isinstance(above, (cst.Attribute, cst.Call, cst.Subscript)):
            return None
    return None


def _definitions(source: Source, call: cst.Call) -> Iterator[Word]:
    functions = [above for above in source.ancestors(call) if isinstance(above, cst.FunctionDef)]
    for index, function in enumerate(functions[:2]):
        yield Word(words(function.name.value), Place.CLASS if index else Place.FUNCTION)
    if functions:
        yield Word(words(functions[0].get_docstring() or "")[:_MOST_WORDS], Place.COMMENT)
    for block in [functions[0].body] if functions else _lines_of_module(source):
        for text in _said_in(block):
            yield Word(words(text)[:_MOST_WORDS], Place.NEARBY)
    owner = source.enclosing(call, cst.ClassDef)
    if owner is not None:
        yield Word(words(owner.name.value), Place.CLASS)


def _lines_of_module(source: Source) -> Iterator[cst.CSTNode]:
    return (statement for statement in source.module.body if isinstance(statement, cst.SimpleStatementLine))


def _said_in(block: cst.CSTNode) -> Iterator[str]:
    stack = [block]
    while stack:
        node = stack.pop()
        if isinstance(node, (cst.SimpleString, cst.FormattedStringText, cst.Name)):
            yield node.value
        stack.extend(children(node))


def _comments(source: Source, call: cst.Call) -> Iterator[Word]:
    """Yield the words of the comments in and right above the statement."""
    start, end = source.span(source.statement(call))
    lines = source.text[:start].splitlines(keepends=True)
    above = 0
    while above < _MOST_LINES and above + 1 < len(lines) and lines[-above - 2].lstrip().startswith("#"):
        above += 1
    begin = start - sum(len(line) for line in lines[len(lines) - above - 1 :]) if lines else start
    stop = source.text.find("\n", end)
    text = source.text[begin : len(source.text) if stop < 0 else stop]
    for token in comments(text):
        yield Word(words(text[token.start : token.end]), Place.COMMENT)
