"""Weighs the words around a call, and says what its digest is made for as far as these tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from amends_codemods.weak_hash.purpose.authorship import GOES_OUT, is_sent
from amends_codemods.weak_hash.purpose.families import (
    CIPHERS,
    ENCRYPTION,
    FORMULA,
    HIDING,
    HOLDERS,
    IDS,
    KEYS,
    MEANINGS,
    PROPERTIES,
    RANDOM,
    VERBS,
)
from amends_codemods.weak_hash.purpose.matching import (
    GIVES_NAME,
    IS_HEAD,
    IS_NUMBER,
    MODIFIES,
    STANDS,
    SURE,
    Found,
    found_in,
)
from amends_codemods.weak_hash.purpose.purposes import WEIGHTS, Place, Purpose, Word
from amends_codemods.weak_hash.purpose.signatures import signed_for
from amends_codemods.weak_hash.purpose.spreading import JOINED, SPREADS
from amends_codemods.weak_hash.purpose.vendors import VENDORS

_ENOUGH: Final = 8
_CAUTION: Final = (
    Purpose.PASSWORD, Purpose.KEY, Purpose.PROTOCOL, Purpose.TOKEN, Purpose.CONTENT, Purpose.IDENTITY,
)  # fmt: skip

_HIDES: Final = "it hides something, which HMAC-SHA256 with a secret key does if that can be guessed"
_GOES_IN: Final = SURE * WEIGHTS[Place.ARGUMENT] * STANDS
_BESIDE: Final = frozenset({Place.STRING, Place.NEARBY})
_AROUND: Final = _BESIDE | {Place.CLASS, Place.COMMENT, Place.REMARK, Place.MODULE}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a digest is made for, the words that told it, and those that name a person or an author."""

    purpose: Purpose
    told_by: str = ""
    identity: tuple[str, ...] = ()

    @property
    def is_random(self) -> bool:
        """Whether it was told by something that is drawn by chance."""
        return tuple(self.told_by.split()) in RANDOM


def weighed(around: Sequence[Word], spread: int, *, is_keyed: bool) -> Judgement:
    """Return what the words around a call tell; `is_keyed` if it is an HMAC."""
    found = list(found_in(around))
    if decisive := next((f for f in found if f.clue.decisive and not _is_refuted(f, found, is_keyed=is_keyed)), None):
        return Judgement(decisive.clue.purpose, _told(decisive))
    if any(f.clue.phrase == ("fingerprint",) for f in found) and _mentions(around, KEYS):
        return Judgement(Purpose.PROTOCOL, "fingerprint of a key")
    scores = _scores(found, spread)
    best = max(_CAUTION, key=lambda purpose: (scores[purpose], -_CAUTION.index(purpose)))
    if not _is_told(best, scores[best], found) or (
        best is Purpose.CONTENT and (_is_doubtful(scores) or _may_be_secret(around, found))
    ):
        best = Purpose.UNKNOWN
    if best is Purpose.IDENTITY and _is_told_to_person(around):
        best = Purpose.TOKEN
    is_hidden = best is Purpose.IDENTITY and not is_keyed and _only_hides(found)
    is_number = not is_keyed and IS_NUMBER in around
    if not is_number and (signed := signed_for(around, best, is_keyed=is_keyed)):
        purpose, why = signed
        return _as_documented(Judgement(purpose, why, _identity(found) or ("signature",)), around)
    if best is Purpose.CONTENT and is_sent(around) and not _is_surely_content(found):
        return Judgement(Purpose.PROTOCOL, GOES_OUT)
    if best is Purpose.UNKNOWN or is_hidden:
        return Judgement(Purpose.UNKNOWN, _HIDES if is_hidden else "")
    told = max((f for f in found if f.clue.purpose is best), key=lambda f: f.weight, default=None)
    judged = Judgement(best, _told(told) if told else "", _identity(found) or ("identity",))
    return _as_documented(judged, around)


def _as_documented(judged: Judgement, around: Sequence[Word]) -> Judgement:
    """Return what a digest is for of which the documentation gives the formula: others know that as well."""
    is_known = judged.purpose is Purpose.IDENTITY and any(word.words == FORMULA for word in around)
    return Judgement(Purpose.PROTOCOL, "its documentation gives the formula") if is_known else judged


