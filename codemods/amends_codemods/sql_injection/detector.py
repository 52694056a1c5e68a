"""Finds SQL text that a program puts together from values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.model import Finding
from amends.source import Source
from amends_codemods.sql_injection.databases.interfaces import Passing
from amends_codemods.sql_injection.databases.receivers import sinks
from amends_codemods.sql_injection.holes.effects import Effects
from amends_codemods.sql_injection.texts.growing import Grown, grown
from amends_codemods.sql_injection.texts.pieces import Hole, literal_text, pieces
from amends_codemods.sql_injection.texts.queries import Queries, Site, is_statement
from amends_codemods.sql_injection.texts.shapes import Shape, looks_like_sql, shapes_of
from amends_codemods.sql_injection.writing.plan import Plan

_MESSAGE = "SQL text is put together from values"


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """A part of a query that one or more calls run."""

    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Unsent:
    """Text with the words of SQL that no call is seen to run."""

    text: cst.BaseExpression


Evidence: TypeAlias = "Sent | Unsent | Grown"
_Key: TypeAlias = "tuple[cst.CSTNode, str]"


def detect(source: Source) -> Iterator[Finding[Evidence]]:
    """Yield the expressions that build the text of queries, and all other text that Bandit takes for SQL."""
    shapes: defaultdict[_Key, list[Shape]] = defaultdict(list)
    for shape in shapes_of(source):
        shapes[source.statement(shape.expression), shape.code].append(shape)
    queries = _sent(source, shapes)
    known = {statement for statement, _ in (*queries, *shapes)}
    for key, sent in queries.items():
        spare = shapes.pop(key, [])[len(sent) :]
        anchors = [*sent, *((shape.literal, sent[0][1]) for shape in spare)]
        yield from (Finding(node, Sent(plan), key[1], _MESSAGE) for node, plan in anchors)
    for (_, code), found in shapes.items():
        yield from (Finding(shape.literal, Unsent(shape.expression), code, _MESSAGE) for shape in found)
    yield from (Finding(addition.text, addition, "B608", _MESSAGE) for addition in grown(source, known))


def _sent(source: Source, shapes: Container[_Key]) -> dict[_Key, list[tuple[cst.BaseExpression, Plan]]]:
    """Return the parts of queries with values in them, or that Bandit reports, by statement and rule."""
    effects = Effects(source)
    found: defaultdict[_Key, list[tuple[cst.BaseExpression, Plan]]] = defaultdict(list)
    for query in Queries(source).of(sinks(source)):
        plan = Plan(source, effects, query)
        built = dict(_built(plan))
        for expression, _ in query.units:
            statement = source.statement(expression)
            codes = {built[expression]} if expression in built else set[str]()
            codes |= {"B608"} if (statement, "B608") in shapes else set[str]()
            for code in codes:
                found[statement, code].append((expression, plan))
    return {key: list(dict.fromkeys(parts)) for key, parts in found.items()}


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
