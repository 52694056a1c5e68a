"""The placeholders that stand in a query already."""

from __future__ import annotations

from collections.abc import Iterator

from amends_codemods.sql_injection.databases.interfaces import Paramstyle

_QUOTES = "'\"`"


def styles_in(text: str) -> frozenset[Paramstyle]:
    """Return the styles of the placeholders in a text of SQL, outside of its quotes."""
    return frozenset(_styles(text))


def _styles(text: str) -> Iterator[Paramstyle]:
    position = 0
    while position < len(text):
        character = text[position]
        if character in _QUOTES:
            end = text.find(character, position + 1)
            position = len(text) if end < 0 else end + 1
            continue
        style = _style(character, text[position + 1 : position + 2], text[position - 1 : position] if position else "")
        if style:
            yield style
        position += 1


def _style(character: str, following: str, before: str) -> Paramstyle | None:
    if character == "?":
        return Paramstyle.QMARK
    if character == "%":
        return {"s": Paramstyle.FORMAT, "(": Paramstyle.PYFORMAT}.get(following)
    if character == "$" and following.isdigit():
        return Paramstyle.DOLLAR
    if character == ":" and before != ":":
        if following.isdigit():
            return Paramstyle.NUMERIC
        return Paramstyle.NAMED if following.isalpha() or following == "_" else None
    return None
