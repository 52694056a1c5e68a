"""Writes a layout again with some of its holes bound: literals merged, line structure and comments kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from amends_codemods.sql_injection.texts.literals import spell
from amends_codemods.sql_injection.texts.pieces import (
    Alias,
    Argument,
    Atom,
    Hole,
    Item,
    Join,
    Layout,
    Operand,
    Sum,
    Template,
    Token,
    Wrapped,
    own,
)
from amends_codemods.sql_injection.writing.cells import (
    Cell,
    Code,
    Field,
    Letter,
    Literal,
    Row,
    interleaved,
    settled,
    written,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A Python expression that stays in the text, in the place of the one that was there."""

    code: str
    is_text: bool = True


Substitute: TypeAlias = "str | Expression"


@dataclass(frozen=True)
class Substitution:
    """What becomes of the pieces: `removed` atoms, atoms spelled anew (`%` as `%%`), what stands for a hole.

    `keeps_formats` leaves f-strings alone that had no fields before, as they may stand beside others that do.
    """

    removed: frozenset[Atom] = frozenset()
    escaped: Mapping[Atom, str] = field(default_factory=dict[Atom, str])
    holes: Mapping[Hole, tuple[Substitute, ...]] = field(default_factory=dict[Hole, "tuple[Substitute, ...]"])
    keeps_formats: bool = True

    def touches(self, piece: Item) -> bool:
        """Whether a piece is not written as it stands."""
        if isinstance(piece, Atom):
            return piece in self.removed or piece in self.escaped
        return isinstance(piece, Hole) and piece in self.holes

    def keeps(self, piece: Item) -> bool:
        """Whether an item still shows an expression."""
        if isinstance(piece, Hole) and piece in self.holes:
            return self.expression(piece) is not None
        return not isinstance(piece, Atom)

    def expression(self, hole: Hole) -> Expression | None:
        """Return the expression that stands for a hole now, if there is one."""
        found = (s for s in self.holes.get(hole, ()) if isinstance(s, Expression))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Frame:
    """The template around a literal that keeps some of its fields: their sign, and new numbers for them."""

    kind: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])

    def doubled(self, text: str) -> str:
        """Return literal text as the template wants it."""
        if self.kind == "%":
            return text.replace("%", "%%")
        return text.replace("{", "{{").replace("}", "}}") if self.kind == "{" else text

    def field(self, text: str) -> str:
        """Return a field with its new number, if it has one."""
        digits = text[1:].partition("}")[0].partition(":")[0].partition("!")[0].partition(".")[0].partition("[")[0]
        if self.kind != "{" or digits not in self.numbers:
            return text
        return f"{{{self.numbers[digits]}{text[1 + len(digits) :]}"


_NO_FRAME = Frame()


def render(layout: Layout, substitution: Substitution) -> str:
    """Return the code of a layout after a substitution."""
    has_fields = any(
        isinstance(part, Token) and part.is_formatted and any(map(substitution.keeps, part.items))
        for part in own(layout)
    )
    return written(_row(layout, replace(substitution, keeps_formats=has_fields), _NO_FRAME))


def _row(layout: Layout, change: Substitution, frame: Frame) -> Row:  # noqa: PLR0911 - guard clauses, one for each kind
    if isinstance(layout, Token):
        return Row((_literal(layout, change, frame),))
    if isinstance(layout, Operand):
        return _operand(layout.hole, change, frame)
    if isinstance(layout, Sum):
        return _sum(layout, change, frame)
    if isinstance(layout, Wrapped):
        return _wrapped(layout, change, frame)
    if isinstance(layout, Template):
        return _template(layout, change)
    if isinstance(layout, Join):
        return _join(layout, change, frame)
    return Row((Code(layout.code),))


def _literal(token: Token, change: Substitution, frame: Frame) -> Literal:
    items = tuple(new for item in token.items for new in _items(item, token, change, frame))
    is_formatted = any(isinstance(item, Field) for item in items) or (change.keeps_formats and not _has_fields(token))
    prefix = token.prefix if is_formatted else token.prefix.replace("f", "").replace("F", "")
    touched = prefix != token.prefix or any(change.touches(item) for item in token.items)
    return Literal(prefix, token.quote, items, touched)


def _has_fields(token: Token) -> bool:
    return any(not isinstance(item, Atom) for item in token.items)


