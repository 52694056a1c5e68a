"""Reads an expression that builds text into its layout, whatever the syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.texts.filling import Parse, Slots, filled
from amends_codemods.sql_injection.texts.literals import read_literal
from amends_codemods.sql_injection.texts.pieces import (
    Alias,
    Atom,
    Hole,
    Item,
    Join,
    Layout,
    Operand,
    Sum,
    Template,
    Wrapped,
    opens_quote,
    own,
    own_pieces,
    pieces,
)
from amends_codemods.sql_injection.texts.templates import (
    Field,
    NotATemplate,
    format_fields,
    percent_fields,
    replaced_fields,
)
from amends_codemods.sql_injection.texts.terms import adjacent, terms

# what such a call does to a text changes nothing about the places in it
_TRIMMING = frozenset({"strip", "lstrip", "rstrip"})
_WRAPPERS = frozenset({"textwrap.dedent", "inspect.cleandoc", "builtins.str"})
TEXT_CLAUSES = frozenset({
    "sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text", "sqlalchemy.sql.elements.TextClause",
    "sqlmodel.text", "flask_sqlalchemy.SQLAlchemy().text",
})  # fmt: skip

Follow = Callable[[cst.BaseExpression, "tuple[Atom, ...] | None"], "Layout | None"]


def nowhere(_name: cst.BaseExpression, _separator: tuple[Atom, ...] | None) -> None:
    """Follow no name."""


class Reader:
    """Reads the expressions of one source; `follow` gives the text that a name stands for, if it is known.

    It is asked with a separator where the name holds a list of texts that are joined.
    """

    def __init__(self, source: Source, follow: Follow = nowhere) -> None:
        self._source = source
        self._follow = follow

    def read(self, expression: cst.BaseExpression) -> Layout | None:
        """Return the layout of an expression that builds text, or None if it is not seen to build any."""
        layout = self._bare(expression)
        if layout is None or isinstance(layout, Operand) or not expression.lpar:
            return layout
        start, end = self._source.span(expression)
        inner_start, inner_end = self._source.inner_span(expression)
        text = self._source.text
        return Wrapped(text[start:inner_start], layout, text[inner_end:end])

    def read_display(self, display: cst.BaseExpression, separator: str) -> Layout | None:
        """Return the layout of texts in a list, tuple or dict display that are put together with a separator."""
        if isinstance(display, cst.Dict):
            values = [element.value for element in display.elements if isinstance(element, cst.DictElement)]
        elif isinstance(display, (cst.List, cst.Tuple)):
            values = [element.value for element in display.elements if isinstance(element, cst.Element)]
        else:
            return None
        if not values or len(values) != len(display.elements):
            return None
        layouts = tuple(self.read(value) or Operand(self._hole(value)) for value in values)
        start, end = self._source.span(display)
        first, last = self._source.span(values[0])[0], self._source.span(values[-1])[1]
        text = self._source.text
        literal = tuple(Atom(character, character) for character in separator)
        return Join(text[start:first], literal, layouts, self._glue(values), text[last:end])

    def _bare(self, expression: cst.BaseExpression) -> Layout | None:  # noqa: PLR0911 - one line for each syntax
        if isinstance(expression, (cst.SimpleString, cst.FormattedString)):
            token = read_literal(self._source, expression)
            return token and replace(token, items=tuple(self._items(token.items)))
        if isinstance(expression, cst.ConcatenatedString):
            return self._sum(list(adjacent(expression)))
        if isinstance(expression, cst.BinaryOperation):
            if isinstance(expression.operator, cst.Add):
                return self._sum(list(terms(expression)))
            if isinstance(expression.operator, cst.Modulo):
                return self._percent(expression)
            return None
        if isinstance(expression, cst.Call):
            return self._call(expression)
        if isinstance(expression, cst.NamedExpr):
            return self._walrus(expression)
        if isinstance(expression, cst.IfExp):
            return self._optional(expression)
        return self._name(expression)

    def _walrus(self, expression: cst.NamedExpr) -> Wrapped | None:
        """Return the text that is given a name on the way, if nobody uses the name."""
        name = expression.target
        scope = self._source.scope(expression).visible(name.value) if isinstance(name, cst.Name) else None
        if scope is None or not isinstance(name, cst.Name) or self._source.uses(scope, name.value):
            return None
        layout = self.read(expression.value)
        start = self._source.inner_span(expression)[0]
        if layout is None:
            return None
        return Wrapped(self._source.text[start : self._source.span(expression.value)[0]], layout, "")

    # names and concatenations

    def _name(self, expression: cst.BaseExpression) -> Layout | None:
        layout = self._follow(expression, None)
        return None if layout is None else Alias(self._source.code(expression), expression, layout)

    def _items(self, items: Sequence[Item]) -> Iterator[Item]:
        """Yield the items of a literal; what stands in quotes of SQL is a value, whatever its text."""
        for index, item in enumerate(items):
            yield item if opens_quote(items[:index]) else self.item(item)

    def item(self, item: Item) -> Item:
        """Return an item of a literal, a name for known text in the place of a hole that shows one."""
        if not isinstance(item, Hole) or not item.is_plain or not item.is_whole:
            return item
        expression = item.expression
        layout = self._name(expression)
        if isinstance(expression, cst.Call) and isinstance(expression.func, cst.Attribute):
            is_join = expression.func.attr.value == "join"
            layout = self._join(expression, expression.func.value) if is_join else None
        elif isinstance(expression, cst.IfExp):
            layout = self._optional(expression)
            listed = [p for p in own(layout) if isinstance(p, Alias)] if layout else []
            return Alias(item.code, listed[0].name, layout, item.field) if layout and listed else item
        if not isinstance(layout, Alias):
            return item
        return replace(layout, field=item.field)

    def _optional(self, choice: cst.IfExp) -> Wrapped | None:
        """Return the text of `text if items else constant`, where `text` holds nothing but the joined items."""
        if not isinstance(choice.test, cst.Name) or not isinstance(self._source.constant(choice.orelse), str):
            return None
        layout = self.read(choice.body)
        if layout is None:
            return None
        names = [part.name for part in own(layout) if isinstance(part, Alias)]
        holes = [piece for piece in own_pieces(layout) if isinstance(piece, Hole)]
        if holes or len(names) != 1 or self._source.code(names[0]) != choice.test.value:
            return None
        start, end = self._source.inner_span(choice)
        inner_start, inner_end = self._source.span(choice.body)
        return Wrapped(self._source.text[start:inner_start], layout, self._source.text[inner_end:end])

    def _sum(self, expressions: Sequence[cst.BaseExpression]) -> Sum | None:
        layouts: list[Layout] = []
        for expression in expressions:
            is_value = isinstance(expression, cst.Name) and opens_quote([p for each in layouts for p in pieces(each)])
            layouts.append((None if is_value else self.read(expression)) or Operand(self._hole(expression)))
        is_text = not all(isinstance(each, Operand) for each in layouts)
        return Sum(tuple(layouts), self._glue(expressions)) if is_text else None

    def _glue(self, expressions: Sequence[cst.BaseExpression]) -> tuple[str, ...]:
        spans = [self._source.span(expression) for expression in expressions]
        return tuple(self._source.text[spans[i][1] : spans[i + 1][0]] for i in range(len(spans) - 1))

    def _hole(self, expression: cst.BaseExpression) -> Hole:
        return Hole(self._source.code(expression), expression)

    # templates

    def _percent(self, expression: cst.BinaryOperation) -> Template | None:
        body = self.read(expression.left)
        if body is None:
            return None
        right = expression.right
        slots = Slots(self._source, self.item)
        if isinstance(right, cst.Tuple):
            slots.display([element.value for element in right.elements])
        elif isinstance(right, cst.Dict):
            slots.mapping(right)
        else:
            slots.whole(right)
        whole = self._filled(body, percent_fields, slots)
        if whole is None:
            return None
        opening, closing = self._around(expression.left, right, expression)
        return Template("%", whole, opening, slots.arguments(), slots.glue(), closing)

    def _around(
        self, body: cst.BaseExpression, arguments: cst.BaseExpression, whole: cst.BaseExpression
    ) -> tuple[str, str]:
        text, source = self._source.text, self._source
        start, end = source.inner_span(arguments)
        if isinstance(arguments, cst.Dict):
            first = arguments.elements[0]
            start = source.span(first.key if isinstance(first, cst.DictElement) else first)[0]
            end = source.span(arguments.elements[-1].value)[1]
        elif not isinstance(arguments, cst.Tuple):
            start, end = source.span(arguments)
        return text[source.span(body)[1] : start], text[end : source.inner_span(whole)[1]]

    def _filled(self, body: Layout, parse: Parse, slots: Slots) -> Layout | None:
        """Return the body with its fields as holes; None if it cannot be read as a template."""
        try:
            whole = filled(body, parse, slots)
        except NotATemplate:
            return None
        return whole if any(argument.shown for argument in slots.arguments()) else None

    def _call(self, call: cst.Call) -> Layout | None:
        if isinstance(call.func, cst.Attribute):
            name = call.func.attr.value
            if name in _TRIMMING and not call.args:
                return self._wrapped(call, call.func.value)
            if name in {"format", "format_map"}:
                return self._format(call, call.func.value, mapping=name == "format_map")
            if name == "replace":
                return self._replace(call, call.func.value)
            if name == "join":
                return self._join(call, call.func.value)
        names = self._source.names(call.func)
        if len(call.args) >= 1 and call.args[0].keyword is None and names & (_WRAPPERS | TEXT_CLAUSES):
            wrapped = self._wrapped(call, call.args[0].value)
            return wrapped and replace(wrapped, is_clause=bool(names & TEXT_CLAUSES))
        return None

    def _wrapped(self, call: cst.Call, inner: cst.BaseExpression) -> Wrapped | None:
        layout = self.read(inner)
        if layout is None:
            return None
        (start, end), (inner_start, inner_end) = self._source.inner_span(call), self._source.span(inner)
        text = self._source.text
        return Wrapped(text[start:inner_start], layout, text[inner_end:end])

    def _format(self, call: cst.Call, receiver: cst.BaseExpression, *, mapping: bool) -> Template | None:
        body = self.read(receiver)
        if body is None or not call.args:
            return None
        slots = Slots(self._source, self.item)
        if mapping:
            slots.whole(call.args[0].value)
        else:
            slots.call(call.args)
        whole = self._filled(body, format_fields, slots)
        if whole is None or not slots.is_complete:
            return None
        text, source = self._source.text, self._source
        opening = text[source.span(receiver)[1] : source.span(call.args[0])[0]]
        closing = text[source.span(call.args[-1])[1] : source.inner_span(call)[1]]
        return Template("{", whole, opening, slots.arguments(), slots.glue(), closing)

    def _replace(self, call: cst.Call, receiver: cst.BaseExpression) -> Template | None:
        body = self.read(receiver)
        if body is None or len(call.args) != 2 or any(a.keyword or a.star for a in call.args):  # noqa: PLR2004 - old, new
            return None
        searched = self._source.constant(call.args[0].value)
        if not isinstance(searched, str) or not searched:
            return None
        slots = Slots(self._source, self.item)
        slots.display([call.args[1].value])

        def parse(characters: Sequence[Atom]) -> list[Atom | Field]:
            return replaced_fields(characters, searched)

        whole = self._filled(body, parse, slots)
        if whole is None:
            return None
        text, source = self._source.text, self._source
        start, end = source.span(call.args[1])
        opening = text[source.span(receiver)[1] : start]
        return Template("", whole, opening, slots.arguments(), (), text[end : source.inner_span(call)[1]])

    def _join(self, call: cst.Call, receiver: cst.BaseExpression) -> Join | Alias | None:
        display = call.args[0].value if len(call.args) == 1 and not call.args[0].star else None
        separator = read_literal(self._source, receiver) if isinstance(receiver, cst.SimpleString) else None
        if isinstance(display, cst.Name) and separator is not None:
            atoms_between = tuple(item for item in separator.items if isinstance(item, Atom))
            joined = self._follow(display, atoms_between)
            return None if joined is None else Alias(self._source.code(call), display, joined)
        if not isinstance(display, (cst.List, cst.Tuple)):
            return None
        values = [element.value for element in display.elements if isinstance(element, cst.Element)]
        if separator is None or len(values) != len(display.elements) or not values:
            return None
        layouts = tuple(self.read(value) or Operand(self._hole(value)) for value in values)
        first, last = self._source.span(values[0])[0], self._source.span(values[-1])[1]
        (start, end), text = self._source.inner_span(call), self._source.text
        literal = tuple(item for item in separator.items if isinstance(item, Atom))
        return Join(text[start:first], literal, layouts, self._glue(values), text[last:end])
