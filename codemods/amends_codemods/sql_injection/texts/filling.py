"""Puts the arguments of a template into the fields of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.texts.pieces import (
    Alias,
    Argument,
    Atom,
    Hole,
    Item,
    Join,
    Layout,
    Sum,
    Template,
    Token,
    Wrapped,
)
from amends_codemods.sql_injection.texts.templates import Field, NotATemplate

Parse: TypeAlias = Callable[[Sequence[Atom]], "list[Atom | Field]"]


class Slots:
    """The arguments of one template, and the holes that show each of them."""

    def __init__(self, source: Source, finish: Callable[[Item], Item]) -> None:
        self._source = source
        self._finish = finish
        self._slots: list[tuple[str | None, str, cst.BaseExpression, list[Item]]] = []
        self._nodes: list[cst.CSTNode] = []
        self._whole: cst.BaseExpression | None = None
        self._next = 0
        self.is_complete = True

    def display(self, values: Sequence[cst.BaseExpression]) -> None:
        """Take the elements of a tuple, or the positional arguments of a call."""
        self._nodes += values
        for value in values:
            self._slots.append((None, self._source.code(value), value, []))

    def mapping(self, display: cst.Dict) -> None:
        """Take the entries of a dict display."""
        self._nodes += display.elements
        for element in display.elements:
            key = self._source.constant(element.key) if isinstance(element, cst.DictElement) else None
            if not isinstance(key, str):
                self.is_complete = False
                continue
            self._slots.append((key, self._source.code(element), element.value, []))

    def call(self, args: Sequence[cst.Arg]) -> None:
        """Take the arguments of a call of `.format`; of `**mapping` as the whole."""
        self._nodes += args
        for arg in args:
            if arg.star and len(args) == 1 and (arg.star == "**" or isinstance(arg.value, cst.Name)):
                self.whole(arg.value, self._source.code(arg))
            elif arg.star:
                self.is_complete = False
            else:
                key = arg.keyword.value if arg.keyword else None
                self._slots.append((key, self._source.code(arg), arg.value, []))

    def whole(self, value: cst.BaseExpression, code: str = "") -> None:
        """Take one value that is the only argument, or a tuple or a mapping with all of them."""
        self._whole = value
        self._slots.append((None, code or self._source.code(value), value, []))

    def item(self, field: Field, *, is_only: bool) -> Item:
        """Return the hole for a field; raise NotATemplate if its argument is not to be seen."""
        if self._whole is not None:
            return self._whole_hole(self._whole, field, is_only=is_only)
        for index, (key, _, value, shown) in enumerate(self._slots):
            if self._is_meant(field, index, key):
                if field.key is None:
                    self._next += 1
                code = self._source.code(value) + _path(field.path)
                item = self._finish(_hole(field, code, value, is_whole=not field.path))
                shown.append(item)
                return item
        raise NotATemplate(field.text)

    def _is_meant(self, field: Field, index: int, key: str | None) -> bool:
        if field.key is None:
            return key is None and index == self._next
        return field.key == key or (key is None and field.key == str(index))

    def _whole_hole(self, value: cst.BaseExpression, field: Field, *, is_only: bool) -> Hole:
        code = self._source.code(value)
        if field.key is not None and not field.key.isdigit():
            code, is_whole = self._entry(value, code, field.key), False
        elif is_only and field.percent:
            is_whole = True
        elif isinstance(value, (cst.Name, cst.Attribute)) or (field.percent and self._is_tuple_of(value)):
            code, is_whole = f"{code}[{self._next}]", False
            self._next += 1
        else:
            raise NotATemplate(field.text)
        hole = _hole(field, code + _path(field.path), value, is_whole=is_whole and not field.path)
        self._slots[0][3].append(hole)
        return hole

    def _is_tuple_of(self, value: cst.BaseExpression) -> bool:
        if not isinstance(value, cst.Call) or len(value.args) != 1:
            return False
        is_tuple = self._source.names(value.func) == frozenset({"builtins.tuple"})
        return is_tuple and isinstance(value.args[0].value, (cst.Name, cst.Attribute))

    def _entry(self, value: cst.BaseExpression, code: str, key: str) -> str:
        if isinstance(value, cst.Call) and self._source.names(value.func) == frozenset({"builtins.locals"}):
            if self._source.scope(value).visible(key) is None:
                raise NotATemplate(key)
            return key
        if not isinstance(value, (cst.Name, cst.Attribute)):
            raise NotATemplate(key)
        quote = "'" if '"' in key else '"'
        return f"{code}[{quote}{key}{quote}]"

    def glue(self) -> tuple[str, ...]:
        """Return what stands between two arguments."""
        spans = [self._source.span(node) for node in self._nodes]
        text = self._source.text
        return tuple(text[spans[i][1] : spans[i + 1][0]] for i in range(len(spans) - 1))

    def arguments(self) -> tuple[Argument, ...]:
        """Return the arguments with the holes that have been asked for."""
        return tuple(Argument(key, code, tuple(shown)) for key, code, _, shown in self._slots)


def _hole(field: Field, code: str, value: cst.BaseExpression, *, is_whole: bool) -> Hole:
    return Hole(code, value, field.conversion, field.spec, field.percent, field.text, is_whole, field.atoms)


def _path(path: str) -> str:
    """Return what follows an argument in a field (`.name`, `[0]`, `[key]`) as Python spells it."""
    head, bracket, tail = path.partition("[")
    if not bracket:
        return head
    key, _, rest = tail.partition("]")
    index = key if key.isdigit() else f'"{key}"'
    return f"{head}[{index}]{_path(rest)}"


def filled(body: Layout, parse: Parse, slots: Slots) -> Layout:
    """Return the text with the fields that `parse` finds as holes; raise NotATemplate where they do not fit."""
    parsed = {token: _parsed(token, parse) for token in _leaves(body) if isinstance(token, Token)}
    count = sum(isinstance(item, Field) for items in parsed.values() for item in items)

    def fill(layout: Layout) -> Layout:  # noqa: PLR0911 - guard clauses, one for each kind
        if isinstance(layout, Token):
            items = (slots.item(i, is_only=count == 1) if isinstance(i, Field) else i for i in parsed[layout])
            return Token(layout.node, layout.prefix, layout.quote, tuple(items))
        if isinstance(layout, Sum):
            return Sum(tuple(fill(part) for part in layout.parts), layout.glue)
        if isinstance(layout, Wrapped):
            return Wrapped(layout.opening, fill(layout.inner), layout.closing)
        if isinstance(layout, Template):
            return replace(layout, body=fill(layout.body))
        if isinstance(layout, Alias):
            return replace(layout, layout=fill(layout.layout))
        if isinstance(layout, Join):
            return replace(layout, elements=tuple(fill(element) for element in layout.elements))
        return layout

    return fill(body)


def _parsed(token: Token, parse: Parse) -> list[Item | Field]:
    """Parse the literal runs of a token that may hold fields of another template already."""
    found: list[Item | Field] = []
    run: list[Atom] = []
    for item in token.items:
        if isinstance(item, Atom):
            run.append(item)
            continue
        found += parse(run)
        found.append(item)
        run = []
    return [*found, *parse(run)]


def _leaves(layout: Layout) -> Iterator[Layout]:
    """Yield the layouts that hold no other but text of their own, and the names among them."""
    if isinstance(layout, Sum):
        for part in layout.parts:
            yield from _leaves(part)
    elif isinstance(layout, Wrapped):
        yield from _leaves(layout.inner)
    elif isinstance(layout, Template):
        yield from _leaves(layout.body)
    elif isinstance(layout, Join):
        for element in layout.elements:
            yield from _leaves(element)
    else:
        yield layout
        if isinstance(layout, Alias):
            yield from _leaves(layout.layout)