def _items(item: Item, token: Token, change: Substitution, frame: Frame) -> list[Letter | Field]:
    if isinstance(item, Atom):
        if item in change.removed:
            return []
        if item in change.escaped:
            return _letters(frame.doubled(change.escaped[item]), token)
        letter = Letter(item.value, item.raw, token.quote, token.is_raw)
        return [letter] * max(1, len(frame.doubled(item.value)))
    if not isinstance(item, Hole) or item not in change.holes:
        field = frame.field(item.field)
        return [Field(field)] if token.is_formatted and not _is_template_field(item, frame) else _letters(field, token)
    found: list[Letter | Field] = []
    for substitute in change.holes[item]:
        if isinstance(substitute, str):
            found += _letters(frame.doubled(substitute), token)
        elif frame.kind:
            found += _letters(frame.field(item.field), token)
        else:
            found.append(Field(f"{{{_for_quote(substitute.code, token.quote)}}}"))
    return found


def _is_template_field(item: Hole | Alias, frame: Frame) -> bool:
    return frame.kind == "%" and item.field.startswith("%")


def _letters(text: str, token: Token) -> list[Letter | Field]:
    return [Letter(c, c if token.is_raw else spell(c, token.quote), token.quote, token.is_raw) for c in text]


def _for_quote(code: str, quote: str) -> str:
    """Return code that may stand between the quotes of an f-string."""
    mark = quote[0]
    return code.replace(mark, "'" if mark == '"' else '"')


def _operand(hole: Hole, change: Substitution, frame: Frame) -> Row:
    if hole not in change.holes:
        return Row((Code(hole.code),))
    cells = tuple(_loose(s, frame) if isinstance(s, str) else Code(_term(s)) for s in change.holes[hole])
    return Row(cells, (" + ",) * (len(cells) - 1))


def _term(expression: Expression) -> str:
    """Return an expression as a term of a concatenation."""
    code = _for_quote(expression.code, "'")
    return code if expression.is_text else f"str({code})"


def _loose(text: str, frame: Frame) -> Literal:
    letters = tuple(Letter(c, spell(c, '"'), '"', is_raw=False) for c in frame.doubled(text))
    return Literal("", '"', letters, is_touched=True, loose=True)


def _sum(layout: Sum, change: Substitution, frame: Frame) -> Row:
    cells: list[Cell] = []
    glue: list[str] = []
    for index, part in enumerate(layout.parts):
        row = _row(part, change, frame)
        glue += layout.glue[index - 1 : index] if index else ()
        glue += row.glue
        cells += row.cells
    return settled(cells, glue)


def _wrapped(layout: Wrapped, change: Substitution, frame: Frame) -> Row:
    row = _row(layout.inner, change, frame)
    if layout.is_parenthesised and len(row.cells) == 1:
        cell = row.cells[0]
        if isinstance(cell, Literal) and cell.is_touched:
            return row
    return Row((Code(f"{layout.opening}{written(row)}{layout.closing}"),))


def _template(layout: Template, change: Substitution) -> Row:
    kept = [argument for argument in layout.arguments if any(map(change.keeps, argument.shown))]
    if not kept:
        return _row(layout.body, change, _NO_FRAME)
    positions = [str(i) for i, argument in enumerate(layout.arguments) if argument in kept]
    numbers = {old: str(new) for new, old in enumerate(positions)}
    body = written(_row(layout.body, change, Frame(layout.kind, numbers)))
    codes = [_argument(argument, change) for argument in kept]
    if len(kept) == len(layout.arguments):
        return Row((Code(body + layout.opening + interleaved(codes, layout.glue) + layout.closing),))
    is_tuple = layout.kind == "%" and layout.opening.rstrip().endswith("(") and kept[0].key is None
    comma = "," if is_tuple and len(codes) == 1 and not layout.closing.lstrip().startswith(",") else ""
    return Row((Code(body + layout.opening + interleaved(codes, _glue(layout, kept)) + comma + layout.closing),))


def _glue(layout: Template, kept: Sequence[Argument]) -> list[str]:
    """Return what stands between the arguments that are kept: what stood before each, or a comment behind the last."""
    glue: list[str] = []
    numbers = [number for number, argument in enumerate(layout.arguments) if argument in kept]
    for number, following in pairwise(numbers):
        behind, before = layout.glue[number], layout.glue[following - 1]
        glue.append(behind if "#" in behind else before)
    return glue


def _argument(argument: Argument, change: Substitution) -> str:
    new = [e for item in argument.shown if isinstance(item, Hole) and (e := change.expression(item)) is not None]
    if not new:
        return argument.code
    value = argument.shown[0]
    old = value.code if isinstance(value, Hole) else argument.code
    return argument.code[: len(argument.code) - len(old)] + new[0].code


def _join(layout: Join, change: Substitution, frame: Frame) -> Row:
    codes = [written(_row(element, change, frame)) for element in layout.elements]
    return Row((Code(layout.opening + interleaved(codes, layout.glue) + layout.closing),))
