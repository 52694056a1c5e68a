"""What a digest may be made for, and what the place of a word weighs."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final


class Purpose(enum.Enum):
    """What a digest is made for."""

    PASSWORD = "to keep a password"  # noqa: S105 - words for a purpose
    KEY = "to make a key of something"
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
    COMPARED = "what the digest is compared with"
    STRING = "a text beside the call"
    CLASS = "the class around the call"
    NEARBY = "the rest of the function"
    COMMENT = "a comment"
    REMARK = "a comment on the statement itself"
    MODULE = "the name of the module"


WEIGHTS: Final = {
    Place.TARGET: 4,
    Place.FUNCTION: 3,
    Place.RECEIVER: 3,
    Place.ARGUMENT: 2,
    Place.USE: 3,
    Place.COMPARED: 3,
    Place.STRING: 2,
    Place.CLASS: 2,
    Place.NEARBY: 1,
    Place.COMMENT: 1,
    Place.REMARK: 3,
    Place.MODULE: 1,
}


@dataclass(frozen=True, slots=True)
class Word:
    """The words of a name, where that name stands, and how many of its words there are up to its head.

    The head is the noun that says what the thing is: a `reset_token` is a token, and so is a `token_for_reset`. It
    is 0 where the grammar of the name does not matter. What names a text that is put together beside the call tells
    less than what it is put together of.
    """

    words: tuple[str, ...]
    place: Place
    head: int = 0
    is_put_together: bool = False
