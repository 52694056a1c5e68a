"""Takes names apart into the words that clues are made of, and finds the word that says what a thing is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from amends_codemods.weak_hash.purpose.clues import CLUES
from amends_codemods.weak_hash.purpose.families import (
    CHALLENGES,
    CHECKS,
    KEYS,
    NLP,
    OUTSIDE,
    SECRETS,
    SIGNATURES,
    VENDOR_PARAMETERS,
)
from amends_codemods.weak_hash.purpose.languages import in_english
from amends_codemods.weak_hash.purpose.vendors import PROTOCOLS, VENDORS

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
_LINK_TO_CODE: Final = re.compile(r"https?://(?:[\w.]*\.)?(?:github|gitlab|bitbucket|stackoverflow|sourceforge)\.\S*")
_ESCAPE: Final = re.compile(r"\\[nrt]")
_SHORTEST: Final = 3


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAIL: Final = _listed("""
    actual b64 base64 bin byte bytes calculated compute computed create current data digest encoded expected gen
    generate generated get hash hashed hasher hex hexdigest hexed make md5 new obj old raw result sha sha1 str string
    text utf8 val value
""")
"""What stands behind the noun that counts, or in its stead: a `password_hash` is as much a password as that is."""

_CONVERTING: Final = _listed(
    "a2b b2a b64decode b64encode decode digest encode fromhex hashlib hexdigest hexlify md5 new sha sha1 unhexlify"
)
PREPOSITIONS: Final = _listed("as at based by for from in of on per to using with")
_LAST: Final = frozenset({"id", "ids"})
_AS_WRITTEN: Final = frozenset({"secrets", "tokens"})
_KNOWN: Final = (
    frozenset(part for clue in CLUES for part in clue.phrase)
    | {part for name in VENDORS | PROTOCOLS for part in name}
    | _TAIL | _AS_WRITTEN | PREPOSITIONS
    | CHALLENGES | CHECKS | KEYS | NLP | OUTSIDE | SECRETS | SIGNATURES | VENDOR_PARAMETERS
)  # fmt: skip

_SHORT_PARTS: Final = _listed("api csrf hash key md5 pin pwd sha1 sum url user")
_PARTS: Final = _SHORT_PARTS | frozenset(word for word in _KNOWN - _TAIL if len(word) > _SHORTEST)


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name, lower case, as clues have them: "userEmails_sha1" is user, email, sha1."""
    text = in_english(_ESCAPE.sub(" ", name))
    return tuple(part for word in _WORD.findall(text) for part in _known_as(word.lower()))


def words_of_prose(text: str) -> tuple[str, ...]:
    """Return the words of a comment or docstring, without the addresses of code that it was taken from."""
    return words(_LINK_TO_CODE.sub(" ", text))


def _known_as(word: str) -> tuple[str, ...]:
    for form in (word, word.rstrip("0123456789"), _singular(word)):
        if form in _KNOWN:
            return (form,)
    return _compound(word) or (word,)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _compound(word: str) -> tuple[str, ...]:
    """Return the known words that make up all of a word, as few as can be; nothing if it is not made of such."""
    best: tuple[str, ...] = ()
    for end in range(len(word) - 2, _SHORTEST - 1, -1):
        first, rest = word[:end], word[end:]
        if first not in _PARTS:
            continue
        parts = (rest,) if rest in _LAST or rest in _PARTS else _compound(rest)
        if parts and (not best or len(parts) + 1 < len(best)):
            best = (first, *parts)
    return best


def says_nothing(name: Sequence[str]) -> bool:
    """Whether a name is but that of what converts or digests a value."""
    return all(word in _CONVERTING for word in name)


def head_of(name: Sequence[str]) -> int:
    """Return how many words of a name there are up to its head."""
    before = next((i for i, word in enumerate(name) if i and word in PREPOSITIONS), len(name))
    return _without_tail(name[:before]) or _without_tail(name) or len(name)


def _without_tail(name: Sequence[str]) -> int:
    return next((end for end in range(len(name), 0, -1) if name[end - 1] not in _TAIL), 0)