def _only_hides(found: Sequence[Found]) -> bool:
    """Whether a digest hides something, of which nothing tells that it is about a person, or all that it is data."""
    said = [set(f.clue.phrase) for f in found if f.clue.purpose is Purpose.IDENTITY and f.place is not Place.NEARBY]
    is_verb = all(phrase <= VERBS for phrase in said)
    is_data = any(_is_content(f) and f.clue.phrase not in HOLDERS for f in _at(found, Place.ARGUMENT))
    return is_verb and (is_data or not any(phrase & (VERBS - HIDING) for phrase in said))


def _told(found: Found) -> str:
    said = " ".join(found.clue.phrase)
    return MEANINGS.get((found.clue.purpose, said), said)


def _is_told(best: Purpose, score: int, found: Sequence[Found]) -> bool:
    """Whether enough tells a purpose: of data, anything does if nothing speaks of persons, secrets or protocols."""
    return score >= _ENOUGH or (best is Purpose.CONTENT and score > 0 and all(map(_is_content, found)))


def _is_refuted(decisive: Found, found: Sequence[Found], *, is_keyed: bool) -> bool:
    """Whether it is no avatar or the like: a key or password goes in, or it is one where the other is only nearby.

    Nor does what is said nearby tell of something random that it answers or signs.
    """
    if not _is_content(decisive):
        is_about_data = decisive.clue.phrase in VENDORS and _names_data_alone(found)
        is_random = any(f.clue.phrase in RANDOM for f in _at(found, Place.ARGUMENT))
        return decisive.place in _AROUND and (is_random or is_about_data)
    passwords = {f.place for f in found if f.clue.purpose is Purpose.PASSWORD and f.weight >= _GOES_IN}
    return is_keyed or Place.ARGUMENT in passwords or (decisive.place in _BESIDE and Place.TARGET in passwords)


def _names_data_alone(found: Sequence[Found]) -> bool:
    """Whether a digest is named as one of data, and nothing but vendors is spoken of beside that."""
    is_named = any(f.place in GIVES_NAME and f.emphasis == IS_HEAD for f in found if _is_content(f))
    return is_named and all(_is_content(f) or f.clue.phrase in VENDORS for f in found)


def _scores(found: Sequence[Found], spread: int) -> Mapping[Purpose, int]:
    scores = Counter[Purpose]({Purpose.CONTENT: spread})
    moot = _moot(found)
    counted = [each for each in found if not moot(each)]
    for each in counted:
        scores[each.clue.purpose] += 0 if _is_common(each) else each.weight
    scores[Purpose.CONTENT] += max((each.weight for each in counted if _is_common(each)), default=0)
    eats_password = _eats_password(found)
    is_personal = _is_personal(found) and not _is_id_of_thing(found, spread)
    if eats_password or (is_personal and not _is_spread_or_kept(found, spread)):
        scores[Purpose.CONTENT] = 0
    if eats_password:
        scores[Purpose.IDENTITY] = 0
    return scores


def _eats_password(found: Sequence[Found]) -> bool:
    return any(f.clue.purpose is Purpose.PASSWORD and f.weight >= _GOES_IN for f in _at(found, Place.ARGUMENT))


def _is_doubtful(scores: Mapping[Purpose, int]) -> bool:
    """Whether a digest that seems to tell data apart may as well be a secret or keep one."""
    return 3 * max(scores[Purpose.PASSWORD], scores[Purpose.TOKEN]) > 2 * scores[Purpose.CONTENT]


def _may_be_secret(around: Sequence[Word], found: Sequence[Found]) -> bool:
    """Whether what seems to tell data apart may be told to somebody as a code, or be the key of a cipher nearby.

    Unless it is called by a name that only data has, and nothing around is called sensitive.
    """
    if any("sensitive" in word.words and "case" not in word.words for word in around):
        return True
    if _is_surely_content(found):
        return False
    is_code = any(word.place in GIVES_NAME and _is_code(_named(word)) for word in around)
    is_key = any(f.clue.phrase in {("key",), ("keys",)} for f in found)
    return is_code or (is_key and _mentions(around, CIPHERS | ENCRYPTION))


def _is_surely_content(found: Sequence[Found]) -> bool:
    return any(_is_content(f) and not _is_common(f) for f in found)


def _is_told_to_person(around: Sequence[Word]) -> bool:
    """Whether the digest of what stands for a person is called a code or token, as that person is sent, and no hash."""
    names = [_named(word) for word in around if word.place is Place.TARGET]
    is_hash = any("hash" in word.words for word in around if word.place is Place.USE)
    return not is_hash and any(_is_code(name) or name[-1:] == ("token",) for name in names)


