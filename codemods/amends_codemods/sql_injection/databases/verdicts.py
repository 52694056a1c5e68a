"""What the choice of a driver comes to, and what it rests on."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from amends_codemods.sql_injection.databases.interfaces import Driver, Kind


class Ground(enum.IntEnum):
    """What the choice of a driver rests on, the strongest first."""

    RECEIVER = 1  # the object itself: its annotation, its creation, `text()` around the query
    METHOD = 2  # a method, or a kind of object, that only one driver has
    CALLS = 3  # parameterized calls that are already in the file
    FILE = 4  # the only driver that the file imports
    SETTING = 5  # `sql.paramstyle`
    PROJECT = 6  # the dependencies, or what other files import
    GUESS = 7  # nothing: a connection that is taken for a DB-API connection with `?`


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The driver chosen for one object, or None, and on what ground.

    `rows` are those that it was chosen among. `below` is the same for the driver below a SQLAlchemy engine.
    """

    driver: Driver | None
    kind: Kind
    ground: Ground
    reason: str
    rows: tuple[Driver, ...] = ()
    below: tuple[Driver | None, Ground, str] = (None, Ground.GUESS, "nothing tells which driver works below it")
