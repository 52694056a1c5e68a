"""Finds SQL text that a program puts together from values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.model import Finding
from amends.source import Source
from amends_codemods.sql_injection.effects import Effects
from amends_codemods.sql_injection.interfaces import Passing
from amends_codemods.sql_injection.pieces import Hole, literal_text, pieces
from amends_codemods.sql_injection.plan import Plan
from amends_codemods.sql_injection.queries import Queries, Site, is_statement
from amends_codemods.sql_injection.receivers import sinks
from amends_codemods.sql_injection.shapes import looks_like_sql, shapes_of

_MESSAGE = "SQL text is put together from values"


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """A part of a query that one or more calls run."""

    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Unsent:
    """Text with the words of SQL that no call is seen to run."""

    text: cst.BaseExpression


Evidence: TypeAlias = "Sent | Unsent"


def detect(source: Source) -> Iterator[Finding[Evidence]]:
    """Yield the expressions that build the text of queries, and all other text that Bandit takes for SQL."""
    effects = Effects(source)
    shapes = {(source.statement(shape.expression), shape.code): shape for shape in shapes_of(source)}
    seen: set[tuple[cst.CSTNode, str]] = set()
    for query in Queries(source).of(sinks(source)):
        plan = Plan(source, effects, query)
        for expression, code in (*_built(plan), *((e, "") for e, _ in query.units)):
            statement = source.statement(expression)
            codes = [code, *(c for c in ("B608",) if c != code and (statement, c) in shapes)]
            for each in codes:
                if each and (statement, each) not in seen:
                    seen.add((statement, each))
                    yield Finding(expression, Sent(plan), each, _MESSAGE)
    for key, shape in shapes.items():
        if key not in seen:
            yield Finding(shape.expression, Unsent(shape.expression), shape.code, _MESSAGE)


def _built(plan: Plan) -> Iterator[tuple[cst.BaseExpression, str]]:
    """Yield the expressions that put unknown values into the query's text, each with Bandit's code for it."""
    codes = {_code(site) for site in plan.query.sites}
    texts = [literal_text(variant.layout) for site in plan.query.sites for variant in site.variants]
    is_part = any(site.sink.method.nested or site.sink.passing is Passing.BINDPARAMS for site in plan.query.sites)
    if not is_part and not any(is_statement(text) or looks_like_sql(f"{text} ") for text in texts):
        return
    holes = set(plan.holes)
    for build in plan.query.builds:
        if build.value is not None and any(plan.origins.get(hole) is build for hole in holes):
            yield build.value, min(codes)
    for site in plan.query.sites:
        shown = {p for variant in site.variants for p in pieces(variant.layout) if isinstance(p, Hole)}
        if any(hole in holes and hole not in plan.origins for hole in shown):
            yield site.expression, _code(site)


def _code(site: Site) -> str:
    """Return the Bandit id for the kind of call that runs a query."""
    if site.sink.method.nested:
        return "B610"
    return "B611" if site.sink.method.name.endswith("RawSQL") else "B608"
