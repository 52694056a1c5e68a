"""Whether a digest signs something, and who has a say in how: this program, a vendor, or the other side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from amends_codemods.weak_hash.purpose.authorship import (
    GOES_OUT,
    INCOMING,
    SIGNATURE,
    called_signature,
    is_incoming,
    is_sent,
)
from amends_codemods.weak_hash.purpose.families import (
    ADDED_SECRETS,
    CHALLENGES,
    CHECKS,
    CHECKSUMS,
    CLIENT_IDS,
    FROZEN,
    MAKING,
    OUTSIDE,
    OWN_REQUESTS,
    PASSWORDS,
    PROOFS,
    RANDOM,
    SECRETS,
    SEEN,
    SENDING,
    SEQUENCES,
    SIGNATURES,
    SIGNING,
    STRONG_SECRETS,
    TIMES,
    TO_SIGN,
    VENDOR_KEYS,
    VENDOR_PARAMETERS,
)
from amends_codemods.weak_hash.purpose.purposes import Place, Purpose, Word
from amends_codemods.weak_hash.purpose.segments import says_nothing
from amends_codemods.weak_hash.purpose.vendors import PROTOCOLS, VENDORS

_NAMING: Final = frozenset({Place.TARGET, Place.FUNCTION, Place.RECEIVER, Place.USE, Place.COMPARED})
_GOES_IN: Final = frozenset({Place.ARGUMENT})
_DEFINES: Final = frozenset({Place.FUNCTION, Place.CLASS, Place.MODULE, Place.COMMENT})
_ANYWHERE: Final = frozenset(Place)
_CALLED_AFTER: Final = frozenset({Place.FUNCTION, Place.CLASS, Place.ARGUMENT})
_BESIDE: Final = frozenset({Place.STRING, Place.NEARBY, Place.ARGUMENT})
_HAS_NAME: Final = frozenset({Purpose.TOKEN, Purpose.CONTENT})
_IS_NO_DATA: Final = frozenset({Purpose.KEY, Purpose.PASSWORD})
_WITHOUT_NAME: Final = frozenset({Purpose.CONTENT, Purpose.IDENTITY, Purpose.UNKNOWN})


@dataclass(frozen=True, slots=True)
class _Signing:
    """What is seen of a digest that a secret goes into."""

    is_signed: bool
    is_password: bool
    is_data: bool


def signed_for(around: Sequence[Word], otherwise: Purpose, *, is_keyed: bool) -> tuple[Purpose, str] | None:
    """Return what a signature is for, and what tells so: authorship, or a protocol that others keep to.

    It is none if no secret goes in, or if it is not called one and made for something else `otherwise`.
    """
    if any(map(_is_called_sign, around)):
        return Purpose.PROTOCOL, "a parameter called sign"
    if otherwise is Purpose.PROTOCOL:
        return None
    is_password = _any_at(around, PASSWORDS, _GOES_IN)
    is_secret = any(_is_secret(word.words) for word in around if word.place is Place.ARGUMENT)
    is_collected = any(word.words == SEEN for word in around)
    if is_keyed or is_secret or is_password or (not is_collected and any(map(_goes_in_as_key, around))):
        return _over_secret(around, otherwise, is_keyed=is_keyed, is_secret=is_secret, is_password=is_password)
    is_open = otherwise in _WITHOUT_NAME or (otherwise is Purpose.TOKEN and is_incoming(around))
    return called_signature(around) if is_open and not is_collected else None


def _over_secret(
    around: Sequence[Word], otherwise: Purpose, *, is_keyed: bool, is_secret: bool, is_password: bool
) -> tuple[Purpose, str] | None:
    if not is_keyed and is_secret and otherwise not in _IS_NO_DATA and (kept := _kept_secret(around)):
        return kept
    if otherwise is Purpose.CONTENT and _authenticates(around):
        return Purpose.PROTOCOL, "a checksum over a secret"
    is_named = _any_at(around, SIGNATURES if otherwise in _HAS_NAME else SIGNATURES | CHECKS, _NAMING)
    is_named = is_named or _any_at(around, SIGNING, {Place.COMMENT}) or any(_names(around, PROOFS, _NAMING))
    is_named = is_named or any(_names(around, TO_SIGN, _GOES_IN))
    is_signed = is_named or ((is_keyed or is_secret) and otherwise in _WITHOUT_NAME)
    if (is_keyed or is_secret) and (company := _company_of_secret(around, is_keyed=is_keyed)):
        return Purpose.PROTOCOL, company
    signing = _Signing(is_signed, is_password and not is_secret, otherwise is Purpose.CONTENT)
    if mandated := _mandated(around, signing):
        return Purpose.PROTOCOL, mandated
    return (Purpose.IDENTITY, SIGNATURE) if is_signed and not signing.is_password else None


def _authenticates(around: Sequence[Word]) -> bool:
    return _any_at(around, CHECKSUMS, _NAMING) and _any_at(around, ADDED_SECRETS, _GOES_IN)


def _company_of_secret(around: Sequence[Word], *, is_keyed: bool) -> str:
    """Return what goes in beside a secret and tells of a protocol or a vendor."""
    if _any_at(around, {"counter"}, _GOES_IN):
        return "a one-time code of a counter"
    if is_keyed and any(_names(around, RANDOM, _GOES_IN)) and any(word.place is Place.COMPARED for word in around):
        return "the answer to a challenge"
    if is_keyed and _any_at(around, SEQUENCES, _GOES_IN):
        return "a sequence number, as the messages of a connection bear it"
    is_client = not is_keyed and _any_at(around, CLIENT_IDS, _GOES_IN) and _any_at(around, TIMES, _GOES_IN)
    return "an id and a time beside the secret" if is_client else ""


def _kept_secret(around: Sequence[Word]) -> tuple[Purpose, str] | None:
    """Return what a digest of a secret is for where it signs nothing: a salt goes in, or no data at all."""
    words = [word.words for word in around if word.place is Place.ARGUMENT and not says_nothing(word.words)]
    if any("salt" in name and not _is_secret(name) for name in words) and not _any_at(around, SIGNATURES, _NAMING):
        return Purpose.PASSWORD, "a salt"
    return (Purpose.TOKEN, "a secret") if all(map(_is_secret, words)) else None


def _mandated(around: Sequence[Word], signing: _Signing) -> str:
    """Return why others have a say in how the digest of a secret is made.

    What answers for a protocol is called after it. A vendor may be mentioned anywhere beside a signature, but that
    a program also talks to one says nothing about its passwords.
    """
    if _answers(around, signing):
        return "the answer to a challenge"
    is_other = signing.is_signed or signing.is_password or not signing.is_data
    protocols, vendors = (PROTOCOLS, VENDORS) if is_other else ((), ())
    anywhere = _ANYWHERE if signing.is_signed and not signing.is_password else _CALLED_AFTER
    if other := next(chain(_names(around, protocols, _DEFINES), _names(around, vendors, anywhere)), ""):
        return other
    if signing.is_signed and is_sent(around) and not _any_at(around, OWN_REQUESTS, _ANYWHERE):
        return GOES_OUT
    if signing.is_signed and not signing.is_password and is_incoming(around):
        return INCOMING
    return _mandated_by_use(around) if signing.is_signed and not signing.is_password else ""


def _answers(around: Sequence[Word], signing: _Signing) -> bool:
    """Whether what the other side has sent goes in, or a salt and a password, and the digest to the other side."""
    is_salted = signing.is_password and _any_at(around, {"salt"}, _GOES_IN)
    goes_out = _any_at(around, SENDING, {Place.RECEIVER}) or is_sent(around)
    return _any_at(around, CHALLENGES, _GOES_IN) or (is_salted and goes_out)


def _mandated_by_use(around: Sequence[Word]) -> str:
    """Return why a signature has to be as it is, as far as what is done with it tells."""
    if _any_at(around, FROZEN, {Place.FUNCTION}):
        return "a version of a format that is there already"
    if _any_at(around, OUTSIDE, {Place.COMPARED}):
        return INCOMING
    is_client = _any_at(around, VENDOR_PARAMETERS, _BESIDE) or any(_names(around, VENDOR_KEYS, _GOES_IN))
    return SIGNATURE if is_client else ""


def _is_called_sign(word: Word) -> bool:
    """Whether a digest is the `sign` of a request, as vendors call it who ask for one; to sign is a verb elsewhere."""
    if word.place in {Place.TARGET, Place.USE}:
        return word.words[-1:] == ("sign",)
    pairs = zip(word.words, word.words[1:], strict=False)
    return word.place is Place.FUNCTION and any(first in MAKING and second == "sign" for first, second in pairs)


def _is_secret(name: tuple[str, ...]) -> bool:
    return not STRONG_SECRETS.isdisjoint(name) or {"private", "key"} <= set(name)


def _goes_in_as_key(word: Word) -> bool:
    """Whether a key is digested: what has a key before its name, as `key_columns` have, is none."""
    if word.place is not Place.ARGUMENT:
        return False
    return not SECRETS.isdisjoint(word.words[word.head - 1 : word.head] if word.head else word.words)


def _any_at(around: Sequence[Word], wanted: Collection[str], places: Collection[Place]) -> bool:
    return any(not set(wanted).isdisjoint(word.words) for word in around if word.place in places)


def _names(around: Sequence[Word], wanted: Collection[tuple[str, ...]], places: Collection[Place]) -> Iterator[str]:
    for word in around:
        pairs = zip(word.words, word.words[1:], strict=False)
        for name in (*((one,) for one in word.words), *pairs):
            if name in wanted and word.place in places:
                yield " ".join(name)
