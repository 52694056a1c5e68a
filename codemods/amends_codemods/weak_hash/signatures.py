"""Whether a digest signs something, and who has a say in how: this program, a vendor, or the other side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from amends_codemods.weak_hash.clues import OUTSIDE, SECRETS, SIGNING, STRONG_SECRETS, VENDOR_PARAMETERS
from amends_codemods.weak_hash.purposes import Place, Purpose, Word
from amends_codemods.weak_hash.vendors import VENDORS

_NAMING: Final = frozenset({Place.TARGET, Place.FUNCTION, Place.RECEIVER, Place.USE, Place.COMPARED})
_BESIDE: Final = frozenset({Place.STRING, Place.NEARBY, Place.ARGUMENT})
_WITHOUT_NAME: Final = frozenset({Purpose.CONTENT, Purpose.IDENTITY, Purpose.UNKNOWN})


def signed_for(around: Sequence[Word], otherwise: Purpose, *, is_keyed: bool) -> tuple[Purpose, str] | None:
    """Return what a signature is for, and what tells so: authorship, or a protocol that others keep to.

    It is none if no secret goes in, or if it is not called one and made for something else `otherwise`.
    """
    is_named = _any_at(around, SIGNING, _NAMING)
    is_secret = _any_at(around, STRONG_SECRETS, {Place.ARGUMENT})
    has_key = is_keyed or is_secret or _any_at(around, SECRETS, {Place.ARGUMENT})
    if not has_key or not (is_named or is_keyed or (is_secret and otherwise in _WITHOUT_NAME)):
        return None
    if vendor := next(_vendors(around), None):
        return Purpose.PROTOCOL, " ".join(vendor)
    if _any_at(around, OUTSIDE, {Place.COMPARED}):
        return Purpose.PROTOCOL, "it has to match what a request brings"
    if is_named and _any_at(around, VENDOR_PARAMETERS, _BESIDE):
        return Purpose.PROTOCOL, "a signature over a secret"
    return Purpose.IDENTITY, "a signature over a secret"


def _any_at(around: Sequence[Word], wanted: Collection[str], places: Collection[Place]) -> bool:
    return any(not set(wanted).isdisjoint(word.words) for word in around if word.place in places)


def _vendors(around: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    for word in around:
        for start in range(len(word.words)):
            for end in (start + 1, start + 2):
                if word.words[start:end] in VENDORS:
                    yield word.words[start:end]
