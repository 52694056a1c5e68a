"""Finds SQL text that a program puts together from values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.model import Finding
from amends.source import Source
from amends_codemods.sql_injection.effects import Effects
from amends_codemods.sql_injection.pieces import Hole, literal_text, pieces
from amends_codemods.sql_injection.plan import Plan
from amends_codemods.sql_injection.queries import Queries, is_statement
from amends_codemods.sql_injection.receivers import sinks
from amends_codemods.sql_injection.shapes import built_texts, looks_like_sql

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
    seen: set[cst.CSTNode] = set()
    for query in Queries(source).of(sinks(source)):
        plan = Plan(source, effects, query)
        for expression in _built(plan):
            if (statement := source.statement(expression)) not in seen:
                seen.add(statement)
                yield Finding(expression, Sent(plan), "B608", _MESSAGE)
    for text in built_texts(source):
        if source.statement(text) not in seen:
            yield Finding(text, Unsent(text), "B608", _MESSAGE)


def _built(plan: Plan) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that put unknown values into the query's text."""
    texts = [literal_text(variant.layout) for site in plan.query.sites for variant in site.variants]
    if not any(is_statement(text) or looks_like_sql(f"{text} ") for text in texts):
        return
    holes = set(plan.holes)
    for build in plan.query.builds:
        if build.value is not None and any(plan.origins.get(hole) is build for hole in holes):
            yield build.value
    for site in plan.query.sites:
        shown = {p for variant in site.variants for p in pieces(variant.layout) if isinstance(p, Hole)}
        if any(hole in holes and hole not in plan.origins for hole in shown):
            yield site.expression