def _named(word: Word) -> tuple[str, ...]:
    return word.words[: word.head]


def _is_code(name: Sequence[str]) -> bool:
    return name[-1:] == ("code",) and name[-2:-1] != ("hash",)


def _moot(found: Sequence[Found]) -> Callable[[Found], bool]:
    """Return whether a clue tells nothing beside the others.

    What is made of a password or decrypts may be a key; all else that is called so finds something. What is random
    tells no data apart and stands for nobody, whatever it is called, unless it is the salt, as it is beside a password;
    and a person who is spoken of beside the call, while none is digested or named, is not whom the digest stands for.
    What is made into an id, of whatever thing, needs to be personal before.
    """
    eats_password = _eats_password(found)
    unlocks = eats_password or any(f.clue.purpose is Purpose.KEY for f in _at(found, Place.RECEIVER))
    personal = [f for f in found if f.clue.purpose is Purpose.IDENTITY and f.place not in _BESIDE]
    is_salted = eats_password or (not personal and any(f.clue.phrase == ("salt",) for f in _at(found, Place.ARGUMENT)))
    is_random = not is_salted and any(f.clue.phrase in RANDOM for f in _at(found, Place.ARGUMENT))
    is_about_person = not all(f.is_made for f in personal)

    def is_moot(each: Found) -> bool:
        if _is_content(each):
            return is_random and _is_common(each)
        if each.clue.phrase == ("key",):
            return not unlocks
        if each.clue.phrase in RANDOM:
            return is_salted and each.place is Place.ARGUMENT
        return each.clue.purpose is Purpose.IDENTITY and (is_random or not is_about_person)

    return is_moot


def _is_common(found: Found) -> bool:
    """Whether a clue names data of some kind, as names everywhere do: of such, many say no more than one."""
    return _is_content(found) and found.clue.strength < SURE


def _is_content(found: Found) -> bool:
    return found.clue.purpose is Purpose.CONTENT


def _at(found: Sequence[Found], place: Place) -> Iterator[Found]:
    return (f for f in found if f.place is place)


def _is_personal(found: Sequence[Found]) -> bool:
    """Whether something that surely stands for a person is digested, or named."""
    identity = [f for f in found if f.clue.purpose is Purpose.IDENTITY and f.clue.strength >= SURE]
    return any(f.place in {Place.ARGUMENT, *GIVES_NAME} and f.emphasis > MODIFIES for f in identity)


def _is_id_of_thing(found: Sequence[Found], spread: int) -> bool:
    """Whether a digest is the id of a thing, put together of several values or cut short, among which ids of others."""
    identity = [f for f in found if f.clue.purpose is Purpose.IDENTITY and f.clue.strength >= SURE]
    is_id = any(f.clue.phrase == ("id",) and f.emphasis == IS_HEAD and f.place in GIVES_NAME for f in found)
    return is_id and spread >= JOINED and all(f.clue.phrase in IDS and f.place is Place.ARGUMENT for f in identity)


def _is_spread_or_kept(found: Sequence[Found], spread: int) -> bool:
    """Whether a digest surely serves a cache, a comparison or a distribution, whomever it stands for."""
    content = [f for f in found if _is_content(f) and f.clue.strength >= SURE and not _is_property(f)]
    is_key_of_cache = bool(content) and any(f.clue.phrase in {("key",), ("keys",)} for f in found)
    return is_key_of_cache or any(f.place is not Place.CLASS for f in content) or spread >= SPREADS


def _is_property(found: Found) -> bool:
    return found.place is Place.COMMENT and not PROPERTIES.isdisjoint(found.clue.phrase)


def _mentions(around: Sequence[Word], wanted: Collection[str]) -> bool:
    return any(not set(wanted).isdisjoint(word.words) for word in around)


def _identity(found: Sequence[Found]) -> tuple[str, ...]:
    """Return the words for whom or what the digest stands: as the function says, else as the argument does."""
    named = [f for f in found if f.clue.purpose is Purpose.IDENTITY and VERBS.isdisjoint(f.clue.phrase)]
    named.sort(key=lambda f: (-f.clue.strength, f.place is not Place.FUNCTION, f.place is not Place.ARGUMENT))
    phrase = named[0].clue.phrase if named else ()
    return tuple(part for part in phrase if part not in {"hash", "hashed"})
