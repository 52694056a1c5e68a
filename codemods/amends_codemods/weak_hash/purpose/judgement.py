"""Says what a digest is made for: by what is around its call, and by what shares that with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.weak_hash.digests import (
    alternatives,
    counterparts,
    digests_in,
    digests_of,
    is_hmac,
    of_same_key,
    twins,
)
from amends_codemods.weak_hash.flow import callers, is_private
from amends_codemods.weak_hash.purpose.authorship import INCOMING, OWN, SIGNATURE
from amends_codemods.weak_hash.purpose.evidence import words_around, words_around_caller
from amends_codemods.weak_hash.purpose.mandates import (
    called_after,
    chosen_by,
    is_key_of_hmac,
    is_truncated,
    stands_in_bytes,
)
from amends_codemods.weak_hash.purpose.purposes import Purpose
from amends_codemods.weak_hash.purpose.spreading import spread_of
from amends_codemods.weak_hash.purpose.weighing import Judgement, weighed
from amends_codemods.weak_hash.purpose.widths import is_cut_out


def judge_purpose(source: Source, call: cst.Call, algorithm: str, *, is_keyed: bool = False) -> Judgement:
    """Return what a call's digest is made for; `is_keyed` if it is an HMAC."""
    if algorithm == "md4":
        return Judgement(Purpose.PROTOCOL, "md4")
    if _is_measured(source, call):
        return Judgement(Purpose.CONTENT, "its size")
    judged = _judged_by_itself(source, call, is_keyed=is_keyed)
    if judged.purpose is Purpose.PROTOCOL:
        return judged
    if fixed := _fixed(source, call, judged, algorithm, is_keyed=is_keyed):
        return fixed
    if judged.purpose is Purpose.UNKNOWN:
        return judged if judged.told_by else _judged_by_others(source, call, judged, is_keyed=is_keyed)
    others: Iterator[Judgement] = iter(())
    if judged.purpose is Purpose.IDENTITY:
        alike = _said_of(source, twins(source, call))
        others = chain(alike, _said_by_callers(source, call, is_keyed=is_keyed))
    elif judged.purpose is Purpose.PASSWORD:
        others = _said_of(source, alternatives(source, call))
    return next(filter(_is_mandated, others), judged)


def _judged_by_itself(source: Source, call: cst.Call, *, is_keyed: bool) -> Judgement:
    """Judge a call by what is around it, and a signature that is checked by whether it is made here too."""
    judged = _judged_alone(source, call, is_keyed=is_keyed)
    others = of_same_key(source, call) if is_keyed else counterparts(source, call)
    if judged.told_by == INCOMING and any(map(_is_own_signature, _said_of(source, others))):
        return Judgement(Purpose.IDENTITY, SIGNATURE, ("signature",))
    return judged


def _judged_by_others(source: Source, call: cst.Call, judged: Judgement, *, is_keyed: bool) -> Judgement:
    """Return what the callers of the function, or what is made in its stead, tell of a digest that tells nothing."""
    by_callers = _agreed(list(_said_by_callers(source, call, is_keyed=is_keyed)))
    instead = _said_of(source, alternatives(source, call))
    return by_callers or _agreed([each for each in instead if each.purpose is not Purpose.UNKNOWN]) or judged


def _fixed(source: Source, call: cst.Call, judged: Judgement, algorithm: str, *, is_keyed: bool) -> Judgement | None:
    """Return why the digest has to be as it is, whatever is around it: what it is called, or made of, or goes into."""
    bound = [*digests_of(source, call), *(of_same_key(source, call) if is_keyed else ())]
    if is_keyed or judged.purpose is Purpose.IDENTITY:
        if name := called_after(source, call, is_keyed=is_keyed) or chosen_by(source, call):
            return Judgement(Purpose.PROTOCOL if is_keyed else Purpose.UNKNOWN, f"{name} says which digest it makes")
        inside = list(digests_in(source, call))
        bound += (*inside, *(twin for each in inside for twin in twins(source, each)))
    if mandated := next(filter(_is_mandated, _said_of(source, bound)), None):
        return mandated
    if is_keyed:
        together = (call, *of_same_key(source, call))
        if is_truncated(source, call):
            return Judgement(Purpose.PROTOCOL, "a one-time code, as RFC 4226 takes it out")
        if any(stands_in_bytes(source, each) or is_cut_out(source, each, algorithm) for each in together):
            return Judgement(Purpose.PROTOCOL, "what is beside it, which knows its length")
        return next(filter(_keeps_secret, (judged, *_said_of(source, twins(source, call)))), None)
    return _fixed_by_use(source, call) if judged.purpose is Purpose.IDENTITY else None


def _fixed_by_use(source: Source, call: cst.Call) -> Judgement | None:
    if is_key_of_hmac(source, call):
        return Judgement(Purpose.KEY, "an HMAC")
    return Judgement(Purpose.PROTOCOL, INCOMING) if _is_there_to_check(source, call) else None


def _is_there_to_check(source: Source, call: cst.Call) -> bool:
    """Whether a helper of this file makes a signature for nothing but to compare it with those that come in."""
    said = list(_said_by_callers(source, call, is_keyed=False)) if is_private(source, call) else []
    return bool(said) and all(each.told_by == INCOMING for each in said)


def _keeps_secret(judged: Judgement) -> bool:
    """Whether values are stored that a different HMAC would not give again."""
    return judged.purpose in {Purpose.PASSWORD, Purpose.KEY} or (judged.purpose is Purpose.TOKEN and judged.is_random)


def _is_mandated(judged: Judgement) -> bool:
    """Whether somebody else has a say; whom a signature comes from that is only checked, its own judgement tells."""
    return judged.purpose is Purpose.PROTOCOL and judged.told_by != INCOMING


def _is_own_signature(judged: Judgement) -> bool:
    return judged.purpose is Purpose.IDENTITY and judged.told_by in OWN


def _said_of(source: Source, calls: Iterable[cst.Call]) -> Iterator[Judgement]:
    return (_judged_alone(source, call, is_keyed=is_hmac(source, call)) for call in calls)


def _said_by_callers(source: Source, call: cst.Call, *, is_keyed: bool) -> Iterator[Judgement]:
    for taker in callers(source, call):
        yield weighed(words_around_caller(source, taker), spread_of(source, taker), is_keyed=is_keyed)


def _is_measured(source: Source, call: cst.Call) -> bool:
    """Whether nothing is digested: only the size of such a digest is asked for."""
    above = source.parent(call)
    return isinstance(above, cst.Attribute) and above.attr.value in {"block_size", "digest_size"}


@remembered
def _judged_alone(source: Source, call: cst.Call, *, is_keyed: bool) -> Judgement:
    """Judge a call by what is around it alone; others of the same file may ask for it over and over."""
    return weighed(words_around(source, call), spread_of(source, call), is_keyed=is_keyed)


def _agreed(said: Sequence[Judgement]) -> Judgement | None:
    """Return what all that have a say want a digest for; a password, a key or a token counts alone."""
    for purpose in (Purpose.PASSWORD, Purpose.KEY, Purpose.TOKEN):
        if found := next((each for each in said if each.purpose is purpose), None):
            return found
    purposes = {each.purpose for each in said}
    return said[0] if len(purposes) == 1 and Purpose.UNKNOWN not in purposes else None
