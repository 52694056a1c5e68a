"""Turns a plan into changes of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import libcst as cst

from amends.model import Change, Import
from amends.text.lexer import comments
from amends_codemods.sql_injection.databases.interfaces import Paramstyle, Passing
from amends_codemods.sql_injection.databases.receivers import Sink
from amends_codemods.sql_injection.holes.binding import Bound
from amends_codemods.sql_injection.holes.naming import named
from amends_codemods.sql_injection.texts.colons import has_colon_behind
from amends_codemods.sql_injection.texts.fields import put_into_templates
from amends_codemods.sql_injection.texts.flow import Build, Group
from amends_codemods.sql_injection.texts.pieces import Alias, Atom, Hole, Layout, is_clause, parts, pieces
from amends_codemods.sql_injection.texts.places import Role
from amends_codemods.sql_injection.texts.views import Refused, View
from amends_codemods.sql_injection.writing.collecting import Edited, grown, removal_of, started
from amends_codemods.sql_injection.writing.numbering import is_counted, numbers
from amends_codemods.sql_injection.writing.parameters import Element, Given, Unmergeable, passed, written
from amends_codemods.sql_injection.writing.plan import Plan
from amends_codemods.sql_injection.writing.rendering import Expression, Substitute, Substitution, render

_NUMBERED = frozenset({Paramstyle.DOLLAR, Paramstyle.NUMERIC})
_LOOPS = (cst.For, cst.While)


class Editor:
    """Writes down one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._source = plan.source
        self._imports: set[Import] = set()

    def edited(self) -> Edited:
        """Return the changes; raise Refused where they cannot be made."""
        try:
            changes = list(dict.fromkeys(self._changes()))
        except Unmergeable as error:
            raise Refused(f"{error}; pass the values as parameters yourself") from error
        return Edited(tuple(changes), tuple(self._imports))

    def _changes(self) -> Iterator[Change]:
        seen: set[cst.CSTNode] = set()
        for expression, layout in self._plan.query.units:
            if expression not in seen:
                seen.add(expression)
                yield from self._rendered(expression, layout)
        yield from self._prepared()
        for group in self._plan.carried:
            for build in self._plan.builds(group):
                yield from self._collected(group, build)
        for site in self._plan.query.sites:
            yield from self._called([view for view in self._plan.views if view.site is site])

    # the text

    def _rendered(self, expression: cst.BaseExpression, layout: Layout) -> Iterator[Change]:
        before = self._source.code(expression)
        after = render(layout, self._substitution)
        if self._wants_clause(expression, layout):
            reference = self._source.refer("sqlalchemy.text", expression)
            self._imports |= set(reference.imports)
            after = f"{reference.text}({after})"
        if after == before:
            return
        if (removal := removal_of(self._source, expression, after)) is not None:
            yield removal
            return
        if [c.end - c.start for c in comments(before)] != [c.end - c.start for c in comments(after)]:
            raise Refused("comments stand among the values; move them, or pass the values as parameters yourself")
        yield self._source.replace(expression, after)

    def _wants_clause(self, expression: cst.BaseExpression, layout: Layout) -> bool:
        sites = [site for site in self._plan.query.sites if site.expression is expression]
        wanting = (s for s in sites if s.sink.driver and s.sink.driver.wraps_text and not s.sink.method.raw)
        return any(s.sink.passing is not Passing.BINDPARAMS for s in wanting) and not is_clause(layout)

    @cached_property
    def _substitution(self) -> Substitution:
        holes: dict[Hole, tuple[Substitute, ...]] = {}
        removed: set[Atom] = set()
        written_anew = dict(self._plan.escapes)
        for bound in self._plan.bound:
            removed |= bound.removed
            if bound.listing is not None and bound.listing.definition is not None and self._plan.owns(bound.anchor):
                continue
            holes[bound.anchor] = self._placeholder(bound)
            holes |= dict.fromkeys(bound.others, ())
        put_into_templates(self._plan, holes, removed, written_anew)
        return Substitution(frozenset(removed), written_anew, holes)

    def _placeholder(self, bound: Bound) -> tuple[Substitute, ...]:
        style = self._plan.style
        if bound.listing is not None:
            code = Expression(self._generated(bound))
            return ("(", code, ")") if self._is_bare(bound) else (code,)
        if style not in _NUMBERED:
            mark = style.placeholder(0, self._names.get(bound, ""))
            mine = {bound.anchor, *bound.others, *bound.removed}
            is_cast = any(has_colon_behind(view.pieces, mine) for view in self._plan.views)
            return (f"({mark})" if is_cast and self._plan.driver.wraps_text else mark,)
        number = self._numbers[bound]
        mark = "$" if style is Paramstyle.DOLLAR else ":"
        return (f"{mark}{number}",) if isinstance(number, int) else (mark, Expression(number, is_text=False))

    def _is_bare(self, bound: Bound) -> bool:
        """Whether the brackets around a list come from the text of a tuple."""
        return self._plan.places[bound.anchor].role is Role.BARE_ITEMS

    def _generated(self, bound: Bound) -> str:
        style, code = self._plan.style, self._spread_codes[bound]
        if style.is_named:
            mark = style.placeholder(0, f"{self._names[bound]}_%d").replace("%(", "%%(")
            return f"','.join('{mark}' % i for i in range(len({code})))"
        mark = style.placeholder(1, "")
        if style not in _NUMBERED:
            return f"','.join({mark!r} * len({code}))" if len(mark) == 1 else f"','.join([{mark!r}] * len({code}))"
        number = self._numbers[bound]
        if bound is not self._plan.bound[-1]:
            raise Refused(f"{bound.code} holds several values, and numbered placeholders follow: put the list last")
        return f"','.join('{mark[0]}%d' % i for i in range({number}, len({code}) + {number}))"

    @cached_property
    def _spread_codes(self) -> dict[Bound, str]:
        """The expression for the values of each IN list: their own, or a variable that they are put into first."""
        found: dict[Bound, str] = {}
        for bound in self._plan.bound:
            if bound.listing is not None:
                simple = bound.listing.is_simple and self._plan.is_repeatable(bound.listing)
                found[bound] = bound.code if simple else self._source.free_name("values", bound.anchor.expression)
        return found

    def _prepared(self) -> Iterator[Change]:
        """Put values that can be asked for only once into a variable; replace names for joined text."""
        for bound, code in self._spread_codes.items():
            values = bound.listing
            if values is None:
                continue
            if code != bound.code:
                line = self._source.statement(values.expression)
                if not isinstance(line, cst.SimpleStatementLine) or not self._source.stands_alone(line):
                    raise Refused(f"{bound.code} can be evaluated only once: put it into a variable first")
                listed = bound.code if bound.code.startswith("[") else f"list({bound.code})"
                yield self._source.insert_before(line, f"{code} = {listed}")
            if values.definition is not None and self._plan.owns(bound.anchor):
                marks = self._generated(bound)
                text = f'f"({{{marks}}})"' if self._is_bare(bound) else marks.replace("'", '"')
                yield self._source.replace(values.definition, text)

    @cached_property
    def _names(self) -> dict[Bound, str]:
        if not self._plan.style.is_named:
            return {}
        taken = {p.text.strip(":%()s") for view in self._plan.views for p in view.reading.placeholders}
        return dict(named(self._plan.bound, taken))

    @cached_property
    def _numbers(self) -> dict[Bound, int | str]:
        return numbers(self._plan, {group: self._variable(group) for group in self._plan.carried})

    # parameters that go with a name

    def _variable(self, group: Group) -> str:
        if group in self._plan.shared:
            return self._plan.shared[group][0]
        build = self._plan.builds(group)[0]
        return self._source.free_name(f"{group.name.lower()}_params", build.statement)

    def _collected(self, group: Group, build: Build) -> Iterator[Change]:
        line = self._source.statement(build.statement)
        parent = self._source.parent(build.statement)
        if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1 or parent is not line:
            raise Refused("the text is built on a line with other statements; give it a line of its own")
        name = self._variable(group)
        elements = self._elements(self._plan.query.builds[build])
        self._check_loop(group, build)
        if group in self._plan.shared:
            if elements:
                first = self._plan.shared[group][1]
                later = max(line, first, key=self._source.tree.order) if build.is_start else line
                yield self._source.insert_after(later, grown(name, elements))
        elif elements or build.is_start:
            grows = any(not other.is_start for other in self._plan.builds(group))
            is_named = self._plan.style.is_named
            if build.is_start:
                code = started(name, elements, named=is_named, grows=grows)
            else:
                code = grown(name, elements, named=is_named)
            counts = not build.is_start and self._plan.style in _NUMBERED and is_counted(self._plan)
            yield self._source.insert_before(line, code) if counts else self._source.insert_after(line, code)

    def _check_loop(self, group: Group, build: Build) -> None:
        if not self._plan.style.is_named or build.is_start:
            return
        starts = {a for b in self._plan.builds(group) if b.is_start for a in self._source.ancestors(b.statement)}
        if any(isinstance(a, _LOOPS) and a not in starts for a in self._source.ancestors(build.statement)):
            raise Refused("the text grows in a loop, so each round needs a name of its own for its parameter")

    def _elements(self, layout: Layout) -> list[Element]:
        """Return the parameters of a layout in the order of the text."""
        found: list[Element] = []
        anchors = {bound.anchor: bound for bound in self._plan.bound}
        index = 0
        for part in parts(layout):
            if isinstance(part, Alias):
                group = self._plan.group_of.get(part.name)
                size = len(list(pieces(part.layout)))
                if group is not None and group in self._plan.carried and size:
                    bundle = Element(index, "", self._variable(group), star=True, is_bundle=True, last=index + size - 1)
                    found.append(bundle)
                    self._check_template(part.layout, group)
                elif size:
                    inner = self._elements(part.layout)
                    found += [replace(e, index=index + e.index, last=max(-1, index + e.last)) for e in inner]
                index += size
            else:
                bound = anchors.get(part) if isinstance(part, Hole) else None
                if bound is not None:
                    code = self._spread_codes.get(bound, bound.code)
                    several = bound.listing is not None
                    is_part = bool(bound.anchor.percent) and not bound.anchor.is_whole
                    is_shared = is_part and bound.code == bound.anchor.code
                    name = self._names.get(bound, "")
                    if several and name:
                        code = f'{{f"{name}_{{i}}": value for i, value in enumerate({code})}}'
                    found.append(Element(index, name, code, several, is_bundle=code != bound.code, is_shared=is_shared))
                index += 1
        return found

    def _check_template(self, layout: Layout, group: Group) -> None:
        """Refuse values that a template puts into text which comes with parameters of its own."""
        own_holes = {p for build in self._plan.builds(group) for p in pieces(self._plan.query.builds[build])}
        anchors = {bound.anchor for bound in self._plan.bound}
        if any(piece in anchors and piece not in own_holes for piece in pieces(layout) if isinstance(piece, Hole)):
            raise Refused(f"{group.name} is a template that holds values of its own")

    # the calls

    def _called(self, views: Sequence[View]) -> Iterator[Change]:
        """Change a call, in whichever of several ways its text has come about."""
        ways = [(self._elements(view.variant.layout), list(self._call(view))) for view in views]
        fullest, changes = max(ways, key=lambda way: len(way[0]))
        for elements, others in ways:
            is_same = others == changes if len(elements) == len(fullest) else _is_among(elements, fullest)
            if not is_same:
                raise Refused("in which order the parameters belong depends on how the text is put together")
        yield from changes

    def _call(self, view: View) -> Iterator[Change]:
        elements = self._elements(view.variant.layout)
        sink = view.site.sink
        if not elements or (self._plan.shared and len(elements) == 1 and elements[0].is_bundle):
            return
        if self._plan.shared:
            raise Refused("values are added where the query is sent, besides those that are collected before")
        arguments = list(sink.call.args)
        further = arguments[arguments.index(sink.parameters) + 1 :] if sink.parameters in arguments else []
        shown, clause = view.reading.placeholders, is_clause(view.variant.layout)
        is_unseen = all(kept.is_open for kept in self._plan.kept if kept.may_hold_sql)
        is_either = is_unseen and any(style.is_named for style in self._plan.driver.accepts)
        given = Given(sink.parameters, shown, self._opaque(view), tuple(further), clause, is_either)
        yield passed(self._source, sink, written(self._source, elements, given, self._passing(sink)))

    def _passing(self, sink: Sink) -> Passing:
        is_mapped = sink.passing is Passing.SEQUENCE and self._plan.style.is_named
        return Passing.MAPPING if is_mapped else sink.passing

    def _opaque(self, view: View) -> tuple[int, ...]:
        kept = {kept.hole for kept in self._plan.kept if kept.may_hold_sql}
        return tuple(i for i, piece in enumerate(view.pieces) if piece in kept)


def _is_among(elements: Sequence[Element], more: Sequence[Element]) -> bool:
    """Whether parameters are some of others, in the same order."""
    left = iter(element.code for element in more)
    return all(element.code in left for element in elements)
