"""Finds the colons of a text that would begin a placeholder, or hide one."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Sequence

from amends_codemods.sql_injection.texts.pieces import Atom, Item


def colons(pieces: Sequence[Item]) -> Iterator[Atom]:
    """Yield the colons that SQLAlchemy's `text` would take for the beginning of a placeholder."""
    text = "".join(piece.value if isinstance(piece, Atom) and len(piece.value) == 1 else " " for piece in pieces)
    for index, piece in enumerate(pieces):
        if isinstance(piece, Atom) and piece.value == ":":
            before, word = text[index - 1 : index], text[index + 1 :]
            following = word.lstrip("_" + string.ascii_letters + string.digits)
            begins = len(following) < len(word) and not following.startswith(":")
            if begins and before not in {":", "\\"} and not (before.isalnum() or before == "_"):
                yield piece


def has_colon_behind(pieces: Sequence[Item], mine: Collection[object]) -> bool:
    """Tell whether a colon follows the last of `mine`: `text` sees no placeholder in the `:day` of `:day::date`."""
    last = max((index for index, piece in enumerate(pieces) if piece in mine), default=len(pieces))
    following = pieces[last + 1] if last + 1 < len(pieces) else None
    return isinstance(following, Atom) and following.value == ":"
