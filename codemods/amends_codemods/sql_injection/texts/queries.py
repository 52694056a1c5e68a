"""Puts together what belongs to one query: the calls that run it, the statements that build it, its readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

from amends.source import Scope, Source
from amends_codemods.sql_injection.databases.receivers import Sink
from amends_codemods.sql_injection.texts.constants import Members
from amends_codemods.sql_injection.texts.flow import Build, Chain, Group, groups
from amends_codemods.sql_injection.texts.grammar import CONDITIONS, PARTS, STATEMENTS
from amends_codemods.sql_injection.texts.pieces import (
    Atom,
    Hole,
    Join,
    Layout,
    Operand,
    Sum,
    Wrapped,
    aliases,
    literal_text,
    pieces,
    templates,
    with_text,
)
from amends_codemods.sql_injection.texts.reading import Reader

_NOTHING = Sum((), ())
_SIGNS = ("=", "<", ">", "!=")
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
    """Sites that share text, and the statements that build it.

    `stray` is a use of the text that is none of these, `several` the name of a template that is one of several texts.
    """

    sites: tuple[Site, ...]
    builds: Mapping[Build, Layout]
    groups: tuple[Group, ...]
    stray: cst.BaseExpression | None = None
    several: cst.BaseExpression | None = None

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
        self._groups: dict[tuple[Scope, str, bool], dict[cst.BaseExpression, Group]] = {}
        self._layouts: dict[Build, Layout] = {}
        self._nested: dict[Build, dict[Group, Chain]] = {}
        self._under_way: list[tuple[Group, Build]] = []
        self._options: dict[cst.BaseExpression, list[tuple[Group, Chain, Layout]]] = {}
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
        self._met = {}
        first = Variant(self._read(expression), self._met)
        return Site(sink, expression, (first, *self._others(first)))

    def _others(self, first: Variant) -> Iterator[Variant]:
        """Yield the variants in which one name stands for the text of another way through the program."""
        for name in dict.fromkeys(alias.name for alias in aliases(first.layout)):
            for group, chain, text in self._options.get(name, ())[1:]:
                nested = {g: c for build in chain.builds for g, c in self._nested[build].items()}
                yield Variant(with_text(first.layout, name, text), {**first.chains, **nested, group: chain})

    def _display(self, sink: Sink) -> Variant:
        self._met = {}
        display = sink.query.value
        separator = " AND " if isinstance(display, (cst.List, cst.Tuple)) else ", "
        layout = Reader(self._source, self._follow).read_display(display, separator)
        return Variant(layout or Operand(Hole(self._source.code(display), display)), self._met)

    def _read(self, expression: cst.BaseExpression) -> Layout:
        layout = Reader(self._source, self._follow).read(expression)
        return layout or Operand(Hole(self._source.code(expression), expression))

    # names

    def _follow(self, expression: cst.BaseExpression, separator: tuple[Atom, ...] | None) -> Layout | None:
        """Return the text that a name stands for where it is used, if the file shows how it is built."""
        group = self.group(expression, of_list=separator is not None)
        if group is None or expression not in group.reads:
            return None
        if group in (held for held, _ in self._under_way):
            if self._under_way[-1][1].is_start or self._under_way[-1][0] is not group:
                return None
            self._followed.add(expression)
            return _NOTHING
        chains = [c for c in group.reads[expression] if all(build.value is not None for build in c.builds)]
        if not chains or len(chains) < len(group.reads[expression]):
            return None
        outer, self._met = self._met, {}
        options = [(group, chain, self._text(group, chain, separator)) for chain in chains]
        inner, self._met = self._met, outer
        shows = _shows_part if separator is None else shows_condition
        if not inner and not any(shows(literal_text(text)) for _, _, text in options):
            return None
        for build in chains[0].builds:
            self._met |= self._nested[build]
        self._met[group] = chains[0]
        self._options[expression] = options
        self._followed.add(expression)
        return options[0][2]

    def _text(self, group: Group, chain: Chain, separator: tuple[Atom, ...] | None) -> Layout:
        layouts = tuple(self._layout(group, build) for build in chain.builds)
        if separator is None:
            return Sum(layouts, ("",) * len(chain.appends))
        shown = layouts if any(pieces(layouts[0])) else layouts[1:]
        return Join("", separator, shown, (), "")

    def _layout(self, group: Group, build: Build) -> Layout:
        if build not in self._layouts and build.value is not None:
            outer, self._met = self._met, {}
            self._under_way.append((group, build))
            is_display = isinstance(build.value, cst.List)
            self._layouts[build] = self._listed(build.value) if is_display else self._read(build.value)
            self._under_way.pop()
            self._nested[build], self._met = self._met, outer
        self._met |= self._nested[build]
        return self._layouts[build]

    def _listed(self, display: cst.BaseExpression) -> Layout:
        layout = Reader(self._source, self._follow).read_display(display, " AND ")
        return layout or Wrapped(self._source.code(display), _NOTHING, "")

    def group(self, name: cst.BaseExpression, *, of_list: bool = False) -> Group | None:
        """Return the group of uses that a use of a name belongs to."""
        if isinstance(name, cst.Attribute):
            return None if of_list else self._members.group(name)
        scope = self._source.scope(name).visible(name.value) if isinstance(name, cst.Name) else None
        if scope is None or not isinstance(name, cst.Name):
            return None
        key = (scope, name.value, of_list)
        if key not in self._groups:
            found = groups(self._source, scope, name.value, of_list=of_list)
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
        bodies = (part.body for site in sites for part in templates(site.variants[0].layout))
        names = (alias.name for body in bodies for alias in aliases(body))
        several = next((name for name in names if len(self._options.get(name, ())) > 1), None)
        return Query(tuple(sites), builds, tuple(chains), stray, several)

    def _is_stray(self, use: cst.BaseExpression) -> bool:
        if use in self._followed:
            return False
        if self._is_asked(use):
            return False
        statement = self._source.enclosing(use, cst.Raise, cst.Expr)
        if isinstance(statement, cst.Raise):
            return False
        call = statement.value if isinstance(statement, cst.Expr) else None
        if isinstance(call, cst.Await):
            call = call.expression
        return not (isinstance(call, cst.Call) and self._is_shown(call))

    def _is_asked(self, use: cst.BaseExpression) -> bool:
        """Whether it is only asked whether there is any text."""
        parent = self._source.parent(use)
        if isinstance(parent, cst.Arg):
            call = self._source.parent(parent)
            return isinstance(call, cst.Call) and bool(
                self._source.names(call.func) & {"builtins.len", "builtins.bool"}
            )
        if isinstance(parent, (cst.If, cst.IfExp)):
            return parent.test is use
        return isinstance(parent, cst.UnaryOperation) and isinstance(parent.operator, cst.Not)

    def _is_shown(self, call: cst.Call) -> bool:
        if isinstance(call.func, cst.Attribute) and call.func.attr.value in _LOGGING:
            return True
        return bool(self._source.names(call.func) & _PRINTING)


def shows_sql(text: str) -> bool:
    """Whether a text begins as SQL does."""
    words = text.upper().replace("(", " ").split(maxsplit=1)
    return bool(words) and words[0].rstrip(",;") in STATEMENTS | PARTS


def _shows_part(text: str) -> bool:
    return shows_sql(text) or begins_condition(text)


def begins_condition(text: str) -> bool:
    """Whether a text begins with the name of a column that is compared with something."""
    rest = text.lstrip(" (\t\n")
    name = next((rest[:end] for end, c in enumerate(rest) if not (c.isalnum() or c in "_.")), "")
    behind = rest[len(name) :].lstrip()
    words = behind.upper().split(maxsplit=1)
    is_compared = behind.startswith(_SIGNS) or (bool(words) and words[0] in CONDITIONS)
    return name.replace(".", "_").isidentifier() and is_compared


def shows_condition(text: str) -> bool:
    """Whether a text compares something, as the parts of a clause do."""
    words = text.upper().split()
    return any(mark in text for mark in "=<>") or bool(CONDITIONS.intersection(words))


def is_statement(text: str) -> bool:
    """Whether a text begins as a whole statement does."""
    words = text.upper().replace("(", " ").split(maxsplit=1)
    return bool(words) and words[0].rstrip(",;") in STATEMENTS
