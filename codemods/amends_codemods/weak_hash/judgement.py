"""Weighs the words around a call and says what its digest is made for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.weak_hash.clues import CLUES, KEYS, NLP, SECRETS, SIGNING, VENDORS, VERBS, Clue
from amends_codemods.weak_hash.evidence import words_around
from amends_codemods.weak_hash.purposes import WEIGHTS, Place, Purpose, Word

_ENOUGH: Final = 4
_SURE: Final = 3
_GOES_IN: Final = _SURE * WEIGHTS[Place.ARGUMENT]
_SPREADS: Final = 9
_NUMBER: Final = 5
_SLICE: Final = 2
_NUMBERS: Final = frozenset({"builtins.int", "builtins.int.from_bytes", "uuid.UUID"})
_CAUTION: Final = (Purpose.PASSWORD, Purpose.PROTOCOL, Purpose.TOKEN, Purpose.CONTENT, Purpose.IDENTITY)
_NAMING: Final = frozenset({Place.TARGET, Place.FUNCTION, Place.RECEIVER, Place.USE})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a digest is made for, the words that told it, and those that name a person or an author."""

    purpose: Purpose
    told_by: str = ""
    identity: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    clue: Clue
    place: Place

    @property
    def weight(self) -> int:
        return self.clue.strength * WEIGHTS[self.place]


def judge_purpose(source: Source, call: cst.Call, algorithm: str) -> Judgement:
    """Return what a call's digest is made for."""
    around = words_around(source, call)
    found = list(_found(around))
    if decisive := next((f for f in found if f.clue.decisive), None):
        return Judgement(decisive.clue.purpose, " ".join(decisive.clue.phrase))
    if algorithm == "md4":
        return Judgement(Purpose.PROTOCOL, "md4")
    scores = Counter[Purpose]()
    for each in found:
        scores[each.clue.purpose] += each.weight
    scores[Purpose.CONTENT] += _spread(source, call)
    if any(f.clue.phrase == ("fingerprint",) for f in found) and _mentions_anywhere(around, KEYS):
        return Judgement(Purpose.PROTOCOL, "fingerprint of a key")
    if signed := _signing(around):
        return Judgement(signed, "a signature over a secret", _identity(found, signed))
    if any(f.clue.purpose is Purpose.PASSWORD and f.weight >= _GOES_IN for f in found if f.place is Place.ARGUMENT):
        scores[Purpose.CONTENT] = 0
    if _is_personal(found) and not _is_spread_or_kept(found, source, call):
        scores[Purpose.CONTENT] = 0
    best = max(_CAUTION, key=lambda purpose: (scores[purpose], -_CAUTION.index(purpose)))
    if scores[best] < _ENOUGH:
        return Judgement(Purpose.UNKNOWN)
    told = max((f for f in found if f.clue.purpose is best), key=lambda f: f.weight, default=None)
    return Judgement(best, " ".join(told.clue.phrase) if told else "", _identity(found, None))


def _found(around: Sequence[Word]) -> Iterator[_Found]:
    """Yield each clue once for each place, in the order of the words."""
    is_about_language = any(NLP.intersection(word.words) for word in around)
    seen: set[tuple[tuple[str, ...], Purpose, Place]] = set()
    for word in around:
        for clue in CLUES:
            what = (clue.phrase, clue.purpose, word.place)
            if word.place not in clue.places or what in seen or not _holds(word.words, clue.phrase):
                continue
            if not (is_about_language and clue.phrase == ("token",)):
                seen.add(what)
                yield _Found(clue, word.place)


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    length = len(phrase)
    return any(tuple(words[i : i + length]) == tuple(phrase) for i in range(len(words) - length + 1))


def _spread(source: Source, call: cst.Call) -> int:
    """Return how much the arithmetic on a digest speaks for spreading data over places."""
    weight = 0
    for above in source.ancestors(call):
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            break
        if isinstance(above, cst.BinaryOperation) and isinstance(above.operator, cst.Modulo):
            is_text = isinstance(above.left, (cst.SimpleString, cst.ConcatenatedString))
            weight += 0 if is_text else _SPREADS
        elif isinstance(above, cst.Call) and source.names(above.func) & _NUMBERS:
            weight += _NUMBER
        elif isinstance(above, cst.Subscript):
            weight += _SLICE
    return weight


def _is_personal(found: Sequence[_Found]) -> bool:
    """Whether something that surely stands for a person is digested, or named."""
    identity = [f for f in found if f.clue.purpose is Purpose.IDENTITY and f.clue.strength >= _SURE]
    return any(f.place in {Place.ARGUMENT, Place.FUNCTION, Place.TARGET} for f in identity)


def _is_spread_or_kept(found: Sequence[_Found], source: Source, call: cst.Call) -> bool:
    """Whether a digest surely serves a cache, a comparison or a distribution, whomever it stands for."""
    content = [f for f in found if f.clue.purpose is Purpose.CONTENT and f.clue.strength >= _SURE]
    return any(f.place is not Place.CLASS for f in content) or _spread(source, call) >= _NUMBER


def _signing(around: Sequence[Word]) -> Purpose | None:
    """Return what a digest called a signature is for: authorship, or a vendor's protocol, if a secret goes in."""
    named = any(SIGNING.intersection(word.words) for word in around if word.place in _NAMING)
    keyed = any(SECRETS.intersection(word.words) for word in around if word.place is Place.ARGUMENT)
    if not named or not keyed:
        return None
    return Purpose.PROTOCOL if _mentions(around, VENDORS) else Purpose.IDENTITY


def _mentions(around: Sequence[Word], wanted: Collection[str]) -> bool:
    return any(not set(wanted).isdisjoint(word.words) for word in around if word.place in {Place.STRING, Place.NEARBY})


def _mentions_anywhere(around: Sequence[Word], wanted: Collection[str]) -> bool:
    return any(not set(wanted).isdisjoint(word.words) for word in around if word.place is not Place.COMMENT)


def _identity(found: Sequence[_Found], signed: Purpose | None) -> tuple[str, ...]:
    """Return the words for whom or what the digest stands: as the function says, else as the argument does."""
    named = [f for f in found if f.clue.purpose is Purpose.IDENTITY and VERBS.isdisjoint(f.clue.phrase)]
    named.sort(key=lambda f: (-f.clue.strength, f.place is not Place.FUNCTION, f.place is not Place.ARGUMENT))
    phrase = named[0].clue.phrase if named else (("signature",) if signed else ("identity",))
    return tuple(part for part in phrase if part not in {"hash", "hashed"})
