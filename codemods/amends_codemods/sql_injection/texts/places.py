"""Decides where in a query each hole stands: in the place of a value, of a name, of a clause, in a comment."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from amends_codemods.sql_injection.texts.pieces import Atom, Hole, Piece


class Role(enum.Enum):
    """What a hole is to the server."""

    VALUE = "a value"
    NUMBER = "a value that is a number"
    COUNT = "a number of rows"
    ITEMS = "the list of an IN"
    BARE_ITEMS = "the list of an IN, parentheses included"
    IDENTIFIER = "an identifier"
    FRAGMENT = "a part of the statement"
    ILLEGAL = "a place where no placeholder may stand"
    COMMENT = "in a comment"
    STATEMENT = "in a statement that takes no parameters"


VALUES = frozenset({Role.VALUE, Role.NUMBER, Role.COUNT})


@dataclass(frozen=True, slots=True, eq=False)
class Quoted:
    """The string literal of SQL around a hole: its quotes, and what they hold, doubled quotes taken as one.

    `atoms` are all its characters, quotes included.
    """

    opening: Atom
    inside: tuple[Piece, ...]
    atoms: frozenset[Atom]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where one hole stands; `note` says more, for the person ("behind ORDER BY").

    It `is_sorting` in the terms of GROUP BY or ORDER BY, where these have to be those that are selected, and
    `is_sought` where only rows that have just this value are wanted.
    """

    role: Role
    note: str = ""
    quoted: Quoted | None = None
    is_alone: bool = False
    is_doubtful: bool = False
    is_sorting: bool = False
    is_sought: bool = False


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder that is in the text already: the index of its first piece, and how it is written."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tokens of one query tell; `error` says why it could not be read."""

    places: Mapping[Hole, Place]
    placeholders: tuple[Placeholder, ...] = ()
    error: str = ""


def read_places(pieces: Sequence[Piece], known: Mapping[Hole, str], dialect: str) -> Reading:
    """Return the place of each hole of a query; `known` holds the text of those that are constant."""
    from sqlglot.errors import SqlglotError  # noqa: PLC0415 - dear, and needed only where there is a query

    from amends_codemods.sql_injection.texts.marks import placeholders  # noqa: PLC0415 - as above
    from amends_codemods.sql_injection.texts.tokens import Statement, tokens_of  # noqa: PLC0415 - as above

    try:
        tokens = tokens_of(pieces, known, dialect)
    except SqlglotError:
        return Reading({}, error="its text cannot be read as SQL")
    statement = Statement(tokens, dialect)
    places = {piece: Place(Role.COMMENT) for piece in pieces if isinstance(piece, Hole) and piece not in known}
    for index, token in enumerate(tokens):
        for hole in token.holes:
            if hole in places:
                places[hole] = statement.place(index)
    return Reading(places, tuple(placeholders(tokens)), statement.error)


def halved(inside: Sequence[Piece], mark: str) -> Iterator[Piece]:
    """Yield pieces, of two marks in a row only one."""
    is_second = False
    for piece in inside:
        is_quote = isinstance(piece, Atom) and piece.value == mark
        if not (is_quote and is_second):
            yield piece
        is_second = is_quote and not is_second
