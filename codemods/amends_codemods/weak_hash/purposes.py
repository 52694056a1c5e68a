"""What a digest may be made for, and what the place of a word weighs."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Final


class Purpose(enum.Enum):
    """What a digest is made for."""

    PASSWORD = "to keep a password"  # noqa: S105 - words for a purpose
    TOKEN = "as a token or nonce"  # noqa: S105 - words for a purpose
    IDENTITY = "to stand for a person, or to sign"
    PROTOCOL = "because a protocol or format asks for it"
    CONTENT = "to tell data apart"
    UNKNOWN = "for a purpose that nothing tells"


class Place(enum.Enum):
    """Where a word stands, seen from the call."""

    TARGET = "the name that the digest is given"
    FUNCTION = "the function around the call"
    RECEIVER = "what the digest is passed to"
    ARGUMENT = "what is digested"
    USE = "what the digest is used for later"
    STRING = "a text beside the call"
    CLASS = "the class around the call"
    NEARBY = "the rest of the function"
    COMMENT = "a comment"
    MODULE = "the name of the module"


WEIGHTS: Final = {
    Place.TARGET: 4,
    Place.FUNCTION: 3,
    Place.RECEIVER: 3,
    Place.ARGUMENT: 2,
    Place.USE: 3,
    Place.STRING: 2,
    Place.CLASS: 2,
    Place.NEARBY: 1,
    Place.COMMENT: 1,
    Place.MODULE: 1,
}

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """The words of a name, and where that name stands."""

    words: tuple[str, ...]
    place: Place


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name, lower case: "userEmail_hash" is user, email, hash."""
    return tuple(word.lower() for word in _WORD.findall(name))
