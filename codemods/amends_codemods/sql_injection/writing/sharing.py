"""Recognises the list in which a program collects the parameters of a text already, append by append."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.source import BindingKind, Source
from amends_codemods.sql_injection.texts.flow import Build

_ADDING = frozenset({"append", "extend"})


@dataclass(frozen=True, slots=True)
class _Addition:
    """A statement that puts a number of parameters into the list."""

    statement: cst.BaseStatement
    count: int


def collected(
    source: Source, parameters: cst.BaseExpression, builds: Sequence[Build], asked: Mapping[Build, int]
) -> cst.BaseStatement | None:
    """Return the statement that makes the list, if each build's placeholders get theirs right beside it.

    `asked` holds the number of placeholders that each build writes itself.
    """
    if not isinstance(parameters, cst.Name):
        return None
    bindings = source.bindings(parameters)
    starts = [b for b in bindings if b.kind is BindingKind.ASSIGNMENT]
    if len(starts) != 1 or len(bindings) != 1 or not isinstance(starts[0].value, cst.List):
        return None
    display, first = starts[0].value, source.statement(starts[0].node)
    additions = list(_additions(source, parameters))
    if None in additions or any(isinstance(element, cst.StarredElement) for element in display.elements):
        return None
    by_statement = {a.statement: a.count for a in additions if a is not None}
    starting = [build for build in builds if build.is_start]
    if len(starting) != 1 or asked[starting[0]] != len(display.elements):
        return None
    paired = [
        _beside(source, build, by_statement, asked[build]) for build in builds if asked[build] and not build.is_start
    ]
    is_whole = None not in paired and len(set(paired)) == len(paired) == len(by_statement)
    return (
        first if is_whole and source.parent(first) is source.parent(source.statement(starting[0].statement)) else None
    )


def _additions(source: Source, parameters: cst.Name) -> Iterator[_Addition | None]:
    scope = source.scope(parameters).visible(parameters.value)
    for use in source.uses(scope, parameters.value) if scope else ():
        attribute = source.parent(use)
        call = source.parent(attribute) if isinstance(attribute, cst.Attribute) else None
        if isinstance(attribute, cst.Attribute):
            yield _addition(source, attribute, call)
        elif not isinstance(attribute, cst.Arg):
            yield None


def _addition(source: Source, attribute: cst.Attribute, call: cst.CSTNode | None) -> _Addition | None:
    if not isinstance(call, cst.Call) or attribute.attr.value not in _ADDING or len(call.args) != 1:
        return None
    value = call.args[0].value
    if attribute.attr.value == "append":
        return _Addition(source.statement(call), 1)
    if isinstance(value, (cst.List, cst.Tuple)) and all(isinstance(e, cst.Element) for e in value.elements):
        return _Addition(source.statement(call), len(value.elements))
    return None


def _beside(
    source: Source, build: Build, additions: Mapping[cst.BaseStatement, int], count: int
) -> cst.BaseStatement | None:
    """Return the statement next to a build that adds as many parameters as the build has placeholders."""
    line = source.statement(build.statement)
    body: list[cst.BaseStatement] = list(getattr(source.parent(line), "body", ()))
    place = body.index(line)
    near = [body[i] for i in (place + 1, place - 1) if 0 <= i < len(body)]
    return next((statement for statement in near if additions.get(statement) == count), None)
