"""Finds texts in the code that are secrets, or that a name or a linter takes for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import libcst as cst

from amends.model import Finding, Secret
from amends.source import Source
from amends_codemods.hardcoded_secret.literals import Literal, literals
from amends_codemods.hardcoded_secret.bandit import constants_of_entries, is_candidate, misaligned_defaults
from amends_codemods.hardcoded_secret.names import judge, segments
from amends_codemods.hardcoded_secret.places import Place, Shape
from amends_codemods.hardcoded_secret.slots import place_of
from amends_codemods.hardcoded_secret.variables import Variables
from amends_codemods.hardcoded_secret.weighing import Nothing, Real, Told, Verdict, weigh

@dataclass(frozen=True, slots=True, eq=False)
class HardcodedSecret:
    """A literal, where it stands, what it is found to be, and the variable that can hold it (if any can)."""

    place: Place
    verdict: Verdict
    literal: Literal | None = None
    variable: str = ""


def detect(source: Source) -> Iterator[Finding[HardcodedSecret]]:
    """Yield every literal that is, or is taken for, a secret."""
    variables = Variables(source)
    for literal in literals(source):
        place = _looked_at_in_use(source, place_of(source, literal.node))
        verdict = weigh(source, literal, place)
        if verdict is None or (isinstance(verdict, Nothing) and not _is_worth_telling(verdict, place)):
            continue
        variable = _variable(variables, literal, place, verdict)
        evidence = HardcodedSecret(place, verdict, literal, variable)
        yield Finding(literal.node, evidence, _code(source, literal, place), message(verdict))
    for node, reason, code in (*constants_of_entries(source), *misaligned_defaults(source)):
        verdict = Nothing(reason)
        yield Finding(node, HardcodedSecret(Place(Shape.OTHER), verdict), code, message(verdict))


def _code(source: Source, literal: Literal, place: Place) -> str:
    if place.shape is Shape.DEFAULT:
        return "B107"
    parent = source.parent(literal.node)
    is_argument = isinstance(parent, cst.Arg) and parent.keyword is not None
    return "B106" if is_argument or place.shape in {Shape.KEYWORD, Shape.ARGUMENT} else "B105"


def _is_worth_telling(verdict: Nothing, place: Place) -> bool:
    return verdict.asserted or any(map(is_candidate, place.names))


def _looked_at_in_use(source: Source, place: Place) -> Place:
    """Add to the place of a bare name what the uses of that name tell of the value."""
    target = place.target
    if target is None or not (judge(target.value) or segments(target.value)[-1:] == ("key",)):
        return place
    scope = source.scope(target)
    uses = [place_of(source, use) for use in source.uses(scope.visible(target.value) or scope, target.value)]
    sinks = [used for used in uses if (used.use.signs or used.use.opens) and used.shape is not Shape.COMPARISON]
    for used in sinks:
        place = replace(place, names=(*place.names, *used.names), use=place.use | used.use)
    return place


def _variable(variables: Variables, literal: Literal, place: Place, verdict: Verdict) -> str:
    if not isinstance(verdict, Real):
        return ""
    match, fallback = verdict.match, place.fallback
    secret = Secret(literal.text[match.start : match.end] if match and not match.whole else literal.text)
    known = fallback.variable if fallback else place.names[0] if place.shape is Shape.EXPORT else None
    if known is not None:
        return known if variables.keep(known, secret) else ""
    return variables.give(place, match, secret)


def message(verdict: Verdict) -> str:
    """Say what is wrong, without the secret."""
    if isinstance(verdict, Nothing):
        return "a text that a name or a linter takes for a secret"
    if isinstance(verdict, Told) and verdict.title == "empty password":
        return "an empty password opens a connection"
    article = "an" if verdict.title[:1].lower() in "aeiou" else "a"
    return f"{article} {verdict.title} is written into the code"
