"""Which calls run SQL text, through what object, and what tells which driver reads the placeholders."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.interfaces import Driver, Kind, Method


class Ground(enum.IntEnum):
    """What the choice of a driver rests on, the strongest first."""

    RECEIVER = 1  # the object itself: its annotation, its creation, `text()` around the query
    METHOD = 2  # a method that only one driver has
    CALLS = 3  # parameterized calls that are already in the file
    FILE = 4  # the only driver that the file imports
    SETTING = 5  # `sql.paramstyle`
    PROJECT = 6  # the dependencies, or what other files import
    GUESS = 7  # nothing: a connection that is taken for a DB-API connection with `?`


@dataclass(frozen=True, slots=True, eq=False)
class Sink:
    """A call that may run SQL text.

    `driver` is None where the evidence is missing or contradictory; `reason` says what it is, as the end of a
    sentence for the person ("conn comes from sqlite3.connect"). `query` is the argument that holds the text;
    of a `nested` method it is the display. `receiver` is the object of a method call.
    """

    call: cst.Call
    method: Method
    driver: Driver | None
    kind: Kind
    ground: Ground
    query: cst.Arg
    parameters: cst.Arg | None
    receiver: cst.BaseExpression | None
    reason: str


def sinks(source: Source) -> Iterator[Sink]:
    """Yield every call that may run SQL text, in source order, with all that is known about it."""
    yield from ()
