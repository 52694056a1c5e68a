"""The readings of a query, one for each call and each way through the program that leads to it."""

from __future__ import annotations

from dataclasses import dataclass

from amends_codemods.sql_injection.texts.pieces import Item
from amends_codemods.sql_injection.texts.places import Reading
from amends_codemods.sql_injection.texts.queries import Site, Variant


class Refused(Exception):
    """The query cannot be parameterized; the text says why, and what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One reading of the query: the site, the way in which its text came about, its pieces, their places."""

    site: Site
    variant: Variant
    pieces: tuple[Item, ...]
    reading: Reading
