"""Puts together what belongs to one query: the calls that run it, the statements that build it, its readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

from amends.source import Scope, Source
from amends_codemods.sql_injection.flow import Build, Chain, Group, groups
from amends_codemods.sql_injection.grammar import PARTS, STATEMENTS
from amends_codemods.sql_injection.constants import Members
from amends_codemods.sql_injection.pieces import Hole, Layout, Operand, Sum, literal_text
from amends_codemods.sql_injection.reading import Reader
from amends_codemods.sql_injection.receivers import Sink

_NOTHING = Sum((), ())
_PRINTING = frozenset({"builtins.print", "pprint.pprint", "warnings.warn"})
_LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "trace", "print"})


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One way in which the text of a site comes about: its layout, and the chain of each name that it follows."""

    layout: Layout
    chains: Mapping[Group, Chain]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A call that runs the query, and the text that it is given."""

    sink: Sink
    expression: cst.BaseExpression
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """Sites that share text, and the statements that build it; `stray` is a use of the text that is none of these."""

    sites: tuple[Site, ...]
    builds: Mapping[Build, Layout]
    groups: tuple[Group, ...]
    stray: cst.BaseExpression | None = None

    @property
    def units(self) -> Iterator[tuple[cst.BaseExpression, Layout]]:
        """The expressions that make up the text, each with its layout."""
        for build, layout in self.builds.items():
            if build.value is not None:
                yield build.value, layout
        for site in self.sites:
            yield site.expression, site.variants[0].layout


class Queries:
    """The queries of one source, found from the calls that run them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._groups: dict[tuple[Scope, str], dict[cst.Name, Group]] = {}
        self._layouts: dict[Build, Layout] = {}
        self._nested: dict[Build, dict[Group, Chain]] = {}
        self._under_way: list[Group] = []
        self._chosen: dict[Group, int] = {}
        self._met: dict[Group, Chain] = {}
        self._followed: set[cst.BaseExpression] = set()
        self._members = Members(source)

    def of(self, sinks: Iterable[Sink]) -> list[Query]:
        """Return the queries that these calls run."""
        together: dict[Group, list[Site]] = {}
        lists: list[list[Site]] = []
        for sink in sinks:
            site = self._site(sink)
            mine = [site]
            for group in dict.fromkeys(g for variant in site.variants for g in variant.chains):
                other = together.get(group, [])
                if other is not mine:
                    mine += other
                    self._redirect(together, other, mine)
                together[group] = mine
            lists.append(mine)
        unique = {id(sites): sites for sites in lists if sites}
        return [self._query(sites) for sites in unique.values()]

    @staticmethod
    def _redirect(together: dict[Group, list[Site]], old: list[Site], new: list[Site]) -> None:
        for group in {g for site in old for variant in site.variants for g in variant.chains}:
            together[group] = new
        old.clear()

    def _site(self, sink: Sink) -> Site:
        expression = sink.query.value
        if sink.method.nested:
            return Site(sink, expression, (self._display(sink),))
        variants = [self._variant(expression, {})]
        for group in variants[0].chains:
            for number in range(1, self._choices(expression, group)):
                variants.append(self._variant(expression, {group: number}))
        return Site(sink, expression, tuple(variants))

    def _display(self, sink: Sink) -> Variant:
        self._chosen, self._met = {}, {}
        display = sink.query.value
        separator = " AND " if isinstance(display, (cst.List, cst.Tuple)) else ", "
        layout = Reader(self._source, self._follow).read_display(display, separator)
        return Variant(layout or Operand(Hole(self._source.code(display), display)), self._met)

    def _choices(self, expression: cst.BaseExpression, group: Group) -> int:
        start, end = self._source.span(expression)
        inside = [use for use in group.reads if start <= self._source.span(use)[0] < end]
        return len(group.reads[inside[0]]) if inside else 1

    def _variant(self, expression: cst.BaseExpression, chosen: dict[Group, int]) -> Variant:
        self._chosen, self._met = chosen, {}
        layout = self._read(expression)
        return Variant(layout, self._met)

    def _read(self, expression: cst.BaseExpression) -> Layout:
        layout = Reader(self._source, self._follow).read(expression)
        return layout or Operand(Hole(self._source.code(expression), expression))

    # names

    def _follow(self, expression: cst.BaseExpression) -> Layout | None:
        """Return the text that a name stands for where it is used, if the file shows how it is built."""
        group = None
        if isinstance(expression, cst.Name):
            group = self.group(expression)
        elif isinstance(expression, cst.Attribute):
            group = self._members.group(expression)
        if group is None or expression not in group.reads:
            return None
        if group in self._under_way:
            self._followed.add(expression)
            return _NOTHING
        chains = group.reads[expression]
        if self._under_way and len(chains) > 1:
            return None
        chain = chains[min(self._chosen.get(group, 0), len(chains) - 1)]
        if any(build.value is None for build in chain.builds):
            return None
        layout = Sum(tuple(self._layout(group, build) for build in chain.builds), ("",) * len(chain.appends))
        if not shows_sql(literal_text(layout)):
            return None
        for build in chain.builds:
            self._met |= self._nested[build]
        self._met[group] = chain
        self._followed.add(expression)
        return layout

    def _layout(self, group: Group, build: Build) -> Layout:
        if build not in self._layouts and build.value is not None:
            outer, self._met = self._met, {}
            self._under_way.append(group)
            self._layouts[build] = self._read(build.value)
            self._under_way.pop()
            self._nested[build], self._met = self._met, outer
        return self._layouts[build]

    def group(self, name: cst.Name) -> Group | None:
        """Return the group of uses that a use of a name belongs to."""
        scope = self._source.scope(name).visible(name.value)
        if scope is None:
            return None
        key = (scope, name.value)
        if key not in self._groups:
            found = groups(self._source, scope, name.value)
            self._groups[key] = {use: group for group in found for use in group.reads}
        return self._groups[key].get(name)

    # the whole

    def _query(self, sites: list[Site]) -> Query:
        chains: dict[Group, list[Chain]] = defaultdict(list)
        for site in sites:
            for variant in site.variants:
                for group, chain in variant.chains.items():
                    chains[group].append(chain)
        builds = {b: self._layouts[b] for found in chains.values() for chain in found for b in chain.builds}
        stray = next((use for group in chains for use in group.reads if self._is_stray(use)), None)
        return Query(tuple(sites), builds, tuple(chains), stray)

    def _is_stray(self, use: cst.BaseExpression) -> bool:
        if use in self._followed:
            return False
        statement = self._source.enclosing(use, cst.BaseSmallStatement)
        if isinstance(statement, cst.Raise):
            return False
        call = statement.value if isinstance(statement, cst.Expr) else None
        if isinstance(call, cst.Await):
            call = call.expression
        return not (isinstance(call, cst.Call) and self._is_shown(call))

    def _is_shown(self, call: cst.Call) -> bool:
        if isinstance(call.func, cst.Attribute) and call.func.attr.value in _LOGGING:
            return True
        return bool(self._source.names(call.func) & _PRINTING)


def shows_sql(text: str) -> bool:
    """Whether a text begins as SQL does."""
    words = text.upper().replace("(", " ").split(maxsplit=1)
    return bool(words) and words[0].rstrip(",;") in STATEMENTS | PARTS


def is_statement(text: str) -> bool:
    """Whether a text begins as a whole statement does."""
    words = text.upper().replace("(", " ").split(maxsplit=1)
    return bool(words) and words[0].rstrip(",;") in STATEMENTS
