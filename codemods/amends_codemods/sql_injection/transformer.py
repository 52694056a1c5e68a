"""Turns values in SQL text into parameters, or says why they stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from amends.model import Advice, Decision, Edit, Finding, Harmless, Level
from amends.source import Source
from amends.wording import brief
from amends_codemods.sql_injection.databases.receivers import Ground
from amends_codemods.sql_injection.detector import Evidence, Sent
from amends_codemods.sql_injection.holes.checks import check
from amends_codemods.sql_injection.texts.growing import Grown
from amends_codemods.sql_injection.texts.pieces import own_pieces
from amends_codemods.sql_injection.texts.unsent import judged
from amends_codemods.sql_injection.texts.views import Refused
from amends_codemods.sql_injection.writing.editing import Editor
from amends_codemods.sql_injection.writing.plan import Plan

_GROWN = (
    "values are added to the text in {name}, which is not followed to the call that runs it: collect them in a list "
    "beside it, and pass that as parameters"
)


def transform(source: Source, finding: Finding[Evidence]) -> Decision:
    """Return the edit that binds the values of a query, or the reason why it is left to a person."""
    evidence = finding.evidence
    if isinstance(evidence, Grown):
        return Advice(_GROWN.format(name=evidence.name))
    if not isinstance(evidence, Sent):
        return judged(source, evidence.text)
    if evidence.plan.decision is None:
        evidence.plan.decision = _decide(evidence.plan)
    return evidence.plan.decision


def _decide(plan: Plan) -> Decision:
    try:
        if not plan.holes:
            return Harmless("every part of the text is a constant of this file")
        if not plan.bound:
            return _nothing_to_bind(plan)
        check(plan)
        return _edit(plan)
    except Refused as refusal:
        return Advice(str(refusal))


def _nothing_to_bind(plan: Plan) -> Decision:
    errors = [view.reading.error for view in plan.views if view.reading.error]
    if errors and not plan.kept:
        return Advice(f"{errors[0]}; pass the values as parameters yourself")
    is_open = [kept for kept in plan.kept if kept.is_open]
    if not is_open:
        return Harmless(_joined([kept.reason for kept in plan.kept]))
    return Advice(_joined([kept.reason for kept in is_open]))


def _edit(plan: Plan) -> Edit:
    edited = Editor(plan).edited()
    codes = list(dict.fromkeys(brief(bound.code) for bound in plan.bound))
    is_open = [kept.reason for kept in plan.kept if kept.is_open]
    ground = max(site.sink.ground for site in plan.query.sites)
    templates = _shared_templates(plan)
    notes = list(_notes(plan, ground, templates))
    is_certain = ground is Ground.RECEIVER and all(bound.is_certain for bound in plan.bound)
    is_safe = is_certain and not is_open and not templates and not plan.driver.checks_types and not _is_lazy(plan)
    return Edit(
        f"Pass {codes[0] if len(codes) == 1 else 'the values'} as {'a parameter' if len(codes) == 1 else 'parameters'}",
        Level.SAFE if is_safe else Level.REVIEW,
        edited.changes,
        imports=edited.imports,
        note=_joined(notes),
        leaves_open=_joined(is_open),
    )


def _shared_templates(plan: Plan) -> tuple[str, ...]:
    """Return the names of the module's or a class's own that get placeholders for the functions that send the text."""
    scopes = {plan.source.scope(site.sink.call) for site in plan.query.sites}
    changed = {piece for bound in plan.bound for piece in (bound.anchor, *bound.anchor.atoms)}
    outer = (
        build
        for build, layout in plan.query.builds.items()
        if plan.source.scope(build.statement) not in scopes and not changed.isdisjoint(own_pieces(layout))
    )
    return tuple(plan.source.code(build.statement).partition("=")[0].strip() for build in outer)


def _notes(plan: Plan, ground: Ground, templates: Sequence[str]) -> Iterator[str]:
    """Yield what a reviewer has to look at."""
    if ground is not Ground.RECEIVER:
        yield plan.query.sites[0].sink.reason
    for name in templates:
        yield f"{name} holds placeholders now: see that no other file fills it in"
    yield from (bound.note for bound in plan.bound if bound.note)
    if plan.driver.checks_types:
        yield f"{plan.driver.name} takes only values of the column's own type: no text for a number or a date"
    if _is_lazy(plan):
        yield f"with parameters, some versions of {plan.driver.name} run it here and not when its rows are asked for"


def _is_lazy(plan: Plan) -> bool:
    """Whether a query is only made here, and its rows are asked for elsewhere."""
    calls = (site.sink.call for site in plan.query.sites if site.sink.method.lazy)
    return any(isinstance(plan.source.parent(call), (cst.Assign, cst.Return, cst.Arg)) for call in calls)


def _joined(reasons: Sequence[str]) -> str:
    """Return the first reasons of several as one sentence."""
    unique = list(dict.fromkeys(reasons))
    more = f"; and {len(unique) - 3} more" if len(unique) > 3 else ""  # noqa: PLR2004 - as many as a person reads
    return "; ".join(unique[:3]) + more
