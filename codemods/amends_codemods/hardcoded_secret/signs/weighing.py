"""Weighs what the name, the value and the place say: a secret, something to tell about, or harmless."""

from __future__ import annotations

import re
from dataclasses import dataclass

from amends.model import Secret
from amends.source import Source
from amends_codemods.hardcoded_secret.positions.cookies import session_in_header
from amends_codemods.hardcoded_secret.positions.literals import Literal
from amends_codemods.hardcoded_secret.positions.places import COMPARED, Place, Shape
from amends_codemods.hardcoded_secret.signs.accounts import (
    is_accompanied,
    is_factory_account,
    is_one_of_codes,
    is_one_of_digests,
    is_one_of_words,
    opens_a_server_elsewhere,
    repeats_an_account,
)
from amends_codemods.hardcoded_secret.signs.chance import kind_by_chance
from amends_codemods.hardcoded_secret.signs.contexts import (
    is_called_unreal,
    is_check_for_a_default,
    is_key_into_a_mapping,
    is_key_of_nothing,
    is_made_up_in_test,
    is_one_of_weak_choices,
    is_sent_elsewhere,
    is_shown,
    is_test,
    why_made_up,
    why_said_to_be_none,
)
from amends_codemods.hardcoded_secret.signs.credentials import authorization, credential
from amends_codemods.hardcoded_secret.signs.formats import (
    DSN,
    FORMATS,
    URL,
    Match,
    is_documented_dummy,
    is_on_own_machine,
    is_typed,
    may_be_issued,
    opens_own_machine,
    repeats_its_user,
)
from amends_codemods.hardcoded_secret.signs.names import (
    Kind,
    Mention,
    SecretName,
    is_public,
    judge,
    may_mean_passing,
    segments,
    singular,
)
from amends_codemods.hardcoded_secret.signs.samples import is_one_of_samples
from amends_codemods.hardcoded_secret.signs.texts import is_identifier, is_label, is_random, is_strong
from amends_codemods.hardcoded_secret.signs.values import DRAWN, Use, is_made_for_a_person, proves_itself, why_harmless
from amends_codemods.hardcoded_secret.signs.well_known import why_known_to_all
from amends_codemods.hardcoded_secret.signs.words import OUTCOMES


