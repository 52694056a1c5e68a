"""Finds texts in the code that are secrets, or that a name or a linter takes for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import libcst as cst

from amends.model import Finding
from amends.source import Source
from amends_codemods.hardcoded_secret.positions.literals import Literal, literals
from amends_codemods.hardcoded_secret.positions.places import Fallback, Place, Shape
from amends_codemods.hardcoded_secret.positions.slots import place_of
from amends_codemods.hardcoded_secret.replacing.instead import is_given_otherwise, variable_missed
from amends_codemods.hardcoded_secret.replacing.variables import assigned
from amends_codemods.hardcoded_secret.signs.bandit import constants_of_entries, is_candidate, misaligned_defaults
from amends_codemods.hardcoded_secret.signs.credentials import credential
from amends_codemods.hardcoded_secret.signs.names import announces, judge, segments
from amends_codemods.hardcoded_secret.signs.weighing import Nothing, Real, Told, Verdict, weigh


@dataclass(frozen=True, slots=True, eq=False)
class HardcodedSecret:
    """A literal, where it stands, what it is found to be, and the variable that can hold it (if any can).

    Without a `literal`, `node` is what a linter takes for one.
    """

    node: cst.CSTNode
    place: Place
    verdict: Verdict
    literal: Literal | None = None
    variable: str = ""


def detect(source: Source) -> Iterator[Finding[HardcodedSecret]]:
    """Yield every literal that is, or is taken for, a secret."""
    found = tuple(_found(source))
    real = [(one.place, one.verdict) for one in found if isinstance(one.verdict, Real)]
    variables = iter(assigned(source, real))
    for one in found:
        variable = next(variables) if isinstance(one.verdict, Real) else ""
        yield Finding(one.node, replace(one, variable=variable), _code(source, one), message(one.verdict))
    for node, reason, code in (*constants_of_entries(source), *misaligned_defaults(source)):
        verdict = Nothing(reason)
        yield Finding(node, HardcodedSecret(node, Place(Shape.OTHER), verdict), code, message(verdict))


def _found(source: Source) -> Iterator[HardcodedSecret]:
    for literal in literals(source):
        place = _instead_of_variable(
            source, literal, _looked_at_in_use(source, literal, place_of(source, literal.node))
        )
        verdict = weigh(source, literal, place)
        if isinstance(verdict, Nothing) and (place.shape is Shape.CHOICE or _stands_for_none(source, literal)):
            continue
        if verdict is not None and _is_worth_telling(verdict, place):
            yield HardcodedSecret(literal.node, place, verdict, literal)


def _stands_for_none(source: Source, literal: Literal) -> bool:
    """Whether a text is empty where None would do as well, as in `given or ""`."""
    return not literal.text and isinstance(source.parent(literal.node), cst.BooleanOperation)


def _code(source: Source, found: HardcodedSecret) -> str:
    if found.place.shape is Shape.DEFAULT:
        return "B107"
    parent = source.parent(found.node)
    is_argument = isinstance(parent, cst.Arg) and parent.keyword is not None
    return "B106" if is_argument or found.place.shape in {Shape.KEYWORD, Shape.ARGUMENT} else "B105"


def _is_worth_telling(verdict: Verdict, place: Place) -> bool:
    return not isinstance(verdict, Nothing) or verdict.asserted or any(map(is_candidate, place.names[:1]))


def _looked_at_in_use(source: Source, literal: Literal, place: Place) -> Place:
    """Add to the place of a bare name what the uses of that name tell of the value."""
    target = place.target
    if target is None or not (
        judge(target.value) or segments(target.value)[-1:] == ("key",) or credential(literal.text)
    ):
        return place
    scope = source.scope(target)
    nodes = source.uses(scope.visible(target.value) or scope, target.value)
    uses = [(node, place_of(source, node)) for node in nodes]
    if place.shape is Shape.CONSTANT and uses and all(_falls_back(source, *use) for use in uses):
        place = replace(place, shape=Shape.LAST_RESORT)
    for _, used in uses:
        if (used.use.signs or used.use.opens) and used.shape is not Shape.COMPARISON:
            place = replace(place, names=(*place.names, *used.names), use=place.use | used.use)
    return place


def _instead_of_variable(source: Source, literal: Literal, place: Place) -> Place:
    """Add to the place of a name the variable that it holds where that is set."""
    if place.target is None or place.fallback is not None:
        return place
    variable = variable_missed(source, literal.node, place.target)
    if variable is None or not (announces(place.target.value) or credential(literal.text)):
        return place
    return replace(place, names=(variable, *place.names), fallback=Fallback(variable, literal.node))


def _falls_back(source: Source, node: cst.BaseExpression, place: Place) -> bool:
    """Whether a constant is used here only where there is no other value."""
    is_default = place.shape in {Shape.LAST_RESORT, Shape.DEFAULT} or place.fallback is not None
    return is_default or is_given_otherwise(source, node)


def message(verdict: Verdict) -> str:
    """Say what is wrong, without the secret."""
    if isinstance(verdict, Nothing):
        return "a text that a name or a linter takes for a secret"
    if isinstance(verdict, Told) and verdict.title == "empty password":
        return "an empty password opens a connection"
    article = "an" if verdict.title[:1].lower() in "aeio" else "a"
    return f"{article} {verdict.title} is written into the code"
