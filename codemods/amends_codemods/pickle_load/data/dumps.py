"""What a file dumps, and which of it may be what a call loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst

from amends.facts.remembering import remembered
from amends.facts.results import places, uses
from amends.source import Source, last_name
from amends_codemods.pickle_load.loaders import PICKLERS, TORCH_DUMPS, TORCH_SAVER
from amends_codemods.pickle_load.origins import file_said, opened_path


def dumped(source: Source, load: cst.Call, dumps: frozenset[str]) -> tuple[cst.BaseExpression, ...]:
    """Return what the file dumps, unless it goes to another path for certain."""
    read_from = _file(source, _stream(load))
    return tuple(thing for thing, file in _dumps(source, dumps) if _may_be(_file(source, file), read_from))


def _may_be(one: str, other: str) -> bool:
    """Whether two ends of paths may be those of the same; nothing is known of an empty one."""
    return one.endswith(other) or other.endswith(one)


def paired(source: Source, load: cst.Call, dumps: frozenset[str]) -> tuple[cst.BaseExpression, ...]:
    """Return what of that goes to a path that is spelled alike, else what the same class dumps, else all."""
    spelled, class_ = _spelled(source, _stream(load)), source.enclosing(load, cst.ClassDef)
    alike = tuple(thing for thing, file in _dumps(source, dumps) if file and _spelled(source, file) == spelled)
    every = dumped(source, load, dumps)
    beside = tuple(thing for thing in every if class_ and source.enclosing(thing, cst.ClassDef) is class_)
    return alike or beside or every


def keys_read(source: Source, load: cst.Call) -> frozenset[str]:
    """Return the keys under which parts of what is loaded are looked up."""
    parts = (part for place in places(source, load) if isinstance(part := source.parent(place), cst.Subscript))
    return frozenset(key for part in parts for key in keys_of(source, part))


def keys_of(source: Source, part: cst.Subscript) -> Iterator[str]:
    """Yield the key of a subscript, if that is a text."""
    indexes = (element.slice for element in part.slice)
    keys = (source.constant(index.value) for index in indexes if isinstance(index, cst.Index))
    yield from (key for key in keys if isinstance(key, str))


def tables_with(
    source: Source, things: Iterable[cst.BaseExpression], keys: frozenset[str]
) -> Iterator[cst.BaseExpression]:
    """Yield those of the things that are tables, written out, with all of these keys; none if there are no keys."""
    for thing in things if keys else ():
        table = source.value(thing) if isinstance(thing, cst.Name) else thing
        pairs = table.elements if isinstance(table, cst.Dict) else ()
        written = {source.constant(pair.key) for pair in pairs if isinstance(pair, cst.DictElement)}
        if keys <= written | {key for part, _ in _put(source, thing) for key in keys_of(source, part)}:
            yield thing


def held(source: Source, thing: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what a thing holds that is a display, or what a name that is one gets by its keys as well."""
    tables = [binding.value for binding in source.bindings(thing)] if isinstance(thing, cst.Name) else [thing]
    for table in tables:
        if isinstance(table, (cst.Dict, cst.List, cst.Tuple)):
            yield from (element.value for element in table.elements)
    yield from (value for _, value in _put(source, thing))


def _put(source: Source, thing: cst.BaseExpression) -> Iterator[tuple[cst.Subscript, cst.BaseExpression]]:
    """Yield the places of a named table that are given something, each with that."""
    for use in uses(source, thing) if isinstance(thing, cst.Name) else ():
        part = source.parent(use)
        target = source.parent(part) if isinstance(part, cst.Subscript) and part.value is use else None
        statement = source.parent(target) if isinstance(target, cst.AssignTarget) else None
        if isinstance(part, cst.Subscript) and isinstance(statement, cst.Assign):
            yield part, statement.value


def _stream(load: cst.Call) -> cst.BaseExpression | None:
    return load.args[0].value if load.args else None


@remembered
def _dumps(source: Source, dumps: frozenset[str]) -> Sequence[tuple[cst.BaseExpression, cst.BaseExpression | None]]:
    """Return what is dumped, each time with the file that it goes to, if there is one."""
    return tuple(_dumped_by(source, dumps))


def _dumped_by(source: Source, dumps: frozenset[str]) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression | None]]:
    for site in source.calls(*dumps):
        thing, file = site.argument("obj", 0), site.argument("file", 1)
        if thing is not None:
            yield thing.value, file.value if file else None
    for call in source.nodes(cst.Call) if dumps & TORCH_DUMPS else ():
        if last_name(call.func) == TORCH_SAVER and len(call.args) > 1:
            yield call.args[0].value, call.args[1].value
    for call in source.method_calls("dump"):
        owner = call.func.value if isinstance(call.func, cst.Attribute) else call.func
        pickler = source.value(owner) if isinstance(owner, cst.Name) else owner
        if isinstance(pickler, cst.Call) and source.names(pickler.func) & PICKLERS and call.args and pickler.args:
            yield call.args[0].value, pickler.args[0].value


@remembered
def _spelled(source: Source, stream: cst.BaseExpression | None) -> str:
    path = opened_path(source, stream) or stream
    value = source.value(path) if isinstance(path, cst.Name) else None
    return source.code(value or path) if path else ""


@remembered
def _file(source: Source, stream: cst.BaseExpression | None) -> str:
    """Return the path that a stream is opened at, or the end of it that is written out, "" if there is none."""
    path = opened_path(source, stream) or stream
    value = source.constant(path) if path else None
    if isinstance(value, str):
        return value
    made = source.value(path) if isinstance(path, cst.Name) else path
    return file_said(source, made) if made is not None else ""
