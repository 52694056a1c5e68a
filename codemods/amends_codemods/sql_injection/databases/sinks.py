"""A call that may run SQL text, and all that is known about it."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from amends_codemods.sql_injection.databases.interfaces import Driver, Kind, Method, Passing
from amends_codemods.sql_injection.databases.verdicts import Ground


@dataclass(frozen=True, slots=True, eq=False)
class Sink:
    """A call that may run SQL text.

    `driver` is None where the evidence is missing or contradictory; `reason` says what it is, as the end of a
    sentence for the person ("cursor is a sqlite3 cursor"). `query` is the argument that holds the text; of a
    `nested` method it is the display. `receiver` is the object of a method call. `parameters` is the argument
    that brings parameters already, starred ones included.
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

    @property
    def passing(self) -> Passing:
        """The form in which this method takes its parameters."""
        return self.method.passing or (self.driver.passing if self.driver else Passing.SEQUENCE)
