"""Works out the edit for one query: what is bound, where the parameters are put together, how they are passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import libcst as cst

from amends.model import Decision
from amends.source import Source
from amends_codemods.sql_injection.databases.interfaces import Driver, Paramstyle
from amends_codemods.sql_injection.holes.binding import Bound, Fate, Kept, fates
from amends_codemods.sql_injection.holes.effects import Effects
from amends_codemods.sql_injection.texts.colons import colons
from amends_codemods.sql_injection.texts.flow import Build, Group
from amends_codemods.sql_injection.texts.known import known_text
from amends_codemods.sql_injection.texts.listing import Listing
from amends_codemods.sql_injection.texts.pieces import (
    Alias,
    Atom,
    Hole,
    Item,
    Layout,
    is_clause,
    own,
    own_pieces,
    pieces,
)
from amends_codemods.sql_injection.texts.places import Place, Role, halved, read_places
from amends_codemods.sql_injection.texts.queries import Query, Site, Variant
from amends_codemods.sql_injection.texts.views import Refused, View
from amends_codemods.sql_injection.writing.parameters import is_empty, style_of
from amends_codemods.sql_injection.writing.sharing import collected

_ITERATORS = frozenset({"builtins.map", "builtins.filter", "builtins.zip", "builtins.iter", "builtins.reversed"})


class Plan:
    """What is known, and decided, about one query."""

    def __init__(self, source: Source, effects: Effects, query: Query) -> None:
        self.source = source
        self.effects = effects
        self.query = query
        self.decision: Decision | None = None

    @cached_property
    def origins(self) -> Mapping[Hole, Build]:
        """The statement that puts each hole into the text, for those that do not stand in the call itself."""
        return {
            piece: build
            for build, layout in self.query.builds.items()
            for piece in own_pieces(layout)
            if isinstance(piece, Hole)
        }

    @cached_property
    def group_of(self) -> Mapping[cst.BaseExpression, Group]:
        """The group that each use of a name belongs to."""
        return {use: group for group in self.query.groups for use in group.reads}

    # what the query says

    @cached_property
    def driver(self) -> Driver:
        """The driver of all calls that run the query."""
        for site in self.query.sites:
            if site.sink.driver is None:
                raise Refused(f"{site.sink.reason}; set sql.paramstyle, or pass the values as parameters yourself")
        drivers = {site.sink.driver for site in self.query.sites}
        if len({(d.paramstyle, d.passing, d.wraps_text) for d in drivers if d}) != 1:
            raise Refused("the same text is run through different drivers")
        return next(d for d in drivers if d is not None)

    @property
    def dialect(self) -> str:
        """The dialect in which the text is read; the general one where nobody knows."""
        driver = self.query.sites[0].sink.driver
        return driver.dialect if driver else ""

    @cached_property
    def views(self) -> tuple[View, ...]:
        """The readings of the query."""
        return tuple(self._view(site, variant) for site in self.query.sites for variant in site.variants)

    def _view(self, site: Site, variant: Variant) -> View:
        found = tuple(pieces(variant.layout))
        return View(site, variant, found, read_places(found, self.known, self.dialect))

    @cached_property
    def known(self) -> Mapping[Hole, str]:
        """The text of each hole that holds nothing but constants of the file."""
        layouts = [v.layout for site in self.query.sites for v in site.variants]
        found: dict[Hole, str] = {}
        for hole in {p: None for layout in layouts for p in pieces(layout) if isinstance(p, Hole)}:
            text = known_text(self.source, hole.expression) if hole.is_whole and hole.is_plain else None
            if text is not None:
                found[hole] = text
        return found

    @cached_property
    def holes(self) -> tuple[Hole, ...]:
        """The holes whose text is not known."""
        return tuple(
            {p: None for view in self.views for p in view.pieces if isinstance(p, Hole) and p not in self.known}
        )

    @cached_property
    def places(self) -> Mapping[Hole, Place]:
        """The place of each hole, where all readings agree."""
        found: dict[Hole, Place] = {}
        for view in self.views:
            for hole, place in view.reading.places.items():
                other = found.setdefault(hole, place)
                if other.role is not place.role or (other.quoted is None) != (place.quoted is None):
                    found[hole] = Place(Role.FRAGMENT, "in different places")
        apart = Place(Role.FRAGMENT, "between quotes that stand in another statement")
        return {hole: self._undoubled(place) if self._together(place) else apart for hole, place in found.items()}

    def _undoubled(self, place: Place) -> Place:
        """Return the place with `%%` read as `%`, where the driver does that before the server sees the text."""
        sinks = [site.sink for site in self.query.sites]
        formats = self.style.escapes_percent and self.driver.undoubles_percent
        if (
            place.quoted is None
            or not formats
            or not any(s.method.escaped or self.is_given(site) for s, site in zip(sinks, self.query.sites, strict=True))
        ):
            return place
        return replace(place, quoted=replace(place.quoted, inside=tuple(halved(place.quoted.inside, "%"))))

    def _together(self, place: Place) -> bool:
        """Whether what stands between two quotes is put there by one statement, or always by the same ones."""
        if place.quoted is None:
            return True
        owners = {self._owner(piece) for piece in (*place.quoted.inside, *place.quoted.atoms)}
        if len(owners) == 1:
            return True
        chains = [c for v in self.views for c in v.variant.chains.values() if owners & set(c.builds)]
        return None not in owners and all(owners <= set(c.builds) and not owners & c.conditional for c in chains)

    def _owner(self, piece: Item) -> Build | None:
        is_field = isinstance(piece, Hole) and piece.atoms and piece not in self._owners
        return self._owners.get(piece.atoms[0] if is_field and isinstance(piece, Hole) else piece)

    @cached_property
    def _owners(self) -> Mapping[Item, Build]:
        layouts = self.query.builds.items()
        found: dict[Item, Build] = {piece: build for build, layout in layouts for piece in own_pieces(layout)}
        return found | dict(self.origins)

    @cached_property
    def fates(self) -> tuple[Fate, ...]:
        """What becomes of each hole."""
        return tuple(fates(self.source, self.places, dialect=self.dialect))

    @cached_property
    def bound(self) -> tuple[Bound, ...]:
        """The values that become parameters."""
        return tuple(fate for fate in self.fates if isinstance(fate, Bound))

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """The holes that stay."""
        return tuple(fate for fate in self.fates if isinstance(fate, Kept))

    @cached_property
    def style(self) -> Paramstyle:
        """The style of the placeholders to write: that of those in the text, if the driver takes it."""
        there = [p for view in self.views if self.is_given(view.site) for p in view.reading.placeholders]
        style = style_of(there, self.driver.paramstyle)
        if style is None or (style is not self.driver.paramstyle and style not in self.driver.accepts):
            raise Refused(f"the text has placeholders that are not those of {self.driver.name}")
        return style

    def is_given(self, site: Site) -> bool:
        """Whether a call passes parameters already."""
        return not is_empty(self.source, site.sink.parameters)

    # where the parameters are put together

    @cached_property
    def carried(self) -> frozenset[Group]:
        """The names whose text comes with a variable that holds its parameters."""
        found = {group for group in self.query.groups if self.binds(group) and self._is_branching(group)}
        while stale := next((g for g in self.query.groups if g not in found and self._is_stale(g, found)), None):
            found.add(stale)
        return frozenset(found)

    def binds(self, group: Group) -> bool:
        """Whether a statement that builds this name's text holds a value to bind."""
        anchors = {bound.anchor for bound in self.bound}
        return any(hole in anchors for build in self.builds(group) for hole in pieces(self.query.builds[build]))

    def builds(self, group: Group) -> list[Build]:
        """Return the statements that build this name's text."""
        return [build for build in group.builds if build in self.query.builds]

    def _is_branching(self, group: Group) -> bool:
        chains = {v.chains[group] for site in self.query.sites for v in site.variants if group in v.chains}
        calls = [site for site in self.query.sites if any(group in v.chains for v in site.variants)]
        return len(calls) > 1 or len({chain.start for chain in chains}) > 1 or any(c.conditional for c in chains)

    def _is_stale(self, group: Group, carried: set[Group]) -> bool:
        if self._shows_what_grows(group, carried):
            return True
        own_holes = {b.anchor: b for b in self.bound if self.origins.get(b.anchor) in self.builds(group)}
        if not own_holes:
            return False
        for bound in own_holes.values():
            origin = self.origins[bound.anchor].statement
            for target in self._targets(group, carried):
                for hole in (bound.anchor, *bound.others):
                    if not self.effects.is_fresh(hole.expression, origin, target):
                        return True
        return False

    def _shows_what_grows(self, group: Group, carried: set[Group]) -> bool:
        """Whether a name shows the text of another, to which something is added before the query runs."""
        order = self.source.tree.order
        grown = [order(build.statement) for g in carried for build in self.builds(g)]
        for build in self.builds(group):
            if any(self._shows(self.query.builds[build], g) for g in carried):
                ends = [order(site.sink.call) for site in self.query.sites]
                if any(order(build.statement) < place < max(ends) for place in grown):
                    return True
        return False

    @cached_property
    def shared(self) -> Mapping[Group, tuple[str, cst.BaseStatement]]:
        """The lists that the program collects parameters in, and the statements that make them, by carried name."""
        found: dict[Group, tuple[str, cst.BaseStatement]] = {}
        for group in self.carried:
            sites = [site for site in self.query.sites if any(group in v.chains for v in site.variants)]
            given = sites[0].sink.parameters if len(sites) == 1 and len(self.query.sites) == 1 else None
            if given is None or given.star or self.style.is_named or len(self.carried) > 1:
                continue
            builds = self.builds(group)
            first = collected(self.source, given.value, builds, {build: self._asked(build) for build in builds})
            if first is not None and not any(self._asked(build) and self._binds(build) for build in builds):
                found[group] = (self.source.code(given.value), first)
        return found

    def _binds(self, build: Build) -> bool:
        anchors = {bound.anchor for bound in self.bound}
        return any(hole in anchors for hole in pieces(self.query.builds[build]))

    def _asked(self, build: Build) -> int:
        """Return how many placeholders a statement writes itself."""
        mine = set(own_pieces(self.query.builds[build]))
        return max(sum(view.pieces[p.index] in mine for p in view.reading.placeholders) for view in self.views)

    def _targets(self, group: Group, carried: set[Group]) -> Iterator[cst.CSTNode]:
        """Yield the places where the parameters of a name that is not carried are written."""
        for build, layout in self.query.builds.items():
            if self._shows(layout, group):
                holder = next(g for g in self.query.groups if build in g.builds)
                if holder in carried:
                    yield build.statement
        for site in self.query.sites:
            yield site.sink.call

    def _shows(self, layout: Layout, group: Group) -> bool:
        return any(isinstance(part, Alias) and self.group_of.get(part.name) is group for part in own(layout))

    def is_repeatable(self, values: Listing) -> bool:
        """Whether the values of an IN list can be asked for again where they are counted and passed."""
        expression = values.expression
        bindings = self.source.bindings(expression) if isinstance(expression, cst.Name) else ()
        if any(self._is_iterator(binding.value) for binding in bindings):
            return False
        if values.definition is None:
            return True
        origin = self.source.statement(values.definition)
        return all(self.effects.is_fresh(expression, origin, site.sink.call) for site in self.query.sites)

    def _is_iterator(self, made: cst.BaseExpression | None) -> bool:
        if isinstance(made, cst.Call):
            return bool(self.source.names(made.func) & _ITERATORS)
        return isinstance(made, cst.GeneratorExp)

    def owns(self, hole: Hole) -> bool:
        """Whether a name is used nowhere but in the expressions of this query."""
        name = hole.expression
        scope = self.source.scope(name).visible(name.value) if isinstance(name, cst.Name) else None
        if scope is None or not isinstance(name, cst.Name):
            return False
        spans = [self.source.span(expression) for expression, _ in self.query.units]
        starts = [self.source.span(use)[0] for use in self.source.uses(scope, name.value)]
        return all(any(start <= place < end for start, end in spans) for place in starts)

    @cached_property
    def escapes(self) -> Mapping[Atom, str]:
        """The characters that mean something else once parameters are passed."""
        if any(self.is_given(site) for site in self.query.sites):
            return {}
        found: dict[Atom, str] = {}
        doubles = self.style.escapes_percent and self.driver.undoubles_percent
        if doubles and not any(site.sink.method.escaped for site in self.query.sites):
            literal = (piece for view in self.views for piece in view.pieces if isinstance(piece, Atom))
            found |= {atom: "%%" for atom in literal if atom.value == "%"}
        if self.driver.wraps_text:
            found |= {
                atom: "\\:" for view in self.views if not is_clause(view.variant.layout) for atom in colons(view.pieces)
            }
        return found
