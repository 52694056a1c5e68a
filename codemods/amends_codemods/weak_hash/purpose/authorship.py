"""Whether a digest that no key goes into is called a signature, and by whom it is made."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from amends_codemods.weak_hash.purpose.families import (
    CHECKS,
    DIGESTS,
    NO_SIGNATURES,
    OUTSIDE,
    SENDABLE,
    SENT,
    SIGNATURE_NAMES,
)
from amends_codemods.weak_hash.purpose.purposes import Place, Purpose, Word

GOES_OUT: Final = "it goes along with a request to somebody"
INCOMING: Final = "a signature that somebody else sends along has to match it"
SIGNATURE: Final = "a signature over a secret"
OWN: Final = frozenset({SIGNATURE, "a signature"})
KEYLESS: Final = (
    "it is called a signature, though no key goes in; if it is to prove who made the data, both sides need HMAC-SHA256"
)

_NAMING: Final = frozenset({Place.TARGET, Place.FUNCTION, Place.RECEIVER, Place.USE, Place.COMPARED})
_MAKES: Final = frozenset({Place.TARGET, Place.FUNCTION, Place.USE})
_GOES_ALONG: Final = frozenset({Place.FUNCTION, Place.ARGUMENT, Place.TARGET})


def called_signature(around: Sequence[Word]) -> tuple[Purpose, str] | None:
    """Return what a digest without a key is for if something around it calls it a signature."""
    if not any(word.place in _NAMING and names_signature(word) for word in around):
        return None
    if is_incoming(around):
        return Purpose.PROTOCOL, INCOMING
    if is_sent(around) and not any("webhook" in word.words for word in around):
        return Purpose.PROTOCOL, GOES_OUT
    if _is_named_by_algorithm(around):
        return None
    made = [word for word in around if word.place in _MAKES and names_signature(word)]
    goes_along = any(word.place in _GOES_ALONG and not SENDABLE.isdisjoint(word.words) for word in around)
    if any(map(_signs, made)) or (goes_along and any(map(_is_signature, made))):
        return Purpose.IDENTITY, "a signature"
    return Purpose.UNKNOWN, KEYLESS


def _is_named_by_algorithm(around: Sequence[Word]) -> bool:
    """Whether what a digest is compared with is called after its algorithm, and no function after a signature."""
    is_signing = any(word.place is Place.FUNCTION and names_signature(word) for word in around)
    return not is_signing and any(not DIGESTS.isdisjoint(word.words) for word in around if word.place is Place.COMPARED)


def is_incoming(around: Sequence[Word]) -> bool:
    """Whether a digest is compared with a signature that comes from elsewhere."""
    compared = [word for word in around if word.place is Place.COMPARED]
    if any(map(names_signature, compared)):
        return True
    is_outside = any(not OUTSIDE.isdisjoint(word.words) for word in compared)
    return is_outside and any(word.place in _MAKES and names_signature(word) for word in around)


def is_sent(around: Sequence[Word]) -> bool:
    """Whether the digest goes along with a request to somebody else."""
    return any(word.words == SENT for word in around)


def names_signature(word: Word) -> bool:
    """Whether a name has a signature or webhook in it; to sign in is something else.

    A function that does more than to make the digest may sign something else, such as a request that holds it.
    """
    if word.place is Place.FUNCTION and not word.head:
        return False
    if not NO_SIGNATURES.isdisjoint(pairwise(word.words)):
        return False
    return not SIGNATURE_NAMES.isdisjoint(word.words) or ("x", "auth") in pairwise(word.words)


def _is_signature(word: Word) -> bool:
    """Whether a name is one of a signature that is made: a `webhook_id` is none, and who verifies makes none."""
    is_check = word.place is Place.FUNCTION and not CHECKS.isdisjoint(word.words)
    return not is_check and not SIGNATURE_NAMES.isdisjoint(word.words[word.head - 1 : word.head])


def _signs(word: Word) -> bool:
    """Whether a function is called after what it does: `sign_message` signs, a `call_sign` is none."""
    return word.place is Place.FUNCTION and word.words[:1] == ("sign",)