@dataclass(frozen=True, slots=True)
class Real:
    """A secret: what sort it is called, its text, and the known format that tells it, if one does."""

    title: str
    secret: Secret
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Something a person should look at, with the advice."""

    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """No secret, with the reason; `asserted` if the name announced one."""

    reason: str
    asserted: bool = True


Verdict = Real | Told | Nothing

_IN_TESTS = "what serves tests holds made-up values"
_IN_EXAMPLES = "what an example shows is made up"
_SHOWN = "an example shows it; revoke it if it is real, and show a placeholder"
_ONE_OF_SEVERAL = "a test takes it for one of several texts; revoke it if it is real, and make up another"
_REPEATED = "it is the user's name over again; make both required, so that nobody relies on them"
_LOCAL = "it opens a server on one's own machine; see to it that nothing else has this password, or make it required"
_DEFAULT = "it is asked whether a setting still is a default that is known to all"
_INFLEXIBLE = {
    **dict.fromkeys(
        (Shape.RIGID, Shape.MEMBER), "its place takes no expression; read it from the environment where it is used"
    ),
    Shape.PATTERN: "a pattern takes no expression; compare with what the environment holds: `case given if given == …`",
}
_FIELD = re.compile(r"%[sdr]|\{\w*\}")
_FEW, _MANY = 4, 8  # of what chance has drawn and no name calls a secret
_PROSE = 300  # characters
_SENTENCE = 4  # words
_EMPTY = "whoever reaches the server gets in; give the account a password, and read it from the environment"


def weigh(source: Source, literal: Literal, place: Place) -> Verdict | None:
    """Weigh the evidence for a literal; None if neither its name nor its text speaks of a secret."""
    match = credential(literal.text) or authorization(literal.text, place) or session_in_header(literal.text, place)
    if match and (match.whole or not is_typed(literal.text[match.start : match.end])):
        return _by_format(source, literal, place, match)
    if literal.is_formatted:
        return None
    return _by_name(source, literal, place)


def _by_format(  # noqa: C901, PLR0911 - a list of reasons
    source: Source, literal: Literal, place: Place, match: Match
) -> Verdict:
    title = match.format.title
    found = literal.text[match.start : match.end]
    is_issued = match.format.live and may_be_issued(found) and not is_typed(found)
    if is_test(source, place) and (not is_issued or is_made_up_in_test(literal, place)):
        return Nothing(_IN_TESTS)
    if not match.format.live and (reason := why_made_up(source, literal, place)):
        return Nothing(reason)
    if any(map(is_called_unreal, place.names)):
        return Nothing("the name says that the value is made up")
    if not match.format.live and is_check_for_a_default(source, literal, place):
        return Nothing(_DEFAULT)
    if reason := _by_publicity(literal.text, place, match):
        return Nothing(reason)
    if is_one_of_samples(source, literal.node):
        return Nothing("a list of the credentials of several vendors shows what these look like")
    if verdict := _in_longer_text(literal.text, match):
        return verdict
    if advice := _why_it_stays(source, literal, place, match):
        return Told(title, advice)
    if said := why_said_to_be_none(source, literal, place):
        return Told(title, f"{said}; revoke it if that is not so")
    if match.format in {URL, DSN} and _is_local(literal.text[match.start :], place):
        return Told(title, _LOCAL)
    is_elsewhere = match.format in {URL, DSN} and not opens_own_machine(literal.text[match.start :])
    if shown := _in_example(source, place, title, may_be_real=is_issued or is_elsewhere):
        return shown
    whole = match.whole or place.fallback or place.shape is Shape.EXPORT
    return Real(title, Secret(literal.text if whole else found), match)


def _in_example(source: Source, place: Place, title: str, *, may_be_real: bool) -> Verdict | None:
    """Judge a value that a file shows, or that a test takes for one of several texts: it would not run without it."""
    if is_shown(source):
        return Told(title, _SHOWN) if may_be_real else Nothing(_IN_EXAMPLES)
    return Told(title, _ONE_OF_SEVERAL) if source.context.is_test and place.shape is Shape.ELEMENT else None


def _is_local(text: str, place: Place) -> bool:
    """Whether a URL opens a server on one's own machine where nothing else is given: a program must not demand one."""
    may_be_left_out = place.shape in {Shape.DEFAULT, Shape.LAST_RESORT}
    return opens_own_machine(text) and (may_be_left_out or (place.fallback is not None and repeats_its_user(text)))


def _why_it_stays(source: Source, literal: Literal, place: Place, match: Match) -> str | None:
    """Say what to do about a credential where no expression can take its place."""
    if literal.is_formatted or place.shape is Shape.FORMATTED or (match.whole and _FIELD.search(literal.text)):
        return "it stands in a text with fields; read it from the environment into a field of its own"
    if source.context.path.suffix == ".pyi":
        return "a stub is never run; write ... in its place"
    return _INFLEXIBLE.get(place.shape)


def _in_longer_text(text: str, match: Match) -> Verdict | None:
    """Judge a credential that other words stand around, which may only show what one looks like."""
    found = text[match.start : match.end]
    is_long = match.format is DSN or len(text) > _PROSE or "\n" in text.strip()
    is_prose = sum(map(str.isalpha, text.split())) >= _SENTENCE
    if match.whole or not (is_long or is_prose):
        return None
    if is_documented_dummy(found) or (match.format.live and not may_be_issued(found)):
        return Nothing("a documented example in a text")
    if not is_long:
        return None
    return Told(match.format.title, "it stands in a longer text; take it out of there, and revoke it if it is real")


def _by_publicity(text: str, place: Place, match: Match) -> str | None:
    """Say why a credential of a known format may be read by all."""
    if match.format in FORMATS and not match.format.live and any(map(is_public, place.names)):
        return "the name says that the value is public"
    if match.format is URL and not match.whole and is_on_own_machine(text[match.start :]):
        return "it shows what a setting looks like on one's own machine"
    return why_known_to_all(text, place.names[0] if place.names else "")


def _by_name(source: Source, literal: Literal, place: Place) -> Verdict | None:
    judgements = [j for j in map(judge, place.names) if j is not None]
    named = min((j for j in judgements if isinstance(j, SecretName)), key=lambda name: name.doubt != "", default=None)
    if named is None:
        if (kind := kind_by_chance(source, literal, place)) is not None:
            return _of_kind(source, literal, place, kind)
        mention = next((j for j in judgements if isinstance(j, Mention)), None)
        return Nothing(mention.reason, asserted=False) if mention else None
    is_proven = named.kind in DRAWN and proves_itself(literal.text, named.kind)
    if place.shape is Shape.ELEMENT and place.fallback is None and not is_proven:
        return None
    if named.doubt and (is_one_of_digests(source, place, _FEW) or not proves_itself(literal.text, named.kind)):
        return Nothing(named.doubt, asserted=False)
    return _of_kind(source, literal, place, named.kind)


