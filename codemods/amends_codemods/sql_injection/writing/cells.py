"""Rows of literals and other expressions: merged where they stand on one line, and written as code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from amends_codemods.sql_injection.texts.literals import respell
from amends_codemods.sql_injection.texts.pieces import Atom


@dataclass(frozen=True, slots=True)
class Letter:
    """A character of a literal, and how to write it if the literal keeps its quote and prefix."""

    value: str
    raw: str
    quote: str
    is_raw: bool


@dataclass(frozen=True, slots=True)
class Field:
    """What stands between braces in an f-string, braces included."""

    code: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A string literal; a `loose` one has no token of its own yet and wants to join a neighbour."""

    prefix: str
    quote: str
    items: tuple[Letter | Field, ...]
    is_touched: bool
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Any other expression."""

    text: str


Cell: TypeAlias = Literal | Code


@dataclass(frozen=True, slots=True)
class Row:
    """Cells with what stands between two of them."""

    cells: tuple[Cell, ...]
    glue: tuple[str, ...] = ()


def settled(cells: list[Cell], glue: list[str]) -> Row:
    """Join loose literals to their neighbours, touched ones on one line to each other, and drop empty ones."""
    index = 0
    while index < len(cells) - 1:
        joined = _joined(cells[index], cells[index + 1], glue[index])
        if joined is None:
            index += 1
        else:
            cells[index : index + 2] = [joined]
            del glue[index]
            index = max(0, index - 1)
    return Row(tuple(cells), tuple(glue))


def _joined(left: Cell, right: Cell, glue: str) -> Literal | None:
    if not isinstance(left, Literal) or not isinstance(right, Literal) or "#" in glue:
        return None
    wanted = left.loose or right.loose or any(cell.is_touched and not cell.items for cell in (left, right))
    if not wanted and ("\n" in glue or "\r" in glue or not (left.is_touched or right.is_touched)):
        return None
    base, other = (right, left) if left.loose or not left.items else (left, right)
    if not _may_take(base, other):
        return None
    items = tuple(item if isinstance(item, Field) else _respelled(item, base) for item in other.items)
    has_fields = any(isinstance(item, Field) for item in items)
    prefix = f"f{base.prefix}" if has_fields and "f" not in base.prefix.lower() else base.prefix
    together = (*items, *base.items) if base is right else (*base.items, *items)
    return Literal(prefix, base.quote, together, is_touched=True, loose=left.loose and right.loose)


def _may_take(base: Literal, other: Literal) -> bool:
    if not other.items or other.loose:
        return True
    if any(isinstance(item, Field) and base.quote[0] in item.code for item in other.items):
        return False
    raw = "r" in base.prefix.lower()
    if raw and any(
        isinstance(i, Letter) and (i.value in {"\n", "\r", base.quote[0]} or i.value == "\\") for i in other.items
    ):
        return False
    return len(base.quote) == len(other.quote)


def _respelled(letter: Letter, base: Literal) -> Letter:
    if "r" in base.prefix.lower():
        return Letter(letter.value, letter.value, base.quote, is_raw=True)
    atom = Atom(letter.value, letter.raw)
    raw = respell(atom, from_quote=letter.quote, from_raw=letter.is_raw, quote=base.quote)
    return Letter(letter.value, raw, base.quote, is_raw=False)


def interleaved(codes: Sequence[str], glue: Sequence[str]) -> str:
    """Return pieces of code with what stands between two of them."""
    return "".join(part for index, code in enumerate(codes) for part in ((glue[index - 1] if index else ""), code))


def written(row: Row) -> str:
    """Return a row as code."""
    return interleaved([_cell(cell) for cell in row.cells], row.glue)


def _cell(cell: Cell) -> str:
    if isinstance(cell, Code):
        return cell.text
    formatted = "f" in cell.prefix.lower()
    inside = "".join(_inside(item, formatted=formatted) for item in cell.items)
    return f"{cell.prefix}{cell.quote}{inside}{cell.quote}"


def _inside(item: Letter | Field, *, formatted: bool) -> str:
    if isinstance(item, Field):
        return item.code
    return item.raw * 2 if formatted and item.value in {"{", "}"} and item.raw in {"{", "}"} else item.raw