def _of_kind(source: Source, literal: Literal, place: Place, kind: Kind) -> Verdict:
    if reason := _by_context(source, literal, place):
        return Nothing(reason)
    beside = place.fallback is not None or is_accompanied(source, place, literal.text)
    use = _use_of_compared(literal.text, place, kind) | Use(beside=beside)
    if reason := why_harmless(literal.text, place.names[0], kind, use):
        if not literal.text and use.opens and place.shape is Shape.KEYWORD and kind is Kind.PASSWORD:
            return Told("empty password", _EMPTY)
        return Nothing(reason)
    if place.shape is Shape.PATTERN:
        return Told(kind.value, _INFLEXIBLE[place.shape])
    if _is_default(place) and repeats_an_account(source, place, literal.text):
        return Told(kind.value, _REPEATED)
    may_be_real = is_random(literal.text) or opens_a_server_elsewhere(place)
    shown = _in_example(source, place, kind.value, may_be_real=may_be_real)
    return shown or Real(kind.value, Secret(literal.text))


def _is_default(place: Place) -> bool:
    """Whether a value is there for everybody who gives none: of a parameter, or an entry of `DEFAULTS`."""
    return place.shape is Shape.DEFAULT or any("default" in singular(holder) for holder in place.path)


def _use_of_compared(text: str, place: Place, kind: Kind) -> Use:
    """Return how a value is used; one to compare with opens something if it may be what a user enters."""
    if place.shape not in COMPARED:
        return place.use
    return Use(opens=(place.use.opens or kind is Kind.PASSWORD) and is_made_for_a_person(text, kind))


def _by_context(source: Source, literal: Literal, place: Place) -> str | None:  # noqa: PLR0911 - a list of reasons
    """Say why nothing at this place can be a secret, whatever its name."""
    if is_test(source, place):
        return _IN_TESTS
    if "migrations" in source.context.path.parts:
        return "a migration records what a default once was"
    if source.context.path.suffix == ".pyi":
        return "a stub is never run"
    if place.shape is Shape.MEMBER:
        return "a member of an enumeration is a name, not a secret"
    if place.shape is Shape.RIGID:
        return "the text is part of another expression, not a value by itself"
    passes = literal.text.lower() in OUTCOMES and segments(place.names[0])[-1:] == ("pass",)
    if (passes or (may_mean_passing(place.names[0]) and not is_strong(literal.text))) and not is_accompanied(
        source, place, literal.text
    ):
        return "whether a password is passed or a test cannot be told from this name"
    return _by_company(source, literal, place)


def _by_company(source: Source, literal: Literal, place: Place) -> str | None:  # noqa: PLR0911 - a list of reasons
    """Say why what is around a value, or is done with it, tells that it is no secret."""
    if (
        is_one_of_codes(source, place, literal.text)
        or is_one_of_words(source, place, literal.text)
        or (place.shape is Shape.ENTRY and is_one_of_digests(source, place, _MANY))
    ):
        return "the value is one of several codes that stand for names"
    if is_key_of_nothing(source, literal):
        return "the signature is not looked at here, so the key does not matter"
    if is_key_into_a_mapping(source, literal, place):
        return "something is looked up by the value"
    if is_check_for_a_default(source, literal, place):
        return _DEFAULT
    if is_factory_account(source, place, literal.text):
        return "a factory default is known to all"
    if is_one_of_weak_choices(source, literal, place):
        return "it is asked whether a password is one that everybody would guess"
    return (
        _as_word_in_call(literal.text, place)
        or why_made_up(source, literal, place)
        or why_known_to_all(literal.text, place.names[0])
    )


def _as_word_in_call(text: str, place: Place) -> str | None:
    """Say why a call takes words of a program for what could be a key."""
    if place.names[0] == "api_key" and is_sent_elsewhere(place) and (is_identifier(text) or text.isalpha()):
        return "a server of one's own takes any key, and this one stands for none"
    if place.names[0] == "hmac_key" and is_label(text):
        return "the key is a label, by which a protocol tells its digests from others"
    if segments(place.names[0])[-2:] == ("signature", "key") and is_identifier(text):
        return "the value is what a signature is called"
    return None
